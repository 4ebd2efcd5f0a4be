# SPDX-License-Identifier: EUPL-1.2
"""The model once more, as slow and plain as it stands on paper: one cohort after another,
no arrays."""

from nabij.value.model import BetaGeometric, Estimate, HazardTable, LeadInflow, Lever, Scenario


def delta_npv(model, column=Scenario.GUESS, plan=None):
    """Return plan minus today's course, discounted."""
    plan = plan or model.plan
    return npv(model, column, plan) - npv(model, column, None)


def npv(model, column, plan):
    rate = 1 + float(model.discount_rate)
    return sum(
        amount / rate ** (t / model.periods_per_year)
        for t, amount in enumerate(cash_flows(model, column, plan), 1)
    )


def cash_flows(model, column, plan):
    """Return the cash flow of each period with a plan, or of today's course."""
    produced = {ceiling.funder: [] for ceiling in model.ceilings}
    cash = []
    here = {segment.code: clients(model, segment, column, plan) for segment in model.segments}
    for t in range(1, model.periods + 1):
        total = -float(model.fixed_cost.at(column))
        paid = dict.fromkeys(produced, 0.0)
        for segment in model.segments:
            count, joined = here[segment.code][t - 1]
            more = 1 + strength(model, Lever.REVENUE, column, plan, t)
            less = 1 - strength(model, Lever.COST, column, plan, t)
            for uptake in segment.uptake:
                product = next(p for p in model.products if p.code == uptake.product)
                using = count * float(uptake.share.at(column))
                using *= more if product.commercial else 1
                revenue = using * float(product.price.at(column))
                total += revenue - using * float(product.cost.at(column))
                if product.funder in paid:
                    paid[product.funder] += revenue
            total -= count * float(segment.cost_to_serve.at(column)) * less
            total -= joined * float(segment.acquisition_cost.at(column))
        for funder, revenue in paid.items():
            produced[funder].append(revenue)
            total -= unpaid(model, funder, produced[funder], t)
        cash.append(total - plan_cost(plan, column, t))
    return cash


def clients(model, segment, column, plan):
    """Return (clients, joiners) per period, following each cohort on its own."""
    cohorts = [
        [group.age, float(segment.clients) * group.share]
        for group in segment.ages or [type("Young", (), {"age": 0, "share": 1.0})]
    ]
    rows = []
    for t in range(1, model.periods + 1):
        kept = 1 - strength(model, Lever.RETENTION, column, plan, t)
        for cohort in cohorts:
            age = cohort[0]
            leaving = unavoidable(segment, age, column) + avoidable(segment, age, column) * kept
            cohort[1] *= max(1 - leaving, 0)
            cohort[0] += 1
        joined = inflow(segment, column)
        joined *= 1 + strength(model, Lever.ACQUISITION, column, plan, t)
        cohorts.append([0, joined])
        rows.append((sum(cohort[1] for cohort in cohorts), joined))
    return rows


def strength(model, lever, column, plan, t):
    if plan is None:
        return 0.0
    ramp = 0.0
    for plateau in plan.plateaus:
        if plateau.ramp:
            grown = min(max((t - plateau.starts_after) / plateau.ramp, 0), 1)
        else:
            grown = float(t > plateau.starts_after)
        ramp += float(plateau.reach.of(lever)) * grown
    return float(model.effects.of(lever).at(column)) * ramp


def avoidable(segment, age, column):
    stay = segment.avoidable
    if isinstance(stay, BetaGeometric):
        (point,) = stay.points
        return point.alpha / (point.alpha + point.beta + age)
    assert isinstance(stay, Estimate)
    return float(stay.at(column))


def unavoidable(segment, age, column):
    stay = segment.unavoidable
    if isinstance(stay, HazardTable):
        return stay.rates[min(age, len(stay.rates) - 1)]
    return float(stay.at(column))


def inflow(segment, column):
    if isinstance(segment.inflow, LeadInflow):
        return float(segment.inflow.leads.at(column)) * float(segment.inflow.conversion.at(column))
    return float(segment.inflow.at(column))


def unpaid(model, funder, produced, t):
    """Return what of this period's production lies above the year's ceiling."""
    (ceiling,) = (each for each in model.ceilings if each.funder == funder)
    year = (t - 1) // model.periods_per_year
    amount = float(ceiling.yearly[min(year, len(ceiling.yearly) - 1)])
    so_far = produced[year * model.periods_per_year : t]
    return max(sum(so_far) - amount, 0) - max(sum(so_far[:-1]) - amount, 0)


def plan_cost(plan, column, t):
    if plan is None:
        return 0.0
    return sum(
        float(cost.amount) * (float(plateau.overrun.at(column)) if plateau.overrun else 1)
        for plateau in plan.plateaus
        for cost in plateau.costs
        if cost.period == t
    )
