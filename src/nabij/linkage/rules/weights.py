# SPDX-License-Identifier: EUPL-1.2
"""Learned weights as they are kept, and back.

Kept by name of field and level, so that they can be read.

{"shares": [per kind], "levels": {field: {level: [chance per kind]}}, "rounds": n}
"""

from typing import Any

import numpy as np

from nabij.matching.levels import LEVELS
from nabij.matching.mixture import KINDS, SAME, Model
from nabij.matching.records import Field
from nabij.matching.score import WEIGHTS, Scale

# Fewer compared pairs teach too little: then the weights of a country of invented persons count.
FEWEST_PAIRS = 20_000
# Levels of a single pair (`matching.compare`) that many pairs (`matching.levels`) tell apart.
_TAKEN_TOGETHER: dict[tuple[Field, str], tuple[str, ...]] = {
    ("surname", "same"): ("rare", "same", "common", "shared"),
    ("surname", "close"): ("close", "typed", "alike"),
    ("given", "order"): ("other_initials",),
    ("given", "different"): ("initials_differ", "other_name", "different", "other_initial"),
    ("birth", "close"): ("digit", "close"),
    ("address", "different"): ("near", "area", "different"),
    ("phone", "same"): ("same", "family", "crowd"),
    ("phone", "different"): ("typed", "different"),
    ("email", "same"): ("same", "family", "crowd"),
    ("email", "different"): ("typed", "different"),
}


def kept(model: Model) -> dict[str, Any]:
    """Return weights as JSON, four figures each: that is more than is known."""
    return {
        "shares": [_figures(share) for share in model.shares],
        "levels": {
            field: {
                level: [_figures(chance) for chance in model.levels[field][:, place]]
                for place, level in enumerate(names)
            }
            for field, names in LEVELS.items()
        },
        "rounds": model.rounds,
    }


def model_of(given: dict[str, Any]) -> Model | None:
    """Return kept weights as the engine's; None when the levels or kinds of today are others."""
    known = {field: set(levels) for field, levels in given["levels"].items()}
    is_of_today = known == {field: set(names) for field, names in LEVELS.items()}
    if not is_of_today or len(given["shares"]) != KINDS:
        return None
    return Model(
        shares=np.array(given["shares"]),
        levels={
            field: np.array([given["levels"][field][level] for level in names]).T
            for field, names in LEVELS.items()
        },
        rounds=int(given["rounds"]),
    )


def scale_of(model: Model) -> Scale:
    """Return learned weights for the levels of a single pair, of which some take several together.

    So that a few records are explained with what many taught. The weights add up as if the fields
    told apart; the engine itself need not suppose so.
    """
    others = model.shares[SAME + 1 :] / model.shares[SAME + 1 :].sum()
    weights: dict[Field, dict[str, float]] = {}
    for field, levels in WEIGHTS.items():
        weights[field] = {}
        for level in levels:
            names = _TAKEN_TOGETHER.get((field, level), (level,))
            places = [LEVELS[field].index(name) for name in names]
            chances = model.levels[field][:, places].sum(1)
            bits = np.log2(chances[SAME] / (others @ chances[SAME + 1 :]))
            weights[field][level] = round(float(bits), 2)
    start = np.log2(model.shares[SAME] / model.shares[SAME + 1 :].sum())
    return Scale(round(float(start), 2), weights)


def _figures(value: float) -> float:
    return float(f"{value:.4g}")
