# SPDX-License-Identifier: EUPL-1.2
"""What clients ask about their own data: two that wait, two that are carried out, no folders."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import CareRelationFields
from nabij.core.viewer import Role, Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.privacy.actions import copies, erasures
from nabij.privacy.actions.requests import RequestFields, decide_request, record_request
from nabij.privacy.choices.requests import Decision, RequestKind, RequestState
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys
from nabij.relations.types import PersonFields, PersonName

ASKED = (
    (RequestKind.ACCESS, 40, "Ik wil alles hebben wat u over mij bewaart."),
    (RequestKind.ERASURE, 12, "Haal mij uit uw bestanden."),
    (RequestKind.MARKETING, 3, "Geen folders meer, alstublieft."),
    (RequestKind.PORTABILITY, 6, "Ik ga verhuizen en neem mijn dossier mee."),
    (RequestKind.DESTRUCTION, 4, "Ik wil niet dat mijn dossier hier blijft liggen."),
)
# Clients of long ago, by the number of years since their care ended: the law keeps it for twenty.
FORMER = (
    ("900001", PersonName(given_names="Willempje", own_name="Aalbers"), 24),
    ("900002", PersonName(given_names="Cornelis", own_name="Zonderland"), 22),
    ("900003", PersonName(given_names="Hendrika", own_name="Oosterhof"), 21),
)
GRANTED = (RequestKind.PORTABILITY, RequestKind.DESTRUCTION)


def load_requests(
    *, viewer: Viewer, institution: shapes.Institution, persons: Mapping[str, int]
) -> None:
    """Let the first clients ask something, each so many days ago; safe to repeat.

    A worker makes the copy and the list that the privacy officer asked for.
    """
    officer = _officer(institution)
    ids = [
        persons[client.person.key] for client in institution.clients if client.person.key in persons
    ]
    cards = relations_queries.person_cards(viewer=viewer, ids=ids[: len(ASKED)])
    for team in access_queries.teams_of(viewer=viewer, person_ids=ids[:1])[:1]:
        _former(viewer, team_id=team.pk)
    for number, (pk, (kind, days, text)) in enumerate(zip(ids, ASKED, strict=False)):
        if pk not in cards:
            continue
        row = record_request(
            viewer=viewer,
            person_ref=cards[pk].ref,
            fields=RequestFields(
                kind=kind,
                asker="person",
                received_on=localdate(viewer.at) - timedelta(days=days),
                identity="" if kind == RequestKind.ERASURE else "document",
                text=text,
            ),
            entry_key=f"demo-request-{number}",
        )
        if officer and kind in GRANTED and row.state == RequestState.OPEN:
            with at_work(officer, at=viewer.at) as judge:
                _grant(judge, row.ref, row.version, kind)


def _former(viewer: Viewer, *, team_id: int) -> None:
    """Make clients of long ago, whose term is over; who is there already stays as they are."""
    known = keys.persons_with_client_numbers(
        viewer=viewer, numbers=[number for number, _name, _years in FORMER]
    )
    on = localdate(viewer.at)
    for number, name, years in FORMER:
        if number in known:
            continue
        party = relations_actions.create_person(
            viewer=viewer, fields=PersonFields(name=name, client_number=number)
        )
        ended_on = on - timedelta(days=366 * years)
        access_actions.add_care_relations(
            viewer=viewer,
            relations=[
                CareRelationFields(
                    person_id=party.pk,
                    unit_id=team_id,
                    starts_on=ended_on - timedelta(days=400),
                    ends_on=ended_on,
                )
            ],
        )


def _grant(judge: Viewer, ref: str, version: int, kind: RequestKind) -> None:
    decide_request(
        viewer=judge, ref=ref, version=version, decision=Decision.GRANTED,
        ground="", explanation="",
    )  # fmt: skip
    if kind == RequestKind.PORTABILITY:
        copies.ask_for_copy(viewer=judge, ref=ref)
    else:
        erasures.ask_for_list(viewer=judge, ref=ref)


def _officer(institution: shapes.Institution) -> Any:
    officers = [one for one in institution.colleagues if Role.PRIVACY_OFFICER in one.roles]
    found = (access_queries.user_with_email(email=one.email) for one in officers)
    return next(filter(None, found), None)
