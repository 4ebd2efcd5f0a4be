# SPDX-License-Identifier: EUPL-1.2
"""What something is written beside: one fact, one contact, or neither; opened and no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from nabij.access import actions as access_actions
from nabij.access.actions import PersonInView as ToOpen
from nabij.clientview import queries
from nabij.clientview.queries import PersonInView
from nabij.contact import queries as contact_queries
from nabij.contact.queries import InteractionInView
from nabij.contact.types import Beside
from nabij.core.request import Request
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import FactInView
from nabij.relations import queries as relations_queries
from nabij.relations.doors import Use, stated_use
from nabij.relations.queries import PartyNotFound
from nabij.relations.types import RestrictionInView


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened to write at: the records, and the fact or the contact, or neither.

    `asks`: the fact or the contact is restricted, and no ground was stated to read it. It has
    `limit` as its reason; who shows more than that it is there asks the ground first.
    """

    dossier_ids: list[int]
    fact: FactInView | None = None
    moment: InteractionInView | None = None
    beside: Beside | None = None
    limit: RestrictionInView | None = None
    asks: Use | None = None


@contextmanager
def open_beside(request: Request, found: PersonInView, *, event: str) -> Iterator[Opened]:
    """Open the fact or the contact in the address (`?fact=`, `?moment=`), else the dossier."""
    viewer, person, way, use = request.viewer, found.person, found.way_in, stated_use(request)
    if person is None or way is None:
        raise PartyNotFound
    fact_ref, moment_ref = request.GET.get("fact", ""), request.GET.get("moment", "")
    if moment_ref:
        moment = contact_queries.interaction(viewer=viewer, ref=moment_ref)
        if not moment.is_guarded or person.id not in moment.ways:
            raise PartyNotFound
        limit = relations_queries.restriction_of_contact(viewer=viewer, interaction_id=moment.id)
        with access_actions.open_dossiers(
            viewer=viewer,
            persons=[ToOpen(pk, []) for pk in moment.ways],
            event=event,
            detail=use.detail if limit else "",
            categories=["interactions"],
            ways=moment.ways,
        ):
            beside = queries.beside_moment(viewer=viewer, person=person, found=moment)
            asks = use if limit and not use.ground else None
            yield Opened([], moment=moment, beside=beside, limit=limit, asks=asks)
        return
    if fact_ref:
        dossier, kind = queries.dossier_of_fact(
            viewer=viewer, person_id=person.id, ref=fact_ref, purpose=way.purpose
        )
    else:
        dossier, kind = (
            queries.dossier_of(viewer=viewer, person_id=person.id, purpose=way.purpose),
            "current",
        )
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=person.id,
        records=dossier.records,
        event=event,
        way=way,
        detail=f"fact {fact_ref} {use.detail}".strip() if fact_ref else "",
        categories=[kind],
    ) as opening:
        if not fact_ref:
            yield Opened(dossier.ids)
            return
        fact = fact_queries.fact(
            viewer=viewer,
            records=dossier.ids,
            ref=fact_ref,
            sensitive=dossier.sensitive(opening),
            restricted=person.restrictions,
        )
        yield Opened(
            dossier.ids,
            fact=fact,
            beside=Beside.of_fact(fact.key, data_class=fact.data_class),
            limit=fact.restriction,
            asks=use if fact.is_shut and not use.ground else None,
        )
