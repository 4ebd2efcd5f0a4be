# SPDX-License-Identifier: EUPL-1.2
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nabij.database import roles
from nabij.database.connection import admin_address, stored_passwords


class Command(BaseCommand):
    help = "Make the database and its roles, or print the SQL that does."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sql",
            action="store_true",
            help="print SQL for the administrator of a managed PostgreSQL, and change nothing there",
        )
        parser.add_argument(
            "--reset-passwords",
            action="store_true",
            help="give new passwords to roles whose password is not known here",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        home, url = settings.NABIJ_HOME, settings.NABIJ_DATABASE_URL
        passwords_file = settings.NABIJ_DATABASE_PASSWORDS_FILE
        if options["sql"]:
            passwords = roles.new_passwords(stored_passwords(passwords_file))
            roles.store_passwords(passwords_file, passwords)
            database = admin_address(home=home, database_url=url)["dbname"]
            text = roles.script(database=database, passwords=passwords)
            self.stdout.write(json.dumps({"sql": text}) if options["json"] else text, ending="")
            return
        setup = roles.set_up(
            home=home,
            database_url=url,
            passwords_file=passwords_file,
            reset_passwords=options["reset_passwords"],
        )
        if options["json"]:
            self.stdout.write(json.dumps({"done": setup.done}))
        else:
            self.stdout.write("\n".join(setup.done or ["Everything was there already."]))
