# SPDX-License-Identifier: EUPL-1.2
"""Numbers of the model in words and as people read them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nabij.value import choices
from nabij.value import model as engine
from nabij.value.choices import SlotKind, Unit
from nabij.value.rules import codebook
from nabij.value.rules.calculation import Answer, Insight
from nabij.value.rules.codebook import Slot
from nabij.value.types import Problem, Setup
from nabij.web import formats

SHARES = (Unit.SHARE, Unit.RATE)


def label(slot: Slot) -> str:
    """Return what a place for an estimate is about: `Leave by choice: Wijkverpleging`."""
    kind = str(SlotKind(slot.kind).label)
    if slot.kind == SlotKind.LEVER:
        return str(choices.LeverKind(slot.about[0]).label)
    if slot.kind == SlotKind.BUDGET:
        return _("%(kind)s: %(step)s, year %(year)s") % {
            "kind": kind,
            "step": slot.about[0],
            "year": slot.about[1],
        }
    return f"{kind}: {', '.join(slot.about)}" if slot.about else kind


def unit(slot: Slot, setup: Setup) -> str:
    """Return the unit with the period of this model: `euro per client per month`."""
    is_month = setup.step == "month"
    words = {
        Unit.SHARE: "%",
        Unit.RATE: _("% per month") if is_month else _("% per year"),
        Unit.CLIENTS: _("clients"),
        Unit.INFLOW: _("per month") if is_month else _("per year"),
        Unit.EURO: _("euro"),
        Unit.FLOW: _("euro per month") if is_month else _("euro per year"),
        Unit.PER_CLIENT: _("euro per client per month")
        if is_month
        else _("euro per client per year"),
        Unit.FACTOR: _("times the budget"),
    }
    if slot.kind == SlotKind.CEILING:
        return _("euro per year")
    if slot.kind == SlotKind.DISCOUNT:
        return _("% per year")
    return words[slot.unit]


def amount(value: Decimal, kind: str) -> str:
    """Return a number of an estimate in its unit, without needless decimals: `12,5%`, `€ 58`."""
    if kind in SHARES:
        return f"{plain(value * 100, places=2)}%".replace("-", "−")
    if kind in (Unit.EURO, Unit.FLOW, Unit.PER_CLIENT):
        is_whole = value == value.to_integral_value()
        return whole_euro(value) if is_whole else formats.euro(value)
    if value == value.to_integral_value():
        return whole(value)
    return plain(value, places=2)


def whole_euro(value: Decimal | str) -> str:
    """Return an amount in whole euros: `€ 34.701`."""
    whole = Decimal(value).quantize(Decimal(1), ROUND_HALF_UP) + 0
    sign = "−" if whole < 0 else ""
    return f"{sign}€{formats.NARROW_SPACE}{formats.number(abs(whole))}"


def short_euro(value: Decimal) -> str:
    """Return a round amount in few signs, for the marks of a chart: `€ 250.000`, `€ 1,5 mln`."""
    if abs(value) < 1_000_000:
        return whole_euro(value)
    sign = "−" if value < 0 else ""
    return _("%(sign)s€ %(n)s million") % {"sign": sign, "n": plain(abs(value) / 1_000_000)}


def whole(value: Decimal) -> str:
    """Return a number without decimals: `1.036`."""
    return formats.number(value.quantize(Decimal(1), ROUND_HALF_UP))


def in_a_hundred(chance: float) -> int:
    """Return a chance as so many in a hundred; a small chance is never called none."""
    rounded = round(chance * 100)
    if rounded == 0 and chance > 0:
        return 1
    return 99 if rounded == 100 and chance < 1 else rounded


def sentences(setup: Setup, answer: Answer, insight: Insight | None) -> list[str]:
    """Return the outcome in a few sentences that can be read aloud."""
    guess = answer.guess
    found = [
        _("At our best guess this plan yields %(net)s more than it costs over %(years)s years.")
        if guess.delta_npv >= 0
        else _(
            "At our best guess this plan costs %(net)s more than it yields over %(years)s years."
        )
    ]
    found[0] %= {"net": whole_euro(abs(guess.delta_npv)), "years": setup.years}
    found.append(
        _("It may cost at most %(room)s, and costs %(cost)s.")
        % {"room": whole_euro(guess.room), "cost": whole_euro(guess.plan_cost)}
    )
    chance = insight.loss_chance if insight else answer.simulation.loss_chance
    found.append(_losses(chance))
    if insight and (best := insight.best_test):
        test, choice = best
        found.append(
            _("A test with %(n)s clients on %(what)s is worth %(net)s net: do that first.")
            % {
                "n": formats.number(choice.best.n),
                "what": what_of(test.code).lower(),
                "net": whole_euro(choice.best.enbs),
            }
        )
    elif insight and setup.tests:
        found.append(_("None of the tests that were thought of earns back what it costs."))
    return found


def _losses(chance: float) -> str:
    n = in_a_hundred(chance)
    if n == 0:
        return _("In none of the cases that we reckoned does this plan lose money.")
    return ngettext(
        "In %(n)s of 100 cases this plan loses money.",
        "In %(n)s of 100 cases this plan loses money.",
        n,
    ) % {"n": n}


def what_of(code: str) -> str:
    """Return in a few words what a lever's estimate is about."""
    lever = code.removeprefix("lever.")
    known = {one.value: str(one.label) for one in choices.LeverKind}
    return known.get(lever, code)


def when(setup: Setup, period: int | None) -> str:
    """Return when the plan has paid back: `in year 1`, `after 14 months`, `not within 5 years`."""
    if period is None:
        return _("not within %(years)s years") % {"years": setup.years}
    if setup.step == "year":
        return _("in year %(n)s") % {"n": period}
    return ngettext("after %(n)s month", "after %(n)s months", period) % {"n": period}


def problem(found: Problem) -> str:
    """Return what is wrong with a field, as a sentence."""
    return str(choices.PROBLEMS[found.code]) % dict(found.values)


def impossible(error: engine.ImpossibleModel, setup: Setup) -> str:
    """Return why the engine refused the numbers, as a sentence with the names of this model."""
    names = {one.code: one.name for one in setup.segments}
    names |= {one.code: one.name for one in setup.products}
    names |= {slot.code: label(slot) for slot in codebook.slots(setup)}
    values = {key: names.get(str(value), value) for key, value in error.values.items()}
    return _(error.message) % values


def plain(value: Decimal, places: int = 4) -> str:
    """Return a number with at most so many decimals: `12,5`; none between thousands."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize() + 0
    return formats.decimals(f"{rounded:f}")
