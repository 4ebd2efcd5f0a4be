# SPDX-License-Identifier: EUPL-1.2
"""The page of a model: four levers to pull, and what comes of it at once."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request, number_in
from nabij.value import actions, queries
from nabij.value import model as engine
from nabij.value.forms.levers import LeversForm
from nabij.value.papers import show, words
from nabij.value.rules import calculation, codebook
from nabij.value.types import Option, Setup
from nabij.web.pages import render_page, wants_partial


@door("value-model", allows=access_rules.may_see_value)
@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: Request, ref: str) -> HttpResponse:
    """Show what a plan gives; a change of a lever gets a quick answer, that is refined after."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    estimates = queries.current_estimates(viewer=viewer, model=model)
    context: dict[str, Any] = {
        "model": model,
        "setup": setup,
        "tab": "outcome",
        "may_change": access_rules.may_change_value(viewer.roles),
    }
    if missing := codebook.missing(setup, set(estimates)):
        context |= {"missing": [(slot, words.label(slot)) for slot in missing]}
        return render_page(request, "value/outcome.html", context)
    figures = queries.figures(viewer=viewer, estimates=estimates)
    given = request.POST if request.method == "POST" else request.GET
    option = _chosen(setup, given.get("plan", ""))
    is_moved = request.method == "POST"
    form = LeversForm(request.POST if is_moved else None, option=option, figures=figures)
    context |= {"option": option, "form": form, "levers": form.levers}
    if is_moved and not form.is_valid():
        return render_page(request, "value/outcome.html", context, partial="outcome")
    tried = replace(option, strengths=tuple(sorted(form.strengths.items())))
    setup = replace(
        setup, options=tuple(tried if one.ref == option.ref else one for one in setup.options)
    )
    is_quick = wants_partial(request) and "fine" not in given
    draws = calculation.QUICK_DRAWS if is_quick else calculation.DRAWS
    try:
        answer = calculation.answer(setup, figures, chosen=option.ref, draws=draws)
        insight = (
            None
            if is_quick
            else calculation.insight(setup, figures, chosen=option.ref, draws=draws)
        )
    except engine.ImpossibleModel as error:
        context["impossible"] = words.impossible(error, setup)
        return render_page(request, "value/outcome.html", context, partial="outcome")
    context |= show.outcome(setup, answer, insight, estimates=estimates, model=model)
    context["is_partial"] = wants_partial(request)
    return render_page(request, "value/outcome.html", context, partial="outcome")


@door("value-plan", allows=access_rules.may_change_value)
@require_POST
def keep(request: Request, ref: str) -> HttpResponse:
    """Keep the levers as they stand: in the plan itself, or as a new plan beside it."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    figures = queries.figures(
        viewer=viewer, estimates=queries.current_estimates(viewer=viewer, model=model)
    )
    option = _chosen(setup, request.POST.get("plan", ""))
    if codebook.missing(setup, set(figures)):
        return redirect("value:outcome", ref)
    form = LeversForm(request.POST, option=option, figures=figures)
    if not form.is_valid():
        messages.error(request, _("One of the numbers is not right. Nothing was kept."))
        return redirect("value:outcome", ref)
    is_new = request.POST.get("as") == "new"
    try:
        kept = actions.save_strengths(
            viewer=viewer,
            ref=ref,
            version=number_in(request.POST, "version"),
            scenario_ref=option.ref,
            strengths=form.strengths,
            new_name=_new_name(setup) if is_new else "",
        )
    except actions.ModelChangedMeanwhile as error:
        # The levers stay as they were put, on a page with what the colleague changed.
        messages.error(request, str(error))
        return outcome(request, ref)
    messages.success(request, _("The plan “%(name)s” is kept.") % {"name": kept.name})
    return redirect(f"{reverse('value:outcome', args=[ref])}?plan={kept.ref}")


def _chosen(setup: Setup, ref: str) -> Option:
    return next((one for one in setup.options if one.ref == ref), setup.options[0])


def _new_name(setup: Setup) -> str:
    taken = {one.name for one in setup.options}
    number = len(setup.options) + 1
    while (name := _("Plan %(n)s") % {"n": number}) in taken:
        number += 1
    return name
