# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.core import history
from nabij.linkage import actions as linkage_actions
from nabij.linkage import queries as linkage_queries
from nabij.linkage.choices import CareType, FhirVersion, GroundKind


class Command(BaseCommand):
    help = "List the sources that dossiers come from, or add one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="JSON on stdout")
        commands = parser.add_subparsers(dest="what", metavar="add")
        add = commands.add_parser("add", help="add a source")
        add.add_argument("name", help="short name, used in commands: gp-vecht")
        add.add_argument("--title", required=True, help="name on the screen")
        add.add_argument("--care", choices=CareType.values, required=True, help="kind of care")
        add.add_argument("--fhir", choices=FhirVersion.values, default="")
        add.add_argument(
            "--ground",
            choices=GroundKind.values,
            default="",
            help="ground that holds for all its clients; without one it is recorded per client",
        )
        add.add_argument("--own", action="store_true", help="a record of our own institution")
        add.add_argument("--json", action="store_true", help="JSON on stdout")

    def handle(self, *, what: str | None, **options: Any) -> None:
        viewer = access_queries.machine(at=timezone.now(), command="sources")
        if what == "add":
            with history.by(viewer, way="sources"):
                added = linkage_actions.add_source(
                    viewer=viewer,
                    name=options["name"],
                    title=options["title"],
                    care_type=options["care"],
                    fhir_version=options["fhir"],
                    default_ground=options["ground"],
                    is_own=options["own"],
                )
            found = [added]
        else:
            found = linkage_queries.sources(viewer=viewer)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    [
                        {
                            "name": source.name,
                            "title": source.title,
                            "care": source.care_type,
                            "fhir": source.fhir_version,
                            "ground": source.default_ground,
                            "own": source.is_own,
                        }
                        for source in found
                    ]
                )
            )
            return
        if not found:
            self.stdout.write(
                _("There are no sources yet. Add one: nabij sources add NAME --title … --care …")
            )
        for source in found:
            version = source.get_fhir_version_display() or _("version in the files")
            ground = source.get_default_ground_display() or _("ground per client")
            self.stdout.write(
                f"{source.name:<24}{source.title}, {source.get_care_type_display()}, "
                f"{version}, {ground}"
            )
