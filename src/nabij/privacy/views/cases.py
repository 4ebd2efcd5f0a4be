# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the officers look into cases, and what a case tells a colleague."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.access.rules import DataClass
from nabij.core.request import Request
from nabij.core.text import plain_text
from nabij.privacy import actions, queries
from nabij.relations import queries as relations_queries
from nabij.web.pages import no_store, render_page


@door("cases", allows=access_rules.may_read_log)
@second_factor_required
@require_http_methods(["GET", "POST"])
def cases(request: Request) -> HttpResponse:
    """Show what there is to look into, and write what came of it."""
    viewer = request.viewer
    if request.method == "POST":
        ref, outcome = request.POST.get("case", ""), plain_text(request.POST.get("outcome", ""))
        try:
            actions.close_case(viewer=viewer, ref=ref, outcome=outcome)
        except actions.OutcomeMissing as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The outcome is recorded."))
        return redirect("privacy:cases")
    rows = queries.cases(viewer=viewer)
    shown = {card.id for row in rows for card in (row.person, row.other) if card}
    if shown:
        access_actions.record_list(viewer=viewer, event="cases", object_ids=sorted(shown))
    context = {"rows": rows, "may_settle": access_rules.may_settle_stand_ins(viewer.roles)}
    return no_store(render_page(request, "privacy/cases.html", context))


@door("mixed-picture", allows=access_rules.may_open_dossiers)
@require_http_methods(["GET", "POST"])
def notice(request: Request, ref: str) -> HttpResponse:
    """Tell a colleague that a picture they saw was mixed, and what in it was of somebody else.

    What was of somebody else shows to who cares for the person now; whose it was is not told.
    """
    viewer = request.viewer
    if request.method == "POST":
        actions.read_notice(viewer=viewer, ref=ref)
        return redirect("desk:start")
    found = queries.own_notice(viewer=viewer, ref=ref)
    person_id = found.case.person_id
    cards = relations_queries.person_cards(viewer=viewer, ids=[person_id])
    context: dict[str, Any] = {
        "notice": found,
        "card": cards.get(person_id),
        "foreign": None,
    }
    way = access_queries.way_in(viewer=viewer, person_id=person_id)
    classes = access_queries.classes_for(viewer=viewer, way=way)
    records = queries.foreign_records(viewer=viewer, notice=found)
    if way is None or DataClass.CARE not in classes or not records:
        access_actions.record_list(viewer=viewer, event="mixed-picture", object_ids=list(cards))
        return no_store(render_page(request, "privacy/notice.html", context))
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=person_id,
        records=records,
        event="mixed-picture",
        categories=["allergy", "medication"],
        way=way,
    ):
        context["foreign"] = queries.foreign_facts(
            viewer=viewer, notice=found, records=[record.id for record in records]
        )
        response = no_store(render_page(request, "privacy/notice.html", context))
    return response
