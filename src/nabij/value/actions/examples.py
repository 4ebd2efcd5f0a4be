# SPDX-License-Identifier: EUPL-1.2
"""Filling an example, by the same doors as a colleague's own model."""

from django.db import transaction
from django.utils.timezone import localdate

from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.value import queries
from nabij.value.actions.estimates import record_estimates
from nabij.value.actions.models import add_piece
from nabij.value.models import ValueModel
from nabij.value.rules import examples


class NoSuchExample(NotFound):
    code = "not-found"


@transaction.atomic
def create_example(*, viewer: Viewer, key: str) -> ValueModel:
    """Make a model out of one of the examples, ready to calculate.

    Raises:
        ModelNotFound: the viewer may not.
        NoSuchExample: there is no example of this name.
    """
    queries.check_may_change(viewer=viewer)
    example = examples.EXAMPLES.get(key)
    if example is None:
        raise NoSuchExample
    today = localdate(viewer.at)
    model = ValueModel.objects.create(
        name=example.name,
        note=example.note,
        destination=example.destination,
        starts_on=today.replace(month=1, day=1, year=today.year + 1),
        step=example.step,
        years=example.years,
        created_by_id=viewer.colleague_id,
        changed_by_id=viewer.colleague_id,
        changed_at=viewer.at,
    )
    pieces = {
        "segments": [{"name": name} for name in example.segments],
        "products": example.products,
        "plateaus": example.plateaus,
        "scenarios": example.scenarios,
        "trials": example.trials,
    }
    for kind, rows in pieces.items():
        for fields in rows:
            add_piece(viewer=viewer, model=model, kind=kind, fields=fields)
    setup = queries.setup_of(viewer=viewer, model=model)
    record_estimates(
        viewer=viewer, ref=model.ref, estimates=examples.estimates(example, setup, on=today)
    )
    return model
