# SPDX-License-Identifier: EUPL-1.2
"""Actions on many rows of a list, for one of them: the actions of every day and their way back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.lists.actions import ChangedSince
from nabij.lists.types import Row
from nabij.relations import queries
from nabij.relations.actions.contact import end_contact_instruction, set_contact_instruction
from nabij.relations.actions.organisations import change_organisation
from nabij.relations.actions.persons import ChangedMeanwhile, change_person
from nabij.relations.models import ContactInstruction


class OfThisTeamAlready(DomainError):
    code = "of-this-team-already"
    message = _("Belongs to this team already.")


def give_person_to_team(
    *, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """Let a person belong to a team; return the team of before and the version it has now.

    Raises:
        OfThisTeamAlready: it does; and whatever `change_person` raises.
    """
    _pk, version, fields = queries.person_fields(viewer=viewer, ref=row.ref)
    if fields.unit_id == given["team"]:
        raise OfThisTeamAlready
    changed = replace(fields, unit_id=given["team"])
    change_person(viewer=viewer, ref=row.ref, version=version, fields=changed)
    return {"unit": fields.unit_id, "version": version + 1}


def give_person_back(*, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None:
    """Let a person belong to the team of before, if nothing of the person changed since.

    Raises:
        ChangedSince: something did; and whatever `change_person` raises.
    """
    _pk, _version, fields = queries.person_fields(viewer=viewer, ref=row.ref)
    try:
        change_person(
            viewer=viewer,
            ref=row.ref,
            version=before["version"],
            fields=replace(fields, unit_id=before["unit"]),
        )
    except ChangedMeanwhile as error:
        raise ChangedSince from error


def give_organisation_to_team(
    *, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str
) -> dict[str, Any]:
    """Let an organisation belong to a team; as `give_person_to_team`.

    Raises:
        OfThisTeamAlready: it does; and whatever `change_organisation` raises.
    """
    found = queries.organisation(viewer=viewer, ref=row.ref)
    if found.fields.unit_id == given["team"]:
        raise OfThisTeamAlready
    changed = replace(found.fields, unit_id=given["team"])
    change_organisation(viewer=viewer, ref=row.ref, version=found.version, fields=changed)
    return {"unit": found.fields.unit_id, "version": found.version + 1}


def give_organisation_back(*, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None:
    """Let an organisation belong to the team of before, if nothing of it changed since.

    Raises:
        ChangedSince: something did; and whatever `change_organisation` raises.
    """
    found = queries.organisation(viewer=viewer, ref=row.ref)
    fields = replace(found.fields, unit_id=before["unit"])
    try:
        change_organisation(viewer=viewer, ref=row.ref, version=before["version"], fields=fields)
    except ChangedMeanwhile as error:
        raise ChangedSince from error


def instruct(*, viewer: Viewer, row: Row, given: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Record what to mind in contact with a person; return which instruction it is.

    Raises:
        Whatever `set_contact_instruction` raises.
    """
    made = set_contact_instruction(
        viewer=viewer,
        ref=row.ref,
        kind=given["kind"],
        text=given["text"],
        starts_on=given["starts_on"],
        ends_on=given["ends_on"],
    )
    return {"instruction": made.ref, "ends_on": made.ends_on.isoformat()}


def take_instruction_back(*, viewer: Viewer, row: Row, before: Mapping[str, Any]) -> None:
    """Let an instruction hold on no day, if it was not ended or renewed since.

    Raises:
        ChangedSince: it was; and whatever `end_contact_instruction` raises.
    """
    same = ContactInstruction.objects.filter(ref=before["instruction"], ends_on=before["ends_on"])
    found = same.first()
    if found is None:
        raise ChangedSince
    end_contact_instruction(viewer=viewer, ref=found.ref, on=found.starts_on)
