# SPDX-License-Identifier: EUPL-1.2
"""The page of one fact: every read column, where it came from, and the original itself."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.access.rules import DataClass
from nabij.clientview import queries
from nabij.clientview.views.persons import facts_url
from nabij.core.request import Request
from nabij.relations.doors import stated_use
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("fact", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_safe
def fact(request: Request, ref: str, fact_ref: str) -> HttpResponse:
    viewer = request.viewer
    found = queries.person_in_view(viewer=viewer, ref=ref)
    if found.way_in is None or found.person is None:
        raise PartyNotFound
    dossier, kind = queries.dossier_of_fact(
        viewer=viewer, person_id=found.person.id, ref=fact_ref, purpose=found.way_in.purpose
    )
    classes = access_queries.classes_for(viewer=viewer, way=found.way_in)
    # An original holds more than its columns: of a copy that is open by half it stays shut.
    shows_care = DataClass.CARE in classes and not any(r.is_limited for r in dossier.records)
    use = stated_use(request)
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=found.person.id,
        records=dossier.records,
        event="fact",
        detail=f"fact {fact_ref} {use.detail}".strip(),
        categories=[kind, "original"] if shows_care else [kind],
    ) as opening:
        page = queries.fact_page(
            viewer=viewer,
            dossier_ids=dossier.ids,
            sensitive=dossier.sensitive(opening),
            ref=fact_ref,
            shows_care=shows_care,
            restricted=found.person.restrictions,
        )
        if page.fact.is_shut and not use.ground:
            shut = {
                "person": found.person,
                "fact": page.fact,
                "use": use,
                "opening": opening,
                "way_in": opening.way_in,
            }
            return no_store(render_page(request, "clientview/fact_shut.html", shut))
        context = {
            "person": found.person,
            "facts_url": facts_url(ref),
            "page": page,
            "fact": page.fact,
            "statements": queries.statements(
                viewer=viewer,
                keys=found.person.keys,
                dossier_ids=dossier.ids,
                sensitive=dossier.sensitive(opening),
            ),
            "may_record_statements": access_rules.may_record_statements(viewer.roles),
            "opening": opening,
            "way_in": opening.way_in,
        }
        response = no_store(render_page(request, "clientview/fact.html", context))
    return response
