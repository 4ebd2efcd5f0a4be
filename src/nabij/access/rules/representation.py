# SPDX-License-Identifier: EUPL-1.2
"""Who may be told what of a client, and who decides for them. Pure: no clock, no database.

The page of a person, the card of a call and the portal ask here, so that all say the same.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nabij.access.rules import DataClass


class Topic(StrEnum):
    """What somebody may be told about, and decide about (never about appointments alone)."""

    APPOINTMENTS = "appointments"
    MEDICAL = "medical"
    MONEY = "money"


APPOINTMENTS, MEDICAL, MONEY = Topic.APPOINTMENTS, Topic.MEDICAL, Topic.MONEY
SHUT_OUT = "shut_out"
# Matters of capacity (`choices.Matter`) on which partner and family count: on the first two they
# decide, on the last they are told. Who cannot decide about money still decides about their care.
CARE_MATTERS = frozenset({"care_plan", "treatment"})
TOLD_MATTERS = CARE_MATTERS | {"sharing"}


@dataclass(frozen=True, slots=True)
class Most:
    """The most that a kind of representative may be told and decide, whatever is recorded.

    `place` is the order in which they decide on care (WGBO 7:465): the lowest goes first, 0 does
    not decide on care. `by_law` ones count only where the client cannot decide about care.
    """

    tells: frozenset[Topic] = frozenset()
    decides: frozenset[Topic] = frozenset()
    place: int = 0
    by_law: bool = False
    by_court: bool = False


_CARE = frozenset({APPOINTMENTS, MEDICAL})
MOST = {
    "curator": Most(frozenset(Topic), frozenset({MEDICAL, MONEY}), place=1, by_court=True),
    "mentor": Most(_CARE, frozenset({MEDICAL}), place=1, by_court=True),
    "authorised": Most(frozenset(Topic), frozenset({MEDICAL, MONEY}), place=2),
    "partner": Most(_CARE, frozenset({MEDICAL}), place=3, by_law=True),
    "family": Most(_CARE, frozenset({MEDICAL}), place=4, by_law=True),
    "financial_administrator": Most(frozenset({MONEY}), frozenset({MONEY}), by_court=True),
    "informal_carer": Most(_CARE),
    "contact_person": Most(),
    SHUT_OUT: Most(),
}
COURT_KINDS = frozenset(kind for kind, most in MOST.items() if most.by_court)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One recorded representation that is in force: of whom, and what the record says.

    `has_died`: who stood for the client did; they stand in nobody's way.
    """

    other_id: int
    kind: str
    tells: frozenset[str] = frozenset()
    decides: frozenset[str] = frozenset()
    ends_on: date | None = None
    is_checked: bool = True
    has_died: bool = False


class Why(StrEnum):
    """Why somebody may be told what they may; all but GRANTED open nothing."""

    GRANTED = "granted"
    NOTHING_AGREED = "nothing_agreed"
    MAY_BE_CALLED = "may_be_called"
    NOT_CHECKED = "not_checked"
    CLIENT_DECIDES = "client_decides"
    ANOTHER_GOES_FIRST = "another_goes_first"
    SHUT_OUT = "shut_out"
    HAS_DIED = "has_died"
    CLIENT_DIED = "client_died"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one person may be told of another, and decide for them, today.

    `ends_on` is the first day on which less holds; None when no end is known.
    """

    why: Why
    tells: frozenset[Topic] = field(default_factory=frozenset)
    decides: frozenset[Topic] = field(default_factory=frozenset)
    ends_on: date | None = None

    @property
    def is_shut_out(self) -> bool:
        """Tell whether the client wants this person to hear nothing: not even be rung."""
        return self.why is Why.SHUT_OUT

    @property
    def classes(self) -> frozenset[DataClass]:
        """Return which classes of the client's data this person may be shown: for the portal.

        Money is no class: bills and budgets are shown for the topic. Shielded data (d) is never
        shown to somebody else.
        """
        opened = {APPOINTMENTS: DataClass.ORGANISATION, MEDICAL: DataClass.CARE}
        return frozenset(opened[topic] for topic in self.tells if topic in opened)


def standing(
    held: Sequence[Held],
    *,
    other_id: int,
    cannot_decide: Collection[str] = (),
    client_died: bool = False,
) -> Standing:
    """Return what somebody may be told of a client, and decide for them.

    Where several kinds decide on care only those who go first do (`decides_on_care`): what the
    others may be told stays as it is.

    Args:
        held: every representation of this client that is in force, of everybody.
        cannot_decide: the matters about which somebody judged that the client cannot decide.

    Source: WGBO 7:465 (order of precedence), BW 1:381, 1:441 and 1:453 (curator, bewindvoerder,
    mentor).

    Example:
        >>> paper = Held(other_id=7, kind="authorised", tells=frozenset({"appointments"}))
        >>> sorted(standing([paper], other_id=7).tells), standing([paper], other_id=8).why.value
        (['appointments'], 'nothing_agreed')
    """
    if client_died:
        return Standing(why=Why.CLIENT_DIED)
    own = [one for one in held if one.other_id == other_id]
    if any(one.kind == SHUT_OUT for one in own):
        own = [one for one in own if _is_by_court(one)]
        if not own:
            return Standing(why=Why.SHUT_OUT)
    if any(one.has_died for one in own):
        return Standing(why=Why.HAS_DIED)
    reasons = [_why(one, held, cannot_decide) for one in own]
    counting = [one for one, why in zip(own, reasons, strict=True) if why is Why.GRANTED]
    if not counting:
        return Standing(why=_closest(reasons))
    return Standing(
        why=Why.GRANTED,
        tells=_union(_tells(one) for one in counting),
        decides=_union(_decides(one, held, cannot_decide) for one in counting),
        ends_on=min((one.ends_on for one in counting if one.ends_on), default=None),
    )


def decides_on_care(held: Sequence[Held]) -> list[int]:
    """Return who decides on care when the client cannot, in force and checked: who goes first.

    Several may stand in one place (two children); they decide together. Whom the client shut out,
    or who died, stands in nobody's way.
    """
    shut_out = {one.other_id for one in held if one.kind == SHUT_OUT}
    may = [
        one
        for one in held
        if one.is_checked
        and not one.has_died
        and MEDICAL in MOST[one.kind].decides & _topics(one.decides)
        and (one.other_id not in shut_out or _is_by_court(one))
    ]
    first = min((MOST[one.kind].place for one in may), default=0)
    return [one.other_id for one in may if MOST[one.kind].place == first]


def is_appointed_by_court(held: Sequence[Held], *, other_id: int) -> bool:
    """Tell whether a court appointed somebody, and a colleague saw that."""
    return any(one.other_id == other_id and _is_by_court(one) for one in held)


def _why(one: Held, held: Sequence[Held], cannot_decide: Collection[str]) -> Why:
    most = MOST[one.kind]
    if not (_tells(one) or most.decides & _topics(one.decides)):
        return Why.MAY_BE_CALLED
    if not one.is_checked:
        return Why.NOT_CHECKED
    if most.by_law and TOLD_MATTERS.isdisjoint(cannot_decide):
        return Why.CLIENT_DECIDES
    if most.by_law and one.other_id not in decides_on_care(held):
        return Why.ANOTHER_GOES_FIRST
    if not (_tells(one) or _decides(one, held, cannot_decide)):
        return Why.CLIENT_DECIDES if most.by_law else Why.ANOTHER_GOES_FIRST
    return Why.GRANTED


def _is_by_court(one: Held) -> bool:
    """Tell whether a court appointed them, as somebody saw: the client cannot end that."""
    return one.is_checked and one.kind in COURT_KINDS


def _tells(one: Held) -> frozenset[Topic]:
    return MOST[one.kind].tells & _topics(one.tells)


def _decides(one: Held, held: Sequence[Held], cannot_decide: Collection[str]) -> frozenset[Topic]:
    most = MOST[one.kind]
    found = most.decides & _topics(one.decides)
    if most.by_law and CARE_MATTERS.isdisjoint(cannot_decide):
        return frozenset()
    return found if one.other_id in decides_on_care(held) else found - {MEDICAL}


def _closest(reasons: Iterable[Why]) -> Why:
    """Return the reason that a colleague can do most about; nothing agreed when there is none."""
    order = (Why.NOT_CHECKED, Why.CLIENT_DECIDES, Why.ANOTHER_GOES_FIRST, Why.MAY_BE_CALLED)
    return min(reasons, key=order.index, default=Why.NOTHING_AGREED)


def _topics(codes: Iterable[str]) -> frozenset[Topic]:
    return frozenset(Topic(code) for code in codes)


def _union(sets: Iterable[frozenset[Topic]]) -> frozenset[Topic]:
    return frozenset().union(*sets)
