# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from nabij.core import jobs
from nabij.database.connection import ROLE_OF_QUEUE
from nabij.database.guard import refuse_powerful_role


class Command(BaseCommand):
    help = "Do the jobs of one queue until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", choices=list(ROLE_OF_QUEUE), default="default")
        parser.add_argument("--once", action="store_true", help="stop when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_powerful_role(connection)
        connection.close()
        jobs.work([options["queue"]], wait=not options["once"])
