# SPDX-License-Identifier: EUPL-1.2
"""The start page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.desk import queries, rules
from nabij.desk.forms import OutcomeForm, StandInForm
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial


@door("desk", allows=access_rules.any_colleague)
@require_safe
def start(request: Request) -> HttpResponse:
    """Show what matters to this colleague today; one line in the log names the cards shown."""
    viewer = request.viewer
    found = queries.desk(viewer=viewer, team_ref=request.GET.get("team", ""))
    shown = found.shown_in_team if wants_partial(request) else found.shown_ids
    if shown:
        access_actions.record_list(
            viewer=viewer,
            event="desk",
            object_ids=shown,
            categories=["visits"] if found.shows_visits else [],
        )
    context = {
        "desk": found,
        "greeting": _greeting(rules.part_of_day(localtime(viewer.at).hour)),
        "first_name": viewer.name.split()[0] if viewer.name else "",
    }
    return no_store(render_page(request, "desk/start.html", context, partial="team"))


@door("search", allows=access_rules.may_see_cards)
@require_POST
def find(request: Request) -> HttpResponse:
    """Show the first few relations while somebody types in the search box of every page."""
    text = request.POST.get("q", "").strip()
    if len(text) < queries.SHORTEST_FIND:
        return no_store(HttpResponse())
    context = {"results": queries.find(viewer=request.viewer, text=text)}
    return no_store(render(request, "desk/found.html", context))


@door("stand-in-review", allows=access_rules.may_stand_in)
@require_POST
def stand_in_review(request: Request) -> HttpResponse:
    """Say for the team whether it was right that a colleague stood in."""
    form = StandInForm(request.POST)
    if not form.is_valid():
        raise NotFound
    review = access_actions.review_stand_in(
        viewer=request.viewer,
        relation_id=form.cleaned_data["stand_in"],
        is_right=form.cleaned_data["verdict"] == "right",
    )
    if review.is_right:
        messages.success(request, _("Thank you. It was right that your colleague stood in."))
    else:
        text = _("The dossier is shut for your colleague. The privacy officer looks into it.")
        messages.warning(request, text)
    return redirect("desk:start")


@door("stand-ins", allows=access_rules.may_see_stand_ins)
@require_safe
def stand_ins(request: Request) -> HttpResponse:
    """Show where a team says that standing in was not right."""
    return _stand_ins(request)


@door("stand-in-settle", allows=access_rules.may_settle_stand_ins)
@require_POST
def stand_in_settle(request: Request) -> HttpResponse:
    """Write what came of a standing in that was not right."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        if "stand_in" in form.errors:
            raise NotFound
        return _stand_ins(request, form)
    access_actions.settle_stand_in(
        viewer=request.viewer,
        relation_id=form.cleaned_data["stand_in"],
        outcome=form.cleaned_data["outcome"],
    )
    messages.success(request, _("The outcome is recorded."))
    return redirect("desk:stand_ins")


def _stand_ins(request: Request, form: OutcomeForm | None = None) -> HttpResponse:
    viewer = request.viewer
    found = queries.stand_ins_not_right(viewer=viewer)
    if found:
        shown = sorted({one.card.id for one in found})
        access_actions.record_list(viewer=viewer, event="stand-ins", object_ids=shown)
    context = {
        "found": found,
        "may_settle": access_rules.may_settle_stand_ins(viewer.roles),
        "form": form,
        "wrong": int(form.data["stand_in"]) if form else 0,
    }
    status = UNPROCESSABLE if form else 200
    return no_store(render_page(request, "desk/stand_ins.html", context, status=status))


def _greeting(part: rules.PartOfDay) -> str:
    return {
        "night": _("Good night"),
        "morning": _("Good morning"),
        "afternoon": _("Good afternoon"),
        "evening": _("Good evening"),
    }[part]
