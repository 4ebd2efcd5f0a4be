# SPDX-License-Identifier: EUPL-1.2
"""Models at random for hypothesis: every kind of stay, inflow, plateau and ceiling."""

from hypothesis import strategies as st

from nabij.value.model import (
    AgeShare,
    BetaGeometric,
    Ceiling,
    Effects,
    Estimate,
    HazardTable,
    LeadInflow,
    Model,
    Plan,
    PlannedCost,
    Plateau,
    Product,
    Reach,
    Segment,
    Shape,
    Uptake,
    Weighted,
)

FUNDERS = ("wlz", "wmo", "private")
PRODUCTS = ("help", "care", "meals")


def decimals(low, high, places=3):
    return st.decimals(str(low), str(high), places=places)


@st.composite
def estimates(draw, code, low, high):
    low_end, guess, high_end = sorted(draw(decimals(low, high)) for _ in range(3))
    worst, best = draw(st.sampled_from([(low_end, high_end), (high_end, low_end)]))
    return Estimate(
        code=code, worst=worst, guess=guess, best=best, shape=draw(st.sampled_from(Shape))
    )


@st.composite
def stays(draw, code):
    avoidable = draw(
        st.one_of(
            estimates(f"{code}.avoidable", 0, "0.2"),
            st.builds(
                BetaGeometric,
                code=st.just(f"{code}.avoidable"),
                points=st.tuples(
                    st.builds(Weighted, alpha=st.floats(0.2, 1.5), beta=st.floats(5, 30))
                ),
            ),
        )
    )
    unavoidable = draw(
        st.one_of(
            estimates(f"{code}.unavoidable", 0, "0.2"),
            st.builds(
                HazardTable,
                rates=st.lists(st.floats(0, 0.2), min_size=1, max_size=9).map(tuple),
            ),
        )
    )
    return avoidable, unavoidable


@st.composite
def segments(draw, code):
    avoidable, unavoidable = draw(stays(code))
    inflow = draw(
        st.one_of(
            estimates(f"{code}.inflow", 0, 30),
            st.builds(
                LeadInflow,
                leads=estimates(f"{code}.leads", 0, 60),
                conversion=estimates(f"{code}.conversion", 0, 1),
            ),
        )
    )
    ages = draw(st.sampled_from([(), (0,), (3,), (0, 7), (7, 0, 1), (0, 2, 0), (2, 5, 40)]))
    products = draw(st.lists(st.sampled_from(PRODUCTS), unique=True, max_size=3))
    return Segment(
        code=code,
        clients=draw(decimals(25, 2000)),
        avoidable=avoidable,
        unavoidable=unavoidable,
        inflow=inflow,
        uptake=tuple(
            Uptake(product=product, share=draw(estimates(f"{code}.{product}", 0, 1)))
            for product in products
        ),
        cost_to_serve=draw(estimates(f"{code}.serve", 0, 300)),
        acquisition_cost=draw(estimates(f"{code}.acquire", 0, 500)),
        ages=tuple(AgeShare(age=age, share=1 / len(ages)) for age in ages),
    )


@st.composite
def plans(draw, code, periods):
    count = draw(st.integers(1, 3))
    plateaus = []
    for index in range(count):
        amounts = draw(st.lists(decimals(0, 50_000, 2), max_size=3))
        reach = [draw(decimals(0, 1)) / count for _ in range(4)]
        plateaus.append(
            Plateau(
                code=f"{code}.{index}",
                starts_after=draw(st.integers(0, periods)),
                ramp=draw(st.integers(0, 12)),
                reach=Reach(
                    retention=reach[0], acquisition=reach[1], revenue=reach[2], cost=reach[3]
                ),
                costs=tuple(
                    PlannedCost(period=draw(st.integers(1, periods)), amount=amount)
                    for amount in amounts
                ),
                overrun=draw(st.none() | estimates(f"{code}.{index}.overrun", "0.5", 2)),
            )
        )
    return Plan(code=code, plateaus=tuple(plateaus))


@st.composite
def models(draw, *, options=0):
    periods = draw(st.integers(1, 30))
    return Model(
        code="random",
        segments=tuple(draw(segments(f"s{index}")) for index in range(draw(st.integers(1, 3)))),
        products=tuple(
            Product(
                code=code,
                price=draw(estimates(f"{code}.price", 0, 900)),
                cost=draw(estimates(f"{code}.cost", 0, 600)),
                commercial=draw(st.booleans()),
                funder=draw(st.sampled_from(FUNDERS)),
            )
            for code in PRODUCTS
        ),
        effects=Effects(
            retention=draw(estimates("retention", "-0.5", 1)),
            acquisition=draw(estimates("acquisition", "-0.5", 1)),
            revenue=draw(estimates("revenue", "-0.5", 1)),
            cost=draw(estimates("cost", "-0.5", 1)),
        ),
        plan=draw(plans("plan", periods)),
        options=tuple(draw(plans(f"option{index}", periods)) for index in range(options)),
        fixed_cost=draw(estimates("fixed", 0, 100_000)),
        discount_rate=draw(decimals(0, "0.15")),
        ceilings=tuple(
            Ceiling(
                funder=funder,
                yearly=tuple(draw(st.lists(decimals(0, 3_000_000, 2), min_size=1, max_size=3))),
            )
            for funder in draw(st.lists(st.sampled_from(FUNDERS[:2]), unique=True))
        ),
        periods=periods,
        periods_per_year=draw(st.sampled_from([1, 4, 12])),
    )
