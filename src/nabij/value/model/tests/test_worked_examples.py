# SPDX-License-Identifier: EUPL-1.2
"""Worked examples A to E: numbers checked by hand, by spreadsheet or by counting out."""

from decimal import Decimal

import pytest

from nabij.value.model import (
    Lever,
    Scenario,
    Shape,
    Trial,
    best_trial,
    break_even,
    distributions,
    inflow,
    learn_exactly,
    moments,
    plateau_payoffs,
    scenario,
    scenarios,
    simulate,
    stay,
    tornado,
    trial_value,
    wallet,
)
from nabij.value.model.tests.examples import dear_plan, estimate, only, three_years

MILLIONTH = Decimal("0.000001")


def close(value, expected):
    return abs(Decimal(value) - Decimal(expected)) <= MILLIONTH


class TestThreeYears:
    def test_todays_course(self):
        result = scenario(three_years(), Scenario.GUESS)
        assert close(result.base_npv, "1603807.169677")
        assert [period.base.clients for period in result.periods] == [1000, 1000, 1000]
        assert [period.base.cash_flow for period in result.periods] == [600_000] * 3

    def test_the_plan(self):
        result = scenario(three_years(), Scenario.GUESS)
        clients = [period.plan.clients for period in result.periods]
        assert clients == [Decimal("1036"), Decimal("1065.52"), Decimal("1089.7264")]
        cash = [period.plan.cash_flow for period in result.periods]
        assert cash == [Decimal("612408"), Decimal("692422.56"), Decimal("708834.4992")]
        assert close(result.plan_npv, "1789148.123619")
        assert close(result.delta_npv, "185340.953942")

    def test_room_less_cost_is_what_is_left(self):
        result = scenario(three_years(), Scenario.GUESS)
        assert close(result.room, "322135.086011")
        assert close(result.plan_cost, "136794.132069")
        assert result.room - result.plan_cost == result.delta_npv

    @pytest.mark.parametrize(
        ("lever", "room"),
        [
            (Lever.RETENTION, "55870.282179"),
            (Lever.ACQUISITION, "44102.984344"),
            (Lever.REVENUE, "160380.716968"),
            (Lever.COST, "48114.215090"),
        ],
    )
    def test_one_lever_at_a_time(self, lever, room):
        assert close(scenario(only(three_years(), lever), Scenario.GUESS).room, room)

    def test_what_levers_do_together_is_shared_not_lost(self):
        model = three_years()
        whole = scenario(model, Scenario.GUESS)
        apart = sum(scenario(only(model, lever), Scenario.GUESS).room for lever in Lever)
        assert close(whole.room - apart, "13666.887431")
        assert abs(sum(whole.levers.values()) - whole.room) <= 4 * MILLIONTH

    def test_it_pays_back_in_the_first_year(self):
        result = scenario(three_years(), Scenario.GUESS)
        totals = ["11705.660377", "93961.409754", "185340.953942"]
        assert all(
            close(period.cumulative, total)
            for period, total in zip(result.periods, totals, strict=True)
        )
        assert result.payback == 1

    def test_all_worst_and_all_best(self):
        columns = scenarios(three_years())
        assert close(columns[Scenario.WORST].delta_npv, "-251350.670688")
        assert columns[Scenario.WORST].payback is None
        assert close(columns[Scenario.BEST].delta_npv, "724292.121181")

    def test_the_tornado_has_the_widest_bar_first(self):
        expected = [
            ("rev", "-70315.10", "440997.01"),
            ("ret", "121537.17", "284245.31"),
            ("cost", "108644.14", "262037.77"),
            ("acq", "122207.54", "261101.06"),
        ]
        bars = [
            (bar.code, f"{bar.at_worst:.2f}", f"{bar.at_best:.2f}")
            for bar in tornado(three_years())
        ]
        assert bars == expected

    def test_exact_moments_and_shares_of_the_variance(self):
        exact = moments(three_years())
        assert close(exact.mean, "193028.027061")
        assert close(exact.sd, "108970.926793")
        firsts = {row.code: round(row.first, 6) for row in exact.sobol}
        totals = {row.code: round(row.total, 6) for row in exact.sobol}
        assert firsts == {"ret": 0.077756, "acq": 0.057938, "rev": 0.792598, "cost": 0.071334}
        assert totals == {"ret": 0.077971, "acq": 0.058100, "rev": 0.792939, "cost": 0.071365}

    def test_drawing_agrees_with_the_exact_mean(self):
        drawn = simulate(three_years(), draws=10_000, seed=20260101)
        off = abs(drawn.mean - Decimal("193028.027061"))
        assert off <= 4 * drawn.standard_error
        assert abs(drawn.sd - Decimal("108970.926793")) <= 4 * drawn.standard_error
        assert abs(drawn.loss_chance - 0.0344) <= 4 * (0.0344 * 0.9656 / 10_000) ** 0.5
        for found, known in ((drawn.p5, 15_598), (drawn.p50, 192_190), (drawn.p95, 373_285)):
            assert abs(found - known) <= 8 * drawn.standard_error

    def test_the_only_plateau_is_the_plan(self):
        (payoff,) = plateau_payoffs(three_years())
        assert close(payoff.added, "185340.953942")
        assert payoff.added == payoff.alone
        assert payoff.payback == 1
        assert payoff.pays

    def test_break_even_is_where_the_plan_just_pays(self):
        model = dear_plan()
        zero = break_even(model, "rev")
        tried = three_years(costs=(220_000, 60_000, 60_000))
        at_zero = estimate("rev", zero, zero, zero)
        assert abs(
            scenario(only(tried, *Lever, revenue=at_zero), Scenario.GUESS).delta_npv
        ) < Decimal("0.0001")

    def test_break_even_is_none_when_the_plan_always_pays(self):
        assert break_even(three_years(), "rev") is None


class TestPert:
    def test_of_the_retention_lever(self):
        lever = estimate("ret", 0, "0.10", "0.25")
        assert distributions.pert_shapes(lever) == (2.6, 3.4)
        mean, variance = distributions.mean_and_variance(lever)
        assert (round(mean, 6), round(variance**0.5, 6)) == (0.108333, 0.046824)
        points = [round(distributions.quantile(lever, chance), 6) for chance in (0.05, 0.5, 0.95)]
        assert points == [0.034820, 0.106368, 0.188613]

    def test_triangular_instead(self):
        lever = estimate("ret", 0, "0.10", "0.25", Shape.TRIANGULAR)
        mean, variance = distributions.mean_and_variance(lever)
        assert (round(mean, 6), round(variance**0.5, 6)) == (0.116667, 0.051370)

    def test_means_of_all_levers_give_a_column_of_their_own(self):
        model = three_years()
        means = {}
        for lever in Lever:
            effect = model.effects.of(lever)
            mean = (effect.worst + 4 * effect.guess + effect.best) / 6
            means[lever.value] = estimate(effect.code, mean, mean, mean)
        result = scenario(only(model, *Lever, **means), Scenario.GUESS)
        assert close(result.delta_npv, "192841.147274")


class TestWhatToLearn:
    def test_the_options(self):
        learned = learn_exactly(dear_plan())
        means = {option.code: f"{option.mean:.4f}" for option in learned.options}
        assert means == {"nothing": "0.0000", "full": "18767.9382", "small": "17542.7643"}
        losses = {option.code: round(option.loss_chance, 6) for option in learned.options}
        assert losses == {"nothing": 0, "full": 0.364198, "small": 0.25}
        assert learned.best == "full"

    def test_perfect_information(self):
        learned = learn_exactly(dear_plan())
        assert f"{learned.with_perfect_information:.4f}" == "80669.2669"
        assert f"{learned.evpi:.4f}" == "61901.3287"

    def test_one_estimate_at_a_time(self):
        found = {each.codes[0]: f"{each.evppi:.4f}" for each in learn_exactly(dear_plan()).inputs}
        assert found == {
            "rev": "42581.1854",
            "acq": "11269.0957",
            "cost": "9707.6246",
            "ret": "8486.0489",
        }

    def test_two_estimates_together(self):
        pairs = [("ret", "rev"), ("acq", "rev"), ("rev", "cost")]
        found = [f"{each.evppi:.4f}" for each in learn_exactly(dear_plan(), groups=pairs).inputs]
        assert found == ["50646.6399", "50093.9158", "49496.4129"]

    @pytest.mark.parametrize(
        ("n", "evsi"),
        [
            (50, "28020.3958"),
            (100, "34945.4117"),
            (200, "39943.0422"),
            (400, "42023.5634"),
            (800, "42442.5294"),
            (1600, "42567.9957"),
        ],
    )
    def test_a_test_campaign_of_n_clients(self, n, evsi):
        assert f"{trial_value(dear_plan(), CAMPAIGN, n).evsi:.4f}" == evsi

    def test_the_best_size_of_the_test(self):
        choice = best_trial(dear_plan(), CAMPAIGN)
        assert choice.best.n == 250
        assert f"{choice.best.enbs:.4f}" == "34700.7124"
        assert choice.worthwhile


CAMPAIGN = Trial(
    code="rev",
    uptake_worst=0.06,
    uptake_guess=0.10,
    uptake_best=0.14,
    fixed_cost=Decimal(2500),
    cost_per_client=Decimal(15),
)


class TestCompetingRisks:
    MONTHS = (1, 2, 3, 3, 4, 5, 6, 6, 6, 6)
    KINDS = (1, 2, 1, 0, 2, 1, 0, 0, 0, 0)

    def test_aalen_johansen_keeps_the_dead_apart(self):
        found = stay.aalen_johansen(self.MONTHS, self.KINDS)
        assert found.by_kind[:, 6] == pytest.approx([19 / 60, 13 / 60], abs=1e-12)
        assert found.still_here[6] == pytest.approx(7 / 15, abs=1e-12)

    def test_naive_kaplan_meier_promises_too_much(self):
        naive = stay.kaplan_meier(self.MONTHS, [kind == stay.AVOIDABLE for kind in self.KINDS])
        assert 1 - naive.at(6) == pytest.approx(0.37, abs=1e-12)


def test_leads_and_conversion():
    found = inflow.inflow("new", inflow.leads(90, 12), inflow.conversion(27, 63))
    lead_mean, lead_variance = distributions.mean_and_variance(found.leads)
    assert (round(lead_mean, 6), round(lead_variance, 6)) == (7.531034, 0.623258)
    assert round(distributions.mean_and_variance(found.conversion)[0], 6) == 0.304348
    new = inflow.expected(found)
    assert (round(new.mean, 6), round(new.sd, 6)) == (2.292054, 0.433899)


def test_share_of_wallet():
    ours, budgets, weights = (
        [Decimal(value) for value in row]
        for row in ((40, 0, 60, 120, 30), (100, 80, 60, 200, 150), (1, 1, 2, 1, 1))
    )
    found = wallet.share_of_wallet(ours, budgets, weights)
    assert (round(found.share, 6), round(found.standard_error, 6)) == (0.476923, 0.151777)
    assert found.headroom == Decimal("56.666667")
