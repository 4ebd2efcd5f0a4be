# SPDX-License-Identifier: EUPL-1.2
"""Whose contact it is, who may have spoken for them, and whom it may have been about."""

from collections.abc import Iterable
from dataclasses import replace

from nabij.contact import rules
from nabij.contact.queries.appointments import AppointmentInView
from nabij.contact.types import Around
from nabij.core.refs import is_ref
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PERSON_KINDS
from nabij.relations.queries import Organisation, PartyNotFound, Person, Tie
from nabij.relations.types import Card

MOST_CLIENTS = 10


def around(*, viewer: Viewer, ref: str) -> Around:
    """Return whose contact an address is about. At most eight SQL queries.

    Raises:
        PartyNotFound: there is none, or the viewer sees the card at most.
    """
    try:
        person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    except PartyNotFound:
        found = relations_queries.organisation(viewer=viewer, ref=ref)
        return around_organisation(viewer=viewer, organisation=found)
    return around_person(viewer=viewer, person=person)


def around_person(*, viewer: Viewer, person: Person, is_served: bool = False) -> Around:
    """Return who speaks for a person and whom it may be about. No query.

    `is_served` tells that the viewer serves them. With a relative it is likeliest about whom they
    are the relative of; with a client about the client.
    """
    own = Card(
        id=person.id,
        ref=person.ref,
        is_person=True,
        name=person.short_name,
        birth_year=person.birth.year if person.birth else None,
        city=person.city,
        is_open=True,
        is_objecting=person.is_objecting,
    )
    near = [
        tie
        for tie in person.ties
        if tie.is_current and tie.other.is_person and tie.kind in PERSON_KINDS
    ]
    members = person.household.members if person.household else ()
    is_client = is_served or bool(person.client_number)
    served = [tie.other for tie in near if not tie.is_from_other and tie.other.is_open]
    others = [tie.other for tie in near if tie.is_from_other]
    providers = [t.other for t in person.ties if t.is_current and not t.other.is_person]
    about = [own, *served] if is_client or not served else [*served, own]
    about += [card for card in (*others, *members) if card.is_open]
    return Around(
        id=person.id,
        keys=person.keys,
        ref=person.ref,
        name=person.short_name,
        is_person=True,
        is_private=not person.is_known_by_work,
        speakers=_once([own, *others, *served, *providers]),
        about=() if person.is_known_by_work else _once(about),
        may_know=tuple(
            {tie.other.id: (tie.other, tie.may_know) for tie in near if tie.may_know}.values()
        ),
        has_died=person.is_deceased,
        not_to_ring=_not_to_ring(near) | ({person.id} if person.is_deceased else set()),
    )


def around_organisation(*, viewer: Viewer, organisation: Organisation) -> Around:
    """Return who speaks for an organisation: its people. No query."""
    own = Card(
        id=organisation.id,
        ref=organisation.ref,
        is_person=False,
        name=organisation.name,
        birth_year=None,
        city="",
        is_open=True,
    )
    return Around(
        id=organisation.id,
        keys=organisation.keys,
        ref=organisation.ref,
        name=organisation.name,
        is_person=False,
        is_private=False,
        speakers=_once([own, *(tie.other for tie in organisation.people)]),
        about=(),
        not_to_ring=_not_to_ring(organisation.people),
    )


def around_appointment(*, viewer: Viewer, found: AppointmentInView) -> Around:
    """Return whose contact the report of an appointment is. At most eight SQL queries a party.

    It is about everybody whom the appointment is about, and whoever it was with may have spoken.
    It stands with somebody in private where one of them is.

    Raises:
        PartyNotFound: of all of them the viewer sees the card at most.
    """
    arounds = list(_open_arounds(viewer, [card.ref for card in found.parties]))
    if not arounds:
        raise PartyNotFound
    subjects = {*found.person_ids, *(one.id for one in arounds if one.is_private)}
    first = min(arounds, key=lambda one: not one.is_private)
    about = _once([card for one in arounds for card in one.about])
    return replace(
        first,
        is_private=bool(subjects),
        speakers=_once([*found.parties, *(card for one in arounds for card in one.speakers)]),
        about=tuple(card for card in about if card.id not in subjects),
        subject_ids=tuple(sorted(subjects)),
        not_to_ring=frozenset().union(*(one.not_to_ring for one in arounds)),
    )


def with_clients(*, viewer: Viewer, party: Around, refs: Iterable[str]) -> Around:
    """Return a party of business with the clients it may be about, as a colleague names them.

    Who is unknown, or whom the viewer sees by the card at most, is left out: so is everybody for
    commerce. At most eight SQL queries for each of ten; the caller logs the cards.
    """
    if party.is_private or not rules.may_record_contact(viewer.roles, is_private=True):
        return party
    known = _open_arounds(viewer, list(dict.fromkeys(filter(is_ref, refs)))[:MOST_CLIENTS])
    return replace(party, about=_once([one.speakers[0] for one in known if one.is_private]))


def _open_arounds(viewer: Viewer, refs: Iterable[str]) -> Iterable[Around]:
    for ref in refs:
        try:
            yield around(viewer=viewer, ref=ref)
        except PartyNotFound:
            continue


def _not_to_ring(ties: Iterable[Tie]) -> frozenset[int]:
    return frozenset(tie.other.id for tie in ties if tie.is_shut_out or tie.has_died)


def _once(cards: list[Card]) -> tuple[Card, ...]:
    return tuple({card.id: card for card in reversed(cards)}.values())[::-1]
