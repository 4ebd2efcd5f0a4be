# SPDX-License-Identifier: EUPL-1.2
"""Who may see what of a client, and why: copies of others, purposes, and no approach."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.clientview.choices import SHUT
from nabij.core.request import Request
from nabij.linkage import queries as linkage_queries
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("consent", allows=access_rules.may_record_consent, about=relations_keys.persons_of)
@require_safe
def consent(request: Request, ref: str) -> HttpResponse:
    """Show which copies are open to whom, what for and why, with every decision."""
    viewer = request.viewer
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    copies = linkage_queries.consents_of_person(viewer=viewer, person_id=person.id)
    access_actions.record_event(
        viewer=viewer,
        event="consent",
        action="R",
        person_id=person.id,
        records=[one.record.id for one in copies],
    )
    context = {
        "person": person,
        "own": [one for one in copies if one.is_own],
        "others": [(one, SHUT.get(one.record.open.state, "")) for one in copies if not one.is_own],
        "objects_since": relations_queries.objects_since(viewer=viewer, keys=person.keys),
    }
    return no_store(render_page(request, "clientview/consent.html", context))


@door("objection", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_POST
def objection(request: Request, ref: str) -> HttpResponse:
    """Record that somebody does not want to be approached, or that they do again.

    Whoever hears "do not call me" records it; that they lift it, who registers persons does.
    """
    if request.POST.get("do") == "lift":
        relations_actions.lift_objection(viewer=request.viewer, ref=ref)
        messages.success(request, _("It is recorded: this person may be approached again."))
    else:
        relations_actions.object_to_approach(viewer=request.viewer, ref=ref)
        messages.success(request, _("It is recorded. From now on nobody approaches this person."))
    sees_consent = access_rules.may_record_consent(request.viewer.roles)
    return redirect("clientview:consent" if sees_consent else "clientview:person", ref=ref)
