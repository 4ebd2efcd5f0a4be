# SPDX-License-Identifier: EUPL-1.2
"""Notices, following somebody, and the one question that every page asks by itself."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, runs_by_itself
from nabij.contact import queries as contact_queries
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.desk import actions, queries
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("pulse", allows=access_rules.any_colleague)
@runs_by_itself
@require_safe
def pulse(request: Request) -> HttpResponse:
    """Tell whether a call rings at this colleague, and how many notices wait; names nobody."""
    viewer = request.viewer
    takes_calls = access_rules.may_open_dossiers(viewer.roles)
    context = {
        "ref": contact_queries.ringing(viewer=viewer) if takes_calls else "",
        "unread": queries.unread(viewer=viewer),
    }
    return no_store(render_page(request, "desk/pulse.html", context, partial="pulse"))


@door("notices", allows=access_rules.any_colleague)
@require_safe
def notices(request: Request) -> HttpResponse:
    """Show what this colleague must know; the log names the cards shown."""
    viewer = request.viewer
    found = queries.notices(viewer=viewer)
    if shown := sorted({n.card.id for n in found if n.card and n.card.is_person}):
        access_actions.record_list(viewer=viewer, event="notices", object_ids=shown)
    context = {"notices": found, "unread": [notice for notice in found if not notice.is_read]}
    return no_store(render_page(request, "desk/notices.html", context))


@door("notice-read", allows=access_rules.any_colleague)
@require_POST
def notice_read(request: Request) -> HttpResponse:
    """Mark one notice as read and go to what it is about, or mark all."""
    viewer = request.viewer
    found = {notice.key: notice for notice in queries.notices(viewer=viewer)}
    if "key" not in request.POST:
        actions.read_notices(viewer=viewer, keys=found)
        return redirect("desk:notices")
    notice = found.get(request.POST["key"])
    if notice is None:
        raise NotFound
    actions.read_notices(viewer=viewer, keys=[notice.key])
    return redirect(notice.url)


@door("watch", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_http_methods(["GET", "POST"])
def watch(request: Request, ref: str) -> HttpResponse:
    """Show whether this colleague follows a party, and change that."""
    viewer = request.viewer
    if request.method == "POST":
        change = actions.unwatch if request.POST.get("follow") == "no" else actions.watch
        card = change(viewer=viewer, ref=ref)
    else:
        card = relations_queries.person_card(viewer=viewer, ref=ref)
        if not card.is_open:
            raise relations_queries.PartyNotFound
    context = {"ref": ref, "is_watched": queries.is_watched(viewer=viewer, party_id=card.id)}
    return no_store(render_page(request, "desk/watch.html", context, partial="watch"))
