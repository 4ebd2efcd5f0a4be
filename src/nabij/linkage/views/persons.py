# SPDX-License-Identifier: EUPL-1.2
"""The copies that a person has, and taking one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage import actions, choices, queries
from nabij.linkage.queries import keys
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("person-records", allows=access_rules.may_review_links, about=relations_keys.persons_of)
@require_safe
def person(request: Request, ref: str) -> HttpResponse:
    """Show a person's copies: where from, on what ground, and how they were linked."""
    viewer = request.viewer
    found = queries.records_of_person(viewer=viewer, person_ref=ref)
    access_actions.record_event(
        viewer=viewer,
        event="person-records",
        action="R",
        person_id=found.person.id,
        records=[record.id for record in found.records],
    )
    rows = [(record, choices.OPEN_STATES[record.open.state]) for record in found.records]
    context = {"person": found.person, "rows": rows, "apart": found.apart}
    return no_store(render_page(request, "linkage/person.html", context))


@door("unlink", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_http_methods(["GET", "POST"])
def unlink(request: Request, ref: str) -> HttpResponse:
    """Ask whether a copy really is somebody else's, and take it away."""
    viewer = request.viewer
    shown = queries.link_to_unlink(viewer=viewer, ref=ref)
    back = redirect("linkage:person", shown.person.ref)
    if request.method == "POST":
        try:
            actions.unlink(viewer=viewer, ref=ref, stamp=request.POST.get("stamp", ""))
        except (actions.DecisionIsStale, actions.OnlyRecordOfPerson) as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The record is unlinked. All is as it was before."))
        return back
    access_actions.record_event(
        viewer=viewer,
        event="link-review",
        action="R",
        person_id=shown.person.id,
        detail="unlink?",
        records=[shown.record.id],
    )
    context = {"person": shown.person, "record": shown.record}
    return no_store(render_page(request, "linkage/unlink.html", context))


@door("link-reconsidered", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_POST
def reconsider(request: Request, ref: str) -> HttpResponse:
    """Ask again whether a copy that was kept from somebody is theirs after all."""
    try:
        actions.reconsider(viewer=request.viewer, ref=ref, stamp=request.POST.get("stamp", ""))
    except actions.DecisionIsStale as error:
        messages.warning(request, str(error))
        return redirect("linkage:review")
    return redirect("linkage:link", ref)
