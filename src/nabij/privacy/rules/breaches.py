# SPDX-License-Identifier: EUPL-1.2
"""The clock and the risk of a data breach. Pure: no clock of its own, no database.

Sources: AVG articles 33 (the authority, within 72 hours after we became aware of it) and 34 (the
persons themselves, where the risk is high); EDPB guidelines 9/2022 on what makes a risk.
"""

from datetime import UTC, datetime, timedelta

HOURS = timedelta(hours=72)
HEAVY_KINDS = frozenset({"bsn", "care", "sensitive"})
OUTSIDE = frozenset({"unknown", "public"})
MANY = frozenset({"many", "very_many"})


def due_at(discovered_at: datetime) -> datetime:
    """Return when the 72 hours are over: hours that pass, weekends and summer time or not.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> found = datetime(2027, 3, 26, 14, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
        >>> due_at(found).astimezone(ZoneInfo("Europe/Amsterdam")).isoformat()
        '2027-03-29T15:00:00+02:00'
    """
    return discovered_at.astimezone(UTC) + HOURS


def risk(*, kinds: frozenset[str], how_many: str, who_has_it: str, undone: str) -> str:
    """Return the risk that the answers suggest: `none`, `some` or `high`; a person decides.

    Example:
        >>> risk(kinds=frozenset({"care"}), how_many="one", who_has_it="unknown", undone="no")
        'high'
        >>> risk(kinds=frozenset({"contact"}), how_many="one", who_has_it="nobody", undone="yes")
        'none'
    """
    if who_has_it == "nobody" and undone == "yes":
        return "none"
    is_heavy = not kinds.isdisjoint(HEAVY_KINDS)
    if undone == "yes" and who_has_it in {"colleague", "known"} and "sensitive" not in kinds:
        return "some" if is_heavy or how_many in MANY else "none"
    if is_heavy and (who_has_it in OUTSIDE or "sensitive" in kinds):
        return "high"
    if how_many == "very_many" and who_has_it in OUTSIDE:
        return "high"
    return "some"
