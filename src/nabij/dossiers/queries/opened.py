# SPDX-License-Identifier: EUPL-1.2
"""The condition that every read of a guarded table begins with."""

from django.db.models import BooleanField, Func


class EntryWritten(Func):
    """True when this transaction wrote who opens a dossier; the database raises when it did not.

    Row-level security asks the same, but only when a row is met: a search without a hit, or an
    empty table, would then read as "nothing known". This has no column of any table, so the
    planner asks it once, before the first row.
    """

    template = "(SELECT access.opened_records()) IS NOT NULL"
    output_field = BooleanField()
