# SPDX-License-Identifier: EUPL-1.2
"""The review of the log: what was found, one find, what a colleague is asked, the rules."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.errors import DomainError, NotFound
from nabij.core.request import Request
from nabij.core.viewer import Role
from nabij.privacy import actions, queries
from nabij.privacy.forms.reviews import AnswerForm, QuestionForm, VerdictForm
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


def may_see_rules(roles: Iterable[Role]) -> bool:
    """Tell whether these roles see the rules and the totals of the review."""
    return access_rules.may_read_log(roles) or Role.MANAGER in frozenset(roles)


@door("finds", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def finds(request: Request) -> HttpResponse:
    """Show what the review of the log found, the waiting ones or those that were judged."""
    viewer, is_judged = request.viewer, "judged" in request.GET
    rows = queries.finds(viewer=viewer, is_judged=is_judged)
    shown = sorted({row.card.id for row in rows if row.card})
    if shown:
        access_actions.record_list(viewer=viewer, event="finds", object_ids=shown)
    covered, staff = queries.staff_covered(viewer=viewer)
    context = {"rows": rows, "is_judged": is_judged, "covered": covered, "staff": staff}
    return no_store(render_page(request, "privacy/finds.html", context))


@door("find", allows=access_rules.may_read_log)
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Request, ref: str) -> HttpResponse:
    """Show one find; ask the colleague, or give a verdict."""
    viewer, asked = request.viewer, request.POST.get("do") == "ask"
    question = QuestionForm(request.POST if asked else None, auto_id="ask_%s")
    verdict = VerdictForm(request.POST if request.method == "POST" and not asked else None)
    form = question if asked else verdict
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if asked:
                actions.ask_colleague(viewer=viewer, ref=ref, **given)
                messages.success(request, _("The question stands at the desk of this colleague."))
            else:
                breach = actions.give_verdict(viewer=viewer, ref=ref, **given)
                if breach is not None:
                    messages.warning(request, _("A data breach is opened. The 72 hours run."))
                    return redirect("privacy:breach", breach.ref)
                messages.success(request, _("The verdict is recorded."))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("privacy:find" if asked else "privacy:finds", *([ref] if asked else []))
    found = queries.find_in_view(viewer=viewer, ref=ref)
    access_actions.record_event(
        viewer=viewer, event="find", action="R", person_id=found.find.person_id, detail=ref
    )
    for one in (question, verdict):
        one.initial["version"] = found.find.version
    may_judge = access_rules.may_settle_stand_ins(viewer.roles)
    context = {
        "found": found,
        "question": question,
        "verdict": verdict,
        "may_judge": may_judge and found.find.user_id != viewer.user_id and not found.find.verdict,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "privacy/find.html", context, status=status))


@door("find-answer", allows=access_rules.any_colleague)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: Request, ref: str) -> HttpResponse:
    """Let a colleague say why they looked, to who asks."""
    viewer = request.viewer
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain(viewer=viewer, ref=ref, answer=form.cleaned_data["answer"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The privacy officer reads your answer."))
            return redirect("desk:start")
    found = queries.own_find(viewer=viewer, ref=ref)
    cards = relations_queries.person_cards(viewer=viewer, ids=[found.person_id])
    if cards:
        access_actions.record_list(viewer=viewer, event="find-answer", object_ids=list(cards))
    context = {"find": found, "card": cards.get(found.person_id), "form": form}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "privacy/explain.html", context, status=status))


@door("review-rules", allows=may_see_rules)
@require_safe
def review_rules(request: Request) -> HttpResponse:
    """Show what the review looks for, in words and numbers: no colleague and no client."""
    viewer = request.viewer
    totals = queries.rule_totals(viewer=viewer)
    access_actions.record_log_use(viewer=viewer, event="review-rules", count=len(totals))
    context = {"totals": totals, "may_review": access_rules.may_read_log(viewer.roles)}
    return no_store(render_page(request, "privacy/rules.html", context))


@door("well-known", allows=access_rules.may_settle_stand_ins, about=relations_keys.persons_of)
@second_factor_required
@require_POST
def well_known(request: Request, ref: str) -> HttpResponse:
    """Mark a client as well known, or end that."""
    viewer = request.viewer
    card = relations_queries.person_card(viewer=viewer, ref=ref, for_rights=True)
    if not card.is_person:
        raise NotFound
    is_known = request.POST.get("known") == "yes"
    actions.mark_well_known(viewer=viewer, person_id=card.id, is_known=is_known)
    messages.success(
        request,
        _("From now on every look at this client is reviewed.")
        if is_known
        else _("This client is no longer marked as well known."),
    )
    return redirect("privacy:person", ref)
