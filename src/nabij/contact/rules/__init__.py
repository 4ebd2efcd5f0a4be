# SPDX-License-Identifier: EUPL-1.2
"""Who records contact with whom, and when what recurs comes next. Pure: no clock, no database."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from nabij.access.rules import may_open_dossiers
from nabij.core.viewer import Role

CARE_SIDE = frozenset({Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL, Role.COMPLAINTS_OFFICER})
BUSINESS_SIDE = CARE_SIDE | {Role.ACCOUNT_MANAGER}


def may_record_contact(roles: Iterable[Role], *, is_private: bool = False) -> bool:
    """Tell whether these roles record contact; with somebody in private commerce does not.

    Example:
        >>> may_record_contact({Role.ACCOUNT_MANAGER}, is_private=True)
        False
    """
    return not (CARE_SIDE if is_private else BUSINESS_SIDE).isdisjoint(roles)


def may_see_hours(roles: Iterable[Role]) -> bool:
    """Tell whether these roles see hours worked: their own, or as a manager the totals."""
    return not (BUSINESS_SIDE | {Role.MANAGER}).isdisjoint(roles)


def usual_direction(roles: Iterable[Role]) -> str:
    """Return what is filled in beforehand: the front office is called, others call."""
    return "in" if Role.FRONT_OFFICE in frozenset(roles) else "out"


def usual_class(roles: Iterable[Role]) -> str:
    """Return which class of data is filled in beforehand for what this colleague writes.

    What a carer hears may be content of care; what the front office hears is meant to be acted on
    by whoever serves the client.
    """
    held = frozenset(roles)
    return "c" if Role.CARE_PROFESSIONAL in held and Role.FRONT_OFFICE not in held else "b"


def next_day(start: date, *, recurrence: str, after: date) -> date:
    """Return the first day after `after` of what recurs from `start` on.

    A month or year on, the day is that of the start, or the last of a shorter month.

    Example:
        >>> next_day(date(2026, 1, 31), recurrence="month", after=date(2026, 2, 28))
        datetime.date(2026, 3, 31)
    """
    steps, found = 0, start
    while found <= after:
        steps += 1
        found = _on(start, recurrence, steps)
    return found


def _on(start: date, recurrence: str, steps: int) -> date:
    if recurrence in ("day", "week"):
        return start + timedelta(days=steps * (7 if recurrence == "week" else 1))
    months = start.month - 1 + steps * (12 if recurrence == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def answer_to_discontent(received_on: date) -> date:
    """Return the day by which discontent is answered: six weeks after it came in.

    Source: Wkkgz, article 17: a complaint is judged within six weeks.

    Example:
        >>> answer_to_discontent(date(2026, 11, 22))
        datetime.date(2027, 1, 3)
    """
    return received_on + timedelta(weeks=6)


def may_close_task(roles: Iterable[Role], *, kind: str) -> bool:
    """Tell whether these roles close a task of their own: discontent is the complaints officer's.

    Example:
        >>> may_close_task({Role.CARE_PROFESSIONAL}, kind="discontent")
        False
    """
    return kind != "discontent" or Role.COMPLAINTS_OFFICER in frozenset(roles)


def may_do_task(roles: Iterable[Role], *, kind: str, is_private: bool) -> bool:
    """Tell whether a task can be given to who has these roles: they read, do and close it.

    Example:
        >>> may_do_task({Role.COMPLAINTS_OFFICER}, kind="call_back", is_private=True)
        False
    """
    held = frozenset(roles)
    if kind == "discontent":
        return Role.COMPLAINTS_OFFICER in held
    return may_open_dossiers(held) if is_private else may_record_contact(held)


# What a caller is asked, to be sure who it is; two that are right are enough.
IDENTITY_CHECKS = frozenset({"birth_date", "address", "client_number"})
ENOUGH_CHECKS = 2

# What ends at midnight ends on the day before it.
INSTANT = timedelta(microseconds=1)
