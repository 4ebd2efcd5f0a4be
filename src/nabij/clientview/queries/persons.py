# SPDX-License-Identifier: EUPL-1.2
"""How much of a person this viewer sees before any dossier opens: the card, or contact data too."""

from dataclasses import dataclass

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.clientview.rules.people import Contact
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PERSON_KINDS, REPRESENTATIVE_KINDS
from nabij.relations.queries import Card, PartyNotFound, Person

_ORDER = {str(kind): place for place, kind in enumerate(PERSON_KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInView:
    """A person as far as this viewer sees them without facts.

    `person` is None when only the card may be shown. `way_in` tells that the dossier may be
    opened; `can_open_call` that a phone call about this person would give a way in, and
    `can_stand_in` that one click would, and `can_use_emergency` that the emergency button would.
    """

    card: Card
    person: Person | None
    way_in: access_queries.WayIn | None
    can_open_call: bool
    can_stand_in: bool
    can_use_emergency: bool


def person_in_view(*, viewer: Viewer, ref: str) -> PersonInView:
    """Return a person as far as this viewer sees them. At most thirteen SQL queries.

    Who may see contact data is for `relations.queries.person` to say; of others the card is shown.
    The caller logs what it shows.

    Raises:
        PartyNotFound: there is none, it is no person, or not even the card may be seen.
    """
    try:
        found = relations_queries.person(viewer=viewer, ref=ref)
    except PartyNotFound:
        card = relations_queries.person_card(viewer=viewer, ref=ref)
        if not card.is_person:
            raise
        return PersonInView(
            card=card,
            person=None,
            way_in=None,
            can_open_call=False,
            can_stand_in=access_queries.can_stand_in(viewer=viewer, person_id=card.id),
            can_use_emergency=_can_use_emergency(viewer, card.id),
        )
    way = access_queries.way_in(viewer=viewer, person_id=found.id)
    opens = DataClass.ORGANISATION in access_queries.classes_for(viewer=viewer, way=way)
    return PersonInView(
        card=_card(found),
        person=found,
        way_in=way if opens else None,
        can_open_call=not opens and may_open_call(viewer=viewer, person=found),
        can_stand_in=(way is None or not way.by_care_relation)
        and not found.is_shielded
        and access_queries.can_stand_in(viewer=viewer, person_id=found.id),
        can_use_emergency=not opens and _can_use_emergency(viewer, found.id),
    )


def person_in_emergency(*, viewer: Viewer, ref: str) -> Card:
    """Return the card of a person whom the emergency button may open. At most three SQL queries.

    Raises:
        PartyNotFound: there is none, not even the card may be seen, the role has no button, or
            the person died so long ago that only a case opens them.
    """
    card = relations_queries.person_card(viewer=viewer, ref=ref)
    if not card.is_person or not _can_use_emergency(viewer, card.id):
        raise PartyNotFound
    return card


def _can_use_emergency(viewer: Viewer, person_id: int) -> bool:
    has_button = access_rules.may_use_emergency(viewer.roles)
    return has_button and not access_queries.is_closed_by_death(viewer=viewer, person_id=person_id)


def may_open_call(*, viewer: Viewer, person: Person) -> bool:
    """Tell whether a phone call about this person would give the viewer a way in. No query."""
    is_of_own_unit = person.unit_id in viewer.unit_ids
    return access_rules.may_open_call(viewer.roles, is_of_own_unit=is_of_own_unit)


def person_to_plan(*, viewer: Viewer, ref: str) -> Person:
    """Return a person of whom this viewer records who cares for them. At most four SQL queries.

    Raises:
        PartyNotFound: there is none, the viewer sees the card at most, or does not plan their care.
    """
    found = relations_queries.person(viewer=viewer, ref=ref)
    if not access_queries.may_plan(viewer=viewer, person_id=found.id):
        raise PartyNotFound
    return found


def own_contacts(*, viewer: Viewer, person: Person) -> list[Contact]:
    """Return the people near a client that our own relations tell of. No query.

    What somebody is to the client (daughter) comes before what they do (informal carer).
    """
    ties = sorted(person.ties, key=lambda tie: _ORDER.get(tie.kind, len(_ORDER)))
    return [
        Contact(
            name=tie.other.name,
            relation=tie.label,
            phones=tie.phones,
            ref=tie.other.ref,
            rank=tie.rank,
            is_representative=tie.kind in REPRESENTATIVE_KINDS,
            note=tie.note,
            may_know=tie.may_know,
            told_of=tie.told_of,
            is_shut_out=tie.is_shut_out,
        )
        for tie in ties
        if tie.is_current and tie.other.is_person
    ]


def _card(person: Person) -> Card:
    return Card(
        id=person.id,
        ref=person.ref,
        is_person=True,
        name=person.short_name,
        birth_year=person.birth.year if person.birth else None,
        city=person.city,
        is_open=True,
        is_objecting=person.is_objecting,
    )
