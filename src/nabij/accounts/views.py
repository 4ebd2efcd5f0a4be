# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.accounts import queries
from nabij.contact import doors as contact_doors
from nabij.contact import queries as contact_queries
from nabij.core.request import Request
from nabij.relations.choices import PartyKind
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("organisation", allows=access_rules.may_see_cards)
@require_safe
def organisation(request: Request, ref: str) -> HttpResponse:
    """Show an organisation, its people and the contact with them; the log names those people."""
    viewer = request.viewer
    try:
        page = queries.organisation_page(viewer=viewer, ref=ref)
    except PartyNotFound:
        kind = PartyKind.ORGANISATION
        if other := relations_keys.merged_into(viewer=viewer, ref=ref, kind=kind):
            return redirect("accounts:organisation", other)
        raise
    around = contact_queries.around_organisation(viewer=viewer, organisation=page.organisation)
    section = contact_doors.section(viewer=viewer, around=around, is_opened=False)
    people = page.organisation.people
    access_actions.record_list(
        viewer=viewer,
        event="organisation",
        object_ids=sorted({tie.other.id for tie in people} | section.timeline.shown_ids),
        detail=f"organisation {page.organisation.id}",
        categories=["contact"] if any(tie.phones for tie in people) else [],
    )
    context = {"page": page, "organisation": page.organisation, "section": section}
    return no_store(render_page(request, "accounts/organisation.html", context))
