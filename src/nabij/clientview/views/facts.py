# SPDX-License-Identifier: EUPL-1.2
"""The page of one fact: every read column, where it came from, and the original itself."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from nabij.access import actions as access_actions
from nabij.clientview import actions, queries
from nabij.clientview.views.persons import facts_url, in_view
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.relations.queries import PartyNotFound
from nabij.web.pages import no_store, render_page


@require_GET
def fact(request: Request, ref: str, fact_ref: str) -> HttpResponse:
    viewer = request.viewer
    found = in_view(request, ref, event="fact")
    if found.way_in is None or found.person is None:
        actions.record_refused(viewer=viewer, ref=ref, event="fact")
        raise PartyNotFound
    dossier = queries.dossier_of(viewer=viewer, person_id=found.person.id)
    try:
        with access_actions.open_dossier(
            viewer=viewer,
            person_id=found.person.id,
            records=dossier.records,
            event="fact",
            detail=f"fact {fact_ref}",
            categories=["original"],
        ) as opening:
            page = queries.fact_page(
                viewer=viewer,
                dossier_ids=dossier.ids,
                sensitive=dossier.sensitive(opening),
                ref=fact_ref,
            )
            context = {
                "person": found.person,
                "facts_url": facts_url(ref),
                "page": page,
                "fact": page.fact,
                "opening": opening,
                "way_in": opening.way_in,
            }
            response = no_store(render_page(request, "clientview/fact.html", context))
    except NotFound:
        # The block was rolled back, its entry with it: nothing was shown. The try stays known.
        actions.record_refused(viewer=viewer, ref=ref, event="fact")
        raise
    return response
