# SPDX-License-Identifier: EUPL-1.2
"""The conditions that every read of a guarded table begins with."""

from collections.abc import Collection

from django.db.models import BooleanField, Func, Q

from nabij.dossiers.types import STAYS_IN_SIGHT
from nabij.relations.types import RestrictionInView

Restricted = Collection[RestrictionInView]


class EntryWritten(Func):
    """True when this transaction wrote who opens a dossier; the database raises when it did not.

    Row-level security asks the same, but only when a row is met: a search without a hit, or an
    empty table, would then read as "nothing known". This has no column of any table, so the
    planner asks it once, before the first row.
    """

    template = "(SELECT access.opened_records()) IS NOT NULL"
    output_field = BooleanField()


class MayBeUsed(Q):
    """True where nothing restricts a fact (AVG 18), or where it has to stay in sight.

    `of` leads to the fact from the table that is read.
    """

    def __init__(self, restricted: Restricted = (), *, of: str = "") -> None:
        named = Q()
        for one in restricted:
            if one.what.fact is not None:
                columns = zip(("source_id", "type", "source_key"), one.what.fact, strict=True)
                named |= Q(**{f"{of}{column}": value for column, value in columns})
            elif one.what.record_id is not None:
                named |= Q(**{f"{of}patient_record_id": one.what.record_id})
        parts = [Q(**{f"{of}kind__in": sorted(STAYS_IN_SIGHT)}) | ~named] if named else []
        super().__init__(*parts)
