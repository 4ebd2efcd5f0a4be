# SPDX-License-Identifier: EUPL-1.2
"""What one source says with one fact: does it hold, did it end, is it denied, is it unclear."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nabij.core.dates import PartialDate
from nabij.dossiers.types import FactInView

NEVER = date.min
# A medicine that was handed out this recently is taken to be in use: a quarter's supply and a bit.
SUPPLY = timedelta(days=110)


class Stance(StrEnum):
    """How a source stands towards what its fact is about, on one day."""

    IN_FORCE = "in_force"
    SUPPLIED = "supplied"  # handed out lately; the source does not say that it is in use
    UNSURE = "unsure"
    ON_HOLD = "on_hold"
    PLANNED = "planned"
    ENDED = "ended"
    DENIED = "denied"
    UNCLEAR = "unclear"  # something changes the meaning in a way that was not understood
    ERROR = "error"  # the source took it back


AFFIRMING = frozenset(
    {Stance.IN_FORCE, Stance.SUPPLIED, Stance.UNSURE, Stance.ON_HOLD, Stance.PLANNED}
)
# Shown as current: also what cannot be read, for it may hold.
CURRENT = AFFIRMING | {Stance.UNCLEAR}
_OVER = frozenset({Stance.ENDED, Stance.DENIED})

# Categories of medication that tell of one moment, not of use.
HAND_OUT = frozenset({"dispense", "administration", "dispense_request"})
_DENIED = frozenset({"refuted", "not-taken", "ruled-out"})
_UNSURE = frozenset({"unconfirmed", "provisional", "differential", "suspected", "presumed"})
_ON_HOLD = frozenset({"on-hold", "suspended"})
_PLANNED = frozenset({"planned", "proposed", "draft", "intended"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact and how it stands on the day of the picture."""

    fact: FactInView
    stance: Stance

    @property
    def on(self) -> date:
        """Return the day the statement counts from: the latest that it names, an end too."""
        day = said_on(self.fact)
        if self.stance in _OVER and self.fact.ends is not None:
            return max(day, self.fact.ends.earliest)
        return day

    @property
    def shown_date(self) -> PartialDate | None:
        """Return the date to show beside it: of what ended the end, else when it was said."""
        fact = self.fact
        if self.stance in _OVER and fact.ends is not None:
            return fact.ends
        return PartialDate(fact.recorded_on) if fact.recorded_on else fact.starts


def said_on(fact: FactInView) -> date:
    """Return the latest day that a fact itself names as its own; `date.min` when it names none."""
    days = [fact.recorded_on, fact.starts and fact.starts.earliest]
    return max((day for day in days if day), default=NEVER)


def status_words(fact: FactInView) -> frozenset[str]:
    """Return the words of status and verification as sent, in lower case."""
    words = (fact.status, str(fact.details.get("verification", "")))
    return frozenset(word.strip().lower().replace(" ", "-") for word in words if word.strip())


def stance_of(fact: FactInView, *, on: date) -> Stance:
    """Return how the source stands towards this on a day.

    A mistake that was taken back comes first, then what is not understood: whatever else such a
    fact seems to say must not be relied on. A partial end date counts as its last possible day.
    """
    words = status_words(fact)
    if fact.is_error or "entered-in-error" in words:
        return Stance.ERROR
    if not fact.is_understood:
        return Stance.UNCLEAR
    if words & _DENIED or _says_no(fact):
        return Stance.DENIED
    if fact.kind == "medication" and fact.category in HAND_OUT:
        return (
            Stance.SUPPLIED
            if said_on(fact) > NEVER and on - said_on(fact) <= SUPPLY
            else Stance.ENDED
        )
    if words & _ON_HOLD or _stop_kind(fact) == "temporary":
        return Stance.ON_HOLD
    return _by_period(fact, words, on)


def statement(fact: FactInView, *, on: date) -> Statement:
    """Return the fact with its stance on a day."""
    return Statement(fact, stance_of(fact, on=on))


def _by_period(fact: FactInView, words: frozenset[str], on: date) -> Stance:
    # The end of a goal is the day it is aimed at: a goal that is late still stands.
    if fact.ends is not None and fact.ends.latest < on and fact.kind != "goal":
        return Stance.ENDED
    if words & _PLANNED:
        return Stance.PLANNED
    if not fact.is_active:
        return Stance.ENDED
    if fact.starts is not None and fact.starts.earliest > on:
        return Stance.PLANNED
    return Stance.UNSURE if words & _UNSURE else Stance.IN_FORCE


def _says_no(fact: FactInView) -> bool:
    """Tell whether the fact says that something is not so, not done or not to be done."""
    return any(fact.details.get(name) for name in ("is_not_taken", "is_forbidden", "is_not_done"))


def _stop_kind(fact: FactInView) -> str:
    stop = fact.details.get("stop")
    return str(stop.get("kind", "")) if isinstance(stop, dict) else ""
