# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.utils.timezone import now

from nabij.access import queries as access_queries
from nabij.linkage import actions, queries
from nabij.linkage.choices import CareType, FhirVersion, GroundKind
from nabij.linkage.models import Source


class Command(BaseCommand):
    help = "List the places that dossiers come from; --add NAME adds one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--add", metavar="NAME", help="short name, used with nabij intake")
        parser.add_argument("--title", default="", help="name as colleagues know it")
        parser.add_argument("--care-type", choices=CareType.values, help="kind of care")
        parser.add_argument("--fhir", choices=FhirVersion.values, default="", help="FHIR version")
        parser.add_argument(
            "--ground",
            choices=GroundKind.values,
            default="",
            help="ground that holds for every client; without it each client needs one",
        )
        parser.add_argument("--own", action="store_true", help="our own care record")
        parser.add_argument("--json", action="store_true", help="one JSON array on stdout")

    def handle(self, *, add: str | None, **options: Any) -> None:
        viewer = access_queries.machine(at=now(), command="sources")
        shown = queries.sources(viewer=viewer)
        if add is not None:
            if not options["care_type"]:
                raise CommandError("Say which kind of care it gives: --care-type.")
            try:
                validate_slug(add)
                source = actions.add_source(
                    viewer=viewer,
                    name=add,
                    title=options["title"] or add,
                    care_type=options["care_type"],
                    fhir_version=options["fhir"],
                    default_ground=options["ground"],
                    is_own=options["own"],
                )
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
            except actions.SourceNameTaken as error:
                raise CommandError(str(error)) from None
            shown = [source]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(source) for source in shown]))
            return
        for source in shown:
            ground = source.default_ground or "per client"
            version = source.fhir_version or "any"
            self.stdout.write(f"{source.name:<24} {source.title} ({version}, ground: {ground})")


def _as_json(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "title": source.title,
        "care_type": source.care_type,
        "fhir_version": source.fhir_version,
        "ground": source.default_ground,
        "is_own": source.is_own,
    }
