# SPDX-License-Identifier: EUPL-1.2
"""Rows of the lists of persons and organisations, and what the filters keep."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.access import rules as access_rules
from nabij.core.identifiers import format_phone
from nabij.core.viewer import Viewer
from nabij.lists.types import Row
from nabij.relations import rules
from nabij.relations.choices import (
    BUSINESS_KINDS,
    ContactSystem,
    OrganisationKind,
    RelationshipKind,
)
from nabij.relations.models import Address, ContactPoint, Party, PartyQuerySet, Relationship
from nabij.relations.models.merges import members
from nabij.relations.queries.along import Along
from nabij.relations.queries.objections import may_be_approached, not_to_approach
from nabij.relations.queries.restrictions import unused_but_for_care
from nabij.relations.queries.ties import holds

ADDRESSES, CONTACT_POINTS = Along(Address), Along(ContactPoint)


def person_rows(*, viewer: Viewer, ids: Sequence[int]) -> list[Row]:
    """Return persons as rows of a list, in the order of `ids`. One SQL query.

    Contact data and nothing of care; what organises care (client number, ties) for roles that may
    know it. A secret address is left out for the others.
    """
    sees_b = access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION)
    kinds = list(RelationshipKind.values) if sees_b else [str(kind) for kind in BUSINESS_KINDS]
    ties = Relationship.objects.filter(
        subject_id__in=members(OuterRef(OuterRef("pk"))), ends_on__isnull=True, kind__in=kinds
    )
    rows: Any = _rows(viewer, ids).persons()
    found = rows.annotate(
        kinds=ArraySubquery(ties.order_by("kind").values("kind").distinct()),
        is_left_alone=not_to_approach(viewer),
    )
    on, labels = localdate(viewer.at), dict(RelationshipKind.choices)
    by_id = {}
    for party in found:
        values = _values(party, on, sees_secret=sees_b) | {
            "birth": party.birth,
            "roles": ", ".join(str(labels[kind]) for kind in party.kinds),
            "approach": _("do not approach") if party.is_left_alone else "",
        }
        if sees_b:
            values["client_number"] = party.client_number or ""
        by_id[party.pk] = Row(
            id=party.pk,
            ref=party.ref,
            name=party.name,
            values=values,
            person_ids=(party.pk,),
        )
    return [by_id[pk] for pk in ids if pk in by_id]


def organisation_rows(*, viewer: Viewer, ids: Sequence[int]) -> list[Row]:
    """Return organisations as rows of a list, in the order of `ids`. One SQL query."""
    on = localdate(viewer.at)
    by_id = {
        party.pk: Row(
            id=party.pk,
            ref=party.ref,
            name=party.name,
            values=_values(party, on, sees_secret=False)
            | {
                "kind": str(OrganisationKind(party.organisation.kind).label),
                "website": party.organisation.website,
            },
        )
        for party in _rows(viewer, ids).organisations().select_related("unit", "organisation")
    }
    return [by_id[pk] for pk in ids if pk in by_id]


def has_kind(viewer: Viewer, kind: str) -> Q:
    """Return the condition that somebody is this to somebody else now, merged ones included."""
    ties = Relationship.objects.filter(kind=kind, ends_on__isnull=True)
    own = ties.values("subject_id")
    of_merged = ties.filter(subject__canonical__isnull=False).values("subject__canonical_id")
    return Q(pk__in=own.union(of_merged, all=True))


def approachable(viewer: Viewer, chosen: str) -> Q:
    """Return the condition that somebody may be approached."""
    return ~not_to_approach(viewer)


def who_may_leave(*, viewer: Viewer, ids: Collection[int]) -> set[int]:
    """Return which of these persons may stand in a file of this viewer. At most one SQL query.

    Who objects or has died is not in a file that is made to approach people. Whose data may be
    used for care only is in no file at all.
    """
    if access_rules.approaches(viewer.roles):
        return may_be_approached(viewer=viewer, person_ids=ids)
    return set(ids) - unused_but_for_care(viewer=viewer, person_ids=ids)


def named(viewer: Viewer, text: str) -> Q:
    """Return the condition that a surname (or the name of an organisation) begins with a text."""
    words = " ".join(rules.search_words(text))
    return Q(sort_key__startswith=words) if words else Q()


def lives_in(viewer: Viewer, city: str) -> Q:
    """Return the condition that somebody lives, or an organisation is, in a place."""
    return Q(city__iexact=city)


def born_since(viewer: Viewer, year: int) -> Q:
    """Return the condition that somebody was born in a year or later."""
    return Q(birth_on__gte=date(year, 1, 1))


def born_until(viewer: Viewer, year: int) -> Q:
    """Return the condition that somebody was born in a year or before."""
    return Q(birth_on__lte=date(year, 12, 31))


def _rows(viewer: Viewer, ids: Sequence[int]) -> PartyQuerySet:
    ours = members(OuterRef(OuterRef("pk")))
    return (
        Party.objects.visible_to(viewer)
        .current()
        .filter(pk__in=list(ids))
        .select_related("unit")
        .annotate(
            addresses_along=ADDRESSES.beside(
                Address.objects.filter(
                    party_id__in=ours, left_out__isnull=True, ends_on__isnull=True
                ).order_by("-starts_on", "pk")
            ),
            points_along=CONTACT_POINTS.beside(
                ContactPoint.objects.filter(party_id__in=ours, left_out__isnull=True).order_by(
                    "rank", "pk"
                )
            ),
        )
        .fetch_mode(models.FETCH_RAISE)
    )


def _values(party: Any, on: date, *, sees_secret: bool) -> dict[str, Any]:
    points = CONTACT_POINTS.plain(party.points_along)
    places = [
        place
        for place in ADDRESSES.plain(party.addresses_along)
        if holds(place, on) and (sees_secret or not place.is_secret)
    ]
    place = next(iter(places), None)
    street = f"{place.street} {place.house_number} {place.suffix}".strip() if place else ""

    def first(system: ContactSystem) -> str:
        return next((point.value for point in points if point.system == system), "")

    return {
        "city": party.city,
        "address": street,
        "postcode": place.postcode if place else "",
        "phone": format_phone(first(ContactSystem.PHONE)) if first(ContactSystem.PHONE) else "",
        "email": first(ContactSystem.EMAIL),
        "unit": party.unit.name if party.unit else "",
        "changed": party.updated_at,
    }
