# SPDX-License-Identifier: EUPL-1.2
"""A worker in the process of a test (that uses `committing_db`)."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from nabij.core import jobs
from nabij.database.connection import ROLE_OF_QUEUE, ROLES


def work(queue="default"):
    """Do all jobs of a queue under the role that its worker has, in connections that it closes."""
    shared = connections.settings["default"]
    before = {"OPTIONS": shared["OPTIONS"], "CONN_MAX_AGE": shared["CONN_MAX_AGE"]}
    role = ROLES[ROLE_OF_QUEUE[queue]]
    shared["OPTIONS"] = shared["OPTIONS"] | {"options": f"-c role={role}"}
    shared["CONN_MAX_AGE"] = 0
    connections["default"].close()
    try:
        # A thread of its own: in a journey the browser's event loop holds the test's.
        with ThreadPoolExecutor(1) as threads:
            threads.submit(jobs.work, [queue], wait=False).result(timeout=120)
    finally:
        connections["default"].close()
        shared.update(before)
