# SPDX-License-Identifier: EUPL-1.2
"""Making a model and changing what it consists of. `version` guards against two editors."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.value import queries
from nabij.value.choices import LeverKind
from nabij.value.models import Lever, Plateau, Product, Scenario, Segment, Trial, ValueModel

PIECES: dict[str, type[models.Model]] = {
    "segments": Segment,
    "products": Product,
    "plateaus": Plateau,
    "scenarios": Scenario,
    "trials": Trial,
}
MOST_PIECES = 60


class ModelChangedMeanwhile(DomainError):
    code = "model-changed-meanwhile"
    message = _("A colleague changed this model meanwhile. Look at it again before you change it.")


class TooManyPieces(DomainError):
    code = "too-many-pieces"
    message = _("A model holds at most %(most)s of these.")


class LastPlan(DomainError):
    code = "last-plan"
    message = _("A model needs at least one plan, one group, one service and one step.")


class PlateausPromiseTooMuch(DomainError):
    code = "plateaus-promise-too-much"
    message: ClassVar[str | Promise] = _(
        "Together the steps bring more than the whole effect. Lower a share."
    )


@transaction.atomic
def create_model(
    *,
    viewer: Viewer,
    name: str,
    starts_on: date,
    step: str,
    years: int,
    segments: list[str],
    products: list[str],
    note: str = "",
    destination: str = "",
) -> ValueModel:
    """Make a model with one step and one plan that pulls every lever as estimated.

    Raises:
        ModelNotFound: the viewer may not.
    """
    queries.check_may_change(viewer=viewer)
    model = ValueModel.objects.create(
        name=name,
        note=note,
        destination=destination,
        starts_on=starts_on,
        step=step,
        years=years,
        created_by_id=viewer.colleague_id,
        changed_by_id=viewer.colleague_id,
        changed_at=viewer.at,
    )
    for kind, names in (("segments", segments), ("products", products)):
        for one in names:
            add_piece(viewer=viewer, model=model, kind=kind, fields={"name": one})
    per_year = 12 if step == "month" else 1
    add_piece(
        viewer=viewer,
        model=model,
        kind="plateaus",
        fields={"name": str(_("First step")), "ramp": per_year, "share": Decimal(1)},
    )
    add_piece(viewer=viewer, model=model, kind="scenarios", fields={"name": str(_("Whole plan"))})
    return model


def locked(*, viewer: Viewer, ref: str, version: int) -> ValueModel:
    """Return the model, locked, with its version raised; inside the caller's transaction.

    Raises:
        ModelNotFound: there is none, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed it since `version` was read.
    """
    queries.check_may_change(viewer=viewer)
    visible = queries.value_model(viewer=viewer, ref=ref)
    model = ValueModel.objects.select_for_update().get(pk=visible.pk)
    if model.version != version:
        raise ModelChangedMeanwhile
    model.version += 1
    model.changed_by_id = viewer.colleague_id
    model.changed_at = viewer.at
    model.save(update_fields=["version", "changed_by", "changed_at"])
    return model


@transaction.atomic
def change_model(
    *, viewer: Viewer, ref: str, version: int, fields: Mapping[str, Any]
) -> ValueModel:
    """Change name, note, destination, first month or number of years.

    Raises:
        ModelNotFound: there is none, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed it since `version` was read.
    """
    model = locked(viewer=viewer, ref=ref, version=version)
    for name, value in fields.items():
        setattr(model, name, value)
    model.save(update_fields=list(fields))
    return model


@transaction.atomic
def archive_model(*, viewer: Viewer, ref: str, version: int) -> None:
    """Take a model off the list; nothing is thrown away.

    Raises:
        ModelNotFound: there is none, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed it since `version` was read.
    """
    model = locked(viewer=viewer, ref=ref, version=version)
    model.archived_at = viewer.at
    model.save(update_fields=["archived_at"])


def add_piece(
    *, viewer: Viewer, model: ValueModel, kind: str, fields: Mapping[str, Any]
) -> models.Model:
    """Add a group, service, step, plan or test; inside the caller's transaction.

    Raises:
        ModelNotFound: the viewer may not.
        TooManyPieces: the model is full.
    """
    queries.check_may_change(viewer=viewer)
    siblings = PIECES[kind].objects.filter(model=model)  # type: ignore[attr-defined]
    count = siblings.count()
    if count >= MOST_PIECES:
        raise TooManyPieces(most=MOST_PIECES)
    given = dict(fields)
    strengths = given.pop("strengths", dict.fromkeys(LeverKind.values, Decimal(1)))
    if kind in ("segments", "products"):
        given.setdefault(
            "code", _free_code(given["name"], set(siblings.values_list("code", flat=True)))
        )
        given["position"] = count + 1
    if kind == "plateaus":
        given["number"] = (siblings.aggregate(last=models.Max("number"))["last"] or 0) + 1
    if kind == "scenarios":
        given["position"] = count + 1
    piece: models.Model = PIECES[kind].objects.create(model=model, **given)  # type: ignore[attr-defined]
    if isinstance(piece, Scenario):
        set_strengths(viewer=viewer, scenario=piece, strengths=strengths)
    _check_shares(model)
    return piece


@transaction.atomic
def save_piece(
    *,
    viewer: Viewer,
    ref: str,
    version: int,
    kind: str,
    pk: int | None,
    fields: Mapping[str, Any],
) -> None:
    """Add a piece (`pk` None) or change one.

    Raises:
        ModelNotFound: there is no such model or piece, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed the model since `version` was read.
        TooManyPieces: the model is full.
        PlateausPromiseTooMuch: the steps bring more than the whole effect.
    """
    model = locked(viewer=viewer, ref=ref, version=version)
    if pk is None:
        add_piece(viewer=viewer, model=model, kind=kind, fields=fields)
        return
    piece = PIECES[kind].objects.filter(model=model, pk=pk).first()  # type: ignore[attr-defined]
    if piece is None:
        raise queries.ModelNotFound
    given = dict(fields)
    strengths = given.pop("strengths", None)
    for name, value in given.items():
        setattr(piece, name, value)
    piece.save()
    if strengths is not None:
        set_strengths(viewer=viewer, scenario=piece, strengths=strengths)
    _check_shares(model)


@transaction.atomic
def remove_piece(*, viewer: Viewer, ref: str, version: int, kind: str, pk: int) -> None:
    """Remove a piece; its estimates stay, for the runs that used them.

    Raises:
        ModelNotFound: there is no such model or piece, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed the model since `version` was read.
        LastPlan: it is the last of its kind.
    """
    model = locked(viewer=viewer, ref=ref, version=version)
    siblings = PIECES[kind].objects.filter(model=model)  # type: ignore[attr-defined]
    piece = siblings.filter(pk=pk).first()
    if piece is None:
        raise queries.ModelNotFound
    if kind != "trials" and siblings.count() == 1:
        raise LastPlan
    piece.delete()


@transaction.atomic
def save_strengths(
    *,
    viewer: Viewer,
    ref: str,
    version: int,
    scenario_ref: str,
    strengths: Mapping[str, Decimal],
    new_name: str = "",
) -> Scenario:
    """Keep how far the levers are pulled, in this plan or (`new_name`) in a new one beside it.

    Raises:
        ModelNotFound: there is no such model or plan, or the viewer may not change it.
        ModelChangedMeanwhile: somebody changed the model since `version` was read.
        TooManyPieces: the model is full.
    """
    model = locked(viewer=viewer, ref=ref, version=version)
    scenario = model.scenarios.filter(ref=scenario_ref).first()
    if scenario is None:
        raise queries.ModelNotFound
    if new_name:
        fields = {"name": new_name, "cost_share": scenario.cost_share, "strengths": strengths}
        made = add_piece(viewer=viewer, model=model, kind="scenarios", fields=fields)
        assert isinstance(made, Scenario)
        return made
    set_strengths(viewer=viewer, scenario=scenario, strengths=strengths)
    return scenario


def set_strengths(*, viewer: Viewer, scenario: Scenario, strengths: Mapping[str, Decimal]) -> None:
    """Set how far a plan pulls each lever; inside the caller's transaction."""
    queries.check_may_change(viewer=viewer)
    for kind, strength in strengths.items():
        Lever.objects.update_or_create(
            scenario=scenario, kind=kind, defaults={"strength": strength}
        )


def _check_shares(model: ValueModel) -> None:
    total = model.plateaus.aggregate(total=models.Sum("share"))["total"] or Decimal(0)
    if total > 1:
        raise PlateausPromiseTooMuch


def _free_code(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:24] or "x"
    code, n = stem, 2
    while code in taken:
        code, n = f"{stem}-{n}", n + 1
    return code
