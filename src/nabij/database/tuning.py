# SPDX-License-Identifier: EUPL-1.2
"""The settings of the embedded PostgreSQL, fitted to the memory of the machine."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024

BASE = """\
# Written by nabij at each start of its database: changes made here are lost.
listen_addresses = ''
unix_socket_directories = {socket_folder}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
max_connections = 100
shared_buffers = {shared_buffers}MB
wal_compression = pglz
"""

# Failing statements, 'Failing row contains (...)' and 'invalid input "..."' hold data of persons:
# not logged. The application hears them, and `core.logs` writes what can be said.
FOR_REAL = """\
effective_cache_size = {effective_cache_size}MB
maintenance_work_mem = {maintenance_work_mem}MB
work_mem = 16MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
logging_collector = on
log_directory = {log_folder}
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_line_prefix = '%m [%p] %q%u@%d '
log_error_verbosity = terse
log_min_error_statement = panic
log_min_messages = log
"""

FOR_TESTS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 1GB
log_destination = 'stderr'
"""


def configuration(*, socket_folder: Path, log_folder: Path, for_tests: bool) -> str:
    """Return the text of the configuration file."""
    memory = memory_megabytes()
    template = BASE + (FOR_TESTS if for_tests else FOR_REAL)
    return template.format(
        socket_folder=_quoted(f'"{str(socket_folder).replace('"', '""')}"'),
        log_folder=_quoted(str(log_folder)),
        shared_buffers=128 if for_tests else shared_buffers_megabytes(memory),
        effective_cache_size=max(256, memory // 2),
        maintenance_work_mem=min(512, max(64, memory // 16)),
    )


def shared_buffers_megabytes(memory: int) -> int:
    """Return a quarter of the memory (in megabytes), between 128 and 1024."""
    return min(1024, max(128, memory // 4))


def memory_megabytes() -> int:
    """Return the memory this process may count on, in megabytes:
    the machine's or the container's."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEGABYTE
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return machine
    return machine if limit == "max" else min(machine, int(limit) // MEGABYTE)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
