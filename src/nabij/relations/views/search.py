# SPDX-License-Identifier: EUPL-1.2
"""The search page. What was typed never stands in an address: it goes there sealed."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.core.sealed_text import sealed, unsealed
from nabij.core.viewer import Viewer
from nabij.relations import queries
from nabij.relations.choices import PartyKind
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.rules.recognise import LONGEST_TEXT
from nabij.web.pages import no_store, render_page, wants_partial

PLACE = "search"


@door("search", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def search(request: Request) -> HttpResponse:
    if not access_rules.may_see_cards(request.viewer.roles):
        raise PartyNotFound
    sent = request.POST if request.method == "POST" else request.GET
    if "q" in sent:
        text, kind = sent.get("q", "").strip()[:LONGEST_TEXT], sent.get("kind", "")
        address = _address(request.viewer, text, kind)
        if not wants_partial(request):
            return redirect(address)
        response = _results(request, text, kind)
        response.headers["HX-Replace-Url"] = address
        return response
    text, kind = _unsealed(request.viewer, request.GET.get("s", ""))
    return _results(request, text, kind)


def _results(request: Request, text: str, kind: str) -> HttpResponse:
    viewer = request.viewer
    cursor = parse_cursor(request.GET.get("page", ""))
    context = {
        "results": queries.search(viewer=viewer, text=text, kind=kind, cursor=cursor),
        "q": text,
        "kind": kind,
        "kinds": PartyKind.choices,
        "may_register": access_rules.may_register(viewer.roles),
        "may_register_organisations": access_rules.may_register_organisations(viewer.roles),
    }
    return no_store(render_page(request, "relations/search.html", context, partial="rows"))


def _address(viewer: Viewer, text: str, kind: str) -> str:
    if not text:
        return reverse("relations:search")
    query = urlencode({"s": sealed([text, kind], viewer=viewer, place=PLACE)})
    return f"{reverse('relations:search')}?{query}"


def _unsealed(viewer: Viewer, token: str) -> tuple[str, str]:
    """Return text and kind; nothing for an address of another colleague or a broken one."""
    match unsealed(token, viewer=viewer, place=PLACE):
        case [text, kind]:
            return text, kind
        case _:
            return "", ""
