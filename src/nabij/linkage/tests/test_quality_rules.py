# SPDX-License-Identifier: EUPL-1.2
"""Shares with their intervals: against published figures, and against truth that is known.

Capability A-103.
"""

import numpy as np
import pytest

from nabij.linkage.rules import quality
from nabij.linkage.rules.quality import Estimate, Judged, Stratum

ENDLESS = 10**9
NONE = Stratum(0, 0, 0)


@pytest.mark.parametrize(
    ("same", "judged", "low", "high"),
    [  # Newcombe (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share_is_that_of_newcombes_table(same, judged, low, high):
    found = quality.wilson(Stratum(ENDLESS, judged, same))
    assert found == pytest.approx((low, high), abs=5e-5)


def test_what_is_judged_whole_is_not_in_doubt():
    assert quality.wilson(Stratum(12, 12, 9)) == (0.75, 0.75)
    assert quality.total([Stratum(12, 12, 9)]) == Estimate(9, 9, 9)


def test_nothing_judged_may_be_anything():
    assert quality.wilson(Stratum(40, 0, 0)) == (0, 1)


def test_bands_with_too_few_are_taken_together():
    bands = [Stratum(5, 3, 1), Stratum(10, 8, 7), Stratum(100, 20, 20), Stratum(4, 2, 2)]
    assert quality.pooled(bands) == [Stratum(15, 11, 8), Stratum(104, 22, 22)]
    assert quality.pooled([Stratum(5, 3, 1)]) == [Stratum(5, 3, 1)]
    assert quality.pooled([NONE]) == []


def test_below_the_bound_nothing_is_said():
    few = Judged(
        linked=(Stratum(1000, quality.LEAST - 1, 40),), found_wrong_or_right=NONE,
        asked=(), apart=Stratum(2000, 200, 2),
    )  # fmt: skip
    assert quality.shares(few) == quality.Shares(precision=None, recall=None, reached=None)
    enough = Judged(
        linked=(Stratum(1000, quality.LEAST, 50),), found_wrong_or_right=NONE,
        asked=(), apart=Stratum(2000, quality.LEAST - 1, 2),
    )  # fmt: skip
    found = quality.shares(enough)
    assert found.precision is not None
    assert found.recall is None


def test_a_mistake_found_by_chance_counts_for_itself_alone():
    sampled = (Stratum(1000, 100, 100),)
    found = quality.shares(
        Judged(linked=sampled, found_wrong_or_right=Stratum(5, 5, 0), asked=(), apart=NONE)
    )
    assert found.precision.value == pytest.approx(1000 / 1005)
    assert found.precision.high == pytest.approx(1000 / 1005)


def test_asking_a_colleague_reaches_more_than_linking_alone():
    found = quality.shares(
        Judged(
            linked=(Stratum(900, 100, 99),),
            found_wrong_or_right=NONE,
            asked=(Stratum(100, 50, 40),),
            apart=Stratum(1000, 200, 4),
        )
    )
    assert found.recall.value == pytest.approx(891 / (891 + 80 + 20))
    assert found.reached.value == pytest.approx(971 / 991)
    for share in (found.precision, found.recall, found.reached):
        assert 0 <= share.low < share.value < share.high <= 1


def test_the_intervals_hold_the_truth_about_as_often_as_they_say():
    """Drawn a thousand times from a world that is known; 95 per cent, a little more is no harm."""
    rng = np.random.default_rng(40)
    sizes, right = (4000, 1000), (0.995, 0.93)
    asked_size, asked_right, records, apart_right = 300, 0.7, 5000, 0.01
    truth = sum(n * p for n, p in zip(sizes, right, strict=True))
    missed = asked_size * asked_right + records * apart_right
    held = np.zeros(2)
    for _ in range(1000):
        linked = tuple(
            Stratum(n, 80, rng.hypergeometric(round(n * p), n - round(n * p), 80))
            for n, p in zip(sizes, right, strict=True)
        )
        asked = (Stratum(asked_size, 100, rng.hypergeometric(210, 90, 100)),)
        apart = Stratum(records, 200, rng.hypergeometric(50, records - 50, 200))
        found = quality.shares(
            Judged(linked=linked, found_wrong_or_right=NONE, asked=asked, apart=apart)
        )
        for place, (share, true) in enumerate(
            [(found.precision, truth / sum(sizes)), (found.recall, truth / (truth + missed))]
        ):
            held[place] += share.low <= true <= share.high
    assert (held / 1000 > 0.93).all(), held
