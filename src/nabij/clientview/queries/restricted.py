# SPDX-License-Identifier: EUPL-1.2
"""What of a client is kept and not used (AVG 18), as the picture tells it: that, not what it says.

Only inside `access.actions.open_dossier`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nabij.clientview.rules.sources import KnownSource
from nabij.core.viewer import Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import STAYS_IN_SIGHT, FactInView
from nabij.relations.queries import Person
from nabij.relations.types import RestrictionInView


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """One thing that is restricted: a fact, a copy of a source, or neither: all that is no care."""

    restriction: RestrictionInView
    fact: FactInView | None = None
    source: KnownSource | None = None


def unused(
    *, viewer: Viewer, person: Person, dossier_ids: Sequence[int], sources: Sequence[KnownSource]
) -> tuple[Unused, ...]:
    """Return what is restricted and stands nowhere else on the page; of what is not open nothing.

    One SQL query where facts are restricted, else none. A contact stands with its mark among the
    contacts, and a fact that stays in sight where it stood.
    """
    facts = fact_queries.facts_by_key(
        viewer=viewer,
        records=dossier_ids,
        keys={one.what.fact for one in person.restrictions if one.what.fact},
    )
    named = {source.record_id: source for source in sources}
    found = []
    for one in person.restrictions:
        fact = facts.get(one.what.fact) if one.what.fact else None
        source = named.get(one.what.record_id) if one.what.record_id else None
        is_unseen = fact is not None and fact.kind not in STAYS_IN_SIGHT
        if is_unseen or source or one.what.is_no_care:
            found.append(Unused(restriction=one, fact=fact, source=source))
    return tuple(found)
