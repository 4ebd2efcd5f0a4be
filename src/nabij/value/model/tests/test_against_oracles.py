# SPDX-License-Identifier: EUPL-1.2
"""The same answers as lifelines and scipy give, on random data with ties."""

from decimal import Decimal

import numpy as np
import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from scipy import integrate, optimize, stats

from nabij.value.model import (
    Family,
    Posterior,
    Shape,
    beta_geometric,
    distributions,
    proportions,
    stay,
    trials,
)
from nabij.value.model.tests.examples import estimate

SETS = range(20)


def episodes(number, size=400):
    generator = np.random.default_rng(number)
    durations = generator.geometric(generator.uniform(0.02, 0.3), size)
    kinds = generator.choice(3, size, p=generator.dirichlet([2, 2, 2]))
    return durations, kinds


@pytest.mark.parametrize("number", SETS)
def test_kaplan_meier(number):
    durations, kinds = episodes(number)
    found = stay.kaplan_meier(durations, kinds > 0)
    known = KaplanMeierFitter().fit(durations, kinds > 0)
    ages = np.arange(durations.max() + 1)
    assert found.survival == pytest.approx(known.predict(ages).to_numpy(), abs=1e-9)
    bounds = known.confidence_interval_.reindex(ages, method="ffill").to_numpy()
    assert found.low == pytest.approx(bounds[:, 0], abs=1e-9)
    assert found.high == pytest.approx(bounds[:, 1], abs=1e-9)
    median = known.median_survival_time_
    assert found.median == (None if np.isinf(median) else median)


@pytest.mark.parametrize("number", SETS)
def test_kaplan_meier_of_care_that_began_before_we_saw_it(number):
    durations, kinds = episodes(number)
    entries = np.random.default_rng(number).integers(0, durations)
    # Nobody is at risk before the first is seen: keep a group that is there from the start.
    entries[:200] = 0
    found = stay.kaplan_meier(durations, kinds > 0, entries)
    known = KaplanMeierFitter().fit(durations, kinds > 0, entry=entries)
    ages = np.arange(durations.max() + 1)
    assert found.survival == pytest.approx(known.predict(ages).to_numpy(), abs=1e-9)


@pytest.mark.parametrize("number", SETS)
def test_aalen_johansen_without_ties_as_lifelines(number):
    generator = np.random.default_rng(number)
    durations = generator.permutation(np.arange(1, 301))
    kinds = generator.choice(3, 300)
    found = stay.aalen_johansen(durations, kinds)
    for kind in (1, 2):
        known = AalenJohansenFitter(calculate_variance=False)
        known.fit(durations, kinds, event_of_interest=kind)
        share = known.cumulative_density_.to_numpy()[:, 0]
        assert found.by_kind[kind - 1] == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("number", SETS)
def test_aalen_johansen_with_ties_by_its_definition(number):
    durations, kinds = episodes(number)
    found = stay.aalen_johansen(durations, kinds)
    still_here, shares = 1.0, np.zeros(2)
    for age in range(durations.max() + 1):
        at_risk = (durations >= age).sum()
        for kind in (1, 2):
            shares[kind - 1] += still_here * ((durations == age) & (kinds == kind)).sum() / at_risk
        still_here *= 1 - ((durations == age) & (kinds > 0)).sum() / at_risk
        assert found.by_kind[:, age] == pytest.approx(shares, abs=1e-12)
    assert found.by_kind.sum(axis=0) + found.still_here == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("number", SETS)
def test_log_rank(number):
    durations, kinds = episodes(number)
    second = np.random.default_rng(number).random(len(durations)) < 0.4
    found = stay.log_rank(durations, kinds > 0, second)
    known = logrank_test(
        durations[second], durations[~second], kinds[second] > 0, kinds[~second] > 0
    )
    assert found.chi2 == pytest.approx(known.test_statistic, rel=1e-9, abs=1e-12)
    assert found.p_value == pytest.approx(known.p_value, rel=1e-6, abs=1e-12)


def test_restricted_mean_stay():
    durations, kinds = episodes(3)
    found = stay.kaplan_meier(durations, kinds > 0)
    assert found.mean_until(10) == pytest.approx(sum(found.at(age) for age in range(10)))
    everyone = stay.kaplan_meier(durations, np.ones_like(durations))
    assert everyone.mean_until(durations.max()) == pytest.approx(durations.mean())


@pytest.mark.parametrize("number", range(8))
def test_beta_geometric_fit_finds_the_top(number):
    generator = np.random.default_rng(number)
    chances = generator.beta(0.8, 6, 5000)
    lasting = np.minimum(generator.geometric(chances), 24)
    left = np.bincount(lasting[lasting < 24], minlength=24)[1:]
    at_risk = 5000 - np.concatenate([[0], np.cumsum(left)[:-1]])
    fit = beta_geometric.fit(at_risk, left)

    def loss(logs):
        alpha, beta = np.exp(logs)
        return -float(beta_geometric.log_likelihood(alpha, beta, at_risk, left))

    known = optimize.minimize(loss, [0.0, 1.0], method="Nelder-Mead", options={"xatol": 1e-8})
    assert fit.log_likelihood >= -known.fun - 1e-7
    assert (fit.alpha, fit.beta) == pytest.approx(tuple(np.exp(known.x)), rel=1e-3)


def test_clients_who_are_all_alike_have_a_steady_chance():
    at_risk = np.round(1e6 * 0.9 ** np.arange(12)).astype(int)
    fit = beta_geometric.fit(at_risk[:-1], -np.diff(at_risk))
    rates = fit.alpha / (fit.alpha + fit.beta + np.arange(12))
    assert rates == pytest.approx(np.full(12, 0.1), abs=1e-3)


POSTERIORS = [
    (Posterior(Family.GAMMA, 91, 12.1), stats.gamma(91, scale=1 / 12.1)),
    (Posterior(Family.GAMMA, 0.5, 2), stats.gamma(0.5, scale=0.5)),
    (Posterior(Family.BETA, 28, 64), stats.beta(28, 64)),
    (Posterior(Family.BETA, 1, 1), stats.beta(1, 1)),
    (Posterior(Family.BETA, 1.5, 400), stats.beta(1.5, 400)),
    (Posterior(Family.NORMAL, 3, 0.25), stats.norm(3, 0.25)),
]
KNOWN = [
    (distributions.from_posterior("x", posterior), known) for posterior, known in POSTERIORS
] + [
    (estimate("x", "-1", "0.5", "2"), stats.beta(3, 3, -1, 3)),
    (estimate("x", "2", "2", "-1"), stats.beta(5, 1, -1, 3)),
    (estimate("x", "0", "0.1", "0.25", Shape.TRIANGULAR), stats.triang(0.4, 0, 0.25)),
    (estimate("x", "0.25", "0", "0", Shape.TRIANGULAR), stats.triang(0, 0, 0.25)),
]


@pytest.mark.parametrize(("uncertain", "known"), KNOWN)
class TestDistributions:
    def test_moments(self, uncertain, known):
        mean, variance = distributions.mean_and_variance(uncertain)
        assert (mean, variance) == pytest.approx((known.mean(), known.var()), rel=1e-12, abs=1e-15)

    def test_quantiles(self, uncertain, known):
        scale = known.std()
        for chance in (0.05, 0.5, 0.95):
            found = distributions.quantile(uncertain, chance)
            assert found == pytest.approx(known.ppf(chance), abs=1e-3 * scale)

    def test_draws(self, uncertain, known):
        drawn = distributions.draw(uncertain, np.random.default_rng(5), 20_000)
        assert stats.kstest(drawn, known.cdf).pvalue > 0.001

    def test_weighted_points(self, uncertain, known):
        points, weights = distributions.nodes(uncertain, 16)
        assert weights.sum() == pytest.approx(1)
        ends = known.ppf(1e-14), known.isf(1e-14)
        for power in range(1, 6):
            moment, _ = integrate.quad(
                lambda x, power=power: x**power * known.pdf(x), *ends, epsabs=0, epsrel=1e-9
            )
            assert weights @ points**power == pytest.approx(moment, rel=1e-6)


def test_three_points_are_drawn_with_their_chances():
    uncertain = estimate("x", "3", "2", "1", Shape.THREE_POINT)
    drawn = distributions.draw(uncertain, np.random.default_rng(5), 60_000)
    shares = [np.mean(drawn == value) for value in (3, 2, 1)]
    assert shares == pytest.approx([1 / 6, 4 / 6, 1 / 6], abs=0.01)
    mean, variance = distributions.mean_and_variance(uncertain)
    assert (mean, variance) == pytest.approx((2, 1 / 3))
    assert [distributions.quantile(uncertain, at) for at in (0.1, 0.5, 0.9)] == [1, 2, 3]


@pytest.mark.parametrize("n", [1, 10, 700])
def test_binomial(n):
    chances = np.array([0.0, 1e-9, 0.06, 0.5, 1.0])
    known = stats.binom.pmf(np.arange(n + 1)[:, None], n, chances)
    assert trials.binomial(n, chances) == pytest.approx(known, rel=1e-9, abs=1e-12)


def test_value_of_a_test_by_its_integral():
    """Belief uniform on 0..1, worth x - 1/2 or nothing: the classic case has a closed form."""
    points, weights = distributions.beta_nodes(1, 1, 64)
    means = np.stack([np.zeros(64), points - 0.5])
    found = trials.evsi_of(9, points, weights, means)
    # After k of 9 the mean is (k + 1)/11, each k as likely as any other.
    known = np.mean([max(0, (k + 1) / 11 - 0.5) for k in range(10)])
    assert found == pytest.approx(known, abs=1e-12)
    perfect, _ = integrate.quad(lambda x: max(0, x - 0.5), 0, 1, points=[0.5])
    assert found < perfect


@pytest.mark.parametrize(("yes", "asked"), [(0, 10), (3, 10), (10, 10), (72, 600)])
def test_wilson(yes, asked):
    known = stats.binomtest(yes, asked).proportion_ci(method="wilson")
    assert proportions.wilson(yes, asked) == pytest.approx((known.low, known.high), abs=1e-12)


def test_posterior_of_a_certain_amount_stays_certain():
    found = distributions.from_posterior("x", Posterior(Family.NORMAL, 5, 1e-9))
    assert found.guess == Decimal(5)
