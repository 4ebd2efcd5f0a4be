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
from nabij.access.choices import ResetReason
from nabij.access.queries.viewers import command_viewer
from nabij.core import history
from nabij.core.commands import ask_who_answers
from nabij.core.viewer import Role, Viewer


class Command(BaseCommand):
    help = "Make a colleague who can sign in; or help one who cannot, or lets nobody in any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="address to sign in with")
        parser.add_argument("--name", help="name as colleagues know it; makes the colleague")
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
        parser.add_argument(
            "--no-password",
            action="store_true",
            help="the colleague signs in through the institution's provider only",
        )
        parser.add_argument(
            "--reason",
            choices=ResetReason.values,
            default=ResetReason.LOST.value,
            help="why the second step is reset, for the log (default: %(default)s)",
        )
        change = parser.add_mutually_exclusive_group()
        change.add_argument(
            "--reset-factors",
            action="store_true",
            help="phone or passkey lost: at the next sign-in the second step is set up anew",
        )
        change.add_argument(
            "--sign-out", action="store_true", help="end the colleague's sessions on all devices"
        )
        change.add_argument(
            "--deactivate", action="store_true", help="let the colleague in no more, from now on"
        )
        ask_who_answers(parser)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, email: str, **options: Any) -> None:
        viewer = command_viewer(command="user", answers=options["answers"], at=now())
        with history.by(viewer, way="user"):
            if any(options[name] for name in ("reset_factors", "sign_out", "deactivate")):
                self._change(viewer, email, options)
            elif options["name"]:
                self._make(viewer, email, options)
            else:
                raise CommandError("Give --name to make a colleague, or say what to change.")

    def _make(self, viewer: Viewer, email: str, options: dict[str, Any]) -> None:
        password = None if options["no_password"] else getpass("Password: ")
        try:
            if password is not None:
                validate_password(password)
            user = actions.add_user(
                viewer=viewer,
                email=email,
                name=options["name"],
                password=password,
                roles=[Role(role) for role in options["role"]],
                unit_names=options["unit"],
                starts_on=localdate(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except (UserExists, actions.UnitNotFound) as error:
            raise CommandError(str(error)) from None
        self._tell(
            options,
            {"id": user.pk, "email": user.email},
            f"{user.name} can sign in as {user.email}, and sets up a second step then.",
        )

    def _change(self, viewer: Viewer, email: str, options: dict[str, Any]) -> None:
        user = queries.user_with_email(email=email)
        if user is None:
            raise CommandError(f"There is no active colleague with the address {email}.")
        answer: dict[str, Any] = {"id": user.pk, "email": user.email}
        if options["reset_factors"]:
            answer["removed"] = actions.reset_factors(
                viewer=viewer, user=user, reason=ResetReason(options["reason"])
            )
            told = f"{user.name} sets up a second step at the next sign-in, with the password."
        elif options["sign_out"]:
            answer["ended"] = actions.end_sessions(viewer=viewer, user_id=user.pk)
            told = f"{user.name} is signed out on all devices."
        else:
            actions.deactivate_user(viewer=viewer, user=user)
            answer["is_active"] = False
            told = f"{user.name} comes in no more."
        self._tell(options, answer, told)

    def _tell(self, options: dict[str, Any], answer: dict[str, Any], told: str) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write(self.style.SUCCESS(told))
