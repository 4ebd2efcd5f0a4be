# SPDX-License-Identifier: EUPL-1.2
"""Whether a copy stands open today, and on what ground."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

State = Literal["open", "refused", "withdrawn", "no_ground", "not_for_you"]


@dataclass(frozen=True, slots=True)
class GroundDecision:
    """One recorded decision about one copy; `position` orders what was recorded at one moment.

    A yes says all that holds from then on: who may look (`receivers`: role:… and unit:…, nobody
    named is everybody who is involved), what for (`purposes`, none named is all of care), and
    whether the content of care opens too or only who comes and when (`opens_care`).
    """

    kind: str
    decision: str
    includes_sensitive: bool
    starts_on: date
    ends_on: date | None
    recorded_at: datetime
    position: int = 0
    receivers: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    opens_care: bool = True


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a copy is open; `ground` says why it is, '' when it is not."""

    state: State
    ground: str = ""
    includes_sensitive: bool = False
    since: date | None = None
    opens_care: bool = True
    purposes: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Tell whether its facts may be shown to who has a way in."""
        return self.state == "open"


def open_state(
    decisions: Sequence[GroundDecision],
    *,
    default: str,
    on: date,
    receivers: Collection[str] | None = None,
    purpose: str = "",
) -> OpenState:
    """Return the state of a copy on a day, for who looks.

    Of the decisions in force the one recorded last decides, whatever its kind. Where none is in
    force the source's own ground holds, if it has one; so a refusal closes at once and a lapsed
    one gives way. A lapsed yes gives way to an earlier no, never to an earlier yes: that one it
    replaced. A yes for others than who looks, or for another purpose, is no yes here.

    Args:
        receivers: what the viewer is (role:…, unit:…); None for the machine, which shows nothing.
        purpose: what for, '' when that is decided later (the gate asks again).

    Source: capabilities A-110, A-116.
    """
    in_force = [
        item
        for item in decisions
        if item.starts_on <= on
        and (item.ends_on is None or on < item.ends_on)
        and not any(_replaces(later, item, on) for later in decisions)
    ]
    if not in_force:
        return OpenState("open", default) if default else OpenState("no_ground")
    latest = max(in_force, key=_recorded)
    if latest.decision == "given":
        if latest.receivers and receivers is not None and latest.receivers.isdisjoint(receivers):
            return OpenState("not_for_you", since=latest.starts_on)
        if latest.purposes and purpose and purpose not in latest.purposes:
            return OpenState("not_for_you", since=latest.starts_on)
        return OpenState(
            "open",
            latest.kind,
            latest.includes_sensitive and latest.opens_care,
            latest.starts_on,
            latest.opens_care,
            latest.purposes,
        )
    state: State = "refused" if latest.decision == "refused" else "withdrawn"
    return OpenState(state, since=latest.starts_on)


def _recorded(item: GroundDecision) -> tuple[datetime, int]:
    return item.recorded_at, item.position


def _replaces(later: GroundDecision, item: GroundDecision, on: date) -> bool:
    """Tell whether a yes that is over had taken the place of this one."""
    return (
        later.decision == item.decision == "given"
        and _recorded(later) > _recorded(item)
        and later.ends_on is not None
        and item.starts_on < later.ends_on <= on
    )
