# SPDX-License-Identifier: EUPL-1.2
"""Read in processes beside the one that stores: reading is the larger half of the work.

Files are divided in groups; each process takes every n-th group and hands its batches back through
a pipe, which lets it be one batch ahead and no more. The storing process takes the groups in order,
so the outcome does not depend on who was faster. When it dies the pipes break and the readers stop.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from nabij.dossiers.rules.batches import Batch, FileToRead, Recipe, read_batches

GROUP_BYTES = 4 * 1024 * 1024
GROUP_FILES = 400
# Starting a process costs more than reading this much.
WORTH_IT_BYTES = 8 * 1024 * 1024
MOST_READERS = 2

Group = list[FileToRead]
Message = tuple[Batch | None, bool, Exception | None]
"""A batch, whether it is the last of its group, and what went wrong."""


class ReaderDied(RuntimeError):
    """A reading process ended before its work did (it may have run out of memory)."""


def batches_of(
    files: Sequence[FileToRead],
    *,
    recipe: Recipe,
    fetch: Callable[[Group], Group],
    readers: int | None = None,
) -> Generator[Batch]:
    """Yield the batches of all files in order, read here or in processes beside this one.

    Args:
        fetch: makes files fit to be opened, called for each group when its turn comes.
        readers: number of processes; 0 reads here. By default as many as pay.

    Raises:
        ReaderDied: a process was killed; what was yielded before stands.
    """
    groups = list(groups_of(files))
    if readers is None:
        is_worth_it = sum(file.size for file in files) >= WORTH_IT_BYTES
        readers = min(MOST_READERS, os.cpu_count() or 1) if is_worth_it else 0
    readers = min(readers, len(groups))
    if readers == 0:
        for group in groups:
            yield from read_batches(fetch(group), recipe=recipe)
        return
    with closing(_Readers(readers, recipe, fetch)) as beside:
        yield from beside.read(groups)


def groups_of(files: Sequence[FileToRead]) -> Iterator[Group]:
    """Yield the files in groups of some megabytes; a large file is a group of its own."""
    group: Group = []
    size = 0
    for file in files:
        if group and (size + file.size > GROUP_BYTES or len(group) == GROUP_FILES):
            yield group
            group, size = [], 0
        group.append(file)
        size += file.size
    if group:
        yield group


class _Readers:
    def __init__(self, count: int, recipe: Recipe, fetch: Callable[[Group], Group]) -> None:
        self.fetch = fetch
        # Not forked: the storing process may have threads and holds a database connection.
        context = multiprocessing.get_context("spawn")
        self.processes: list[BaseProcess] = []
        self.pipes: list[Connection] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_read, args=(theirs, recipe), daemon=True)
            process.start()
            theirs.close()
            self.processes.append(process)
            self.pipes.append(ours)

    def read(self, groups: Sequence[Group]) -> Iterator[Batch]:
        count = len(self.pipes)
        for pipe, group in zip(self.pipes, groups, strict=False):
            pipe.send(self.fetch(group))
        for number in range(len(groups)):
            pipe = self.pipes[number % count]
            is_last = False
            while not is_last:
                try:
                    batch, is_last, error = pipe.recv()
                except EOFError:
                    raise ReaderDied from None
                if error is not None:
                    raise error
                if is_last and number + count < len(groups):
                    # The reader goes on with its next group while this batch is stored.
                    pipe.send(self.fetch(groups[number + count]))
                if batch is not None:
                    yield batch

    def close(self) -> None:
        for pipe in self.pipes:
            pipe.close()
        for process in self.processes:
            process.join(timeout=2)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


def _read(pipe: Connection, recipe: Recipe) -> None:
    """Read the groups that come through the pipe until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the storing process decides when to stop
    try:
        while True:
            for message in _messages(pipe.recv(), recipe):
                pipe.send(message)
    except (EOFError, ConnectionError):
        return


def _messages(group: Group, recipe: Recipe) -> Iterator[Message]:
    """Yield the batches of a group; the last one says so, and so does an error."""
    before: Batch | None = None
    try:
        for batch in read_batches(group, recipe=recipe):
            if before is not None:
                yield before, False, None
            before = batch
    except Exception as error:  # noqa: BLE001 - it rises in the storing process
        yield None, True, error
    else:
        yield before, True, None
