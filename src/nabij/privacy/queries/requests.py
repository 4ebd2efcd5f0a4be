# SPDX-License-Identifier: EUPL-1.2
"""What persons asked, and how long there is to answer. Who shows it writes the log."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.privacy.choices.requests import Asker, RequestState
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.rules import terms
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

MOST_SHOWN = 200


class RequestNotFound(NotFound):
    code = "request-not-found"
    message = _("There is no such request.")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as lists and its page show it; `card` is None of who was erased or archived."""

    row: PrivacyRequest
    card: Card | None
    clock: terms.Clock
    article: str
    may_extend: bool

    @property
    def name(self) -> str:
        """Return who it is about, as far as that is known here."""
        if self.card is not None:
            return self.card.name
        return gettext("erased") if self.row.report else gettext("somebody archived")

    @property
    def is_open(self) -> bool:
        """Tell whether it still has to be decided or carried out."""
        return self.row.state != RequestState.DONE


def requests(*, viewer: Viewer) -> list[RequestLine]:
    """Return requests: those to decide by their last day, then those decided, newest first.

    Two SQL queries.

    Raises:
        RequestNotFound: the viewer does not read what persons ask.
    """
    _check(viewer)
    rows = PrivacyRequest.objects.select_related("decided_by", "created_by")
    waiting = list(rows.exclude(state=RequestState.DONE).order_by("due_on", "pk"))
    done = list(rows.filter(state=RequestState.DONE).order_by("-done_at")[:MOST_SHOWN])
    found = [*waiting, *done]
    cards = relations_queries.person_cards(
        viewer=viewer, ids={row.person_id for row in found}, for_rights=True
    )
    on = localdate(viewer.at)
    return [_line(row, cards.get(row.person_id), on) for row in found]


def request(*, viewer: Viewer, ref: str) -> RequestLine:
    """Return one request. Two SQL queries.

    Raises:
        RequestNotFound: there is none, or the viewer does not read what persons ask.
    """
    _check(viewer)
    rows = PrivacyRequest.objects.select_related("decided_by", "created_by")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise RequestNotFound
    cards = relations_queries.person_cards(viewer=viewer, ids=[row.person_id], for_rights=True)
    return _line(row, cards.get(row.person_id), localdate(viewer.at))


def who_may_be_told(*, viewer: Viewer, line: RequestLine) -> list[tuple[Card, str]]:
    """Return who is recorded as standing for who it is about, and what each may be told. By name.

    Empty where the person asks for themselves. Two SQL queries; the caller logs who is named.
    """
    if line.card is None or line.row.asker == Asker.PERSON:
        return []
    circle = access_queries.circle(viewer=viewer, person_id=line.card.id)
    ids = {one.other_id for one in circle.held}
    cards = relations_queries.person_cards(viewer=viewer, ids=ids) if ids else {}
    return [
        (card, access_queries.sentence(viewer=viewer, standing=circle.standing(card.id)))
        for card in sorted(cards.values(), key=lambda card: card.name)
    ]


def overdue_requests(*, viewer: Viewer) -> tuple[int, int]:
    """Return how many requests are waiting, and how many of those are too late. One SQL query."""
    if not access_rules.may_read_log(viewer.roles):
        return 0, 0
    due = list(
        PrivacyRequest.objects.exclude(state=RequestState.DONE).values_list("due_on", flat=True)
    )
    on = localdate(viewer.at)
    return len(due), sum(day < on for day in due)


def _check(viewer: Viewer) -> None:
    if not access_rules.may_read_log(viewer.roles):
        raise RequestNotFound


def _line(row: PrivacyRequest, card: Card | None, on: date) -> RequestLine:
    is_open = row.state == RequestState.OPEN
    return RequestLine(
        row=row,
        card=card,
        clock=terms.clock(row.due_on, on=on),
        article=terms.ARTICLES[row.kind],
        may_extend=is_open
        and terms.may_extend(
            received_on=row.received_on, on=on, is_extended=bool(row.extension_reason)
        ),
    )
