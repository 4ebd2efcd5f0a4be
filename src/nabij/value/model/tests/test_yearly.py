# SPDX-License-Identifier: EUPL-1.2
"""The yearly form: golden numbers to the cent, and what must hold whatever the numbers are."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nabij.value.model.types import Lever
from nabij.value.model.yearly import (
    FundersDoNotAddUp,
    ImpossibleChurn,
    YearlyCase,
    YearlyEffects,
    YearlySegment,
    YearsDiffer,
    calculate,
    churn_that_pays,
    client_value,
)


def decimals(*values):
    return tuple(Decimal(value) for value in values)


SEGMENT = YearlySegment(
    code="all",
    clients=Decimal(4000),
    joiners=Decimal(900),
    unavoidable=Decimal("0.17"),
    avoidable=Decimal("0.08"),
    budget=Decimal(6200),
    wallet=Decimal("0.45"),
    variable_cost=Decimal("0.72"),
    cost_to_serve=Decimal(310),
    acquisition_cost=Decimal(240),
)


def golden(churn="0", joiners="0", wallet="0", saving="0", segments=(SEGMENT,), ceilings=None):
    return YearlyCase(
        segments=segments,
        effects=YearlyEffects(
            avoidable=Decimal(churn),
            joiners=Decimal(joiners),
            wallet=Decimal(wallet),
            cost=Decimal(saving),
        ),
        ramp=decimals("0.25", "0.6", "1", "1", "1"),
        investment=decimals(180_000, 150_000, 120_000, 60_000, 60_000),
        fixed_cost=Decimal(1_500_000),
        discount_rate=Decimal("0.05"),
        ceilings=ceilings,
    )


GUESS = ("-0.02", "0.06", "0.02", "0.04")


def cents(value):
    return f"{value:.2f}"


def test_todays_course():
    base = calculate(golden()).base
    assert cents(base[0].revenue) == "11096388.00"
    assert cents(base[0].contribution) == "1658056.64"
    assert cents(base[4].clients) == "3857.18"


def test_value_of_a_client():
    value = client_value(SEGMENT, Decimal("0.05"))
    assert value.retention == Decimal("0.7636")
    assert value.lifetime is not None
    assert cents(value.lifetime) == "4.23"
    assert cents(value.margin) == "471.20"
    assert (cents(value.from_start), cents(value.from_end)) == ("1727.51", "1256.31")


@pytest.mark.parametrize(
    ("effects", "clients", "room", "net", "payback", "parts"),
    [
        (
            ("-0.005", "0.02", "0", "0.01"),
            "3950.02",
            "109001.74",
            "-398515.48",
            None,
            ["39748.66", "29665.89", "0.00", "39587.20"],
        ),
        (
            GUESS,
            "4185.65",
            "875499.77",
            "367982.55",
            4,
            ["168402.76", "95511.02", "450642.31", "160943.68"],
        ),
        (
            ("-0.035", "0.10", "0.04", "0.07"),
            "4430.02",
            "1684198.77",
            "1176681.54",
            2,
            ["311628.08", "170198.69", "916092.95", "286279.05"],
        ),
    ],
    ids=["worst", "guess", "best"],
)
def test_golden_scenarios(effects, clients, room, net, payback, parts):
    result = calculate(golden(*effects))
    assert cents(result.plan[4].clients) == clients
    assert (cents(result.room), cents(result.net_value)) == (room, net)
    assert result.payback == payback
    assert [cents(result.levers[lever]) for lever in Lever] == parts


def test_churn_that_just_pays():
    change = churn_that_pays(golden("-0.005", "0.02", "0", "0.01"))
    assert abs(calculate(golden(change, "0.02", "0", "0.01")).net_value) < 1
    # The guess earns enough without it: churn may even rise.
    assert churn_that_pays(golden(*GUESS)) > 0


def test_no_churn_pays_for_everything():
    dear = replace(golden("-0.005"), investment=decimals(*[10**9] * 5))
    assert churn_that_pays(dear) is None


shares = st.decimals(0, "0.4", places=3)
effects = st.tuples(
    st.decimals("-0.08", "0.08", places=3),
    st.decimals("-0.5", "0.5", places=3),
    st.decimals("-0.2", "0.2", places=3),
    st.decimals("-0.5", "0.5", places=3),
)


@given(effects)
@settings(max_examples=25, deadline=None)
def test_shapley_parts_sum_to_the_room(values):
    result = calculate(golden(*values))
    assert abs(sum(result.levers.values()) - result.room) < Decimal("1e-15")


@given(effects)
@settings(max_examples=25, deadline=None)
def test_doubling_all_money_doubles_all_money(values):
    case = golden(*values)
    double = replace(
        case,
        segments=(
            replace(
                SEGMENT,
                budget=SEGMENT.budget * 2,
                cost_to_serve=SEGMENT.cost_to_serve * 2,
                acquisition_cost=SEGMENT.acquisition_cost * 2,
            ),
        ),
        investment=tuple(amount * 2 for amount in case.investment),
    )
    assert abs(calculate(double).net_value - 2 * calculate(case).net_value) < Decimal("1e-15")


def test_no_lever_no_room():
    assert calculate(golden()).room == 0


def test_room_rises_with_saving():
    rooms = [calculate(golden(saving=saving)).room for saving in ("-0.1", "0", "0.1", "0.5")]
    assert rooms == sorted(rooms)


@pytest.mark.parametrize(("cost", "rises"), [(310, True), (2000, False)])
def test_room_rises_with_retention_only_while_a_client_brings_more_than_they_cost(cost, rises):
    segment = replace(SEGMENT, cost_to_serve=Decimal(cost))
    room = calculate(golden("-0.02", segments=(segment,))).room
    assert (room > 0) == rises


@pytest.mark.parametrize(("cost", "rises"), [(240, True), (5000, False)])
def test_room_rises_with_new_clients_only_while_they_bring_more_than_winning_them_costs(
    cost, rises
):
    segment = replace(SEGMENT, acquisition_cost=Decimal(cost))
    room = calculate(golden(joiners="0.1", segments=(segment,))).room
    assert (room > 0) == rises


def funded(*ceiling):
    segment = replace(SEGMENT, funders={"wlz": Decimal("0.6"), "wmo": Decimal("0.4")})
    return golden(*GUESS, segments=(segment,), ceilings={"wlz": decimals(*ceiling)})


def test_an_endless_ceiling_is_no_ceiling():
    assert calculate(funded(10**12)).room == calculate(golden(*GUESS)).room


def test_production_above_a_ceiling_is_shown_as_unpaid():
    result = calculate(funded(6_000_000, 6_500_000))
    first = result.plan[0]
    assert first.revenue == Decimal(6_000_000) + first.production * Decimal("0.4")
    assert first.unpaid == first.production - first.revenue > 0
    assert result.plan[1].unpaid == result.plan[1].production * Decimal("0.6") - 6_500_000
    assert result.room < calculate(golden(*GUESS)).room


def test_more_segments_add_up_in_any_order():
    other = replace(SEGMENT, code="other", clients=Decimal(10), joiners=Decimal(3))
    both = calculate(golden(*GUESS, segments=(SEGMENT, other)))
    assert both == calculate(golden(*GUESS, segments=(other, SEGMENT)))
    apart = [calculate(golden(*GUESS, segments=(each,))).room for each in (SEGMENT, other)]
    assert abs(both.room - sum(apart)) < Decimal("1e-15")


def test_a_lever_cannot_take_more_than_all_avoidable_churn():
    with pytest.raises(ImpossibleChurn, match=r"-0\.02.* of the clients would leave in year 3"):
        calculate(golden("-0.1"))


def test_years_of_effect_and_investment_must_match():
    with pytest.raises(YearsDiffer, match="5 years of effect and 1 of investment"):
        calculate(replace(golden(), investment=decimals(1)))


def test_funders_must_pay_for_everything():
    segment = replace(SEGMENT, funders={"wlz": Decimal("0.6")})
    with pytest.raises(FundersDoNotAddUp, match=r"adds up to 0\.6"):
        calculate(golden(segments=(segment,)))
