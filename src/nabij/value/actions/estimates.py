# SPDX-License-Identifier: EUPL-1.2
"""Recording estimates: always a next version beside the earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.value import queries
from nabij.value.choices import COUNTED
from nabij.value.models import Estimate, ValueModel
from nabij.value.rules import checking, codebook
from nabij.value.types import ByStay, EstimateFields

EXACT = Decimal("0.00000001")
AS_SHOWN = Decimal("0.000001")


class EstimateChangedMeanwhile(DomainError):
    code = "estimate-changed-meanwhile"
    message = _("A colleague recorded a newer version meanwhile: %(code)s. Look at that one first.")


class EstimateImpossible(DomainError):
    code = "estimate-impossible"
    message = _("This estimate cannot be: %(code)s.")


class NoSuchOwner(DomainError):
    code = "no-such-owner"
    message = _("This colleague does not work with the value model any more. Choose another one.")


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many estimates are new, got a next version, or were the same already."""

    new: int
    changed: int
    same: int


def compare(*, viewer: Viewer, model: ValueModel, estimates: Sequence[EstimateFields]) -> Recorded:
    """Return what recording these would do, and do nothing. One SQL query."""
    current = queries.current_estimates(viewer=viewer, model=model)
    same = sum(
        _is_same(current.get(one.code), _with_count(current.get(one.code), _exact(one)))
        for one in estimates
    )
    new = sum(one.code not in current for one in estimates)
    return Recorded(new, len(estimates) - same - new, same)


@transaction.atomic
def record_estimates(
    *,
    viewer: Viewer,
    ref: str,
    estimates: Sequence[EstimateFields],
    seen: Mapping[str, int] | None = None,
) -> Recorded:
    """Record estimates, all or none; one that is the same already gets no new version.

    Args:
        seen: the version (0: none) that was on screen when this was filled in, by code.

    Raises:
        ModelNotFound: there is no such model, or the viewer may not change it.
        EstimateChangedMeanwhile: a version in `seen` is not the last one any more.
        EstimateImpossible: an estimate breaks a rule; forms and files say which before.
        NoSuchOwner: an owner is not one of `queries.owners`.
    """
    queries.check_may_change(viewer=viewer)
    visible = queries.value_model(viewer=viewer, ref=ref)
    model = ValueModel.objects.select_for_update().get(pk=visible.pk)
    places = {
        slot.code: slot for slot in codebook.slots(queries.setup_of(viewer=viewer, model=model))
    }
    current = queries.current_estimates(viewer=viewer, model=model)
    _check_owners(viewer, estimates)
    rows = []
    new = 0
    for filled in estimates:
        given = _with_count(current.get(filled.code), _exact(filled))
        place = places.get(given.code)
        if place is None or checking.problems(place, given):
            raise EstimateImpossible(code=given.code)
        earlier = current.get(given.code)
        version = earlier.version if earlier else 0
        if seen is not None and seen.get(given.code, version) != version:
            raise EstimateChangedMeanwhile(code=given.code)
        if _is_same(earlier, given):
            continue
        new += earlier is None
        owner_id = given.owner_id or (earlier.owner_id if earlier else viewer.colleague_id)
        rows.append(_row(viewer, model, place, replace(given, owner_id=owner_id), version + 1))
    Estimate.objects.bulk_create(rows)
    model.changed_by_id, model.changed_at = viewer.colleague_id, viewer.at
    model.save(update_fields=["changed_by", "changed_at"])
    return Recorded(new, len(rows) - new, len(estimates) - len(rows))


def _check_owners(viewer: Viewer, estimates: Sequence[EstimateFields]) -> None:
    chosen = {one.owner_id for one in estimates} - {None}
    if chosen and not chosen <= {key for key, _name in queries.owners(viewer=viewer)}:
        raise NoSuchOwner


def _row(
    viewer: Viewer,
    model: ValueModel,
    place: codebook.Slot,
    given: EstimateFields,
    version: int,
) -> Estimate:
    return Estimate(
        model=model,
        code=given.code,
        version=version,
        unit=place.unit,
        worst=given.worst,
        guess=given.guess,
        best=given.best,
        shape=given.shape,
        first=given.first,
        second=given.second,
        by_stay=asdict(given.by_stay) if given.by_stay else None,
        origin=given.origin,
        source=given.source.strip(),
        n=given.n,
        observed_on=given.observed_on,
        review_on=given.review_on,
        owner_id=given.owner_id,
        created_by_id=viewer.colleague_id,
        created_at=viewer.at,
    )


def _exact(given: EstimateFields) -> EstimateFields:
    """Return the estimate as the database keeps it, to eight decimals."""
    return replace(
        given,
        **{case: getattr(given, case).quantize(EXACT, ROUND_HALF_EVEN) for case in checking.CASES},
    )


def _with_count(earlier: Estimate | None, given: EstimateFields) -> EstimateFields:
    """Return the estimate with what was counted, when its numbers are the counted ones still.

    A form and a file show the numbers only: whoever changes the owner there keeps the count.
    """
    if earlier is None or earlier.shape not in COUNTED or given.shape in COUNTED:
        return given
    if any(
        abs(getattr(earlier, case) - getattr(given, case)) > AS_SHOWN for case in checking.CASES
    ):
        return given
    return replace(
        given,
        worst=earlier.worst,
        guess=earlier.guess,
        best=earlier.best,
        shape=earlier.shape,
        first=earlier.first,
        second=earlier.second,
        by_stay=ByStay.from_json(earlier.by_stay) if earlier.by_stay else None,
    )


def _is_same(earlier: Estimate | None, given: EstimateFields) -> bool:
    if earlier is None or given.owner_id not in (None, earlier.owner_id):
        return False
    names = (
        "worst", "guess", "best", "shape", "origin", "source", "n", "observed_on", "review_on",
    )  # fmt: skip
    return all(getattr(earlier, name) == getattr(given, name) for name in names)
