# SPDX-License-Identifier: EUPL-1.2
"""Keeping a calculation as it was made, and making it again."""

import json

from django.utils.translation import gettext_lazy as _

from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.value import queries
from nabij.value.models import Run, ValueModel
from nabij.value.rules import calculation, codebook
from nabij.value.types import Setup


class EstimatesMissing(DomainError):
    code = "estimates-missing"
    message = _("%(n)s estimates are missing. Fill them in first.")


class NoSuchPlan(DomainError):
    code = "no-such-plan"
    message = _("This model has no such plan.")
    http_status = 404


class NotTheSame(DomainError):
    code = "not-the-same"
    message = _(
        "Made again, this calculation gives another outcome: %(now)s, and it was %(then)s."
        " The version of the program differs."
    )


def record_run(
    *,
    viewer: Viewer,
    model: ValueModel,
    chosen: str = "",
    seed: int = calculation.SEED,
    draws: int = calculation.DRAWS,
) -> Run:
    """Calculate a model and keep the run; the same calculation is kept once.

    Raises:
        ModelNotFound: the viewer may not.
        EstimatesMissing: the model is not filled.
        NoSuchPlan: `chosen` is not one of its plans.
        ImpossibleModel: the numbers contradict each other.
    """
    queries.check_may_see(viewer=viewer)
    setup = queries.setup_of(viewer=viewer, model=model)
    plans = [option.ref for option in setup.options]
    chosen = chosen or plans[0]
    if chosen not in plans:
        raise NoSuchPlan
    estimates = queries.current_estimates(viewer=viewer, model=model)
    if missing := codebook.missing(setup, set(estimates)):
        raise EstimatesMissing(n=len(missing))
    used = {slot.code for slot in codebook.slots(setup)}
    kept = {code: row for code, row in estimates.items() if code in used}
    figures = queries.figures(viewer=viewer, estimates=kept)
    answer = calculation.answer(setup, figures, chosen=chosen, draws=draws, seed=seed)
    insight = calculation.insight(setup, figures, chosen=chosen, draws=draws, seed=seed)
    versions = {code: row.version for code, row in kept.items()}
    stored = {"chosen": chosen, **_json(setup.as_json())}
    digest = calculation.digest(answer)
    same = model.runs.filter(digest=digest, versions=versions, setup=stored, draws=draws).first()
    if same is not None:
        return same
    return Run.objects.create(
        model=model,
        seed=seed,
        draws=draws,
        versions=versions,
        setup=stored,
        result=calculation.summary(answer, insight) | {"destination": model.destination},
        digest=digest,
        created_by_id=viewer.colleague_id,
        created_at=viewer.at,
    )


def repeat_run(
    *, viewer: Viewer, run: Run
) -> tuple[Setup, calculation.Answer, calculation.Insight]:
    """Make a run again from what it kept, and prove that it is the same to the bit.

    Raises:
        ModelNotFound: the viewer may not.
        NotTheSame: something else came out.
    """
    estimates = queries.estimates_of_run(viewer=viewer, run=run)
    figures = queries.figures(viewer=viewer, estimates=estimates)
    stored = dict(run.setup)
    chosen = stored.pop("chosen")
    setup = Setup.from_json(stored)
    answer = calculation.answer(setup, figures, chosen=chosen, draws=run.draws, seed=run.seed)
    if calculation.digest(answer) != run.digest:
        raise NotTheSame(now=calculation.digest(answer)[:12], then=run.digest[:12])
    insight = calculation.insight(setup, figures, chosen=chosen, draws=run.draws, seed=run.seed)
    return setup, answer, insight


def _json(value: object) -> dict[str, object]:
    """Return amounts as text, as the database keeps them."""
    found = json.loads(json.dumps(value, default=str))
    assert isinstance(found, dict)
    return found
