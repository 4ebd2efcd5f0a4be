# SPDX-License-Identifier: EUPL-1.2
"""Who stands for the invented clients, whom one of them shuts out, and one who died."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import RepresentationFields
from nabij.clientview import actions as clientview_actions
from nabij.core.dates import PartialDate, parse_fhir
from nabij.core.viewer import Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.relations import queries as relations_queries

COURT = {"evidence_kind": "court", "evidence": "beschikking van de kantonrechter"}
PAPER = {"evidence_kind": "paper", "evidence": "volmacht in de map op kantoor"}
# What the invented papers say; somebody authorised hears of appointments, as most arrange it.
PAPERS: dict[str, dict[str, Any]] = {
    "authorised": {"tells": ["appointments"], **PAPER},
    "mentor": {"tells": ["appointments", "medical"], "decides": ["medical"], **COURT},
    "curator": {
        "tells": ["appointments", "medical", "money"],
        "decides": ["medical", "money"],
        **COURT,
    },
    "financial_administrator": {"tells": ["money"], "decides": ["money"], **COURT},
}
AGO = timedelta(days=120)
AGREED_FOR = timedelta(days=100)


def load_circle(
    *, viewer: Viewer, institution: shapes.Institution, persons: Mapping[str, int]
) -> None:
    """Record papers and court orders, one son who is shut out, and one client who died.

    `persons` are the keys that everybody was loaded under.
    """
    jo = next(c for c in institution.clients if c.client_number == institution.cast["jo"])
    today = localdate(viewer.at)
    standing: set[tuple[str, str]] = set()
    for bond in institution.relationships:
        paper = PAPERS.get(bond.kind)
        if paper is None or bond.object not in persons or bond.ends_on:
            continue
        standing.add((bond.subject, bond.object))
        of_jo = bond.subject == jo.person.key
        _represent(
            viewer,
            persons[bond.subject],
            persons[bond.object],
            RepresentationFields(
                kind=bond.kind,
                starts_on=today - AGO,
                ends_on=today + AGREED_FOR if of_jo else None,
                is_checked=True,
                **paper,
            ),
        )
    _shut_out(viewer, institution, persons, standing)
    _die(viewer, institution, persons, except_key=jo.person.key)
    _died_before(viewer, institution, persons)


def _represent(viewer: Viewer, person: int, other: int, fields: RepresentationFields) -> None:
    access_actions.add_representation(
        viewer=viewer, person_id=person, other_id=other, fields=fields
    )


def _shut_out(
    viewer: Viewer,
    institution: shapes.Institution,
    persons: Mapping[str, int],
    standing: set[tuple[str, str]],
) -> None:
    """Let the first client with a child who has no papers shut this child out."""
    for bond in institution.relationships:
        is_child = bond.kind == "child" and bond.object in persons and not bond.ends_on
        if is_child and (bond.subject, bond.object) not in standing:
            fields = RepresentationFields(kind="shut_out", starts_on=localdate(viewer.at))
            _represent(viewer, persons[bond.subject], persons[bond.object], fields)
            return


def _die(
    viewer: Viewer,
    institution: shapes.Institution,
    persons: Mapping[str, int],
    *,
    except_key: str,
) -> None:
    """Let the front office record that the last client of Fatima's team died."""
    by_key = {colleague.key: colleague for colleague in institution.colleagues}
    fatima = by_key[institution.cast["fatima"]]
    user = access_queries.user_with_email(email=fatima.email)
    clients = [
        client
        for client in institution.clients
        if client.team in fatima.units
        and not client.ends_on
        and client.person.key != except_key
        and not client.person.is_shielded
    ]
    if user is None or not clients:
        return
    card = relations_queries.person_cards(
        viewer=viewer, ids=[persons[clients[-1].person.key]]
    ).popitem()[1]
    on = localdate(viewer.at) - timedelta(days=2)
    with at_work(user, at=viewer.at) as colleague:
        clientview_actions.record_death(
            viewer=colleague,
            ref=card.ref,
            on=PartialDate(on),
            source="family",
            told="gebeld door de dochter",
            contact=fatima.email,
        )


def _died_before(
    viewer: Viewer, institution: shapes.Institution, persons: Mapping[str, int]
) -> None:
    """Record of the clients whose care ended by their death that they died."""
    by_key = {colleague.key: colleague for colleague in institution.colleagues}
    contact = by_key[institution.cast["fatima"]].email
    died = {
        persons[client.person.key]: parse_fhir(client.person.deceased)
        for client in institution.clients
        if client.person.deceased
    }
    cards = relations_queries.person_cards(viewer=viewer, ids=died) if died else {}
    for key, card in cards.items():
        clientview_actions.record_death(
            viewer=viewer,
            ref=card.ref,
            on=died[key],
            source="record",
            told="ons eigen dossier",
            contact=contact,
        )
