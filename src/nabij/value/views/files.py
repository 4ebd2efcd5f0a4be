# SPDX-License-Identifier: EUPL-1.2
"""Estimates from and to files: checked first, shown, and only then recorded, all or none."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.value import actions, queries
from nabij.value.choices import FILE_PROBLEMS, REMARKS, MeasureKind
from nabij.value.forms.estimates import MeasureForm, UploadForm
from nabij.value.models import ValueModel
from nabij.value.papers import show, words, workbooks
from nabij.value.rules import codebook, estimate_rows, measured_rows, measuring, sheets
from nabij.value.types import ByStay, Cell, EstimateFields, RowProblem, Setup
from nabij.web.pages import UNPROCESSABLE, file_answer, render_page
from nabij.web.workbooks import XLSX_TYPE

SALT = "nabij.value.checked"
GOOD_FOR = 3600
MOST_SHOWN = 50


@door("value-download", allows=access_rules.may_see_value)
@require_safe
def download(request: Request, ref: str, kind: str) -> HttpResponse:
    """Give every estimate as a row; an empty one can be filled and come back."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    if kind not in ("csv", "xlsx"):
        raise queries.ModelNotFound
    rows = workbooks.estimate_table(
        setup=queries.setup_of(viewer=viewer, model=model),
        estimates=queries.current_estimates(viewer=viewer, model=model, with_owner=True),
    )
    content = workbooks.as_csv(rows) if kind == "csv" else workbooks.as_xlsx(rows)
    content_type = "text/csv; charset=utf-8" if kind == "csv" else XLSX_TYPE
    return file_answer(content, f"{slugify(model.name)}-schattingen.{kind}", content_type)


@door("value-upload", allows=access_rules.may_change_value)
@require_http_methods(["GET", "POST"])
def upload(request: Request, ref: str) -> HttpResponse:
    """Take estimates from a file: check it, show what changes, record it."""
    model, setup = _model(request, ref)
    if "checked" in request.POST:
        return _record(request, model)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        rows = _rows(form)
        if rows is not None:
            places = {slot.code: slot for slot in codebook.slots(setup)}
            read = estimate_rows.read(rows, places)
            context |= _checked(request, model, setup, read.estimates, read.problems)
    return _page(request, "value/upload.html", model, context)


@door("value-measure", allows=access_rules.may_change_value)
@require_http_methods(["GET", "POST"])
def measure(request: Request, ref: str) -> HttpResponse:
    """Count estimates from rows of care; only the totals are kept."""
    model, setup = _model(request, ref)
    if "checked" in request.POST:
        return _record(request, model)
    today = localdate(request.viewer.at)
    form = MeasureForm(request.POST or None, request.FILES or None, initial={"until": today})
    context: dict[str, Any] = {
        "form": form,
        "columns": _columns(),
        "vocabulary": [
            (_("Groups of clients"), [one.name for one in setup.segments]),
            (_("Services"), [one.name for one in setup.products]),
            (_("Left by choice"), sorted(measured_rows.AVOIDABLE)),
            (_("Left for another reason"), sorted(measured_rows.UNAVOIDABLE)),
            (_("Became a client"), sorted(measured_rows.WON)),
            (_("Did not become a client"), sorted(measured_rows.LOST)),
        ],
    }
    if request.method == "POST" and form.is_valid():
        rows, until = _rows(form), form.cleaned_data["until"]
        if until > today:
            form.add_error("until", _("This day has not come yet."))
        elif rows is not None:
            kind = form.cleaned_data["kind"]
            source = f"{MeasureKind(kind).label} ({form.cleaned_data['file'].name})"[:200]
            found = measuring.measure(
                rows,
                kind=kind,
                setup=setup,
                until=until,
                source=source,
                since=form.cleaned_data["since"],
            )
            context |= _checked(request, model, setup, found.estimates, found.problems)
            context |= {
                "read": found.rows,
                "remarks": [str(REMARKS[code]) % values for code, values in found.remarks],
            }
    return _page(request, "value/measure.html", model, context)


def _model(request: Request, ref: str) -> tuple[ValueModel, Setup]:
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    return model, queries.setup_of(viewer=viewer, model=model)


def _page(
    request: Request, template: str, model: ValueModel, context: dict[str, Any]
) -> HttpResponse:
    is_wrong = request.method == "POST" and not context.get("checked")
    context |= {"model": model, "tab": "estimates", "may_change": True}
    return render_page(request, template, context, status=UNPROCESSABLE if is_wrong else 200)


def _rows(form: forms.Form) -> list[list[Cell]] | None:
    """Return the rows of the uploaded file; what is wrong with the file stands at its field."""
    file = form.cleaned_data["file"]
    try:
        # One byte more than is allowed is enough to be refused for it.
        return sheets.rows(file.read(sheets.LARGEST_FILE + 1))
    except sheets.UnreadableFile as error:
        form.add_error("file", str(FILE_PROBLEMS[error.code]))
        return None


def _checked(
    request: Request,
    model: ValueModel,
    setup: Setup,
    estimates: Sequence[EstimateFields],
    problems: Sequence[RowProblem],
) -> dict[str, Any]:
    """Return what the page shows of a checked file; only without problems can it be recorded."""
    shown = [
        {"row": one.row, "column": one.column, "text": words.problem(one.problem)}
        for one in problems[:MOST_SHOWN]
    ]
    if problems:
        return {"problems": shown, "more": max(len(problems) - MOST_SHOWN, 0)}
    viewer = request.viewer
    labels = show.labels_of(setup)
    places = {slot.code: slot for slot in codebook.slots(setup)}
    current = queries.current_estimates(viewer=viewer, model=model)
    return {
        "checked": signing.dumps(
            {"model": model.ref, "rows": [_packed(one) for one in estimates]},
            salt=SALT,
            compress=True,
        ),
        "outcome": actions.compare(viewer=viewer, model=model, estimates=estimates),
        "lines": [
            {
                "label": labels[one.code],
                "unit": places[one.code].unit,
                "given": one,
                "now": current.get(one.code),
            }
            for one in estimates
        ],
    }


def _record(request: Request, model: ValueModel) -> HttpResponse:
    """Record what was checked and shown; it comes back signed, so it is what was checked."""
    try:
        found = signing.loads(request.POST["checked"], salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        found = {}
    if found.get("model") != model.ref:
        messages.error(request, _("This took too long. Choose the file again."))
        return redirect("value:estimates", model.ref)
    done = actions.record_estimates(
        viewer=request.viewer,
        ref=model.ref,
        estimates=[_unpacked(one) for one in found["rows"]],
    )
    text = _("Recorded: %(new)s new, %(changed)s changed, %(same)s the same as before.")
    messages.success(request, text % asdict(done))
    return redirect("value:estimates", model.ref)


def _packed(given: EstimateFields) -> dict[str, Any]:
    plain = (str, int, float, dict, type(None))
    return {
        name: value if isinstance(value, plain) else str(value)
        for name, value in asdict(given).items()
    }


def _unpacked(packed: dict[str, Any]) -> EstimateFields:
    read = dict(packed)
    for case in ("worst", "guess", "best"):
        read[case] = Decimal(read[case])
    for day in ("observed_on", "review_on"):
        read[day] = date.fromisoformat(read[day]) if read[day] else None
    if read["by_stay"]:
        read["by_stay"] = ByStay.from_json(read["by_stay"])
    return EstimateFields(**read)


def _columns() -> list[tuple[str, list[str]]]:
    """Return which columns each kind of file has, for the explanation."""
    return [
        (str(MeasureKind(kind).label), [one.headings[0] for one in columns.values()])
        for kind, columns in measured_rows.COLUMNS.items()
    ]
