# SPDX-License-Identifier: EUPL-1.2
"""A process beside the one that works, for what takes a processor and no database.

It is started anew, not forked: who works may have threads and holds a connection. What stands here
is the first that it loads, so this module loads nothing of the application.
"""

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def begin() -> None:
    """Load the application, and see to it that this process ends when its parent is killed."""
    import django

    django.setup()
    if (parent := parent_process()) is not None:
        Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
