# SPDX-License-Identifier: EUPL-1.2
"""Numbers printed by others, reproduced to the digit they print. Sources stand with each table."""

import numpy as np
import pytest
from lifelines.datasets import load_lung, load_waltons

from nabij.value.model import beta_geometric, columns, proportions, sensitivity, stay

# Fader and Hardie 2007, "How to project customer retention": share of 1,000 clients still there.
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)


def counts(still_there):
    here = np.array(still_there)
    return here[:-1], here[:-1] - here[1:]


def percentages(fit, ages):
    return [
        round(100 * share, 2)
        for share in beta_geometric.survival(fit.alpha, fit.beta, ages[-1])[ages[0] :]
    ]


class TestShiftedBetaGeometric:
    def test_regular_clients(self):
        fit = beta_geometric.fit(*counts(REGULAR))
        found = (round(fit.alpha, 6), round(fit.beta, 6), round(fit.log_likelihood, 4))
        assert found == (0.704077, 1.182043, -1680.2652)
        assert percentages(fit, (8, 12)) == [22.01, 20.44, 19.12, 17.99, 17.00]

    def test_regular_clients_from_four_renewals(self):
        fit = beta_geometric.fit(*counts(REGULAR[:5]))
        found = (round(fit.alpha, 6), round(fit.beta, 6), round(fit.log_likelihood, 4))
        assert found == (0.763665, 1.295830, -1401.5594)
        # The forecast that made the curve known.
        assert percentages(fit, (5, 12)) == [28.45, 25.37, 22.96, 21.03, 19.43, 18.09, 16.94, 15.95]

    def test_high_end_clients(self):
        fit = beta_geometric.fit(*counts(HIGH_END))
        assert (round(fit.alpha, 6), round(fit.log_likelihood, 4)) == (0.668088, -1611.1581)
        # Printed as 3.806094; with 40 digits it is 3.80609496.
        assert round(fit.beta, 8) == 3.80609496
        # The same five shares are printed by github.com/jdmaturen/shifted_beta_geometric_py.
        assert percentages(fit, (8, 12)) == [46.04, 43.58, 41.42, 39.51, 37.80]

    def test_retention_grows_with_age(self):
        fit = beta_geometric.fit(*counts(HIGH_END))
        survival = beta_geometric.survival(fit.alpha, fit.beta, 4)
        retention = [round(float(rate), 4) for rate in survival[1:] / survival[:-1]]
        assert retention == [0.8507, 0.8780, 0.8968, 0.9106]

    def test_discounted_residual_lifetime(self):
        # github.com/jdmaturen/shifted_beta_geometric_py prints 7.530.
        fit = beta_geometric.fit(*counts(HIGH_END))
        found = beta_geometric.residual_lifetime(
            fit.alpha, fit.beta, discount_rate=0.10, renewals=7
        )
        assert round(found, 6) == 7.529628

    def test_belief_after_the_data(self):
        # pymc-marketing by Markov chains: .666, 3.79, .106, .80.
        belief = beta_geometric.posterior(*counts(HIGH_END))
        found = (belief.alpha, belief.beta, belief.alpha_sd, belief.beta_sd)
        assert [round(value, 4) for value in found] == [0.6681, 3.8082, 0.1077, 0.8210]

    def test_points_stand_for_the_belief(self):
        belief = beta_geometric.posterior(*counts(HIGH_END))
        points = np.array([(point.alpha, point.beta) for point in belief.points])
        assert np.abs(points.mean(axis=0) - [belief.alpha, belief.beta]) == pytest.approx(
            [0, 0], abs=0.1
        )
        assert points.std(axis=0) == pytest.approx([belief.alpha_sd, belief.beta_sd], rel=0.03)


class TestKaplanMeier:
    """Data that ship with lifelines; medians and shares as its documentation prints them."""

    def test_waltons(self):
        data = load_waltons()
        assert (len(data), data["E"].sum()) == (163, 156)
        assert stay.kaplan_meier(data["T"], data["E"]).median == 56

    @pytest.mark.parametrize(
        ("group", "median", "at_50"), [("control", 58, 0.765076), ("miR-137", 26, 0.058824)]
    )
    def test_waltons_by_group(self, group, median, at_50):
        data = load_waltons().query("group == @group")
        found = stay.kaplan_meier(data["T"], data["E"])
        assert found.median == median
        assert round(found.at(50), 6) == at_50

    def test_waltons_log_rank(self):
        data = load_waltons()
        found = stay.log_rank(data["T"], data["E"], data["group"] == "miR-137")
        assert round(found.chi2, 4) == 122.2491

    def test_lung(self):
        data = load_lung()
        found = stay.kaplan_meier(data["time"], data["status"])
        assert found.median == 310
        assert round(found.at(365), 6) == 0.409242


def test_ishigami_shares_of_the_variance():
    """Ishigami and Homma 1990, a = 7, b = 0.1: S1 .3139 .4424 0, ST .5576 .4424 .2437."""
    points, weights = np.polynomial.legendre.leggauss(24)
    x, y, z = np.meshgrid(*[np.pi * points] * 3, indexing="ij")
    values = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
    _, _, first, total = sensitivity.variance_shares(values, [weights / 2] * 3)
    assert [round(value, 4) for value in first] == pytest.approx([0.3139, 0.4424, 0], abs=1e-12)
    assert [round(value, 4) for value in total] == [0.5576, 0.4424, 0.2437]


def test_ishigami_by_drawing():
    def ishigami(x):
        return np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])

    generator = np.random.default_rng(3)
    here, there = generator.uniform(-np.pi, np.pi, (2, 3, 2**16))
    found = []
    for axis in range(3):
        mixed = here.copy()
        mixed[axis] = there[axis]
        found.append(sensitivity.saltelli(ishigami(here), ishigami(there), ishigami(mixed)))
    first, total = np.array(found).T
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=0.015)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.015)


def test_two_proportions():
    """72 of 600 against 48 of 600, as statsmodels prints it."""
    found = proportions.compare(72, 600, 48, 600)
    assert (round(found.z, 6), round(found.p_value, 6)) == (2.309401, 0.020921)
    assert round(found.difference, 4) == 0.04
    assert (round(found.low, 6), round(found.high, 6)) == (0.005991, 0.074283)


@pytest.mark.parametrize(
    ("first", "second", "power", "needed"),
    [
        # R, documentation of power.prop.test: 76.7 per group.
        (0.50, 0.75, 0.9, 76.7069),
        (0.10, 0.12, 0.8, 3840.85),
        (0.08, 0.12, 0.8, 881.82),
    ],
)
def test_clients_per_group(first, second, power, needed):
    found = proportions.per_group(first, second, power=power)
    assert abs(found - needed) < 0.005 if needed > 100 else round(found, 4) == needed


def test_internal_rate_of_return():
    """The example of numpy-financial."""
    rate = columns.internal_rate(np.array([-100.0, 39, 59, 55, 20]))
    assert round(rate, 5) == 0.28095
