# SPDX-License-Identifier: EUPL-1.2
"""Merge two of the same, with a look at both before; and take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.relations import actions, queries
from nabij.relations.choices import PartyKind
from nabij.relations.forms.merges import MergeForm, ReasonForm
from nabij.relations.queries import keys
from nabij.relations.rules.recognise import LONGEST_TEXT
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page


@door("merges", allows=access_rules.may_merge, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def merges(request: Request, ref: str) -> HttpResponse:
    """Show what was merged into a party, and find who else it may be.

    What is typed goes by POST.
    """
    viewer = request.viewer
    party, lines = queries.merges_of(viewer=viewer, ref=ref)
    text = request.POST.get("q", "").strip()[:LONGEST_TEXT]
    kind = PartyKind.PERSON if party.is_person else PartyKind.ORGANISATION
    found = queries.search(viewer=viewer, text=text, kind=kind)
    others = [row.card for row in found.page.rows if row.card.id != party.id and row.card.is_open]
    access_actions.record_event(viewer=viewer, event="merges", action="R", person_id=party.id)
    context = {
        "party": party,
        "lines": lines,
        "text": text,
        "others": others,
        "form": ReasonForm(),
        "back": _page_of(party),
    }
    return no_store(render_page(request, "relations/merges.html", context))


@door("merge", allows=access_rules.may_merge, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def merge(request: Request, ref: str, given_ref: str) -> HttpResponse:
    """Show both side by side, let choose what holds, and make them one."""
    viewer = request.viewer
    preview = queries.merge_preview(viewer=viewer, kept_ref=ref, given_ref=given_ref)
    form = MergeForm(request.POST or None, preview=preview)
    status, context = 200, dict[str, Any]()
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            actions.merge(
                viewer=viewer,
                kept_ref=ref,
                given_ref=given_ref,
                stamp=form.cleaned_data["stamp"],
                reason=form.cleaned_data["reason"],
                chosen=form.chosen(),
                without=form.without(),
            )
        except actions.MergeIsStale as error:
            context["error"], status = error, CONFLICT
            data = request.POST.copy()
            data["stamp"] = preview.stamp
            form = MergeForm(data, preview=preview)
        except DomainError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        else:
            messages.success(request, _("These two are one now. You can take it back at any time."))
            return redirect(_page_of(preview.kept))
    access_actions.record_events(
        viewer=viewer,
        event="merge-preview",
        action="R",
        person_ids=[preview.kept.id, preview.given.id],
    )
    context |= {"preview": preview, "form": form}
    return no_store(render_page(request, "relations/merge.html", context, status=status))


@door("unmerge", allows=access_rules.may_merge, about=keys.persons_of_merge)
@require_POST
def unmerge(request: Request, ref: str) -> HttpResponse:
    """Take a merge back."""
    viewer = request.viewer
    kept = queries.kept_of_merge(viewer=viewer, ref=ref)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.unmerge(viewer=viewer, ref=ref, reason=reason)
    except (actions.LaterMergeFirst, actions.ReasonMissing) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("They are two again, each as they were before."))
    return redirect("relations:merges", kept.ref)


def _page_of(party: queries.Card) -> str:
    if party.is_person:
        return reverse("clientview:person", args=[party.ref])
    return reverse("accounts:organisation", args=[party.ref])
