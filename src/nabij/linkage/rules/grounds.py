# SPDX-License-Identifier: EUPL-1.2
"""Whether a copy stands open today, and on what ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["open", "refused", "withdrawn", "no_ground"]


@dataclass(frozen=True, slots=True)
class GroundDecision:
    """One recorded decision about one copy; `position` orders what was recorded at one moment."""

    kind: str
    decision: str
    includes_sensitive: bool
    starts_on: date
    ends_on: date | None
    recorded_at: datetime
    position: int = 0


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a copy is open; `ground` says why it is, '' when it is not."""

    state: State
    ground: str = ""
    includes_sensitive: bool = False
    since: date | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether its facts may be shown to who has a way in."""
        return self.state == "open"


def open_state(decisions: Sequence[GroundDecision], *, default: str, on: date) -> OpenState:
    """Return the state of a copy on a day.

    Of the decisions in force the one recorded last decides, whatever its kind. Where none is in
    force the source's own ground holds, if it has one; so a refusal closes at once and a lapsed
    one gives way.

    Source: capability A-110.
    """
    in_force = [
        item
        for item in decisions
        if item.starts_on <= on and (item.ends_on is None or on < item.ends_on)
    ]
    if not in_force:
        return OpenState("open", default) if default else OpenState("no_ground")
    latest = max(in_force, key=lambda item: (item.recorded_at, item.position))
    if latest.decision == "given":
        return OpenState("open", latest.kind, latest.includes_sensitive, latest.starts_on)
    state: State = "refused" if latest.decision == "refused" else "withdrawn"
    return OpenState(state, since=latest.starts_on)
