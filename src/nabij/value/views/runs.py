# SPDX-License-Identifier: EUPL-1.2
"""Calculations that are kept: the page for the board, on screen, as PDF, and as a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.value import actions, queries
from nabij.value import model as engine
from nabij.value.models import Run
from nabij.value.papers import pdf, show, words, workbooks
from nabij.value.rules import codebook
from nabij.value.types import Setup
from nabij.web.pages import file_answer, render_page
from nabij.web.workbooks import XLSX_TYPE


@door("value-runs", allows=access_rules.may_see_value)
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: Request, ref: str) -> HttpResponse:
    """Show the kept calculations; a post keeps one and opens its page for the board."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    may_change = access_rules.may_change_value(viewer.roles)
    if request.method == "POST":
        queries.check_may_change(viewer=viewer)
        try:
            kept = actions.record_run(
                viewer=viewer, model=model, chosen=request.POST.get("plan", "")
            )
        except engine.ImpossibleModel as error:
            messages.error(request, words.impossible(error, setup))
            return redirect("value:outcome", ref)
        return redirect("value:board", ref, kept.ref)
    context = {
        "model": model,
        "tab": "runs",
        "may_change": may_change,
        "plans": setup.options,
        "is_ready": not codebook.missing(
            setup, set(queries.current_estimates(viewer=viewer, model=model))
        ),
        "runs": [
            {"run": run, "plan": _plan_of(run), "guess": run.result["columns"]["guess"]}
            for run in queries.runs(viewer=viewer, model=model)
        ],
    }
    return render_page(request, "value/runs.html", context)


@door("value-board", allows=access_rules.may_see_value)
@require_safe
def board(request: Request, ref: str, run_ref: str) -> HttpResponse:
    """Show a kept calculation as the board gets it, made again and proven the same."""
    context = _made_again(request, ref, run_ref)
    return render_page(request, "value/board.html", context)


@door("value-board", allows=access_rules.may_see_value)
@require_safe
def paper(request: Request, ref: str, run_ref: str) -> HttpResponse:
    """Give the same as a PDF."""
    context = _made_again(request, ref, run_ref)
    model = context["model"]
    content = pdf.paper(model=model, run=context["run"], context=context)
    return file_answer(content, f"{slugify(model.name)}.pdf", "application/pdf")


@door("value-workbook", allows=access_rules.may_see_value)
@require_safe
def workbook(request: Request, ref: str) -> HttpResponse:
    """Give the model as a spreadsheet with live formulas."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    estimates = queries.current_estimates(viewer=viewer, model=model)
    if missing := codebook.missing(setup, set(estimates)):
        raise actions.EstimatesMissing(n=len(missing))
    chosen = request.GET.get("plan", "")
    try:
        content = workbooks.workbook(
            viewer=viewer, model=model, setup=setup, estimates=estimates, chosen=chosen
        )
    except engine.ImpossibleModel as error:
        messages.error(request, words.impossible(error, setup))
        return redirect("value:outcome", ref)
    return file_answer(content, f"{slugify(model.name)}.xlsx", XLSX_TYPE)


def _made_again(request: Request, ref: str, run_ref: str) -> dict[str, Any]:
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    run = queries.run(viewer=viewer, model=model, ref=run_ref)
    setup, answer, insight = actions.repeat_run(viewer=viewer, run=run)
    estimates = queries.estimates_of_run(viewer=viewer, run=run)
    context = {
        "model": model,
        "tab": "runs",
        "run": run,
        "setup": setup,
        "plan": _plan_of(run),
        "assumptions": _assumptions(setup, estimates),
        **show.outcome(
            setup,
            answer,
            insight,
            estimates=estimates,
            model=model,
            destination=run.result.get("destination", ""),
        ),
    }
    return context


def _assumptions(setup: Setup, estimates: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every estimate of a run as the board reads it."""
    return [
        {
            "label": words.label(slot),
            "unit": words.unit(slot, setup),
            "slot": slot,
            "estimate": estimates[slot.code],
        }
        for slot in codebook.slots(setup)
        if slot.code in estimates
    ]


def _plan_of(run: Run) -> str:
    names = {one["ref"]: str(one["name"]) for one in run.setup["options"]}
    return names.get(run.setup["chosen"], "")
