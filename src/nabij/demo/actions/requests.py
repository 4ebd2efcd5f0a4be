# SPDX-License-Identifier: EUPL-1.2
"""What clients ask about their own data: a copy, late by now, an erasure, and the end of marketing."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.timezone import localdate

from nabij.core.viewer import Viewer
from nabij.demo.generator import shapes
from nabij.privacy.actions.requests import RequestFields, record_request
from nabij.relations import queries as relations_queries

ASKED = (
    ("access", 40, "Ik wil alles hebben wat u over mij bewaart."),
    ("erasure", 12, "Haal mij uit uw bestanden."),
    ("marketing", 3, "Geen folders meer, alstublieft."),
)


def load_requests(
    *, viewer: Viewer, institution: shapes.Institution, persons: Mapping[str, int]
) -> None:
    """Let the first clients ask something, each so many days ago; safe to repeat."""
    ids = [
        persons[client.person.key] for client in institution.clients if client.person.key in persons
    ]
    cards = relations_queries.person_cards(viewer=viewer, ids=ids[: len(ASKED)])
    for number, (pk, (kind, days, text)) in enumerate(zip(ids, ASKED, strict=False)):
        if pk in cards:
            record_request(
                viewer=viewer,
                person_ref=cards[pk].ref,
                fields=RequestFields(
                    kind=kind,
                    asker="person",
                    received_on=localdate(viewer.at) - timedelta(days=days),
                    identity="document" if kind == "access" else "",
                    text=text,
                ),
                entry_key=f"demo-request-{number}",
            )
