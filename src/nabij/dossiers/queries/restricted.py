# SPDX-License-Identifier: EUPL-1.2
"""Which facts are left out because their use is restricted (AVG 18)."""

from collections.abc import Collection

from django.db.models import Q

from nabij.dossiers.types import STAYS_IN_SIGHT
from nabij.relations.types import RestrictionInView

Restricted = Collection[RestrictionInView]


def may_be_used(restricted: Restricted, *, of: str = "") -> Q:
    """Return the condition that nothing restricts a fact, or that it has to stay in sight."""
    named = Q()
    for one in restricted:
        if one.what.fact is not None:
            columns = zip(("source_id", "type", "source_key"), one.what.fact, strict=True)
            named |= Q(**{f"{of}{column}": value for column, value in columns})
        elif one.what.record_id is not None:
            named |= Q(**{f"{of}patient_record_id": one.what.record_id})
    return Q(**{f"{of}kind__in": sorted(STAYS_IN_SIGHT)}) | ~named if named else Q()
