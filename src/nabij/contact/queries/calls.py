# SPDX-License-Identifier: EUPL-1.2
"""Calls that come in: whether one rings, and the card of one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.contact.choices import TaskKind
from nabij.contact.models import IncomingCall, Task
from nabij.contact.queries.tasks import READ, line_of
from nabij.contact.types import Around, TaskLine
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.relations.queries import callers as relations_callers
from nabij.relations.queries import keys
from nabij.relations.queries.callers import PossibleCaller
from nabij.relations.types import Card

# So long a call may ring or go on before its card is old.
RINGS_FOR = timedelta(minutes=2)
CARD_FOR = timedelta(hours=1)
MOST_TASKS = 10


class CallNotFound(NotFound):
    code = "call-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """What a colleague sees when the phone rings: who it may be, about whom, and what is open.

    Nothing of a dossier. `tasks` are call-backs and promises by whom they are for, without their
    text.
    """

    ref: str
    number: str
    at: datetime
    callers: list[PossibleCaller]
    tasks: list[TaskLine]

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons whose card is shown, for the log."""
        cards = [one.card for caller in self.callers for one in caller.about]
        cards += [one for caller in self.callers for one in (caller.card, *caller.people)]
        return sorted({card.id for card in cards if card.is_person})


def ringing(*, viewer: Viewer) -> str:
    """Return the ref of the call that rings at this colleague, '' when none does. One SQL query."""
    found = IncomingCall.objects.filter(
        colleague_id=viewer.user_id,
        at__gt=viewer.at - RINGS_FOR,
        opened_at__isnull=True,
        ended_at__isnull=True,
    )
    return found.order_by("-at").values_list("ref", flat=True).first() or ""


def call_card(*, viewer: Viewer, ref: str) -> CallCard:
    """Return the card of a call to this colleague. At most ten SQL queries.

    The caller logs the cards shown.

    Raises:
        CallNotFound: there is none, it is another's, it is long over, or the role takes no calls.
    """
    call = IncomingCall.objects.filter(
        ref=ref, colleague_id=viewer.user_id, at__gt=viewer.at - CARD_FOR
    ).first()
    if call is None or not access_rules.may(viewer.roles, DataClass.ORGANISATION):
        raise CallNotFound
    callers = relations_callers.callers(viewer=viewer, number=call.number) if call.number else []
    cards = {
        one.card.id: one.card for caller in callers for one in caller.about if not one.is_shut_out
    }
    cards |= {caller.card.id: caller.card for caller in callers}
    tasks = Task.objects.filter(
        party_id__in=access_queries.members(viewer=viewer, person_ids=list(cards)),
        closed_at__isnull=True,
        kind__in=[TaskKind.CALL_BACK, TaskKind.PROMISE],
    )
    found = list(tasks.order_by("due_on", "pk").values(*READ)[:MOST_TASKS])
    # What was promised before a merge has the key of then.
    now = keys.canonical_keys(viewer=viewer, ids={row["party_id"] for row in found})
    on = localdate(viewer.at)
    return CallCard(
        ref=call.ref,
        number=call.number,
        at=call.at,
        callers=callers,
        tasks=[
            line_of(row | {"text": ""}, on=on, card=cards[now[row["party_id"]]]) for row in found
        ],
    )


def on_the_phone(*, viewer: Viewer, around: Around) -> Card | None:
    """Return who called this colleague about a person or for an organisation, until recorded.

    One SQL query, none where no telephone exchange tells of calls.
    """
    if not settings.NABIJ_EXCHANGES:
        return None
    calls = IncomingCall.objects.filter(
        colleague_id=viewer.user_id, at__gt=viewer.at - CARD_FOR, about_id__in=around.keys
    )
    caller = calls.order_by("-at").values_list("caller_id", flat=True).first()
    return next((card for card in around.speakers if card.id == caller), None)
