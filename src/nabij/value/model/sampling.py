# SPDX-License-Identifier: EUPL-1.2
"""Values for every input of a model: one column, or many draws side by side.

A sample maps the code of an input to an array with one value per draw (one value when it is
certain). An sBG posterior is one input as well: its value is a rank from 0 (clients leave soonest)
to 1.
"""

import hashlib
from collections.abc import Iterator

import numpy as np

from nabij.value.model import distributions
from nabij.value.model.distributions import Floats
from nabij.value.model.types import BetaGeometric, Estimate, Model, Scenario, estimates_of

type Sample = dict[str, Floats]

RANKS = {Scenario.WORST: 0.05, Scenario.GUESS: 0.5, Scenario.BEST: 0.95}


def stays_of(model: Model) -> Iterator[BetaGeometric]:
    """Yield the sBG curves of a model."""
    for segment in model.segments:
        if isinstance(segment.avoidable, BetaGeometric):
            yield segment.avoidable


def uncertain_codes(model: Model) -> tuple[str, ...]:
    """Return the codes of all inputs that are not certain, in alphabetical order."""
    codes = {estimate.code for estimate in estimates_of(model) if not estimate.is_certain}
    return tuple(sorted(codes | {stay.code for stay in stays_of(model) if len(stay.points) > 1}))


def column(model: Model, scenario: Scenario) -> Sample:
    """Return all inputs at worst, guess or best."""
    sample = {
        estimate.code: np.array([float(estimate.at(scenario))]) for estimate in estimates_of(model)
    }
    return sample | {stay.code: np.array([RANKS[scenario]]) for stay in stays_of(model)}


def draw(model: Model, *, seed: int, size: int) -> Sample:
    """Return `size` draws of every uncertain input, each from a stream of its own.

    A stream hangs on the seed and the code of the input only: the order of segments, what else is
    uncertain and how many draws follow change nothing.
    """
    sample = column(model, Scenario.GUESS)
    for code, estimate in estimate_by_code(model).items():
        if not estimate.is_certain:
            sample[code] = distributions.draw(estimate, _stream(seed, code), size)
    for stay in stays_of(model):
        if len(stay.points) > 1:
            sample[stay.code] = _stream(seed, stay.code).random(size)
    return sample


def _stream(seed: int, code: str) -> np.random.Generator:
    words = np.frombuffer(hashlib.sha256(code.encode()).digest(), dtype="<u4")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words.tolist()])))


def estimate_by_code(model: Model) -> dict[str, Estimate]:
    """Return the estimates of a model by their code."""
    return {estimate.code: estimate for estimate in estimates_of(model)}
