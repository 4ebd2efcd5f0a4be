# SPDX-License-Identifier: EUPL-1.2
"""Which share of their budget clients spend with us, from a survey (A-24)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nabij.value.model.errors import ImpossibleModel, gettext_noop
from nabij.value.model.money import money
from nabij.value.model.types import ONE


class ImpossibleAnswers(ImpossibleModel):
    code = "impossible-answers"
    message = gettext_noop(
        "From %(answers)s answers with a budget of %(budget)s in all no share follows: at least two"
        " answers and some budget are needed."
    )


class AnswersDiffer(ImpossibleModel):
    code = "answers-differ"
    message = gettext_noop(
        "There are %(ours)s amounts with us, %(budgets)s budgets and %(weights)s weights; there must be"
        " as many of each."
    )


@dataclass(frozen=True, slots=True)
class Wallet:
    """Share of wallet with its standard error,
    and what clients spend elsewhere on average (euro)."""

    share: float
    standard_error: float
    headroom: Decimal
    answers: int


def share_of_wallet(
    ours: Sequence[Decimal], budgets: Sequence[Decimal], weights: Sequence[Decimal] | None = None
) -> Wallet:
    """Return the ratio of what respondents spend with us (x) to all they spend (B), weighted by w.

    R = sum w x / sum w B;  se = sqrt(n / (n - 1) sum (w (x - R B))^2) / sum w B;
    headroom = weighted mean of B - x. Source: Cochran, Sampling Techniques, ratio estimation.

    Raises:
        AnswersDiffer: the three series are not equally long.
        ImpossibleAnswers: fewer than two answers, or no budget at all.
    """
    weights = [ONE] * len(ours) if weights is None else weights
    if not len(ours) == len(budgets) == len(weights):
        raise AnswersDiffer(ours=len(ours), budgets=len(budgets), weights=len(weights))
    x, total, w = (np.array([float(v) for v in values]) for values in (ours, budgets, weights))
    count, all_budget = len(x), float(w @ total)
    if count < 2 or all_budget <= 0:
        raise ImpossibleAnswers(answers=count, budget=all_budget)
    share = float(w @ x) / all_budget
    off = float(((w * (x - share * total)) ** 2).sum())
    return Wallet(
        share=share,
        standard_error=math.sqrt(count / (count - 1) * off) / all_budget,
        headroom=money(float(w @ (total - x)) / float(w.sum())),
        answers=count,
    )
