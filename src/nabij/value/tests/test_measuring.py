# SPDX-License-Identifier: EUPL-1.2
"""Counting: what was put in comes out, in groups of at least 25 (A-22 to A-24, A-28, A-109)."""

import random
from datetime import date, timedelta

import pytest

from nabij.value.rules import calculation, checking, codebook, measuring
from nabij.value.rules.assembly import assemble
from nabij.value.tests.making import episodes, example
from nabij.value.types import Figure

DAY = date(2026, 11, 1)


def test_counting_care_finds_the_chances_that_were_put_in():
    """A-22, A-28: avoidable and unavoidable exits apart, with a spread that holds the truth."""
    setup, _figures = example("home-care", on=DAY)
    rows = episodes(random.Random(7), 3000, 0.05, 0.3)
    found = measuring.measure(rows, kind="episodes", setup=setup, until=DAY, source="Zorg")
    by_code = {one.code: one for one in found.estimates}

    assert not found.problems
    avoidable = by_code["avoidable.wijkverpleging"]
    unavoidable = by_code["unavoidable.wijkverpleging"]
    assert float(avoidable.guess) == pytest.approx(0.015, rel=0.1)
    assert float(unavoidable.guess) == pytest.approx(0.035, rel=0.1)
    assert avoidable.worst > avoidable.guess > avoidable.best
    assert (avoidable.shape, avoidable.n) == ("by_stay", 3000)
    (code, values), (gone, shares) = found.remarks
    # ln 0.5 / ln 0.95 = 13.5 months; 1 - 0.95^12 = 46 of 100 gone in a year, 30% of them by choice.
    assert code == "stay"
    assert int(values["months"]) in (13, 14, 15)
    assert gone == "gone"
    assert int(shares["avoidable"]) == pytest.approx(14, abs=2)
    assert int(shares["unavoidable"]) == pytest.approx(32, abs=2)


def test_the_calculation_follows_the_counted_curve_and_who_is_here_how_long():
    setup, figures = example("home-care", on=DAY)
    rows = episodes(random.Random(7), 400, 0.05, 0.3)
    found = measuring.measure(rows, kind="episodes", setup=setup, until=DAY, source="Zorg")
    counted = {one.code: one for one in found.estimates}["avoidable.wijkverpleging"]
    names = ("code", "worst", "guess", "best", "shape", "first", "second", "by_stay")
    figures = figures | {
        one.code: Figure(version=2, **{name: getattr(one, name) for name in names})
        for one in found.estimates
    }
    segment = next(one for one in assemble(setup, figures).segments if one.code == "wijkverpleging")
    assert [(one.alpha, one.beta) for one in segment.avoidable.points] == list(
        counted.by_stay.points
    )
    assert len(segment.unavoidable.rates) > 12
    assert sum(one.share for one in segment.ages) == pytest.approx(1)
    assert [one.age for one in segment.ages] == sorted({one.age for one in segment.ages})
    # 400 rows leave more doubt than none: the curve alone moves the outcome.
    moved = calculation.insight(setup, figures, chosen="o0", draws=1000).tornado
    bar = next(one for one in moved if one.code == "avoidable.wijkverpleging")
    assert bar.at_worst != bar.at_best


def test_who_left_before_the_file_began_is_not_missed():
    """Half of the leavers are not in the file; the chances come out as when all were."""
    setup, _figures = example("home-care", on=DAY)
    whole = episodes(random.Random(11), 6000, 0.05, 0.3)
    since = DAY - timedelta(days=500)
    kept = [whole[0], *(row for row in whole[1:] if row[2] is None or row[2] > since)]
    assert len(kept) < 0.8 * len(whole)

    def rates(rows, since=None):
        found = measuring.measure(
            rows, kind="episodes", setup=setup, until=DAY, source="Zorg", since=since
        )
        by_code = {one.code: float(one.guess) for one in found.estimates}
        return [by_code[f"{kind}.wijkverpleging"] for kind in ("avoidable", "unavoidable")]

    assert rates(kept, since) == pytest.approx([0.015, 0.035], rel=0.1)
    assert rates(kept)[1] < 0.8 * 0.035


@pytest.mark.parametrize("rows", ["nobody left", "everybody left at once", "all came today"])
def test_care_from_which_little_can_be_learnt_gives_estimates_that_can_be(rows):
    setup, _figures = example("home-care", on=DAY)
    start, end, reason = {
        "nobody left": (DAY - timedelta(days=700), None, None),
        "everybody left at once": (DAY - timedelta(days=40), DAY - timedelta(days=35), "wlz"),
        "all came today": (DAY, None, None),
    }[rows]
    file = [["groep", "start", "einde", "reden"]]
    file += [["Wijkverpleging", start, end, reason]] * 30
    found = measuring.measure(file, kind="episodes", setup=setup, until=DAY, source="Zorg")
    places = {slot.code: slot for slot in codebook.slots(setup)}

    assert found.estimates
    for one in found.estimates:
        assert checking.problems(places[one.code], one) == []
        assert all(0 <= value <= places[one.code].maximum for value in (one.worst, one.best))


def test_a_group_of_fewer_than_25_is_not_counted():
    """A-109."""
    setup, _figures = example("home-care", on=DAY)
    rows = episodes(random.Random(1), 24, 0.05, 0.3)
    found = measuring.measure(rows, kind="episodes", setup=setup, until=DAY, source="Zorg")

    assert found.estimates == []
    assert found.remarks == [("too-few", {"group": "Wijkverpleging", "n": "24"})]


def test_counting_requests_deliveries_and_a_survey():
    setup, _figures = example("home-care", on=DAY)
    chance = random.Random(5)
    leads = [["groep", "ontvangen", "besloten", "uitkomst"]]
    for number in range(300):
        received = DAY - timedelta(days=1 + number)
        is_decided = number > 20
        leads.append(
            [
                "Wijkverpleging",
                received,
                received + timedelta(days=10) if is_decided else None,
                ("cliënt" if chance.random() < 0.3 else "verloren") if is_decided else None,
            ]
        )
    found = measuring.measure(leads, kind="leads", setup=setup, until=DAY, source="Aanvragen")
    by_code = {one.code: one for one in found.estimates}
    assert float(by_code["leads.wijkverpleging"].guess) == pytest.approx(25, rel=0.02)
    assert float(by_code["conversion.wijkverpleging"].guess) == pytest.approx(0.3, abs=0.07)

    deliveries = [["groep", "dienst", "cliënt", "maand", "opbrengst", "kosten"]]
    for client in range(40):
        product = "Personenalarmering" if client < 10 else "Verpleging en verzorging"
        services = [product] if client < 30 else ["Verpleging en verzorging", "Personenalarmering"]
        deliveries += [
            ["Wijkverpleging", service, f"c{client}", DAY.replace(month=month), 20 + client % 3, 10]
            for month in (9, 10)
            for service in services
        ]
    found = measuring.measure(deliveries, kind="deliveries", setup=setup, until=DAY, source="x")
    by_code = {one.code: one for one in found.estimates}
    alarm = by_code["uptake.wijkverpleging.personenalarmering"]
    assert float(alarm.guess) == pytest.approx(21 / 42)
    assert float(by_code["price.verpleging-en-verzorging"].guess) == pytest.approx(21, abs=0.2)
    assert by_code["direct.verpleging-en-verzorging"].guess == 10
    assert ("too-few", {"group": "Personenalarmering", "n": "20"}) in found.remarks

    survey = [["groep", "bij ons", "totaal", "gewicht"]]
    survey += [["Wijkverpleging", 40 + n, 100, 1] for n in range(30)]
    found = measuring.measure(survey, kind="wallet", setup=setup, until=DAY, source="x")
    by_code = {one.code: one for one in found.estimates}
    assert float(by_code["wallet.wijkverpleging"].guess) == pytest.approx(0.545)
    assert float(by_code["headroom.wijkverpleging"].guess) == pytest.approx(45.5)


def test_rows_that_contradict_themselves_are_named():
    setup, _figures = example("home-care", on=DAY)
    rows = [
        ["groep", "start", "einde", "reden"],
        ["Wijkverpleging", DAY, DAY - timedelta(days=3), "overleden"],
        ["Onbekend", DAY, None, None],
        ["Wijkverpleging", DAY + timedelta(days=9), None, None],
        ["Wijkverpleging", DAY - timedelta(days=9), DAY, "weg"],
        ["Wijkverpleging", DAY - timedelta(days=9), DAY, None],
    ]
    found = measuring.measure(rows, kind="episodes", setup=setup, until=DAY, source="x")

    assert [(one.row, one.column, one.problem.code) for one in found.problems] == [
        (2, "einde", "end-before-start"),
        (3, "groep", "unknown-segment"),
        (4, "start", "in-the-future"),
        (5, "reden", "unknown-reason"),
        (6, "reden", "required"),
    ]
