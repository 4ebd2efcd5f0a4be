# SPDX-License-Identifier: EUPL-1.2
"""Do again what was erased, after an older backup was put back (R13)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import DatabaseError

from nabij.access import rules as access_rules
from nabij.core.errors import DomainError, ExpectedError
from nabij.core.viewer import Viewer
from nabij.privacy.actions import erasures, remembering
from nabij.privacy.actions.remembering import Remembered
from nabij.privacy.models import Erasure


class OfficerNeeded(DomainError):
    code = "officer-needed"
    message = "Say which privacy officer answers for this."


@dataclass(frozen=True, slots=True)
class Again:
    """What became of one erasure that was remembered: `persons` are the keys that it was about.

    `gone` counts rows; nothing when it is as it should be already. `held` is what holds it, `error`
    why it could not be done. `is_unsure`: it began, and nothing says that it was carried out.
    """

    kind: str
    persons: int
    gone: int = 0
    held: tuple[str, ...] = ()
    error: str = ""
    is_unsure: bool = False


def reapply(*, viewer: Viewer, file: Path | None = None) -> Iterator[Again]:
    """Erase again who was erased since the backup, one transaction each; safe to repeat.

    What may go is reckoned as of the moment at which it went: what was made later stays. What this
    database carried out itself is done. Whom it does not know, or knows under another ref, is
    nobody to erase. Where one fails the next ones are done all the same.

    Args:
        file: a copy of the file that was kept elsewhere; that of this installation if not given.

    Raises:
        OfficerNeeded: no privacy officer answers for it.
    """
    if not access_rules.may_settle_stand_ins(viewer.acting_for_roles):
        raise OfficerNeeded
    for one in remembering.remembered(file or remembering.path()):
        try:
            yield _again(viewer, one)
        except (DatabaseError, ExpectedError) as error:
            yield Again(one.kind, len(one.refs), error=f"{type(error).__name__}: {error}")


def _again(viewer: Viewer, one: Remembered) -> Again:
    keys = remembering.still_here(one)
    if not keys or Erasure.objects.filter(ref=one.ref, carried_out_at__isnull=False).exists():
        return Again(one.kind, len(keys))
    if not one.is_done:
        return Again(one.kind, len(keys), is_unsure=True)
    opened = erasures.opened_to_erase(
        viewer=viewer,
        person_id=keys[0],
        event="erasure-again",
        action="D",
        request_ref="again",
    )
    remembering.keep(one)
    with opened as person:
        as_then = replace(viewer, at=one.at)
        plan = erasures.draw_up(viewer=as_then, person=person, kind=one.kind, made_until=one.at)
        if plan.held:
            return Again(one.kind, len(keys), held=tuple(plan.held))
        gone = sum(map(len, plan.goes.rows.values())) + erasures.still_named(plan)
        if gone:
            erasures.let_go(viewer=as_then, person=person, plan=plan)
    return Again(one.kind, len(keys), gone)
