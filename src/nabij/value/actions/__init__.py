# SPDX-License-Identifier: EUPL-1.2
"""What can be done with value models; each is one transaction."""

from nabij.value.actions.estimates import (
    EstimateChangedMeanwhile,
    EstimateImpossible,
    NoSuchOwner,
    Recorded,
    compare,
    record_estimates,
)
from nabij.value.actions.examples import NoSuchExample, create_example
from nabij.value.actions.models import (
    LastPlan,
    ModelChangedMeanwhile,
    PlateausPromiseTooMuch,
    TooManyPieces,
    archive_model,
    change_model,
    create_model,
    remove_piece,
    save_piece,
    save_strengths,
)
from nabij.value.actions.runs import (
    EstimatesMissing,
    NoSuchPlan,
    NotTheSame,
    record_run,
    repeat_run,
)

__all__ = [
    "EstimateChangedMeanwhile",
    "EstimateImpossible",
    "EstimatesMissing",
    "LastPlan",
    "ModelChangedMeanwhile",
    "NoSuchExample",
    "NoSuchOwner",
    "NoSuchPlan",
    "NotTheSame",
    "PlateausPromiseTooMuch",
    "Recorded",
    "TooManyPieces",
    "archive_model",
    "change_model",
    "compare",
    "create_example",
    "create_model",
    "record_estimates",
    "record_run",
    "remove_piece",
    "repeat_run",
    "save_piece",
    "save_strengths",
]
