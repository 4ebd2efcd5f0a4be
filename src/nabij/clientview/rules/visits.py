# SPDX-License-Identifier: EUPL-1.2
"""Who comes today and at about what time, who came last, who comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from nabij.core.dates import DUTCH_TIME, PartialDate
from nabij.dossiers.types import FactInView

_OFF = frozenset({"cancelled", "noshow", "no-show", "not-done", "entered-in-error", "failed"})
_PEOPLE = frozenset({"Practitioner", "PractitionerRole", "CareTeam", "RelatedPerson"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit or appointment, with who comes and between what times."""

    fact: FactInView
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    who: tuple[str, ...]
    is_off: bool

    @property
    def what(self) -> str:
        """Return what the visit is for, in the words of the source."""
        return self.fact.code_text or self.fact.category


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """The visits around now. `today` holds all of today, also what is over or was called off."""

    today: tuple[Visit, ...] = ()
    last: Visit | None = None
    next: Visit | None = None
    coming: tuple[Visit, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Tell whether any visit is known at all."""
        return bool(self.today or self.last or self.next)


def visit(fact: FactInView) -> Visit | None:
    """Return an appointment as a visit; None when it names no day or was sent in error."""
    if fact.is_error or fact.starts is None or fact.starts.precision != "day":
        return None
    people = [name.name for name in fact.names if name.target_type in _PEOPLE and name.name]
    return Visit(
        fact=fact,
        day=_day(fact.starts_at, fact.starts),
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        who=tuple(dict.fromkeys(people)) or ((fact.author,) if fact.author else ()),
        is_off=fact.status.lower() in _OFF,
    )


def visits_around(facts: Sequence[FactInView], *, now: datetime) -> Visits:
    """Return today's visits, the last one that has been and the next ones to come.

    The same moment sent by two sources is one visit (the roster and the record often both tell of
    it). A visit that was called off is shown today and never counts as last or next. A visit
    without a time counts for its whole day.
    """
    today = now.astimezone(DUTCH_TIME).date()
    found = sorted(_distinct(facts), key=lambda v: (v.day, _order(v)))
    held = [v for v in found if not v.is_off]
    past = [v for v in held if _is_over(v, now, today)]
    coming = [v for v in held if not _is_over(v, now, today) and not _has_begun(v, now)]
    return Visits(
        today=tuple(v for v in found if v.day == today),
        last=past[-1] if past else None,
        next=coming[0] if coming else None,
        coming=tuple(v for v in coming if v.day > today),
    )


def is_now(found: Visit, *, now: datetime) -> bool:
    """Tell whether the visit is going on."""
    return bool(
        found.starts_at and found.starts_at <= now and found.ends_at and now < found.ends_at
    )


def _distinct(facts: Sequence[FactInView]) -> list[Visit]:
    found: dict[tuple[object, ...], Visit] = {}
    for fact in facts:
        one = visit(fact)
        if one is None:
            continue
        moment = one.starts_at or fact.ref
        key = (one.day, moment, one.who)
        kept = found.get(key)
        # The institution's own word about a visit leads.
        if kept is None or (fact.source.is_own and not kept.fact.source.is_own):
            found[key] = one
    return list(found.values())


def _order(found: Visit) -> float:
    return found.starts_at.timestamp() if found.starts_at else 0.0


def _is_over(found: Visit, now: datetime, today: date) -> bool:
    end = found.ends_at or found.starts_at
    return end <= now if end else found.day < today


def _has_begun(found: Visit, now: datetime) -> bool:
    return found.starts_at is not None and found.starts_at <= now


def _day(at: datetime | None, starts: PartialDate) -> date:
    return at.astimezone(DUTCH_TIME).date() if at else starts.earliest
