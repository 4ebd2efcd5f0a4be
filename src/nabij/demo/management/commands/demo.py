# SPDX-License-Identifier: EUPL-1.2
import sys
import time
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.database.connection import connected_as
from nabij.demo import actions, choices, queries, rules
from nabij.demo.generator import institution as generator
from nabij.demo.generator import roster, shapes
from nabij.demo.generator.write import write_dossiers

SEED = 2026
# Who works there does not depend on how many clients there are.
FEW = 40
ROSTER = "rooster"


class Command(BaseCommand):
    help = "Fill an empty installation with an invented institution, and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "task",
            nargs="?",
            choices=["fill", "code"],
            default="fill",
            help="'code' prints the codes with which the invented colleagues sign in now",
        )
        parser.add_argument("who", nargs="?", default="", help="of whom: part of a name")
        parser.add_argument("--clients", type=int, default=2500, help="how many (default 2500)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, other people")
        parser.add_argument("--no-serve", action="store_true", help="fill only")

    def handle(self, *, clients: int, seed: int, no_serve: bool, **options: Any) -> None:
        if options["task"] == "code":
            self._tell_codes(seed, options["who"])
            return
        with connected_as("owner"):
            call_command("migrate", verbosity=0, interactive=False)
        # The keyring of a demo needs no copy, so nothing is said of it.
        call_command("keys", "create", "--if-absent", stdout=StringIO())
        viewer = access_queries.machine(at=timezone.now(), command="demo")
        is_in_use = queries.is_in_use(viewer=viewer)
        institution = generator.generate(
            seed=seed, clients=clients, today=timezone.localdate(viewer.at)
        )
        if is_in_use:
            self.stdout.write(_("This installation is in use already: nothing was added."))
        else:
            self._fill(institution)
        self._tell(institution)
        if not no_serve:
            call_command("serve")

    def _fill(self, institution: shapes.Institution) -> None:
        started = time.monotonic()
        folder = Path(settings.NABIJ_HOME) / "demo"
        viewer = access_queries.machine(at=timezone.now(), command="demo")
        self.stdout.write(
            _("%(name)s: %(n)s clients. Recording persons and organisations…")
            % {"name": institution.name, "n": len(institution.clients)}
        )
        actions.load_institution(viewer=viewer, institution=institution)
        self.stdout.write(_("Writing their dossiers…"))
        folders = write_dossiers(institution, folder)
        roster.write_roster(institution, folder / "rooster.csv")
        with connected_as("intake"):
            for written in folders:
                call_command("intake", str(folder / written.folder), source=written.source.name)
            anja = institution.cast["anja"]
            email = next(one.email for one in institution.colleagues if one.key == anja)
            call_command("roster", str(folder / "rooster.csv"), answers=email)
        grounds = actions.load_grounds(viewer=viewer, institution=institution)
        self.stdout.write(_("%(n)s grounds: what clients allowed or refused.") % {"n": grounds})
        actions.load_statements(viewer=viewer, institution=institution)
        actions.load_value_models(viewer=viewer)
        seconds = round(time.monotonic() - started)
        self.stdout.write(_("Filled in %(n)s seconds.") % {"n": seconds})

    def _tell_codes(self, seed: int, who: str) -> None:
        institution = generator.generate(seed=seed, clients=FEW, today=timezone.localdate())
        # The clock is read last: a code is short-lived.
        viewer = access_queries.machine(at=timezone.now(), command="demo")
        found = queries.codes_now(viewer=viewer, institution=institution, who=who)
        if not found:
            raise CommandError(_("No invented colleague of that name works here."))
        for one in found:
            self.stdout.write(f"  {one.code}  {one.email:<36}{one.name}")
        self.stdout.write(
            _("Each code works once, for another %(n)s seconds.") % {"n": found[0].seconds}
        )

    def _tell(self, institution: shapes.Institution) -> None:
        self.stdout.write("\n" + _("Sign in with one of these; the password of all is"))
        self.stdout.write(f"  {choices.PASSWORD}\n")
        by_key = {colleague.key: colleague for colleague in institution.colleagues}
        for key in rules.cast_keys(institution):
            colleague = by_key[key]
            self.stdout.write(f"  {colleague.email:<36}{colleague.name}, {colleague.job_title}")
        self.stdout.write(
            "\n" + _("Then a code is asked, as of an app on a phone. In a second terminal:")
        )
        self.stdout.write(f"  {_command()} demo code")
        self.stdout.write(
            "\n"
            + _("As Fatima, search for client %(number)s: a client with five dossiers.")
            % {"number": institution.cast["jo"]}
            + "\n"
        )


def _command() -> str:
    """Return how nabij was called, for a line that can be copied."""
    return sys.argv[0] if sys.argv[0].endswith("/nabij") else "nabij"
