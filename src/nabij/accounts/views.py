# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.accounts import queries
from nabij.core.request import Request
from nabij.web.pages import no_store, render_page


@door("organisation", allows=access_rules.may_see_cards)
@require_safe
def organisation(request: Request, ref: str) -> HttpResponse:
    page = queries.organisation_page(viewer=request.viewer, ref=ref)
    context = {"page": page, "organisation": page.organisation}
    return no_store(render_page(request, "accounts/organisation.html", context))
