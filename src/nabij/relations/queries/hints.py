# SPDX-License-Identifier: EUPL-1.2
"""How often a colleague may hear that somebody they may not see is known: counted in the log.

A hint confirms what was typed, so whoever may ask without end may try birth dates or phone numbers
until one is right. Every question is a line in the log, one that finds nobody too, and after so
many on a day there is no answer until tomorrow.
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core import crypto
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.matching import PersonRecord
from nabij.relations.models import Identifier
from nabij.relations.models.contact import BSN_PURPOSE

HINTED, WITHHELD = "duplicates-hinted", "duplicates-withheld"
_LOCK = 7_239_013  # advisory lock, with the colleague: two questions at once are counted as two


class TooManyQuestions(DomainError):
    code = "too-many-questions"
    message = _(
        "You recorded many people today, so nabij no longer looks whether they are known "
        "elsewhere. Record this person without BSN, and add it tomorrow."
    )


def kinds_of(record: PersonRecord) -> list[str]:
    """Return which kinds of fields a question is made of, as the log names them."""
    kinds = {
        "name": record.surnames or record.given_names or record.initials or record.call_name,
        "birth-year": record.birth_on,
        "birth-date": record.birth_on and record.birth_precision != "year",
        "address": record.postcode and record.house_number,
        "phone": record.phones,
        "email": record.emails,
        "bsn": record.bsn_index,
    }
    return [kind for kind, value in kinds.items() if value]


def is_closed(kinds: Sequence[str]) -> bool:
    """Tell whether a question is made of more than what stands on a card."""
    return not set(kinds) <= {"name", "birth-year"}


def may_hear(*, viewer: Viewer) -> bool:
    """Take the right to one more hint today, until the transaction ends. Two SQL queries."""
    if viewer.is_machine or not access_rules.may_register(viewer.roles):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, viewer.user_id])
    asked = access_queries.count_today(viewer=viewer, event=HINTED)
    return asked < settings.NABIJ_DUPLICATE_HINTS_PER_DAY


def record_question(
    *, viewer: Viewer, event: str, kinds: Sequence[str], person_ids: Sequence[int]
) -> None:
    """Write the line of a question: of which kinds of fields, and who was found, if anybody.

    Raises:
        LogUnavailable: the line could not be written; nothing may be told.
    """
    access_actions.record_list(
        viewer=viewer, event=event, object_ids=person_ids, detail=f"by {', '.join(kinds)}"
    )


@transaction.atomic
def ask_about_bsn(*, viewer: Viewer, bsn: str, except_id: int | None = None) -> None:
    """Count and log that a colleague is about to hear whether a BSN is another's.

    Raises:
        TooManyQuestions: this colleague asked too often today; do not look.
        LogUnavailable: the line could not be written; do not look.
    """
    if not may_hear(viewer=viewer):
        raise TooManyQuestions
    index = crypto.compared_index(bsn, purpose=BSN_PURPOSE)
    owners = Identifier.objects.with_indexes([index])
    if except_id is not None:
        owners = owners.exclude(party_id=except_id)
    record_question(
        viewer=viewer,
        event=HINTED,
        kinds=["bsn"],
        person_ids=list(owners.order_by("party_id").values_list("party_id", flat=True)),
    )
