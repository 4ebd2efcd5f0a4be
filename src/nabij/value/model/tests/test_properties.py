# SPDX-License-Identifier: EUPL-1.2
"""What must hold for every model, tried on hundreds of random ones."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabij.value.model import (
    AgeShare,
    BetaGeometric,
    Effects,
    Family,
    Lever,
    Plan,
    Plateau,
    Posterior,
    Scenario,
    Shape,
    Trial,
    Weighted,
    fixed,
    from_posterior,
    learn,
    learn_exactly,
    outlook,
    scenario,
    simulate,
    trial_value,
    uncertain_codes,
    worth_by_drawing,
)
from nabij.value.model.cashflow import run
from nabij.value.model.frame import lay_out
from nabij.value.model.sampling import column, draw
from nabij.value.model.tests import naive, strategies
from nabij.value.model.tests.examples import dear_plan, estimate, three_years

BEST = Scenario.BEST
MILLIONTH = Decimal("0.000001")
MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEW = settings(MANY, max_examples=20)


@given(strategies.models(), st.sampled_from(Scenario))
@MANY
def test_arrays_say_what_paper_says(model, which):
    check_against_paper(model, which)


@pytest.mark.faults
@given(strategies.models(), st.sampled_from(Scenario))
@settings(MANY, max_examples=500)
def test_five_hundred_models_say_what_paper_says(model, which):
    check_against_paper(model, which)
    check_that_nothing_changes_nothing(model)


def check_against_paper(model, which):
    found = run(lay_out(model, model.plan), column(model, which))
    expected = naive.npv(model, which, None)
    assert found.base_npv[0] == pytest.approx(expected, rel=1e-9, abs=1e-4)
    expected = naive.delta_npv(model, which)
    scale = abs(naive.npv(model, which, None)) + abs(naive.npv(model, which, model.plan))
    assert found.delta_npv[0] == pytest.approx(expected, rel=1e-9, abs=1e-9 * scale + 1e-4)


@given(strategies.models())
@FEW
def test_the_table_by_period_adds_up(model):
    result = scenario(model, Scenario.GUESS)
    for row, paper in zip(
        result.periods, naive.cash_flows(model, Scenario.GUESS, model.plan), strict=True
    ):
        assert float(row.plan.cash_flow) == pytest.approx(paper, rel=1e-9, abs=1e-3)
        plan = row.plan
        costs = plan.unpaid + plan.direct_cost + plan.cost_to_serve + plan.acquisition_cost
        costs += plan.fixed_cost + plan.plan_cost
        assert abs(plan.cash_flow - (plan.revenue - costs)) <= 8 * MILLIONTH
        assert abs(row.delta - (row.plan.cash_flow - row.base.cash_flow)) <= 2 * MILLIONTH
    clients = sum(segment.clients for segment in model.segments)
    for row in result.periods:
        left = row.plan.leavers_avoidable + row.plan.leavers_unavoidable
        clients += row.plan.joiners - left
        assert abs(clients - row.plan.clients) <= 100 * MILLIONTH
    assert abs(result.room - result.plan_cost - result.delta_npv) <= 2 * MILLIONTH
    assert abs(sum(result.levers.values()) - result.room) <= 8 * MILLIONTH


@given(strategies.models())
@MANY
def test_levers_at_nothing_change_exactly_nothing(model):
    check_that_nothing_changes_nothing(model)


def check_that_nothing_changes_nothing(model):
    nothing = Effects(**{lever.value: fixed(lever.value, 0) for lever in Lever})
    free = tuple(replace(plateau, costs=()) for plateau in model.plan.plateaus)
    still = replace(model, effects=nothing, plan=Plan(code="free", plateaus=free))
    outcome = run(lay_out(still, still.plan), draw(still, seed=1, size=3))
    assert not outcome.room.any()
    assert not outcome.cumulative.any()


@given(strategies.models(), st.permutations(range(3)), st.integers(0, 2**32))
@FEW
def test_order_changes_nothing(model, order, seed):
    segments = tuple(model.segments[i] for i in order if i < len(model.segments))
    plateaus = tuple(model.plan.plateaus[i] for i in order if i < len(model.plan.plateaus))
    turned = replace(
        model,
        segments=segments,
        products=tuple(model.products[i] for i in order),
        ceilings=model.ceilings[::-1],
        plan=Plan(code=model.plan.code, plateaus=plateaus),
    )
    assert simulate(model, draws=20, seed=seed) == simulate(turned, draws=20, seed=seed)
    assert scenario(model, Scenario.GUESS) == scenario(turned, Scenario.GUESS)


@given(strategies.models(), st.integers(0, 2**32))
@FEW
def test_the_same_seed_gives_the_same_bits_and_more_draws_keep_them(model, seed):
    frame = lay_out(model, model.plan)
    few = run(frame, draw(model, seed=seed, size=40)).cumulative
    assert (few == run(frame, draw(model, seed=seed, size=40)).cumulative).all()
    if uncertain_codes(model):
        many = run(frame, draw(model, seed=seed, size=300)).cumulative
        assert (many[:, :40] == few).all()


@given(strategies.models(), st.sampled_from([Decimal(2), Decimal("0.5")]))
@FEW
def test_a_plan_that_costs_more_is_worth_that_much_less(model, factor):
    dearer = replace(
        model.plan,
        plateaus=tuple(
            replace(
                plateau,
                costs=tuple(replace(cost, amount=cost.amount * factor) for cost in plateau.costs),
            )
            for plateau in model.plan.plateaus
        ),
    )
    before = scenario(model, Scenario.GUESS)
    after = scenario(model, Scenario.GUESS, dearer)
    assert abs(after.room - before.room) <= 2 * MILLIONTH
    assert abs(after.plan_cost - before.plan_cost * factor) <= 2 * MILLIONTH
    if factor > 1:
        assert after.delta_npv <= before.delta_npv + 2 * MILLIONTH


@given(strategies.models(options=1), st.integers(0, 2**32))
@FEW
def test_knowing_one_estimate_is_worth_less_than_knowing_all(model, seed):
    learned = learn(model, draws=600, seed=seed)
    assert learned.evpi >= 0
    # The curve through the draws of one estimate follows some noise: allow for it.
    spread = learned.with_perfect_information - learned.evpi
    slack = abs(spread) / 20 + learned.evpi / 10 + 1
    assert all(0 <= each.evppi <= learned.evpi + slack for each in learned.inputs)


@given(
    ends=st.lists(st.decimals("-0.2", "0.3", places=3), min_size=12, max_size=12),
    price=st.integers(0, 400_000),
    sizes=st.lists(st.integers(1, 400), min_size=2, max_size=2),
)
@MANY
def test_a_test_is_worth_less_than_knowing_and_knowing_one_less_than_all(ends, price, sizes):
    model = three_point_model(ends, price)
    learned = learn_exactly(model)
    assert learned.evpi >= 0
    for each in learned.inputs:
        assert 0 <= each.evppi <= learned.evpi + MILLIONTH
        if each.codes == ("rev",):
            small, large = (
                trial_value(model, campaign("rev"), size).evsi for size in sorted(sizes)
            )
            assert 0 <= small <= large + MILLIONTH
            assert large <= each.evppi + MILLIONTH


def three_point_model(ends, price):
    model = three_years(Shape.THREE_POINT, costs=(price, 10_000, 10_000))
    codes = ("ret", "acq", "rev", "cost")
    levers = [
        estimate(code, *sorted(ends[3 * index : 3 * index + 3]), Shape.THREE_POINT)
        for index, code in enumerate(codes)
    ]
    effects = Effects(retention=levers[0], acquisition=levers[1], revenue=levers[2], cost=levers[3])
    return replace(model, effects=effects, options=dear_plan().options)


def campaign(code):
    return Trial(
        code=code,
        uptake_worst=0.06,
        uptake_guess=0.10,
        uptake_best=0.14,
        fixed_cost=Decimal(2500),
        cost_per_client=Decimal(15),
    )


@pytest.mark.parametrize("number", range(20))
def test_learning_by_draws_agrees_with_counting_out(number):
    generator = np.random.default_rng(number)
    ends = [Decimal(f"{end:.3f}") for end in generator.uniform(-0.1, 0.3, 12)]
    model = three_point_model(ends, int(generator.integers(50_000, 300_000)))
    exact = {each.codes: each.evppi for each in learn_exactly(model).inputs}
    drawn = learn(model, draws=20_000, seed=number)
    spread = float(simulate(model, draws=2_000, seed=number).sd) / 20_000**0.5
    for each in drawn.inputs:
        off = abs(float(each.evppi - exact[each.codes]))
        assert off <= max(0.05 * float(exact[each.codes]), 4 * spread)


@pytest.mark.parametrize("number", range(5))
def test_learning_by_draws_agrees_with_counting_out_for_continuous_estimates(number):
    generator = np.random.default_rng(100 + number)
    ends = [Decimal(f"{end:.3f}") for end in generator.uniform(-0.1, 0.3, 12)]
    model = three_point_model(ends, int(generator.integers(50_000, 300_000)))
    smooth = Effects(
        **{lever.value: replace(model.effects.of(lever), shape=Shape.PERT) for lever in Lever}
    )
    model = replace(model, effects=smooth)
    exact = {each.codes: each.evppi for each in learn_exactly(model, nodes=12).inputs}
    spread = float(simulate(model, draws=2_000, seed=number).sd) / 20_000**0.5
    for each in learn(model, draws=20_000, seed=number).inputs:
        off = abs(float(each.evppi - exact[each.codes]))
        assert off <= max(0.05 * float(exact[each.codes]), 4 * spread)


def test_draws_may_be_shared():
    model = replace(dear_plan(), effects=three_years().effects)
    worth = worth_by_drawing(model, draws=500, seed=9)
    assert learn(model, worth=worth) == learn(model, draws=500, seed=9)
    alone = trial_value(model, campaign("rev"), 80, draws=500, seed=9)
    assert trial_value(model, campaign("rev"), 80, worth=worth) == alone


def test_no_draw_saves_more_than_all_avoidable_exits():
    believed = Posterior(Family.NORMAL, 1.0, 0.5)
    wide = from_posterior("ret", believed)
    everything = replace(wide, worst=Decimal(0), guess=Decimal(1), best=Decimal(1))
    model = replace(three_years(), effects=replace(three_years().effects, retention=everything))
    most = scenario(replace(model, effects=replace(model.effects, retention=fixed("ret", 1))), BEST)
    drawn = run(
        lay_out(model, model.plan), column(model, BEST) | {"ret": np.array([0.4, 1.0, 1.7])}
    )
    assert drawn.room[1] == drawn.room[2] == pytest.approx(float(most.room))
    assert drawn.room[0] < drawn.room[1]


def test_the_same_age_twice_is_one_group():
    stay = BetaGeometric(code="stay", points=(Weighted(0.7, 4.0),))
    one = replace(three_years().segments[0], avoidable=stay, ages=ages((0, 0.75), (2, 0.25)))
    two = replace(one, ages=ages((2, 0.25), (0, 0.25), (0, 0.5)))
    results = [
        scenario(replace(three_years(), segments=(each,), plan=late_plan()), Scenario.GUESS)
        for each in (one, two)
    ]
    assert results[0] == results[1]


def ages(*groups):
    return tuple(AgeShare(age=age, share=share) for age, share in groups)


def late_plan():
    return Plan(code="late", plateaus=(Plateau(code="late", ramp=2),))


@given(strategies.models(options=1))
@FEW
def test_a_plan_that_is_only_compared_gives_the_same_amounts(model):
    for plan in (model.plan, *model.options):
        for case, short in outlook(model, plan).items():
            whole = scenario(model, case, plan=plan)
            assert (short.delta_npv, short.payback) == (whole.delta_npv, whole.payback)
