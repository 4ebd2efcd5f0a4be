# SPDX-License-Identifier: EUPL-1.2
"""The estimates of a model: all in one table, and one with its history."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.value import actions, queries
from nabij.value.choices import BASES, COUNTED, SHARE_UNITS, SLOT_HELP, Shape, SlotKind
from nabij.value.forms.estimates import EstimateForm
from nabij.value.models import Estimate, ValueModel
from nabij.value.papers import show, words
from nabij.value.queries import EstimateLine
from nabij.value.rules import codebook
from nabij.value.types import Setup
from nabij.web.pages import UNPROCESSABLE, render_page


@door("value-estimates", allows=access_rules.may_see_value)
@require_safe
def listing(request: Request, ref: str) -> HttpResponse:
    """Show every place for an estimate, filled or not, in groups."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    lines = queries.estimate_lines(viewer=viewer, model=model, setup=setup)
    basis = BASES.get(request.GET.get("of", ""))
    shown = lines
    if basis:
        behind = codebook.behind(setup, request.GET["of"])
        shown = [line for line in lines if line.estimate and line.slot.code in behind]
    current = {line.slot.code for line in lines if line.estimate}
    context = {
        "model": model,
        "tab": "estimates",
        "may_change": access_rules.may_change_value(viewer.roles),
        "groups": _groups(setup, shown),
        "missing": codebook.missing(setup, current),
        "guessed": sum(1 for line in lines if line.estimate and line.estimate.origin == "guessed"),
        "filled": len(current),
        "due": [
            {"slot": line.slot, "label": words.label(line.slot), "estimate": line.estimate}
            for line in lines
            if line.is_due
        ],
        "basis": basis,
    }
    return render_page(request, "value/estimates.html", context)


@door("value-estimate", allows=access_rules.may_see_value)
@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: Request, ref: str, code: str) -> HttpResponse:
    """Show one estimate with its history; who may, records its next version."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    setup = queries.setup_of(viewer=viewer, model=model)
    slot = next((one for one in codebook.slots(setup) if one.code == code), None)
    if slot is None:
        raise queries.ModelNotFound
    versions = queries.estimate_versions(viewer=viewer, model=model, code=code)
    now = versions[0] if versions else None
    may_change = access_rules.may_change_value(viewer.roles)
    form = EstimateForm(
        request.POST or None,
        slot=slot,
        today=localdate(viewer.at),
        owners=queries.owners(viewer=viewer),
        initial={"owner": viewer.user_id, **_initial(slot, now)},
    )
    status = 200
    if request.method == "POST":
        queries.check_may_change(viewer=viewer)
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.record_estimates(
                    viewer=viewer,
                    ref=ref,
                    estimates=[form.estimate()],
                    seen={code: form.cleaned_data["seen"]},
                )
            except actions.EstimateChangedMeanwhile as error:
                # What was typed stays, beside the newer version that is now on screen.
                status = error.http_status
                form.put_beside(versions[0].version, str(error))
            else:
                return _onward(request, model, setup, slot, was_empty=not versions)
    context = {
        "model": model,
        "tab": "estimates",
        "slot": slot,
        "label": words.label(slot),
        "help": SLOT_HELP[SlotKind(slot.kind)],
        "unit": words.unit(slot, setup),
        "versions": versions,
        "by_stay": show.by_stay(now, setup),
        "form": form,
        "may_change": may_change,
        "is_counted": bool(now and now.shape in COUNTED),
        "is_monthly_rate": slot.unit == "rate" and setup.step == "month",
    }
    return render_page(request, "value/estimate.html", context, status=status)


def _onward(
    request: Request, model: ValueModel, setup: Setup, slot: codebook.Slot, *, was_empty: bool
) -> HttpResponse:
    """Lead on: who fills an empty model gets the next empty place, others the table."""
    current = queries.current_estimates(viewer=request.viewer, model=model)
    missing = [one.code for one in codebook.missing(setup, set(current))]
    what = words.label(slot)
    if not was_empty or not missing:
        messages.success(request, _("Recorded: %(what)s.") % {"what": what})
        return redirect("value:estimates", model.ref)
    places = [one.code for one in codebook.slots(setup)]
    at = places.index(slot.code)
    following = next((code for code in places[at:] if code in missing), missing[0])
    text = _("Recorded: %(what)s. %(n)s to go; this is the next.")
    messages.success(request, text % {"what": what, "n": len(missing)})
    return redirect("value:estimate", model.ref, following)


def _groups(setup: Setup, lines: list[EstimateLine]) -> list[dict[str, Any]]:
    """Return the lines under headings: levers and costs, then each group of clients, and so on."""
    names = {one.code: one.name for one in setup.segments}

    def heading(line: EstimateLine) -> str:
        kind = line.slot.kind
        if line.slot.segment:
            return names[line.slot.segment]
        if kind == SlotKind.LEVER:
            return _("What the plan does")
        if kind in (SlotKind.BUDGET, SlotKind.OVERRUN):
            return _("What the plan costs")
        if kind in (SlotKind.PRICE, SlotKind.DIRECT, SlotKind.CEILING):
            return _("Services")
        return _("The whole institution")

    return [
        {
            "heading": name,
            "rows": [
                {
                    "slot": line.slot,
                    "label": _row_label(line.slot),
                    "unit": words.unit(line.slot, setup),
                    "estimate": line.estimate,
                    "is_due": line.is_due,
                }
                for line in found
            ],
        }
        for name, found in groupby(lines, heading)
    ]


def _row_label(slot: codebook.Slot) -> str:
    """Return the name of a place under the heading of its group of clients."""
    if slot.segment and slot.kind != SlotKind.UPTAKE:
        return str(SlotKind(slot.kind).label)
    if slot.kind == SlotKind.UPTAKE:
        return f"{SlotKind(slot.kind).label}: {slot.about[0]}"
    return words.label(slot)


def _initial(slot: codebook.Slot, now: Estimate | None) -> dict[str, Any]:
    if now is None:
        return {"seen": 0, "origin": "guessed", "shape": Shape.PERT}
    factor = 100 if slot.unit in SHARE_UNITS else 1
    return {
        "seen": now.version,
        "worst": words.plain(now.worst * factor, places=6),
        "guess": words.plain(now.guess * factor, places=6),
        "best": words.plain(now.best * factor, places=6),
        "shape": Shape.PERT if now.shape in (*COUNTED, Shape.FIXED) else now.shape,
        "origin": now.origin,
        "source": now.source,
        "n": now.n,
        "observed_on": now.observed_on,
        "review_on": now.review_on,
        **({"owner": now.owner_id} if now.owner_id else {}),
    }
