# SPDX-License-Identifier: EUPL-1.2
import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

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
        asyncio.run(self._work(options["queue"], wait=not options["once"]))

    async def _work(self, queue: str, *, wait: bool) -> None:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        # Django's connection cannot wait for a notification; the worker has one of its own.
        with app.replace_connector(connector.get_worker_connector()):
            async with app.open_async():
                await app.run_worker_async(queues=[queue], name=f"nabij {queue}", wait=wait)
