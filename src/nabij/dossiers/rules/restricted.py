# SPDX-License-Identifier: EUPL-1.2
"""What restricts the use of a fact (AVG 18): pure."""

from collections.abc import Collection

from nabij.relations.types import RestrictionInView

Key = tuple[int, str, str]


def restriction_of(
    restricted: Collection[RestrictionInView], *, key: Key, record_id: int
) -> RestrictionInView | None:
    """Return what restricts a fact: that of the fact itself before that of its whole copy."""
    found = [one for one in restricted if key == one.what.fact or record_id == one.what.record_id]
    return min(found, key=lambda one: one.what.fact is None, default=None)
