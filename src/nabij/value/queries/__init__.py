# SPDX-License-Identifier: EUPL-1.2
"""What can be read of value models: totals and estimates, nothing of a person."""

from nabij.value.queries.models import (
    EstimateLine,
    ModelNotFound,
    ModelRow,
    check_may_change,
    check_may_see,
    current_estimates,
    estimate_lines,
    estimate_versions,
    estimates_of_run,
    figures,
    model_named,
    piece,
    pieces,
    run,
    runs,
    setup_of,
    value_model,
    value_models,
)

__all__ = [
    "EstimateLine",
    "ModelNotFound",
    "ModelRow",
    "check_may_change",
    "check_may_see",
    "current_estimates",
    "estimate_lines",
    "estimate_versions",
    "estimates_of_run",
    "figures",
    "model_named",
    "piece",
    "pieces",
    "run",
    "runs",
    "setup_of",
    "value_model",
    "value_models",
]
