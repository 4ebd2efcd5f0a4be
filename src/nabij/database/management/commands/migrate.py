# SPDX-License-Identifier: EUPL-1.2
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from nabij.database import rights


class Command(migrate.Command):
    help = "Bring the database up to date: tables first, then what each role may do with them."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            rights.apply(connections[options["database"]])
