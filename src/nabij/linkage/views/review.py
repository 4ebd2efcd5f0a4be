# SPDX-License-Identifier: EUPL-1.2
"""Judge links: the queues, two copies side by side, and taking the last decision back.

One key per decision: the answer to a decision is the next question, in the same swap.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage import actions, choices, queries
from nabij.linkage.choices import Queue, Verdict
from nabij.linkage.forms import LATER, LaterForm
from nabij.linkage.queries import keys
from nabij.web import formats
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial

# More than a colleague judges in an hour is counted no further.
AN_HOUR = 200
SAID = {
    Verdict.SAME: choices.RECORDED_SAME,
    Verdict.DIFFERENT: choices.RECORDED_DIFFERENT,
    Verdict.LATER: choices.RECORDED_LATER,
}


@door("links", allows=access_rules.may_review_links)
@require_safe
def links(request: Request) -> HttpResponse:
    """Show what waits, in the order that was chosen."""
    viewer, queue = request.viewer, _queue(request)
    found = queries.links_to_review(viewer=viewer, queue=queue, after=request.GET.get("after", ""))
    shown = {person for row in found.rows for person in (row.person.id, row.own_id)}
    if shown:
        access_actions.record_list(viewer=viewer, event="links", object_ids=sorted(shown))
    rows = [
        (row, choices.likeliness(row.score) if row.score is not None else "") for row in found.rows
    ]
    last = None if rows else queries.last_decision(viewer=viewer)
    context = {
        "rows": rows,
        "links": found,
        "queue": queue,
        "query": _query(queue),
        "queues": _queues(request, queue),
        "last": SAID[last] if last else "",
        "keys": _keys(),
        "is_first_page": not request.GET.get("after"),
    }
    return no_store(render_page(request, "linkage/review.html", context))


@door("link-review", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_http_methods(["GET", "POST"])
def link(request: Request, ref: str) -> HttpResponse:
    """Show one question with both copies, or take the decision about it and show the next."""
    queue = _queue(request)
    if request.method == "GET":
        return _shown_or_passed_over(request, ref, queue)
    viewer, stamp = request.viewer, request.POST.get("stamp", "")
    place = queries.place_of(viewer=viewer, queue=queue, ref=ref)
    verdict = request.POST.get("decision", "")
    if verdict not in SAID:
        return _question(request, queue, queries.link_review(viewer=viewer, ref=ref))
    form = LaterForm(request.POST, today=localdate(viewer.at))
    if verdict == Verdict.LATER and not form.is_valid():
        review = queries.link_review(viewer=viewer, ref=ref)
        return _question(request, queue, review, form=form)
    try:
        if verdict == Verdict.SAME:
            actions.confirm_link(viewer=viewer, ref=ref, stamp=stamp)
        elif verdict == Verdict.DIFFERENT:
            actions.reject_link(viewer=viewer, ref=ref, stamp=stamp)
        else:
            until = form.cleaned_data["until"]
            actions.put_off_link(viewer=viewer, ref=ref, stamp=stamp, until=until)
    except (actions.DecisionIsStale, actions.OnlyRecordOfPerson) as error:
        messages.warning(request, str(error))
        if queries.waiting_ref(viewer=viewer, ref=ref):
            return _go_on(request, queue, queries.link_review(viewer=viewer, ref=ref))
    return _go_on(request, queue, queries.next_review(viewer=viewer, queue=queue, place=place))


@door("link-taken-back", allows=access_rules.may_review_links)
@require_POST
def take_back(request: Request) -> HttpResponse:
    """Undo the last decision of this colleague, and show its question again."""
    queue = _queue(request)
    try:
        ref = actions.take_back(viewer=request.viewer)
    except (actions.NothingToTakeBack, actions.CannotBeTakenBack) as error:
        messages.warning(request, str(error))
        ref = queries.waiting_ref(viewer=request.viewer, ref=request.POST.get("shown", ""))
    else:
        messages.success(request, _("Your last decision is taken back."))
    review = queries.link_review(viewer=request.viewer, ref=ref) if ref else None
    return _go_on(request, queue, review)


def _shown_or_passed_over(request: Request, ref: str, queue: Queue) -> HttpResponse:
    """Show a question, or lead on to the one before or behind it without a decision.

    Of one that was judged, as by the browser's own way back, it is said, and the next one follows.
    """
    viewer, asked = request.viewer, request.GET.get("go", "")
    is_waiting = bool(queries.waiting_ref(viewer=viewer, ref=ref))
    if asked not in {"next", "previous"}:
        if is_waiting or not queries.is_judged(viewer=viewer, ref=ref):
            return _question(request, queue, queries.link_review(viewer=viewer, ref=ref))
        messages.info(request, _("That one was judged already. This is the next."))
    place = queries.place_of(viewer=viewer, queue=queue, ref=ref) if is_waiting else None
    found = queries.next_to_review(
        viewer=viewer, queue=queue, place=place, is_backward=asked == "previous"
    )
    return redirect(_address(found, queue))


def _go_on(request: Request, queue: Queue, review: queries.LinkReview | None) -> HttpResponse:
    """Answer a decision: with the next question itself in a swap, else by leading on to it."""
    address = _address(review.ref if review else "", queue)
    if review is None or not wants_partial(request):
        return redirect(address)
    response = _question(request, queue, review)
    response.headers["HX-Push-Url"] = address
    return response


def _question(
    request: Request,
    queue: Queue,
    review: queries.LinkReview,
    *,
    form: LaterForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    access_actions.record_events(
        viewer=viewer,
        event="link-review",
        action="R",
        person_ids=[card.id for card in (review.person, review.own) if card],
        way_in="review",
        records=[review.record_id],
    )
    actions.open_question(viewer=viewer, link_id=review.id)
    total, is_more = queries.count_to_review(viewer=viewer, queue=queue, cap=AN_HOUR)
    last = queries.last_decision(viewer=viewer)
    today = localdate(viewer.at)
    context = {
        "review": review,
        "queue": queue,
        "query": _query(queue),
        "total": total,
        "is_more": is_more,
        "last": SAID[last] if last else "",
        "later": form or LaterForm(today=today),
        "later_on": today + LATER,
        "rows": [
            {
                "label": choices.FIELD_LABELS[pair.field],
                "left": _shown(pair.field, pair.left),
                "right": _shown(pair.field, pair.right),
                "comparison": pair.comparison,
            }
            for pair in review.fields
        ],
        "reasons": _in_words(review.weighing.reasons) if review.weighing else [],
        "against": _in_words(review.weighing.against) if review.weighing else [],
        "news": _in_words(review.asked_before.news) if review.asked_before else [],
        "start": _points(review.weighing.start) if review.weighing else "",
        "whole": _points(review.weighing.total) if review.weighing else "",
        "keys": _keys(),
        "is_swap": wants_partial(request),
        "meaning": choices.OUTCOMES[review.weighing.outcome] if review.weighing else "",
        "next": _address(review.ref, queue, go="next") if total > 1 else "",
        "previous": _address(review.ref, queue, go="previous") if total > 1 else "",
    }
    status = UNPROCESSABLE if form else 200
    return no_store(
        render_page(request, "linkage/link.html", context, partial="judging", status=status)
    )


def _queue(request: Request) -> Queue:
    """Return the queue that an address asks for; the likeliest first when it asks for none."""
    asked = request.GET.get("queue", "")
    return Queue(asked) if asked in Queue else Queue.SCORE


def _query(queue: Queue, **more: str) -> str:
    """Return what an address says of the queue, nothing of the usual one, and of what is asked."""
    asked = ({} if queue == Queue.SCORE else {"queue": str(queue)}) | more
    return f"?{urlencode(asked)}" if asked else ""


def _address(ref: str, queue: Queue, **more: str) -> str:
    """Return where a question of a queue stands; without a ref the queue itself."""
    page = reverse("linkage:link", args=[ref]) if ref else reverse("linkage:review")
    return page + _query(queue, **more)


def _queues(request: Request, chosen: Queue) -> list[dict[str, Any]]:
    """Return the queues to choose from; those that are seldom filled only when they are."""
    counts = {
        queue: queries.count_to_review(viewer=request.viewer, queue=queue)[0]
        for queue in (Queue.LATER, Queue.SAMPLE)
    }
    return [
        {
            "key": queue,
            "label": queue.label,
            "count": counts.get(queue),
            "is_chosen": queue == chosen,
        }
        for queue in Queue
        if queue not in counts or counts[queue] or queue == chosen
    ]


def _keys() -> dict[str, str]:
    return {name: str(key) for name, key in choices.KEYS.items()}


def _in_words(reasons: Any) -> list[dict[str, Any]]:
    return [
        {
            "text": choices.REASONS[reason.code],
            "speaks": reason.speaks,
            "points": _points(reason.weight),
        }
        for reason in reasons
    ]


def _points(bits: float) -> str:
    """Return bits as a colleague reads them: `+9,1`."""
    return formats.decimals(f"{bits:+.1f}".replace("-", "\N{MINUS SIGN}"))


def _shown(field: str, value: Any) -> Any:
    """Return a value in words where its code would say little."""
    if field == "gender":
        return choices.GENDERS.get(value, value)
    if field == "birth":
        return formats.day(value)
    return choices.BSN_WORDS[value] if field == "bsn_state" else value
