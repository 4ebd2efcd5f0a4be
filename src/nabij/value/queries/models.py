# SPDX-License-Identifier: EUPL-1.2
"""Value models, what they consist of, and the estimates that hold now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.value.models import Estimate, Run, ValueModel
from nabij.value.rules import codebook
from nabij.value.types import ByStay, Figure, Option, Part, Service, Setup, Step, Test


class ModelNotFound(NotFound):
    code = "not-found"


def check_may_see(*, viewer: Viewer) -> None:
    """Refuse who may not read value models. No query.

    Raises:
        ModelNotFound: the viewer may not.
    """
    if not (viewer.is_machine or access_rules.may_see_value(viewer.roles)):
        raise ModelNotFound


def check_may_change(*, viewer: Viewer) -> None:
    """Refuse who may not change value models. No query.

    Raises:
        ModelNotFound: the viewer may not.
    """
    if not (viewer.is_machine or access_rules.may_change_value(viewer.roles)):
        raise ModelNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A line of the list; `result` is that of the last run, empty when there is none."""

    ref: str
    name: str
    note: str
    changed_at: datetime
    changed_by: str
    guesses: int
    estimates: int
    result: dict[str, Any]


def value_models(*, viewer: Viewer) -> list[ModelRow]:
    """Return the models that are not archived, last changed first. One SQL query.

    Raises:
        ModelNotFound: the viewer may not see any.
    """
    check_may_see(viewer=viewer)
    last = Run.objects.filter(model=OuterRef("pk")).order_by("-created_at", "-pk")
    rows = (
        ValueModel.objects.filter(archived_at=None)
        .annotate(
            result=Subquery(last.values("result")[:1]),
            by=F("changed_by__name"),
            codes=Count("estimates__code", distinct=True),
            guessed=Count("estimates__code", distinct=True, filter=Q(estimates__origin="guessed")),
        )
        .order_by("-changed_at", "-pk")
    )
    return [
        ModelRow(
            ref=row.ref,
            name=row.name,
            note=row.note,
            changed_at=row.changed_at,
            changed_by=row.by or "",
            guesses=row.guessed,
            estimates=row.codes,
            result=row.result or {},
        )
        for row in rows
    ]


def model_names(*, viewer: Viewer) -> list[tuple[str, str]]:
    """Return ref and name of the models that are not archived, by name. One SQL query."""
    check_may_see(viewer=viewer)
    rows = ValueModel.objects.filter(archived_at=None).order_by("name", "pk")
    return list(rows.values_list("ref", "name"))


def value_model(*, viewer: Viewer, ref: str) -> ValueModel:
    """Return one model. One SQL query.

    Raises:
        ModelNotFound: there is none, it is archived, or the viewer may not see it.
    """
    check_may_see(viewer=viewer)
    found = ValueModel.objects.filter(ref=ref, archived_at=None).first()
    if found is None:
        raise ModelNotFound
    return found


def model_named(*, viewer: Viewer, name: str) -> ValueModel:
    """Return the model with this ref or, when just one has it, this name. One SQL query.

    Raises:
        ModelNotFound: there is none, or more than one.
    """
    check_may_see(viewer=viewer)
    found = list(
        ValueModel.objects.filter(Q(ref=name) | Q(name__iexact=name), archived_at=None)[:2]
    )
    if len(found) != 1:
        raise ModelNotFound
    return found[0]


def setup_of(*, viewer: Viewer, model: ValueModel) -> Setup:
    """Return what the model consists of. Six SQL queries."""
    check_may_see(viewer=viewer)
    scenarios = model.scenarios.order_by("position", "pk").prefetch_related("levers")
    return Setup(
        step=model.step,
        years=model.years,
        segments=tuple(
            Part(one.code, one.name) for one in model.segments.order_by("position", "pk")
        ),
        products=tuple(
            Service(one.code, one.name, one.is_commercial, one.funder)
            for one in model.products.order_by("position", "pk")
        ),
        plateaus=tuple(
            Step(one.number, one.name, one.starts_after, one.ramp, one.share)
            for one in model.plateaus.order_by("number")
        ),
        options=tuple(
            Option(
                one.ref,
                one.name,
                one.cost_share,
                tuple(sorted((lever.kind, lever.strength) for lever in one.levers.all())),
            )
            for one in scenarios
        ),
        tests=tuple(
            Test(
                one.ref,
                one.name,
                one.code,
                one.uptake_worst,
                one.uptake_guess,
                one.uptake_best,
                one.fixed_cost,
                one.cost_per_client,
            )
            for one in model.trials.order_by("pk")
        ),
    )


def current_estimates(
    *, viewer: Viewer, model: ValueModel, with_owner: bool = False
) -> dict[str, Estimate]:
    """Return the last version of every estimate, by code. One SQL query.

    Who owns them comes along only when asked: the role of reports reads no colleagues.
    """
    check_may_see(viewer=viewer)
    rows = Estimate.objects.filter(model=model)
    if with_owner:
        rows = rows.select_related("owner")
    return {row.code: row for row in rows.order_by("code", "-version").distinct("code")}


def estimate_versions(*, viewer: Viewer, model: ValueModel, code: str) -> list[Estimate]:
    """Return every version of an estimate, the newest first. One SQL query."""
    check_may_see(viewer=viewer)
    return list(
        Estimate.objects.filter(model=model, code=code)
        .select_related("owner", "created_by")
        .order_by("-version")
    )


def estimates_of_run(*, viewer: Viewer, run: Run) -> dict[str, Estimate]:
    """Return the estimates in the versions that a run used. One SQL query."""
    check_may_see(viewer=viewer)
    rows = Estimate.objects.filter(model_id=run.model_id, code__in=run.versions)
    return {row.code: row for row in rows if run.versions[row.code] == row.version}


def figures(*, viewer: Viewer, estimates: dict[str, Estimate]) -> dict[str, Figure]:
    """Return what the calculation needs of these estimates. No query."""
    return {
        code: Figure(
            code=code,
            version=row.version,
            worst=row.worst,
            guess=row.guess,
            best=row.best,
            shape=row.shape,
            first=row.first,
            second=row.second,
            by_stay=ByStay.from_json(row.by_stay) if row.by_stay else None,
        )
        for code, row in estimates.items()
    }


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """A place for an estimate with what stands there now; `is_due` asks for another look."""

    slot: codebook.Slot
    estimate: Estimate | None
    is_due: bool


def owners(*, viewer: Viewer) -> list[tuple[int, str]]:
    """Return key and name of the colleagues who can own an estimate, by name. One SQL query."""
    check_may_see(viewer=viewer)
    return access_queries.colleagues_with(viewer=viewer, roles=access_rules.VALUE_READING_ROLES)


def estimate_lines(*, viewer: Viewer, model: ValueModel, setup: Setup) -> list[EstimateLine]:
    """Return every place for an estimate of a model, filled or not. One SQL query."""
    current = current_estimates(viewer=viewer, model=model, with_owner=True)
    today = localdate(viewer.at)
    return [
        EstimateLine(slot, found, _is_due(found, today))
        for slot in codebook.slots(setup)
        for found in [current.get(slot.code)]
    ]


def _is_due(estimate: Estimate | None, today: date) -> bool:
    return bool(estimate and estimate.review_on and estimate.review_on <= today)


def runs(*, viewer: Viewer, model: ValueModel) -> list[Run]:
    """Return the last fifty runs of a model, newest first. One SQL query."""
    check_may_see(viewer=viewer)
    return list(model.runs.select_related("created_by").order_by("-created_at", "-pk")[:50])


def run(*, viewer: Viewer, model: ValueModel, ref: str) -> Run:
    """Return one run of a model. One SQL query.

    Raises:
        ModelNotFound: there is none with this ref.
    """
    check_may_see(viewer=viewer)
    found = model.runs.select_related("created_by").filter(ref=ref).first()
    if found is None:
        raise ModelNotFound
    return found


def pieces(*, viewer: Viewer, model: ValueModel) -> dict[str, list[Any]]:
    """Return the groups, services, steps, plans and tests of a model. Five SQL queries."""
    check_may_see(viewer=viewer)
    return {
        "segments": list(model.segments.order_by("position", "pk")),
        "products": list(model.products.order_by("position", "pk")),
        "plateaus": list(model.plateaus.order_by("number")),
        "scenarios": list(model.scenarios.order_by("position", "pk")),
        "trials": list(model.trials.order_by("pk")),
    }


def piece(*, viewer: Viewer, model: ValueModel, kind: str, pk: int) -> Any:
    """Return one piece of a model. One SQL query, a plan two.

    Raises:
        ModelNotFound: there is none.
    """
    check_may_see(viewer=viewer)
    rows: dict[str, Any] = {
        "segments": model.segments,
        "products": model.products,
        "plateaus": model.plateaus,
        "scenarios": model.scenarios.prefetch_related("levers"),
        "trials": model.trials,
    }
    found = rows[kind].filter(pk=pk).first() if kind in rows else None
    if found is None:
        raise ModelNotFound
    return found
