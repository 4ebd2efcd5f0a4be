# SPDX-License-Identifier: EUPL-1.2
"""End lines of the log whose time has passed: the one way in which a line ever goes."""

from datetime import datetime

from django.db import connection, transaction

from nabij.access.actions.log_use import record_log_use
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer

AT_ONCE = 100_000
TOO_YOUNG = "log-too-young"


class LogTooYoung(DomainError):
    code = TOO_YOUNG
    message = (
        "The law keeps a line of the log for five years. Name a day of more than five years ago."
    )


class NobodyAnswers(DomainError):
    code = "nobody-answers"
    message = "Say which colleague answers for this."


def end_log(*, viewer: Viewer, before: datetime, also_kept: bool = False) -> int:
    """Remove the lines written before a moment at least five years ago; return how many.

    Only the owner of the tables can. The moment is held against the clock of the database, not of
    the caller. A line goes when every line of its seal is old enough; the hashes stay, so that
    the rest can still be proven. Lines about a person who is still known here stay, unless
    `also_kept`: the law asks five years, and lets an institution keep them as long as the record.

    Each hundred thousand are one transaction, with an entry of the log that says who did it.

    Raises:
        LogTooYoung: `before` lies less than five years back.
        NobodyAnswers: the viewer stands for no colleague.
    """
    if viewer.acting_for_id is None:
        raise NobodyAnswers
    total = 0
    while ended := _end_some(viewer, before, also_kept=also_kept):
        total += ended
    return total


def _end_some(viewer: Viewer, before: datetime, *, also_kept: bool) -> int:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT %s > transaction_timestamp() - interval '5 years'", [before])
        (is_too_young,) = cursor.fetchone()
        if is_too_young:
            raise LogTooYoung
        cursor.execute("SELECT access.end_log(%s, %s, %s)", [before, also_kept, AT_ONCE])
        (ended,) = cursor.fetchone()
        if ended:
            record_log_use(
                viewer=viewer,
                event="log-end",
                action="D",
                count=ended,
                detail=f"before {before:%Y-%m-%d}{', also of kept records' if also_kept else ''}",
                stage="destruction",
            )
    return int(ended)
