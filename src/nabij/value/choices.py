# SPDX-License-Identifier: EUPL-1.2
"""Closed lists of the value model: what is stored is lower-case, what is shown is translated."""

from django.db import models
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
    """How chances spread between worst and best; the last three are learnt by counting."""

    PERT = "pert", _("most likely near the best guess")
    TRIANGULAR = "triangular", _("straight up and straight down")
    THREE_POINT = "three_point", _("one of the three: 1, 4 and 1 in 6")
    FIXED = "fixed", _("certain")
    BETA = "beta", _("counted: a share")
    GAMMA = "gamma", _("counted: a number per period")
    NORMAL = "normal", _("counted: an average")


POSTERIORS = [Shape.BETA.value, Shape.GAMMA.value, Shape.NORMAL.value]


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
