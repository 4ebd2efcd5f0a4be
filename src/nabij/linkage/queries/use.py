# SPDX-License-Identifier: EUPL-1.2
"""Whether a person is more than what linking made of a record."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from nabij.core.viewer import Viewer
from nabij.linkage.choices import ACTIVE_LINK_STATES
from nabij.linkage.models import RecordLink
from nabij.matching import PersonRecord

# Rows that linking itself makes, or that say nothing of use. A new table counts as use until it
# is listed here.
NO_USE = frozenset(
    {
        "linkage.RecordLink",
        "linkage.RecordMove",
        "privacy.Case",
        "privacy.Find",
        "contact.IncomingCall",
        "dossiers.DossierNotice",
        "relations.PersonDetail",
        "relations.Address",
        "relations.ContactPoint",
        "relations.Identifier",
    }
)


def is_in_use(*, viewer: Viewer, person_id: int) -> bool:
    """Tell whether a person is in use, so that it has to stay when its records go.

    So when registered or edited by a colleague, a client of ours, or joined by anything: a care
    relation, a relative, an instruction. Two SQL queries, over all tables that point to persons.
    """
    made = RecordLink.objects.filter(
        person_id=person_id,
        is_origin=True,
        person__version=1,
        person__unit__isnull=True,
        person__client_number__isnull=True,
    )
    if not made.exists():
        return True
    party: Any = RecordLink.person.field.related_model
    is_joined = Q()
    for relation in party._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        table = relation.related_model
        if table._meta.label in NO_USE:
            continue
        rows = table._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        if table._meta.label == "access.Occasion":  # a phone call of last week is no use
            rows = rows.filter(ends_at__gt=viewer.at)
        if table._meta.label == "relations.BsnCheck":  # by a colleague, not by a message
            rows = rows.filter(checked_by__isnull=False)
        is_joined |= Q(Exists(rows))
    joined: bool = party._default_manager.filter(is_joined, pk=person_id).exists()
    return joined


def on_care_side(*, viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Return which of these persons are known to us by care, and not by commerce alone.

    So when they have a record of a source, a client number of ours or were ever in care. One SQL
    query.
    """
    party: Any = RecordLink.person.field.related_model
    active = RecordLink.objects.filter(state__in=ACTIVE_LINK_STATES)
    in_care = party._meta.get_field("care_relations").related_model
    by_care = (
        Q(client_number__isnull=False)
        | Exists(active.filter(person_id=OuterRef("pk")))
        | Exists(active.filter(person__canonical_id=OuterRef("pk")))
        | Exists(in_care._default_manager.filter(person_id=OuterRef("pk")))
    )
    found = party._default_manager.filter(by_care, pk__in=list(ids))
    return set(found.values_list("pk", flat=True))


def without_bsn_of_commerce(
    *, viewer: Viewer, members: Iterable[PersonRecord]
) -> list[PersonRecord]:
    """Return members of persons, the BSN left out of who is known to us by commerce alone.

    A record of care is never linked on a BSN to who is a lead, a member or somebody's contact. Own
    details of persons stand under the person's key made negative; records stay as they are. One
    SQL query.

    Source: docs/decisions/0039.
    """
    found = list(members)
    care = on_care_side(viewer=viewer, ids=[-member.key for member in found if member.key < 0])
    return [
        replace(member, bsn_index=None, bsn_state="absent")
        if member.key < 0 and -member.key not in care
        else member
        for member in found
    ]
