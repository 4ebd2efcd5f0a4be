# SPDX-License-Identifier: EUPL-1.2
"""What the invented colleagues said of late and still have to do, by the actions of every day."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.types import Around, Spoken, TaskFields
from nabij.core.refs import new_ref
from nabij.core.viewer import Role, Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.days import at as moment_of
from nabij.demo.generator.tables import table
from nabij.relations import queries as relations_queries

# Enough to look at; more would make the demo slow to fill.
MOST_CLIENTS, MOST_ORGANISATIONS, MOST_MOMENTS, DAYS_BACK = 30, 8, 3, 21
# Who talks: one of the cast for each role.
SPEAKERS = {
    Role.FRONT_OFFICE: "anja",
    Role.CARE_PROFESSIONAL: "fatima",
    Role.ACCOUNT_MANAGER: "bram",
}


@dataclass(frozen=True, slots=True)
class _Teller:
    """The colleagues who talk, by role, and the keys of whom they talk with."""

    users: Mapping[str, Any]
    today: date

    def at_work(self, role: str, on: date, chance: Chance) -> AbstractContextManager[Viewer]:
        """Let a colleague do something on a day, at some time in office hours."""
        clock = f"{chance.number(8, 16):02}:{chance.number(0, 59):02}"
        return at_work(self.users[role], at=moment_of(on, clock))


def load_contacts(
    *,
    viewer: Viewer,
    institution: shapes.Institution,
    persons: Mapping[str, int],
    organisations: Mapping[str, int],
) -> None:
    """Let the cast talk with the clients of Fatima's team and with organisations.

    `persons` and `organisations` are the keys that they were loaded under.
    """
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    users = {
        role.value: access_queries.user_with_email(email=emails[institution.cast[name]])
        for role, name in SPEAKERS.items()
    }
    teller = _Teller(users, localdate(viewer.at))
    fatima = next(c for c in institution.colleagues if c.key == institution.cast["fatima"])
    clients = [c for c in institution.clients if c.team in fatima.units and not c.ends_on]
    of_clients = [persons[client.person.key] for client in clients[:MOST_CLIENTS]]
    of_organisations = list(organisations.values())[:MOST_ORGANISATIONS]
    cards = relations_queries.person_cards(viewer=viewer, ids=[*of_clients, *of_organisations])
    for number, pk in enumerate([*of_clients, *of_organisations]):
        if card := cards.get(pk):
            _talk(teller, card.ref, "client" if card.is_person else "organisation", number)


def _talk(teller: _Teller, ref: str, kind: str, number: int) -> None:
    chance = Chance("contacts", number)
    # A number, so that the same seed gives the same talk.
    kinds = {"client", "relative"} if kind == "client" else {kind}
    told = [one for one in table("contacts")["moment"] if one["with"] in kinds]
    for one in chance.sample(told, chance.number(1, MOST_MOMENTS)):
        on = teller.today - timedelta(days=chance.number(1, DAYS_BACK))
        with teller.at_work(one["by"], on, chance) as viewer:
            around = contact_queries.around(viewer=viewer, ref=ref)
            relatives = [card.ref for card in around.speakers if card.ref != ref]
            if one["with"] == "relative" and not relatives:
                continue
            counterpart = relatives[0] if one["with"] == "relative" else ref
            contact_actions.record_interaction(
                viewer=viewer,
                around=around,
                spoken=_spoken(viewer, around, one, counterpart),
                follow_ups=list(_follow_ups(viewer, around, one, counterpart)),
            )


def _spoken(viewer: Viewer, around: Around, one: dict[str, Any], counterpart: str) -> Spoken:
    is_care = one["by"] == Role.CARE_PROFESSIONAL
    return Spoken(
        entry_key=new_ref(),
        counterpart=counterpart,
        about=(around.ref,) if around.is_private else (),
        channel=one["channel"],
        direction=one["direction"],
        topic=one["topic"],
        outcome=one.get("outcome", "done"),
        at=viewer.at,
        text=one["text"],
        data_class="c" if is_care and one["topic"] == "care" else "b",
    )


def _follow_ups(
    viewer: Viewer, around: Around, one: dict[str, Any], counterpart: str
) -> Iterator[TaskFields]:
    on = localdate(viewer.at)
    if call := one.get("call_back"):
        teams = access_queries.teams_of(viewer=viewer, person_ids=[around.id])
        yield TaskFields(
            kind="call_back",
            text=call["what"],
            may_tell=call["may_tell"],
            due_on=on + timedelta(days=call["days"]),
            owner_id=None if teams else viewer.user_id,
            unit_id=teams[0].pk if teams else None,
            counterpart=counterpart,
        )
    if promise := one.get("promise"):
        yield TaskFields(
            kind="promise",
            text=promise["what"],
            due_on=on + timedelta(days=promise["days"]),
            owner_id=viewer.user_id,
        )
    if discontent := one.get("discontent"):
        yield TaskFields(
            kind="discontent",
            text=one["text"],
            wish=discontent["wish"],
            due_on=on + timedelta(days=discontent["days"]),
            received_on=on,
            manner="oral",
        )
