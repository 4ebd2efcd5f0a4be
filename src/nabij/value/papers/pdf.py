# SPDX-License-Identifier: EUPL-1.2
"""The page for the board as a PDF: the words and numbers of the page."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nabij.value.models import Run, ValueModel
from nabij.value.papers import words
from nabij.value.rules.charts import HEIGHT
from nabij.web import formats
from nabij.web.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "value" / "board.typ"


def paper(*, model: ValueModel, run: Run, context: dict[str, Any]) -> bytes:
    """Return the paper of a run; `context` is that of its page. About a second."""
    return typeset(TEMPLATE, _content(model, run, context), at=run.created_at)


def _content(model: ValueModel, run: Run, context: dict[str, Any]) -> dict[str, Any]:
    day = formats.day(run.created_at)
    return {
        "title": model.name,
        "institution": settings.NABIJ_INSTITUTION,
        "language": formats.language(),
        "subtitle": _("Plan “%(plan)s”, reckoned on %(day)s")
        % {"plan": context["plan"], "day": day},
        "question": _("Do better clients deserve better treatment?"),
        "answer": _(
            "No: care follows need, never value; what a client yields only helps to choose which"
            " paid services we offer to whole groups, and what is earned keeps care affordable,"
            " also for people with a small purse."
        ),
        "footer": f"{settings.NABIJ_INSTITUTION} · {model.name} · {day}",
        "words": {"heading": _("In words"), "sentences": context["sentences"]},
        "stats": _stats(context),
        "destination": _destination(context["destination"]),
        "waterfall": _waterfall(context),
        "fan": _fan(context),
        **_tables(context),
        "tornado": _tornado(context),
        "assumptions": _assumptions(context),
        "proof": _(
            "%(draws)s cases, seed %(seed)s, fingerprint %(digest)s. Made again just now: the same"
            " to the last bit."
        )
        % {"draws": run.draws, "seed": run.seed, "digest": run.digest[:12]},
    }


def _stats(context: dict[str, Any]) -> list[dict[str, str]]:
    guess = context["guess"]
    cost = words.whole_euro(guess.plan_cost)
    return [
        {
            "label": _("What is left"),
            "value": words.whole_euro(guess.delta_npv),
            "note": _("at best guess, over all years"),
        },
        {
            "label": _("Room for investment"),
            "value": words.whole_euro(guess.room),
            "note": _("the plan costs %(cost)s") % {"cost": cost},
        },
        {
            "label": _("Loses money"),
            "value": _("%(in_a_hundred)s of 100") % {"in_a_hundred": context["in_a_hundred"]},
            "note": "",
        },
        {
            "label": _("Paid back"),
            "value": context["payback"],
            "note": _("at best guess"),
        },
    ]


def _destination(goes_to: str) -> str:
    aim = _("Earning is not the aim but a means.")
    if not goes_to:
        return f"{aim} {_('Where the money goes that is left, nobody wrote down yet.')}"
    return f"{aim} {_('What is left goes to:')} {goes_to}"


def _waterfall(context: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": _("From today to the plan"),
        "why": _(
            "Today's course is 0. Each lever adds its part, reckoned in money of today; what levers"
            " do together is shared among them."
        ),
        "rows": [
            {
                "label": one.label,
                "amount": words.whole_euro(one.row.amount),
                "start": _percent(one.row.start),
                "width": _percent(one.row.width),
                "zero": _percent(one.row.zero),
                "tone": one.row.tone,
            }
            for one in context["waterfall"]
        ],
    }


def _fan(context: dict[str, Any]) -> dict[str, Any]:
    fan = context["fan"]
    return {
        "heading": _("How sure is that?"),
        "why": _(
            "All estimates are drawn thousands of times between worst and best. Below the dark line"
            " the plan has cost more than it yielded so far."
        ),
        "legend": _("Line: in the middle. Dark: half of all cases. Light: 90 of 100 cases."),
        "outer": _points(fan.outer),
        "inner": _points(fan.inner),
        "middle": _points(fan.middle),
        "zero": float(fan.zero) / HEIGHT,
        "amounts": [
            {"y": float(y) / HEIGHT, "label": words.short_euro(amount)} for y, amount in fan.amounts
        ],
        "years": [
            {"x": _percent(x) / 100, "label": _("year %(year)s") % {"year": year}}
            for x, year in fan.years
        ],
    }


def _tornado(context: dict[str, Any]) -> dict[str, Any]:
    places = ("worst_start", "worst_width", "best_start", "best_width", "middle")
    return {
        "heading": _("What does it hang on?"),
        "why": _(
            "One estimate at a time at its worst and at its best, all others at best guess. The"
            " longest bar matters most."
        ),
        "rows": [
            {
                "label": one.label,
                "origin": one.origin,
                "amount": f"{words.whole_euro(one.row.at_worst)} … "
                f"{words.whole_euro(one.row.at_best)}",
                **{name: _percent(getattr(one.row, name)) for name in places},
            }
            for one in context["tornado"]
        ],
    }


def _tables(context: dict[str, Any]) -> dict[str, Any]:
    euro = words.whole_euro
    heads = [_("Worst case"), _("Best guess"), _("Best case")]
    best = context["best_test"]
    return {
        "columns": {
            "heading": _("Worst case, best guess, best case"),
            "why": _(
                "In the first and last column everything goes wrong or right at once. That hardly"
                " ever happens, so they are edges, not expectations."
            ),
            "heads": ["", *heads],
            "rows": [
                [name, *(value for _case, value in cases)]
                for _key, name, cases in context["columns"]
            ],
        },
        "plans": {
            "heads": [_("Plan"), *heads, _("Paid back")],
            "rows": [
                [name, *(euro(amount) for _case, amount in cases), payback]
                for _ref, name, cases, payback in context["plans"]
            ],
        },
        "tests": {
            "heading": _("What should we test first?"),
            "why": _(
                "A test costs money and can keep us from the wrong plan. It is worth doing when what"
                " it may save us is more than it costs."
            ),
            "sentences": [
                _(
                    "First: %(name)s, with %(n)s clients and as many without the offer. That is worth"
                    " %(net)s net."
                )
                % {"name": best[0].name, "n": best[1].best.n, "net": euro(best[1].best.enbs)}
            ]
            if best
            else [],
            "heads": [_("Test"), _("Clients"), _("Teaches"), _("Costs"), _("Net")],
            "rows": [
                [
                    test.name,
                    str(choice.best.n),
                    euro(choice.best.evsi),
                    euro(choice.best.cost),
                    euro(choice.best.enbs),
                ]
                for test, choice in context["tests"]
            ],
        },
        "payoffs": {
            "heading": _("Does every step pay?"),
            "why": _("What the plan would be worth less without this step, at best guess."),
            "heads": [_("Step"), _("Yields"), _("Costs"), _("Adds"), _("Verdict")],
            "rows": [
                [
                    one.label,
                    euro(one.row.room),
                    euro(one.row.cost),
                    euro(one.row.added),
                    _("pays for itself") if one.row.pays else _("does not pay"),
                ]
                for one in context["payoffs"]
            ],
        },
        "years": {
            "heading": _("Year by year"),
            "why": _(
                "At best guess, in money of the year itself. Clients are those at the end of the"
                " year; “left so far” is reckoned back to today."
            ),
            "heads": [
                _("Year"),
                _("Clients"),
                _("with the plan"),
                _("Revenue"),
                _("with the plan"),
                _("Result"),
                _("with the plan"),
                _("of which plan costs"),
                _("Left so far"),
            ],
            "rows": [
                [
                    str(row.year),
                    words.whole(row.clients),
                    words.whole(row.plan_clients),
                    euro(row.revenue),
                    euro(row.plan_revenue),
                    euro(row.result),
                    euro(row.plan_result),
                    euro(row.plan_cost),
                    euro(row.cumulative),
                ]
                for row in context["years"]
            ],
        },
    }


def _assumptions(context: dict[str, Any]) -> dict[str, Any]:
    rows = []
    for one in context["assumptions"]:
        row, unit = one["estimate"], one["slot"].unit
        edges = row.worst != row.best
        n = f", n = {row.n}" if row.n else ""
        day = formats.day(row.observed_on)
        rows.append(
            [
                one["label"],
                words.amount(row.worst, unit) if edges else "",
                words.amount(row.guess, unit),
                words.amount(row.best, unit) if edges else "",
                one["unit"],
                f"{row.get_origin_display()}{n}, {day}. {row.source}",
            ]
        )
    return {
        "heading": _("What it stands on"),
        "heads": [
            _("Estimate"),
            _("Worst case"),
            _("Best guess"),
            _("Best case"),
            _("Unit"),
            _("Where from"),
        ],
        "rows": rows,
    }


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def _points(text: str) -> list[tuple[float, float]]:
    """Return the points of a chart as parts of its width and height."""
    pairs = (point.split(",") for point in text.split())
    return [(float(x) / 1000, float(y) / HEIGHT) for x, y in pairs]
