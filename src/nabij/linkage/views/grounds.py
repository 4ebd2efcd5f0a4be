# SPDX-License-Identifier: EUPL-1.2
"""Record on what ground a copy stands open, or that the client refused it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage import actions, choices, queries
from nabij.linkage.forms import GroundForm
from nabij.linkage.queries import keys
from nabij.relations import queries as relations_queries
from nabij.web import formats
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("grounds", allows=access_rules.may_record_consent, about=keys.persons_of_record)
@require_http_methods(["GET", "POST"])
def ground(request: Request, ref: str) -> HttpResponse:
    viewer = request.viewer
    found = queries.grounds_of_record(viewer=viewer, record_ref=ref)
    teams = access_queries.teams_of(viewer=viewer, person_ids=[found.person.id])
    givers = relations_queries.who_decides(viewer=viewer, person_id=found.person.id)
    form = GroundForm(
        request.POST or None,
        today=localdate(viewer.at),
        receivers=[(f"unit:{team.pk}", team.name) for team in teams],
        givers=[(card.ref, card.name) for card in givers],
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        by = given.pop("given_by")
        given["given_by_id"] = next((card.id for card in givers if card.ref == by), None)
        actions.record_ground(viewer=viewer, record_ref=ref, **given)
        starts = form.cleaned_data["starts_on"]
        if starts > localdate(viewer.at):
            day = formats.day(starts)
            said = _("The decision is recorded and holds from %(day)s.") % {"day": day}
        else:
            said = _("The decision is recorded and holds from now on.")
        messages.success(request, said)
        return redirect("clientview:consent", found.person.ref)
    access_actions.record_event(
        viewer=viewer,
        event="grounds",
        action="R",
        person_id=found.person.id,
        records=[found.record.id],
    )
    context = {
        "form": form,
        "person": found.person,
        "record": found.record,
        "state": choices.OPEN_STATES[found.record.open.state],
        "decisions": found.decisions,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "linkage/ground.html", context, status=status))
