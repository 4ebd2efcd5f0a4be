# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of the value model: what is stored is lower-case, what is shown is translated."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LeverKind(models.TextChoices):
    """The four questions of the plan: keep, win, earn per client, save by fitting service."""

    RETENTION = "retention", _("Keep clients")
    ACQUISITION = "acquisition", _("Win clients")
    REVENUE = "revenue", _("Revenue per client")
    COST = "cost", _("Service that fits")


class Origin(models.TextChoices):
    """How a number came about: every number on screen says one of these."""

    MEASURED = "measured", _("measured")
    TESTED = "tested", _("tested")
    BENCHMARKED = "benchmarked", _("benchmarked")
    GUESSED = "guessed", _("guessed")


class Shape(models.TextChoices):
    """How chances spread between worst and best; the last four are learnt by counting."""

    PERT = "pert", _("most likely near the best guess")
    TRIANGULAR = "triangular", _("straight up and straight down")
    THREE_POINT = "three_point", _("one of the three: 1, 4 and 1 in 6")
    FIXED = "fixed", _("certain")
    BETA = "beta", _("counted: a share")
    GAMMA = "gamma", _("counted: a number per period")
    NORMAL = "normal", _("counted: an average")
    BY_STAY = "by_stay", _("counted: by length of stay")


POSTERIORS = [Shape.BETA.value, Shape.GAMMA.value, Shape.NORMAL.value]
COUNTED = [*POSTERIORS, Shape.BY_STAY.value]


class Step(models.TextChoices):
    """How long one period of the calculation is."""

    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Unit(models.TextChoices):
    """What a number counts. Rates and amounts are per period of the model."""

    SHARE = "share", _("share")
    RATE = "rate", _("share per period")
    CLIENTS = "clients", _("clients")
    INFLOW = "inflow", _("clients per period")
    EURO = "euro", _("euro")
    FLOW = "flow", _("euro per period")
    PER_CLIENT = "per_client", _("euro per client per period")
    FACTOR = "factor", _("times the budget")


SHARE_UNITS = [Unit.SHARE.value, Unit.RATE.value]


class MeasureKind(models.TextChoices):
    """What a file can be counted from."""

    EPISODES = "episodes", _("Periods of care: start, end, reason")
    LEADS = "leads", _("Requests for care and what became of them")
    DELIVERIES = "deliveries", _("What was delivered: revenue and costs")
    WALLET = "wallet", _("Survey of what clients spend")


class ProductGroup(models.TextChoices):
    HOUSING = "housing", _("housing")
    CARE = "care", _("care")
    WELFARE = "welfare", _("welfare")


LEVER_QUESTIONS = {
    LeverKind.RETENTION: _("Which part of the clients who now leave by choice would stay?"),
    LeverKind.ACQUISITION: _("How many more new clients would come each month?"),
    LeverKind.REVENUE: _("How much more of the paid services would a client use?"),
    LeverKind.COST: _("Which part of the costs of service can go, because it fits better?"),
}


class SlotKind(models.TextChoices):
    """What an estimate is about; its code begins with this word."""

    DISCOUNT = "discount", _("Discount rate per year")
    FIXED = "fixed", _("Fixed costs")
    CLIENTS = "clients", _("Clients at the start")
    INFLOW = "inflow", _("New clients")
    LEADS = "leads", _("Requests for care")
    CONVERSION = "conversion", _("Requests that become a client")
    AVOIDABLE = "avoidable", _("Leave by choice")
    UNAVOIDABLE = "unavoidable", _("Leave by death, admission or recovery")
    SERVICE = "service", _("Costs to serve")
    WELCOME = "welcome", _("Costs of a new client")
    WALLET = "wallet", _("Share of what clients spend, with us")
    HEADROOM = "headroom", _("What clients spend elsewhere")
    PRICE = "price", _("Revenue of the service")
    DIRECT = "direct", _("Direct costs of the service")
    UPTAKE = "uptake", _("Use of the service")
    LEVER = "lever", _("Effect of the plan")
    BUDGET = "budget", _("Costs of the plan")
    OVERRUN = "overrun", _("Overrun of the budget")
    CEILING = "ceiling", _("Most that is paid in a year")


SLOT_HELP = {
    SlotKind.DISCOUNT: _("What money is worth less when it comes a year later."),
    SlotKind.FIXED: _("Costs that stay the same whatever the plan does."),
    SlotKind.CLIENTS: _("At least 25: smaller groups are added together."),
    SlotKind.INFLOW: _("How many new clients come in a period without the plan."),
    SlotKind.LEADS: _("With the share that becomes a client this replaces the new clients."),
    SlotKind.CONVERSION: _("Only of requests that are old enough to have been decided."),
    SlotKind.AVOIDABLE: _("Dissatisfied, to another provider, moved where we could have gone on."),
    SlotKind.UNAVOIDABLE: _("No plan changes this, and the model never lets it."),
    SlotKind.SERVICE: _("Front office, contact and overhead."),
    SlotKind.WELCOME: _("Information, intake and advertising for one new client."),
    SlotKind.WALLET: _("From a survey. It says how much room there is; it is not reckoned with."),
    SlotKind.HEADROOM: _("From a survey. More revenue per client than this is not likely."),
    SlotKind.PRICE: _("What one client who uses it yields, without VAT."),
    SlotKind.DIRECT: _("What it costs us to give it to one client."),
    SlotKind.UPTAKE: _("Which part of the clients of this group uses it."),
    SlotKind.LEVER: _("What the whole plan does at full strength."),
    SlotKind.BUDGET: _("What this step costs in this year."),
    SlotKind.OVERRUN: _("1 is as budgeted; 1.2 is a fifth more."),
    SlotKind.CEILING: _("What is delivered above it is not paid."),
}

BASES = {
    "clients": (
        _("Clients"),
        _("Who is here at the start, plus who comes, less who leaves, period after period."),
    ),
    "plan_clients": (
        _("Clients with the plan"),
        _("The same, with fewer who leave by choice and more who come, as far as the plan works."),
    ),
    "revenue": (
        _("Revenue"),
        _("Clients times the services that they use times what those yield, up to the ceilings."),
    ),
    "plan_revenue": (
        _("Revenue with the plan"),
        _("The same, with more clients and more use of what clients pay themselves."),
    ),
    "result": (
        _("Result"),
        _("Revenue less the costs of services, of service, of new clients and the fixed costs."),
    ),
    "plan_result": (
        _("Result with the plan"),
        _("The same with all four levers, less what the plan costs in that year."),
    ),
    "plan_cost": (
        _("Costs of the plan"),
        _("The budgets of the steps, times their overrun. Later money counts less."),
    ),
    "base_npv": (
        _("Without the plan, over all years"),
        _("The result of all periods if we go on as we do. Later money counts less."),
    ),
    "room": (
        _("Room for investment"),
        _("What the plan adds to the result of all periods, before its costs."),
    ),
    "left": (_("What is left"), _("Room for investment less the costs of the plan.")),
    "plan_npv": (
        _("With the plan, over all years"),
        _("The result of all periods with the plan, less its costs. Later money counts less."),
    ),
}

PROBLEMS = {
    "required": _("Fill this in."),
    "not-a-number": _("“%(text)s” is not a number."),
    "two-ways": _("“%(text)s” can be read in two ways. Write it without separators of thousands."),
    "not-a-count": _("This must be a whole number above 0."),
    "not-a-day": _("“%(text)s” is not a date. Write it as 31-12-2026."),
    "unknown-choice": _("Choose one of: %(choices)s."),
    "unknown-code": _("This model has no such code. Download the estimates to see the codes."),
    "twice": _("This code stands in an earlier row too."),
    "too-long": _("This text is too long: at most 200 characters."),
    "order": _("Worst, guess and best must go up, or be equal."),
    "order-of-cost": _("Here a high number is bad: worst, guess and best must go down."),
    "one-number": _("This is one number: worst, guess and best must be the same."),
    "out-of-bounds": _("This must lie between %(least)s and %(most)s."),
    "too-few-clients": _("A group has at least 25 clients. Add this one to another group."),
    "counted-without-n": _("Measured or tested: say how many observations there were."),
    "source-missing": _("Say where this number comes from."),
    "review-before-date": _("The next review must come after the date of the number."),
    "counted-elsewhere": _("This shape comes from counting. Choose another one."),
    "columns-missing": _("These columns are missing: %(columns)s."),
    "no-rows": _("There are no rows in this file."),
    "unknown-segment": _("The model has no group “%(text)s”."),
    "unknown-product": _("The model has no service “%(text)s”."),
    "unknown-reason": _("“%(text)s” is not a reason for the end that we know."),
    "end-before-start": _("The end lies before the start."),
    "in-the-future": _("This day has not come yet."),
    "negative": _("This cannot be below 0."),
    "above-budget": _("What is spent with us cannot be more than all that is spent."),
}

FILE_PROBLEMS = {
    "too-large": _("This file is too large. At most 10 MB, and 100 MB when unpacked."),
    "too-many-rows": _("This file has more than 200,000 rows."),
    "too-many-columns": _("This file has more than 60 columns."),
    "damaged": _("This spreadsheet cannot be opened: it is damaged or locked."),
    "not-a-table": _("This is neither a CSV file nor an .xlsx spreadsheet."),
}


@dataclass(frozen=True, slots=True)
class PieceWords:
    """How a kind of piece is shown."""

    title: Promise
    text: Promise
    icon: str
    add: Promise


PIECES = {
    "segments": PieceWords(
        _("Groups of clients"),
        _("Groups that behave alike, each of at least 25 clients."),
        "users-group",
        _("Add a group"),
    ),
    "products": PieceWords(
        _("Services"),
        _("What clients use. Only of what they pay themselves can the plan sell more."),
        "package",
        _("Add a service"),
    ),
    "plateaus": PieceWords(
        _("Steps of the plan"),
        _("Steps of about a year. Each brings its part of the effect, and must pay for itself."),
        "route",
        _("Add a step"),
    ),
    "scenarios": PieceWords(
        _("Plans"),
        _("Plans to choose from: how far each pulls the levers (100% is as estimated)."),
        "git-compare",
        _("Add a plan"),
    ),
    "trials": PieceWords(
        _("Tests"),
        _("Tests that could be done first: an offer to some clients tells how many take it."),
        "zoom-question",
        _("Add a test"),
    ),
}

REMARKS = {
    "too-few": _("“%(group)s” has %(n)s clients in this file. Fewer than 25: it is not counted."),
    "stay": _("“%(group)s”: half of the clients stay longer than %(months)s months."),
    "gone": _(
        "“%(group)s”: of 100 who come, %(avoidable)s have left by choice within a year and"
        " %(unavoidable)s by death, admission or recovery."
    ),
    "stay-long": _("“%(group)s”: more than half of the clients is still here."),
    "ripe": _(
        "“%(group)s”: requests of the last %(days)s days are too young to judge, and left out."
    ),
}
