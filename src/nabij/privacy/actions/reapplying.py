# SPDX-License-Identifier: EUPL-1.2
"""Do again what was erased, after an older backup was put back (R13)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy.actions import erasures, remembering
from nabij.privacy.actions.remembering import Remembered


class OfficerNeeded(DomainError):
    code = "officer-needed"
    message = "Say which privacy officer answers for this."


@dataclass(frozen=True, slots=True)
class Again:
    """What became of one erasure that was remembered: `persons` are the keys that it was about.

    `gone` counts rows; nothing when it is as it should be already. `held` is what holds it.
    """

    kind: str
    persons: int
    gone: int
    held: tuple[str, ...]


def reapply(*, viewer: Viewer, file: Path | None = None) -> Iterator[Again]:
    """Erase again who was erased since the backup, one transaction each; safe to repeat.

    What may go is reckoned as of the day on which it went. Whom this database does not know, or
    knows under another ref, is nobody to erase.

    Args:
        file: a copy of the file that was kept elsewhere; that of this installation if not given.

    Raises:
        OfficerNeeded: no privacy officer answers for it.
        LogUnavailable: an entry could not be written; that one is not done.
    """
    if not access_rules.may_settle_stand_ins(viewer.acting_for_roles):
        raise OfficerNeeded
    for one in list(remembering.remembered(file or remembering.path())):
        yield _again(viewer, one)


def _again(viewer: Viewer, one: Remembered) -> Again:
    keys = remembering.still_here(one)
    if not keys:
        return Again(one.kind, 0, 0, ())
    opened = erasures.opened_to_erase(
        viewer=viewer,
        person_id=keys[0],
        event="erasure-again",
        action="D",
        request_ref="again",
    )
    with opened as person:
        as_then = replace(viewer, at=one.at)
        plan = erasures.draw_up(viewer=as_then, person=person, kind=one.kind)
        if plan.held:
            return Again(one.kind, len(keys), 0, tuple(plan.held))
        gone = sum(map(len, plan.goes.rows.values())) + erasures.still_named(plan)
        if gone:
            erasures.let_go(viewer=as_then, person=person, kind=one.kind, plan=plan)
    return Again(one.kind, len(keys), gone, ())
