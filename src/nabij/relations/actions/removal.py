# SPDX-License-Identifier: EUPL-1.2
"""Remove parties that should never have been recorded: those of an import that is taken back.

Only who is as they were recorded, and to whom nothing points. Whoever else goes wrong is archived
or merged, so that what was stays to be seen.
"""

from collections.abc import Collection, Mapping

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import check_may_register
from nabij.relations.choices import PartyKind
from nabij.relations.models import (
    Address,
    BsnCheck,
    ContactPoint,
    Identifier,
    OrganisationDetail,
    Party,
    PersonDetail,
    Relationship,
)

# What a party is made of. The checks of a BSN go with the person: the database sees to it.
_PARTS: tuple[type[models.Model], ...] = (
    ContactPoint, Address, Identifier, PersonDetail, OrganisationDetail,
)  # fmt: skip
CHANGED, IN_USE = "changed", "in-use"


@transaction.atomic
def remove_parties(
    *, viewer: Viewer, kind: str, ids: Collection[int], event: str
) -> dict[int, str]:
    """Remove these parties; return for each that stays why: `changed` or `in-use`.

    One SQL query per table that points to parties, and one line in the log. A party that is not
    there any more is passed over.

    Raises:
        MayNotRegister: the role does not allow it.
    """
    check_may_register(viewer=viewer, kind=kind)
    return _remove(viewer, kind, ids, event)


@transaction.atomic
def remove_contacts(*, viewer: Viewer, ties: Mapping[int, int], event: str) -> dict[int, str]:
    """Remove persons and that each works at one organisation; else as `remove_parties`.

    Who has another relationship by now is in use.

    Args:
        ties: key of the person to that of the relationship that goes with them.

    Raises:
        MayNotRegister: the role does not allow it.
    """
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    rows = Relationship.objects.filter(pk__in=list(ties.values()), version=1)
    found = list(rows)
    rows.delete()
    kept = _remove(viewer, PartyKind.PERSON, ties, event)
    Relationship.objects.bulk_create(tie for tie in found if tie.subject_id in kept)
    return kept


@transaction.atomic
def remove_ties(
    *, viewer: Viewer, ids: Collection[int], event: str, kind: str = PartyKind.PERSON
) -> dict[int, str]:
    """Remove these relationships; return for each that stays why: it was changed since.

    Three SQL queries, and one line in the log.

    Args:
        kind: which side's register they belong to, for the right.

    Raises:
        MayNotRegister: the role does not allow it.
    """
    check_may_register(viewer=viewer, kind=kind)
    rows = Relationship.objects.filter(pk__in=list(ids))
    kept = dict.fromkeys(rows.filter(version__gt=1).values_list("pk", flat=True), CHANGED)
    gone = rows.filter(version=1)
    sides = {key for pair in gone.values_list("subject_id", "object_id") for key in pair}
    gone.delete()
    if sides:
        access_actions.record_list(viewer=viewer, event=event, object_ids=sorted(sides))
    return kept


def _remove(viewer: Viewer, kind: str, ids: Collection[int], event: str) -> dict[int, str]:
    parties = Party.objects.filter(pk__in=list(ids), kind=kind)
    versions = dict(parties.select_for_update().order_by("pk").values_list("pk", "version"))
    kept = {pk: CHANGED for pk, version in versions.items() if version > 1}
    later = BsnCheck.objects.filter(
        person__in=list(versions), recorded_at__gt=F("person__created_at")
    )
    kept |= dict.fromkeys(later.values_list("person", flat=True), CHANGED)
    kept |= dict.fromkeys(_in_use(list(versions)), IN_USE)
    gone = sorted(versions.keys() - kept.keys())
    for part in _PARTS:
        _delete(part._meta.db_table, "party_id", gone)
    _delete(Party._meta.db_table, "id", gone)
    if gone:
        access_actions.record_list(viewer=viewer, event=event, object_ids=gone)
    return kept


def _in_use(ids: list[int]) -> set[int]:
    """Return those of these parties to whom a row of another table points."""
    found: set[int] = set()
    for model in apps.get_models():
        if model in _PARTS or model is BsnCheck:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is Party and ids:
                rows = model._default_manager.filter(**{f"{field.name}__in": ids})
                found.update(rows.order_by().values_list(field.attname, flat=True).distinct())
    return found


def _delete(table: str, column: str, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY (%s)", [ids])  # noqa: S608
