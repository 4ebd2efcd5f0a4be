# SPDX-License-Identifier: EUPL-1.2
"""The contact with who live together, on one line of time."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.access.queries import WayIn
from nabij.access.rules import DataClass
from nabij.contact import queries
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import HouseholdInView
from nabij.web.pages import no_store, render_page


@door("household", allows=access_rules.may_open_dossiers)
@require_safe
def household(request: Request, ref: str) -> HttpResponse:
    """Show who live together and the contact with them; what was said opens as for each person."""
    viewer = request.viewer
    found = relations_queries.household(viewer=viewer, ref=ref)
    ways = _opened_by(viewer, found)
    if not ways:
        return _page(request, found, ways)
    opening = access_actions.open_dossiers(
        viewer=viewer,
        persons=[access_actions.PersonInView(pk, []) for pk in ways],
        event="household",
        categories=["interactions"],
        ways=ways,
    )
    with opening:
        response = _page(request, found, ways)
    return response


def _page(request: Request, found: HouseholdInView, ways: dict[int, WayIn]) -> HttpResponse:
    viewer = request.viewer
    timeline = queries.household_timeline(
        viewer=viewer,
        household=found,
        opened=ways,
        cursor=parse_cursor(request.GET.get("page", "")),
    )
    named = {card.id for card in found.members} | timeline.shown_ids
    access_actions.record_list(
        viewer=viewer, event="household-cards", object_ids=sorted(named - ways.keys())
    )
    context = {"household": found, "section": {"timeline": timeline}}
    return no_store(render_page(request, "contact/household.html", context))


def _opened_by(viewer: Viewer, found: HouseholdInView) -> dict[int, WayIn]:
    """Return the way in to each member who opens, all by the same, widest classes of data."""
    ids = [card.id for card in found.members if card.is_open]
    ways = access_queries.ways_in(viewer=viewer, person_ids=ids)
    classes = {pk: access_queries.classes_for(viewer=viewer, way=way) for pk, way in ways.items()}
    widest = max(classes.values(), key=len, default=frozenset())
    if DataClass.ORGANISATION not in widest:
        return {}
    return {pk: way for pk, way in ways.items() if classes[pk] == widest}
