# SPDX-License-Identifier: EUPL-1.2
"""Judge links: the list, and two copies side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage import actions, choices, queries
from nabij.linkage.queries import keys
from nabij.web import formats
from nabij.web.pages import no_store, render_page


@door("links", allows=access_rules.may_review_links)
@require_safe
def links(request: Request) -> HttpResponse:
    """Show the links that wait, the likeliest first."""
    viewer = request.viewer
    found = queries.links_to_review(viewer=viewer, after=request.GET.get("after", ""))
    shown = {person for row in found.rows for person in (row.person.id, row.own_id)}
    if shown:
        access_actions.record_list(viewer=viewer, event="links", object_ids=sorted(shown))
    rows = [(row, choices.likeliness(row.score)) for row in found.rows]
    context = {"rows": rows, "links": found, "is_first_page": not request.GET.get("after")}
    return no_store(render_page(request, "linkage/review.html", context))


@door("link-review", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_http_methods(["GET", "POST"])
def link(request: Request, ref: str) -> HttpResponse:
    """Show one link with both copies, or take the decision about it and open the next."""
    if request.method == "POST":
        return _decide(request, ref)
    viewer = request.viewer
    review = queries.link_review(viewer=viewer, ref=ref)
    for person in filter(None, (review.person, review.own)):
        access_actions.record_event(
            viewer=viewer,
            event="link-review",
            action="R",
            person_id=person.id,
            way_in="review",
            records=[review.record_id],
        )
    context = {
        "review": review,
        "likeliness": choices.likeliness(review.score),
        "rows": [
            {
                "label": choices.FIELD_LABELS[pair.field],
                "left": _shown(pair.field, pair.left),
                "right": _shown(pair.field, pair.right),
                "comparison": pair.comparison,
            }
            for pair in review.fields
        ],
        "reasons": [
            {"text": choices.REASONS[reason.code], "speaks": reason.speaks}
            for reason in review.evidence
        ],
        "next": queries.next_to_review(viewer=viewer, after=ref),
    }
    return no_store(render_page(request, "linkage/link.html", context))


def _decide(request: Request, ref: str) -> HttpResponse:
    viewer, stamp = request.viewer, request.POST.get("stamp", "")
    is_same = request.POST.get("decision") == "same"
    following = queries.next_to_review(viewer=viewer, after=ref)
    decide = actions.confirm_link if is_same else actions.reject_link
    try:
        decide(viewer=viewer, ref=ref, stamp=stamp)
    except actions.DecisionIsStale as error:
        messages.warning(request, str(error))
        if queries.waiting_ref(viewer=viewer, ref=ref):
            return redirect("linkage:link", ref)
        return redirect("linkage:review")
    except actions.OnlyRecordOfPerson as error:
        messages.warning(request, str(error))
        return redirect("linkage:link", ref)
    messages.success(
        request,
        _("Recorded: the same person.") if is_same else _("Recorded: not the same person."),
    )
    if following:
        return redirect("linkage:link", following)
    return redirect("linkage:review")


def _shown(field: str, value: Any) -> Any:
    """Return a value in words where its code would say little."""
    if field == "gender":
        return choices.GENDERS.get(value, value)
    if field == "birth":
        return formats.day(value, language=get_language() or "nl")
    return choices.BSN_WORDS[value] if field == "bsn_state" else value
