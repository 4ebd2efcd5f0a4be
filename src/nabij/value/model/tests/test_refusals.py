# SPDX-License-Identifier: EUPL-1.2
"""What the model refuses, in a sentence that names the bound."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nabij.value.model import (
    AgeShare,
    BetaGeometric,
    Ceiling,
    HazardTable,
    ImpossibleModel,
    Plan,
    PlannedCost,
    Plateau,
    Reach,
    Scenario,
    Uptake,
    Weighted,
    best_trial,
    beta_geometric,
    fixed,
    inflow,
    learn,
    learn_exactly,
    proportions,
    scenario,
    serving,
    simulate,
    stay,
    wallet,
)
from nabij.value.model.tests.examples import dear_plan, estimate, three_years
from nabij.value.model.tests.test_worked_examples import CAMPAIGN


def segment(**changes):
    model = three_years()
    return replace(model, segments=(replace(model.segments[0], **changes),))


def plateau(**changes):
    return replace(three_years(), plan=Plan(code="p", plateaus=(Plateau(code="q", **changes),)))


def effect(**changes):
    model = three_years()
    return replace(model, effects=replace(model.effects, **changes))


IMPOSSIBLE = {
    "a segment twice": (
        lambda: replace(three_years(), segments=three_years().segments * 2),
        "code all stands for two different things",
    ),
    "one code for two estimates": (
        lambda: segment(inflow=fixed("serve", 3)),
        "code serve stands for two different things",
    ),
    "one estimate for two levers": (
        lambda: effect(cost=three_years().effects.revenue),
        "code rev stands for two different things",
    ),
    "a product that is not there": (
        lambda: segment(uptake=(Uptake(product="meals", share=fixed("m", 1)),)),
        "Segment all uses product meals",
    ),
    "fewer clients than none": (lambda: segment(clients=Decimal(-1)), "all must lie between 0 and"),
    "everyone leaves, and more": (
        lambda: segment(unavoidable=fixed("death", Decimal("0.9"))),
        r"at most 100%, and reach 110%",
    ),
    "a lever that drives away more than there are": (
        lambda: replace(
            effect(retention=estimate("ret", -1, 0, 0)),
            segments=segment(avoidable=fixed("avoidable", Decimal("0.6"))).segments,
        ),
        "reach 120%",
    ),
    "a chance above 1": (
        lambda: segment(unavoidable=HazardTable(rates=(0.1, 1.2))),
        "must lie between 0 and 1",
    ),
    "a table without rates": (lambda: segment(unavoidable=HazardTable(rates=())), "no points"),
    "a curve without points": (
        lambda: segment(avoidable=BetaGeometric(code="stay", points=())),
        "no points",
    ),
    "a curve below nothing": (
        lambda: segment(avoidable=BetaGeometric(code="stay", points=(Weighted(-1, 2),))),
        "stay must lie between 0 and",
    ),
    "ages of more than everyone": (
        lambda: segment(ages=(AgeShare(age=0, share=0.5), AgeShare(age=4, share=0.6))),
        r"add up to 1, and add up to 1\.1",
    ),
    "a lever above all": (
        lambda: effect(retention=estimate("ret", 0, 1, 2)),
        "ret must lie between -1 and 1, and is 2",
    ),
    "no periods": (lambda: replace(three_years(), periods=0), "periods must lie between 1"),
    "a cost after the end": (
        lambda: plateau(costs=(PlannedCost(period=4, amount=Decimal(1)),)),
        "must lie between 1 and 3, and is 4",
    ),
    "a start before the start": (lambda: plateau(starts_after=-1), "start of q must lie"),
    "a negative reach": (lambda: plateau(reach=Reach(cost=Decimal(-1))), "reach of q"),
    "a negative ceiling": (
        lambda: replace(three_years(), ceilings=(Ceiling(funder="wmo", yearly=(Decimal(-1),)),)),
        "wmo must lie between 0",
    ),
    "a ceiling without an amount": (
        lambda: replace(three_years(), ceilings=(Ceiling(funder="wmo", yearly=()),)),
        "wmo",
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_an_impossible_model(what):
    make, sentence = IMPOSSIBLE[what]
    with pytest.raises(ImpossibleModel, match=sentence):
        scenario(make(), Scenario.GUESS)


REFUSED = {
    "a guess outside its bounds": (
        lambda: estimate("x", 0, 2, 1),
        "guess of x must lie between its worst and its best",
    ),
    "an estimate that is no number": (lambda: fixed("x", Decimal("NaN")), "x is not a number"),
    "plateaus that bring more than everything": (
        lambda: Plan(code="p", plateaus=(Plateau(code="a"), Plateau(code="b"))),
        "The plateaus of p bring 2 times the lever retention",
    ),
    "one draw": (lambda: simulate(three_years(), draws=1), "at least 2 draws"),
    "learning from one draw": (lambda: learn(three_years(), draws=1), "at least 2 draws"),
    "a control group of more than all": (
        lambda: best_trial(dear_plan(), replace(CAMPAIGN, control_uptake=2)),
        "rev must lie between 0 and 1, and is 2",
    ),
    "a test of what is certain": (
        lambda: best_trial(dear_plan(), replace(CAMPAIGN, code="price")),
        "price is not an uncertain estimate",
    ),
    "an uptake above all": (
        lambda: best_trial(dear_plan(), replace(CAMPAIGN, uptake_best=1.2)),
        r"rev must lie between 0 and 1, and is 1\.2",
    ),
    "too much to count out": (
        lambda: learn_exactly(three_years(), nodes=40),
        "takes 2560000 combinations",
    ),
    "no episodes": (lambda: stay.kaplan_meier([], []), "no episodes"),
    "an episode that ends before it begins": (
        lambda: stay.kaplan_meier([3, -2], [1, 1]),
        "cannot last -2 periods",
    ),
    "an episode seen only after its end": (
        lambda: stay.kaplan_meier([3, 2], [1, 1], [0, 2]),
        "cannot last 2 periods from an entry after 2",
    ),
    "nobody left": (lambda: beta_geometric.fit([10, 10], [0, 0]), "Of 20 client periods none"),
    "fewer leads than none": (lambda: inflow.leads(-1, 12), "-1 leads cannot be"),
    "leads in no time": (lambda: inflow.leads(1, 0), "0 periods cannot be"),
    "fewer lost than none": (lambda: inflow.conversion(1, -1), "-1 lost cannot be"),
    "more users than clients": (lambda: inflow.uptake("meals", 5, 4), "-1 meals cannot be"),
    "a negative error": (
        lambda: inflow.measured_amount("price", Decimal(1), Decimal(-1)),
        "-1 price cannot be",
    ),
    "one answer": (
        lambda: wallet.share_of_wallet([Decimal(1)], [Decimal(2)]),
        "From 1 answers",
    ),
    "answers without budgets": (
        lambda: wallet.share_of_wallet([Decimal(1)], []),
        "1 amounts with us, 0 budgets",
    ),
    "nobody to serve": (
        lambda: serving.cost_to_serve(
            [],
            visits=0,
            cost_per_visit=Decimal(0),
            overhead=Decimal(1),
            overhead_share=Decimal(1),
            client_periods=Decimal(0),
        ),
        "Costs of 0 client periods",
    ),
    "more yes than asked": (lambda: proportions.compare(3, 2, 1, 2), "3 of 2"),
    "no difference to see": (lambda: proportions.per_group(0.1, 0.1), r"between 0\.1 and itself"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what):
    make, sentence = REFUSED[what]
    with pytest.raises(ImpossibleModel, match=sentence):
        make()


def test_cost_to_serve():
    contacts = [
        serving.Contacts(channel="phone", number=900, minutes=Decimal(6), hourly_rate=Decimal(40)),
        serving.Contacts(channel="desk", number=60, minutes=Decimal(15), hourly_rate=Decimal(50)),
    ]
    found = serving.cost_to_serve(
        contacts,
        visits=20,
        cost_per_visit=Decimal(35),
        overhead=Decimal(12_000),
        overhead_share=Decimal("0.25"),
        client_periods=Decimal(1200),
    )
    # 3,600 + 750 on contacts, 700 on visits, 3,000 of the overhead.
    assert found == Decimal("6.708333")


def test_rates_by_age_rest_on_enough_clients():
    table = stay.life_table([1, 1, 2, 3, 3, 4], [1, 2, 1, 0, 1, 1])
    assert stay.hazards(table, stay.AVOIDABLE, least=1) == (1 / 6, 1 / 4, 1 / 3, 1.0)
    assert stay.hazards(table, stay.AVOIDABLE, least=6) == (1 / 6, 3 / 8, 3 / 8, 3 / 8)
    assert stay.hazards(table, stay.AVOIDABLE, least=1000) == (4 / 14,) * 4
    assert stay.hazards(table, 3) == (0.0,) * 4
