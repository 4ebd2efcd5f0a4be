# SPDX-License-Identifier: EUPL-1.2
"""What persons asked, and how long there is to answer. Who shows it writes the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.privacy.choices.requests import Asker, RequestKind, RequestState
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.rules import asking, terms
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

MOST_SHOWN = 200


class RequestNotFound(NotFound):
    code = "request-not-found"
    message = _("There is no such request.")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as lists and its page show it; `card` is None of who was erased or archived.

    `asker` is the card of who stands for them on record, None for anybody else.
    """

    row: PrivacyRequest
    card: Card | None
    asker: Card | None
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
    def is_for_another(self) -> bool:
        """Tell whether somebody else asks it for the person."""
        return self.row.asker not in (Asker.PERSON, Asker.OURSELVES)

    @property
    def asker_name(self) -> str:
        """Return who asks for them, '' where they ask themselves."""
        return self.asker.name if self.asker else self.row.asker_name

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
    cards = _cards(viewer, found)
    on = localdate(viewer.at)
    return [_line(row, cards, on) for row in found]


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
    return _line(row, _cards(viewer, [row]), localdate(viewer.at))


@dataclass(frozen=True, slots=True)
class OnRecord:
    """Somebody who stands for a person: what they may be told, and which rights they may use."""

    card: Card
    sentence: str
    kinds: frozenset[str]

    @property
    def asks(self) -> str:
        """Return in words what may be granted to them."""
        return _in_words(self.kinds)


def on_record(*, viewer: Viewer, person_id: int) -> list[OnRecord]:
    """Return who is recorded as standing for a person, by name. Two SQL queries.

    The caller logs who is named.
    """
    circle = access_queries.circle(viewer=viewer, person_id=person_id)
    ids = {one.other_id for one in circle.held}
    cards = relations_queries.person_cards(viewer=viewer, ids=ids) if ids else {}
    return [
        OnRecord(
            card,
            access_queries.sentence(viewer=viewer, standing=circle.standing(card.id)),
            asking.may_ask(circle.standing(card.id)),
        )
        for card in sorted(cards.values(), key=lambda card: card.name)
    ]


def kinds_of_asker(*, viewer: Viewer, row: PrivacyRequest) -> frozenset[str]:
    """Return which rights may be granted to who asks. At most two SQL queries.

    Everything to the person; to who stands for them what is recorded; after death a look by a
    case (WGBO 7:458a); to anybody else no more than that the mail stops.
    """
    if row.asker in (Asker.PERSON, Asker.OURSELVES):
        return frozenset(RequestKind.values)
    if row.asker_party_id is not None:
        circle = access_queries.circle(viewer=viewer, person_id=row.person_id)
        return asking.may_ask(circle.standing(row.asker_party_id))
    if row.asker == Asker.RELATIVE:
        cases = access_queries.after_death_cases(viewer=viewer, person_id=row.person_id)
        return asking.AFTER_DEATH if any(case.is_open for case in cases) else asking.ALWAYS
    return asking.ALWAYS


def asks_in_words(*, viewer: Viewer, row: PrivacyRequest) -> str:
    """Return in one line what may be granted to who asks; see `kinds_of_asker`."""
    return _in_words(kinds_of_asker(viewer=viewer, row=row))


def _in_words(kinds: frozenset[str]) -> str:
    return ", ".join(str(label) for kind, label in RequestKind.choices if kind in kinds)


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


def _cards(viewer: Viewer, rows: Sequence[PrivacyRequest]) -> dict[int, Card]:
    askers = {row.asker_party_id for row in rows if row.asker_party_id}
    ids = {row.person_id for row in rows} | askers
    return relations_queries.person_cards(viewer=viewer, ids=ids, for_rights=True)


def _line(row: PrivacyRequest, cards: Mapping[int, Card], on: date) -> RequestLine:
    is_open = row.state == RequestState.OPEN
    return RequestLine(
        row=row,
        card=cards.get(row.person_id),
        asker=cards.get(row.asker_party_id) if row.asker_party_id else None,
        clock=terms.clock(row.due_on, on=on),
        article=terms.ARTICLES[row.kind],
        may_extend=is_open
        and terms.may_extend(
            received_on=row.received_on, on=on, is_extended=bool(row.extension_reason)
        ),
    )
