# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, now

from nabij.access import actions, queries
from nabij.access.actions import UserExists
from nabij.core.viewer import Role


class Command(BaseCommand):
    help = "Make a colleague who can sign in, with roles and units."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address to sign in with")
        parser.add_argument("--name", required=True, help="name as colleagues know it")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            choices=[role.value for role in Role],
            help="may be given more than once",
        )
        parser.add_argument(
            "--unit",
            action="append",
            default=[],
            help="name of a unit; may be given more than once",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, email: str, name: str, **options: Any) -> None:
        password = getpass("Password: ")
        try:
            validate_password(password)
            user = actions.add_user(
                viewer=queries.machine(at=now(), command="user"),
                email=email,
                name=name,
                password=password,
                roles=[Role(role) for role in options["role"]],
                unit_names=options["unit"],
                starts_on=localdate(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except (UserExists, actions.UnitNotFound) as error:
            raise CommandError(str(error)) from None
        if options["json"]:
            self.stdout.write(json.dumps({"id": user.pk, "email": user.email}))
        else:
            self.stdout.write(self.style.SUCCESS(f"{user.name} can sign in as {user.email}."))
