# SPDX-License-Identifier: EUPL-1.2
"""How much each level of agreement tells, here and today."""

from dataclasses import dataclass
from datetime import datetime

from nabij.core.viewer import Viewer
from nabij.linkage.models import LinkWeights
from nabij.linkage.rules.default_weights import DEFAULT
from nabij.linkage.rules.weights import model_of, scale_of
from nabij.matching.mixture import Model
from nabij.matching.score import FIXED, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights with where they come from; `version` 0 are those that nabij brings along."""

    model: Model
    version: int
    learned_at: datetime | None = None
    records: int = 0
    pairs: int = 0
    key: int | None = None


def weights_in_force(*, viewer: Viewer) -> Weights:
    """Return the newest weights learned here that fit the levels of today, else the default.

    One SQL query. They name nobody.

    Source: docs/decisions/0039.
    """
    newest = LinkWeights.objects.order_by("-version").first()
    model = model_of(newest.model) if newest is not None else None
    if newest is None or model is None:
        return Weights(model=default_model(), version=0)
    return Weights(
        model=model,
        version=newest.version,
        learned_at=newest.learned_at,
        records=newest.records,
        pairs=newest.pairs,
        key=newest.pk,
    )


def scale_in_force(*, viewer: Viewer) -> Scale:
    """Return the weights for comparing a few records: those learned here, else the fixed ones.

    One SQL query.
    """
    found = weights_in_force(viewer=viewer)
    return scale_of(found.model) if found.version else FIXED


def default_model() -> Model:
    """Return the weights that nabij brings along. No query."""
    model = model_of(DEFAULT)
    if model is None:
        raise AssertionError("default_weights does not fit matching.levels")
    return model
