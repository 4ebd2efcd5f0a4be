# SPDX-License-Identifier: EUPL-1.2
"""Spreadsheets out: the model with live formulas, and the estimates as rows."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from nabij.core.viewer import Viewer
from nabij.value import queries
from nabij.value.choices import COUNTED, LeverKind, Origin
from nabij.value.models import Estimate, ValueModel
from nabij.value.papers import words
from nabij.value.rules import calculation, codebook, estimate_rows
from nabij.value.types import Setup
from nabij.web import formats
from nabij.web.workbooks import table_workbook


def workbook(
    *,
    viewer: Viewer,
    model: ValueModel,
    setup: Setup,
    estimates: Mapping[str, Estimate],
    chosen: str,
) -> bytes:
    """Return one plan of a model as .xlsx with formulas."""
    # It brings xlsxwriter, 20 MB: only when a file is asked for.
    from nabij.value.rules import workbook as rules
    from nabij.value.rules.book import InputRow

    option = next((one for one in setup.options if one.ref == chosen), setup.options[0])
    figures = queries.figures(viewer=viewer, estimates=dict(estimates))
    answer = calculation.answer(setup, figures, chosen=option.ref, draws=calculation.QUICK_DRAWS)
    return rules.workbook(
        setup=setup,
        option=option,
        inputs=[
            InputRow(
                code=slot.code,
                label=words.label(slot),
                unit=_unit_in_book(slot, setup),
                worst=row.worst,
                guess=row.guess,
                best=row.best,
                origin=str(Origin(row.origin).label),
                source=row.source,
                by_stay=figures[slot.code].by_stay,
            )
            for slot in codebook.slots(setup)
            if (row := estimates.get(slot.code))
        ],
        results=answer.columns,
        texts=texts(),
        about=about(model, option.name, viewer.at),
    )


def about(model: ValueModel, plan: str, at: datetime) -> list[str]:
    """Return the first sheet: what this is and how to use it."""
    day = formats.moment(at)
    return [
        f"{model.name}: {plan}",
        _("Made by nabij on %(day)s.") % {"day": day},
        "",
        _("Change a yellow cell and everything follows: all else are formulas."),
        _(
            "The three sheets of periods are the same calculation with the worst, guessed and best inputs."
        ),
        _(
            "Where leaving was counted by length of stay, α and β say how it slows down: the chance in"
            " period a is α / (α + β + a)."
        ),
        _("Chances and the value of tests need thousands of draws; those stand in nabij only."),
        "",
        _("Do better clients deserve better treatment?"),
        _(
            "No: care follows need, never value; what a client yields only helps to choose which"
            " paid services we offer to whole groups, and what is earned keeps care affordable,"
            " also for people with a small purse."
        ),
    ]


def texts() -> dict[str, str]:
    """Return names of sheets and headings."""
    levers = {f"lever_{one.value}": str(one.label) for one in LeverKind}
    return levers | {
        "about": _("About"),
        "outcome": _("Outcome"),
        "inputs": _("Inputs"),
        "stay": _("Length of stay"),
        "cohorts": _("Cohorts"),
        "cohorts_help": _(
            "How many of those who came in a period are still here. First the chances to leave, by"
            " periods of stay."
        ),
        "age": _("Periods of stay"),
        "alpha": "α",
        "beta": "β",
        "col_today": _("here for %(age)s periods"),
        "plan": _("Plan"),
        "worst": _("Worst case"),
        "guess": _("Best guess"),
        "best": _("Best case"),
        "inputs_help": _("Yellow cells may be changed. Shares are written as 0.1 for 10%."),
        "head_code": _("code"),
        "head_label": _("Estimate"),
        "head_unit": _("Unit"),
        "head_worst": _("Worst case"),
        "head_guess": _("Best guess"),
        "head_best": _("Best case"),
        "head_origin": _("Where from"),
        "head_source": _("Source"),
        "lever": _("Lever"),
        "strength": _("How far (1: as estimated)"),
        "cost_share": _("Part of the budget"),
        "step": _("Step"),
        "starts_after": _("Starts after"),
        "ramp": _("Works in full after"),
        "share": _("Part of the effect"),
        "row_base_npv": _("Without the plan, over all years"),
        "row_plan_npv": _("With the plan, over all years"),
        "row_room": _("Room for investment"),
        "row_plan_cost": _("Costs of the plan"),
        "row_delta_npv": _("What is left"),
        "row_payback": _("Paid back in period"),
        "row_return": _("Return on the plan's costs"),
        "steady": _("paid by others"),
        "commercial": _("paid by clients"),
        "course_base": _("today"),
        "course_plan": _("plan"),
        "col_t": _("Period"),
        "col_year": _("Year"),
        "col_ramp": _("Part that works"),
        "col_retention": str(LeverKind.RETENTION.label),
        "col_acquisition": str(LeverKind.ACQUISITION.label),
        "col_revenue": _("Revenue"),
        "col_cost": str(LeverKind.COST.label),
        "col_discount": _("Worth today"),
        "col_clients": _("Clients"),
        "col_joiners": _("New clients"),
        "col_inflow": _("New clients"),
        "col_avoidable": _("Leave by choice"),
        "col_unavoidable": _("Leave by death, admission or recovery"),
        "col_direct": _("Direct costs"),
        "col_service": _("Costs to serve"),
        "col_welcome": _("Costs of a new client"),
        "col_unpaid": _("Not paid"),
        "col_gross": _("Result before plan costs"),
        "col_plan_cost": _("Costs of the plan"),
        "col_gain": _("Gain, worth today"),
        "col_spent": _("Costs, worth today"),
        "col_cumulative": _("Left so far"),
        "col_lowest": _("Lowest from here on"),
        "col_paid": _("Paid back"),
    }


def estimate_table(*, setup: Setup, estimates: Mapping[str, Estimate]) -> list[list[Any]]:
    """Return every place for an estimate as a row, headings first; an empty one can be filled."""
    rows: list[list[Any]] = [list(estimate_rows.HEADINGS.values())]
    for slot in codebook.slots(setup):
        row = estimates.get(slot.code)
        start = [slot.code, words.label(slot), _unit_in_book(slot, setup)]
        if row is None:
            rows.append([*start, *[None] * (len(rows[0]) - len(start))])
            continue
        rows.append(
            [
                *start,
                *(case.normalize() + 0 for case in (row.worst, row.guess, row.best)),
                "geteld" if row.shape in COUNTED else _dutch(estimate_rows.SHAPES, row.shape),
                _dutch(estimate_rows.ORIGINS, row.origin),
                row.source,
                row.n,
                row.observed_on,
                row.review_on,
                row.version,
                row.owner.name if row.owner else "",
            ]
        )
    return rows


def as_csv(rows: list[list[Any]]) -> bytes:
    """Return rows as a CSV file that a Dutch spreadsheet program opens by itself."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";")
    writer.writerows([[_as_text(cell) for cell in row] for row in rows])
    return output.getvalue().encode("utf-8-sig")


def as_xlsx(rows: list[list[Any]]) -> bytes:
    """Return rows as an .xlsx file; no text can become a formula."""
    head, *rest = rows
    widths = (36, 36, *[16] * 12)
    return table_workbook(_("Estimates"), head, _without_amounts(rest), widths=widths)


def _without_amounts(rows: list[list[Any]]) -> Iterator[list[Any]]:
    """Yield rows in which an estimate is a plain number: its unit stands beside it."""
    for row in rows:
        yield [float(cell) if isinstance(cell, Decimal) else cell for cell in row]


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        # A spreadsheet program runs what begins with one of these.
        plain = cell.lstrip()
        return f"'{cell}" if plain[:1] in tuple("=+-@\t\r") else cell
    if hasattr(cell, "isoformat"):
        with override("nl"):
            return formats.day(cell)
    return f"{cell:f}".replace(".", ",") if hasattr(cell, "normalize") else str(cell)


def _unit_in_book(slot: codebook.Slot, setup: Setup) -> str:
    """Return the unit of the number as it stands in a file: shares are parts of 1 there."""
    shown = words.unit(slot, setup)
    return shown.replace("%", _("share")) if shown.startswith("%") else shown


def _dutch(names: Mapping[str, Any], code: str) -> str:
    return next(name for name, known in names.items() if known == code)
