# SPDX-License-Identifier: EUPL-1.2
"""Tests with a control group, and what an estimate becomes after a test."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from nabij.value.model import Shape, best_trial, fixed, learn_exactly, learnt, trial_value
from nabij.value.model.proportions import ImpossibleProportion
from nabij.value.model.tests.examples import dear_plan, estimate
from nabij.value.model.tests.test_worked_examples import CAMPAIGN
from nabij.value.model.trials import evsi_with_control

CONTROLLED = replace(CAMPAIGN, control_uptake=0.05, cost_per_control=Decimal(2))


def test_a_control_group_tells_less_per_client_than_knowing_the_base():
    model = dear_plan()
    (knowing,) = (each.evppi for each in learn_exactly(model).inputs if each.codes == ("rev",))
    worth = [trial_value(model, CONTROLLED, n).evsi for n in (50, 200, 800, 20_000)]
    assert worth == sorted(worth)
    assert trial_value(model, CAMPAIGN, 200).evsi > worth[1]
    assert worth[-1] == pytest.approx(knowing, abs=1)


def test_the_control_group_is_paid_for():
    value = trial_value(dear_plan(), CONTROLLED, 300)
    assert value.cost == 2500 + 300 * (15 + 2)
    assert value.enbs == value.evsi - value.cost


def test_the_best_size_is_per_group():
    choice = best_trial(dear_plan(), CONTROLLED, range(50, 1000, 50))
    assert choice.best.n > best_trial(dear_plan(), CAMPAIGN).best.n
    assert choice.best.enbs == max(value.enbs for value in choice.curve)


def test_the_difference_of_two_groups_by_drawing():
    """Two thousand imagined campaigns, each judged by Bayes on what its two groups did."""
    chances, control, n = np.array([0.06, 0.10, 0.14]), 0.05, 400
    weights, means = np.array([1, 4, 1]) / 6, np.array([[0.0, 0, 0], [-300, 10, 330]])
    generator = np.random.default_rng(11)
    state = generator.choice(3, 20_000, p=weights)
    seen = (generator.binomial(n, chances[state]) - generator.binomial(n, control, 20_000)) / n
    variance = (chances * (1 - chances) + control * (1 - control)) / n
    off = seen[:, None] - (chances - control)
    belief = weights * np.exp(-(off**2) / variance / 2) / np.sqrt(variance)
    belief /= belief.sum(axis=1, keepdims=True)
    chosen = (belief @ means.T).argmax(axis=1)
    drawn = means[chosen, state]
    found = evsi_with_control(n, chances, control, weights, means)
    spread = drawn.std() / 20_000**0.5
    assert found == pytest.approx(drawn.mean() - (means @ weights).max(), abs=4 * spread)


class TestLearnt:
    LEVER = estimate("rev", "-0.02", "0.04", "0.10")

    @pytest.mark.parametrize(("yes", "low", "high"), [(24, -0.02, 0.03), (40, 0.03, 0.05)])
    def test_it_moves_to_what_was_seen(self, yes, low, high):
        after = learnt(self.LEVER, CAMPAIGN, asked=400, yes=yes)
        assert low < after.guess < high
        assert after.best - after.worst < self.LEVER.best - self.LEVER.worst

    def test_a_small_test_says_little(self):
        after = learnt(self.LEVER, CAMPAIGN, asked=1, yes=0)
        assert abs(after.guess - self.LEVER.guess) < Decimal("0.002")

    def test_three_points_by_hand(self):
        before = estimate("rev", 0, 1, 2, Shape.THREE_POINT)
        after = learnt(before, CAMPAIGN, asked=2, yes=1)
        likely = np.array([1, 4, 1]) * [0.06 * 0.94, 0.10 * 0.90, 0.14 * 0.86]
        expected = float(likely @ [0, 1, 2] / likely.sum())
        assert float(after.guess) == pytest.approx(expected, rel=1e-9)

    def test_of_a_cost_the_high_side_stays_worst(self):
        cost = estimate("serve", "0.10", "0.04", "-0.02")
        after = learnt(cost, CAMPAIGN, asked=400, yes=40)
        assert after.worst > after.guess > after.best

    def test_what_is_certain_stays(self):
        after = learnt(fixed("rev", 3), CAMPAIGN, asked=40, yes=4)
        assert after.guess == 3

    def test_more_takers_than_asked(self):
        with pytest.raises(ImpossibleProportion, match="3 of 2"):
            learnt(self.LEVER, CAMPAIGN, asked=2, yes=3)
