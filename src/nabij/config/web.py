# SPDX-License-Identifier: EUPL-1.2
"""Serve the pages from several processes that share one loaded application.

    python -m nabij.config.web HOST PORT PROCESSES

`nabij serve` starts this. The application is loaded once and the processes are forked from it, so
that its code lies in memory once; where a system cannot fork, each loads its own.
"""

import gc
import multiprocessing
import sys
from pathlib import Path

from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from nabij.config.wsgi import application

TARGET = "nabij.config.wsgi:application"


def preload() -> None:
    """Load what every process needs, and set it apart from what is collected as garbage."""
    if not callable(application):  # it is what TARGET names, and loads all of the packages
        raise TypeError(TARGET)
    reverse("desk:start")
    with translation.override("nl"):
        pass  # to have chosen a language once loads its words
    for folder in get_app_template_dirs("templates"):
        for path in Path(folder).rglob("*.html"):
            engines["django"].get_template(path.relative_to(folder).as_posix())
    gc.collect()
    # A collection that walks over shared pages would make a copy of each.
    gc.freeze()


def main() -> None:
    host, port, processes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork")
        preload()
    server = Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        websockets=False,
        # Threads share one interpreter and each has a database connection: few of them.
        blocking_threads=8,
        backpressure=64,
        respawn_failed_workers=True,
        # Its log of requests would hold addresses; who looked at what stands in the access log.
        log_level=LogLevels.error,
        log_access=False,
    )
    server.serve()


if __name__ == "__main__":
    main()
