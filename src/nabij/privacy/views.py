# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the officers read the access log and look into cases; and what they tell.

What was typed to find a client goes by POST: a name has no place in an address.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.access.rules import DataClass
from nabij.core.request import Request
from nabij.core.text import plain_text
from nabij.privacy import actions, queries
from nabij.privacy.forms import LONGEST, PeriodForm
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PartyKind
from nabij.relations.queries import keys as relations_keys
from nabij.relations.rules.recognise import LONGEST_TEXT
from nabij.web.pages import no_store, render_page

LARGEST_KEY = 2**63 - 1


@door("log", allows=access_rules.may_read_log)
@second_factor_required
@require_http_methods(["GET", "POST"])
def log(request: Request) -> HttpResponse:
    """Find the client whose log is asked for, by card."""
    text = request.POST.get("q", "").strip()[:LONGEST_TEXT]
    found = relations_queries.search(viewer=request.viewer, text=text, kind=PartyKind.PERSON)
    context = {"text": text, "results": found}
    return no_store(render_page(request, "privacy/log.html", context, partial="rows"))


@door("log-view", allows=access_rules.may_read_log, about=relations_keys.persons_of)
@second_factor_required
@require_safe
def person(request: Request, ref: str) -> HttpResponse:
    """Show who looked at one client in a period, and write that somebody looked there."""
    viewer = request.viewer
    if merged_into := relations_keys.merged_into(viewer=viewer, ref=ref):
        return redirect("privacy:person", merged_into)
    form = PeriodForm(request.GET or None, today=localdate(viewer.at))
    since, until = form.period()
    found = queries.log_of_person(
        viewer=viewer, ref=ref, since=since, until=until, before=_before(request)
    )
    access_actions.record_log_use(
        viewer=viewer,
        event="log-view",
        person_ids=[found.person.id],
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}",
    )
    context = {"found": found, "form": form, "since": since, "last_day": until - timedelta(days=1)}
    return no_store(render_page(request, "privacy/person.html", context))


@door("log-totals", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def colleagues(request: Request) -> HttpResponse:
    """Show numbers per colleague, and no client."""
    viewer = request.viewer
    form = PeriodForm(request.GET or None, today=localdate(viewer.at), longest=LONGEST)
    since, until = form.period()
    totals = queries.totals(viewer=viewer, since=since, until=until)
    access_actions.record_log_use(
        viewer=viewer,
        event="log-totals",
        count=len(totals),
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}",
    )
    context = {"totals": totals, "form": form}
    return no_store(render_page(request, "privacy/colleagues.html", context))


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


def _before(request: Request) -> int:
    """Return the line at which the page before ended, 0 for the first page."""
    given = request.GET.get("before", "")
    return min(int(given), LARGEST_KEY) if given.isascii() and given.isdigit() else 0
