# SPDX-License-Identifier: EUPL-1.2
"""Learned weights as they are kept, and back. Kept by name of field and level, so that they can be read.

{"shares": [per kind], "levels": {field: {level: [chance per kind]}}, "rounds": n}
"""

from typing import Any

import numpy as np

from nabij.matching.levels import LEVELS
from nabij.matching.mixture import KINDS, Model

# Fewer compared pairs teach too little: then the weights of a country of invented persons count.
FEWEST_PAIRS = 20_000


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


def _figures(value: float) -> float:
    return float(f"{value:.4g}")
