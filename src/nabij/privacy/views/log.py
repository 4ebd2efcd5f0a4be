# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the officers read the access log.

What was typed to find a client goes by POST: a name has no place in an address.
"""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.request import Request, number_in
from nabij.privacy import queries
from nabij.privacy.forms.period import LONGEST, PeriodForm
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PartyKind
from nabij.relations.queries import keys as relations_keys
from nabij.relations.rules.recognise import LONGEST_TEXT
from nabij.web.pages import no_store, render_page


@door("log", allows=access_rules.may_read_log)
@second_factor_required
@require_http_methods(["GET", "POST"])
def log(request: Request) -> HttpResponse:
    """Find the client whose log is asked for, by card."""
    text = request.POST.get("q", "").strip()[:LONGEST_TEXT]
    found = relations_queries.search(
        viewer=request.viewer, text=text, kind=PartyKind.PERSON, for_rights=True
    )
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
        viewer=viewer, ref=ref, since=since, until=until, before=number_in(request.GET, "before")
    )
    access_actions.record_log_use(
        viewer=viewer,
        event="log-view",
        person_ids=[found.person.id],
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}",
    )
    context = {
        "found": found,
        "form": form,
        "since": since,
        "last_day": until - timedelta(days=1),
        "is_well_known": queries.is_well_known(viewer=viewer, person_id=found.person.id),
        "may_settle": access_rules.may_settle_stand_ins(viewer.roles),
    }
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
