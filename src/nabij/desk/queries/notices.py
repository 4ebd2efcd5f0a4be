# SPDX-License-Identifier: EUPL-1.2
"""Notices: what a colleague must know without looking for it.

Nothing is stored of a notice but that it was read: what there is to tell follows from the work.
Who is named is named by the card, and never what changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nabij.access import rules as access_rules
from nabij.contact import queries as contact_queries
from nabij.core.viewer import Viewer
from nabij.desk.models import NoticeRead, Watch
from nabij.relations import queries as relations_queries
from nabij.relations.queries import changes
from nabij.relations.queries.questions import own_latest
from nabij.relations.types import Card

KEPT_FOR = timedelta(days=14)
MOST_NOTICES = 50
ICONS = {
    "given": "transfer-in",
    "reminder": "clock",
    "late": "heart-handshake",
    "changed": "eye",
    "answer": "user-question",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInView:
    """One thing to know: `text` says it, `url` leads to it; `card` is whom it names.

    `task_ref` is the task of which it says no more than the list of tasks does: that it is due.
    """

    key: str
    icon: str
    text: str
    at: datetime
    url: str
    is_read: bool = False
    card: Card | None = None
    task_ref: str = ""


def notices(*, viewer: Viewer) -> list[NoticeInView]:
    """Return the notices of this colleague, unread ones first, then the latest. Six SQL queries.

    The caller logs the cards.
    """
    found = [*_of_tasks(viewer), *_of_changes(viewer), *_of_answers(viewer)]
    return _in_order(viewer, found)[:MOST_NOTICES]


def unread_of_work(*, viewer: Viewer) -> list[NoticeInView]:
    """Return what is not read of tasks and of whom one follows, the latest first.

    For the desk, where the answers of the administrator stand apart. At most five SQL queries.
    """
    found = _in_order(viewer, [*_of_tasks(viewer), *_of_changes(viewer)])
    return [notice for notice in found if not notice.is_read][:MOST_NOTICES]


def unread(*, viewer: Viewer) -> int:
    """Return how many notices this colleague has not read; names nobody. At most four queries."""
    keys = [news.key for news in contact_queries.task_news(viewer=viewer)] if _works(viewer) else []
    keys += [_changed_key(change) for change in _changes(viewer)]
    keys += [_answer_key(asked_at) for asked_at, _answer in _answers(viewer)]
    return len(set(keys) - _read(viewer)) if keys else 0


def is_watched(*, viewer: Viewer, party_id: int) -> bool:
    """Tell whether this colleague follows a party. One SQL query."""
    return Watch.objects.filter(colleague_id=viewer.user_id, party_id=party_id).exists()


def _works(viewer: Viewer) -> bool:
    return access_rules.may_see_cards(viewer.roles)


def _read(viewer: Viewer) -> set[str]:
    rows = NoticeRead.objects.filter(colleague_id=viewer.user_id)
    return set(rows.values_list("key", flat=True))


def _in_order(viewer: Viewer, found: Sequence[NoticeInView]) -> list[NoticeInView]:
    """Return notices with what was read behind all that was not, each the latest first."""
    read = _read(viewer) if found else set()
    told = [replace(notice, is_read=notice.key in read) for notice in found]
    return sorted(told, key=lambda one: (one.is_read, -one.at.timestamp(), one.key))


def _of_tasks(viewer: Viewer) -> Iterator[NoticeInView]:
    if not _works(viewer):
        return
    found = contact_queries.task_news(viewer=viewer)
    wanted = {news.party_id for news in found if news.party_id}
    cards = relations_queries.person_cards(viewer=viewer, ids=wanted)
    for news in found:
        card = cards.get(news.party_id) if news.party_id else None
        words = {
            "by": news.by,
            "kind": news.kind_label,
            "name": card.name if card else _("somebody"),
        }
        sentence = _sentences()[news.what] if news.party_id else _sentences_of_nobody()[news.what]
        yield NoticeInView(
            key=news.key,
            icon=ICONS[news.what],
            text=sentence % words,
            at=news.at,
            url=reverse("contact:task", args=[news.ref]),
            card=card,
            task_ref="" if news.what == "given" else news.ref,
        )


def _sentences() -> dict[str, str]:
    return {
        "given": _("%(by)s gave you a %(kind)s for %(name)s"),
        "reminder": _("You wanted to be reminded of a %(kind)s for %(name)s"),
        "late": _("The promise to %(name)s is late"),
    }


def _sentences_of_nobody() -> dict[str, str]:
    return {
        "given": _("%(by)s gave you a %(kind)s"),
        "reminder": _("You wanted to be reminded of a %(kind)s"),
        "late": _("A promise is late"),
    }


def _changes(viewer: Viewer) -> list[changes.Change]:
    rows = Watch.objects.filter(colleague_id=viewer.user_id)
    since = dict(rows.values_list("party_id", "since")) if _works(viewer) else {}
    return changes.changed_since(viewer=viewer, since=since) if since else []


def _of_changes(viewer: Viewer) -> Iterator[NoticeInView]:
    for change in _changes(viewer):
        page = "clientview:person" if change.card.is_person else "accounts:organisation"
        yield NoticeInView(
            key=_changed_key(change),
            icon=ICONS["changed"],
            text=_("%(name)s, whom you follow, was changed") % {"name": change.card.name},
            at=change.at,
            url=reverse(page, args=[change.card.ref]),
            card=change.card,
        )


def _answers(viewer: Viewer) -> list[tuple[datetime, str]]:
    if not access_rules.may_register(viewer.roles):
        return []
    asked = own_latest(viewer=viewer, since=viewer.at - KEPT_FOR)
    return [(question.asked_at, question.answer) for question in asked if question.answer]


def _of_answers(viewer: Viewer) -> Iterator[NoticeInView]:
    for asked_at, answer in _answers(viewer):
        yield NoticeInView(
            key=_answer_key(asked_at),
            icon=ICONS["answer"],
            text=_("The administrator answered: this person is known already")
            if answer == "same"
            else _("The administrator answered: this is someone else, you can record them"),
            at=asked_at,
            url=reverse("desk:start") + "#asked",
        )


def _changed_key(change: changes.Change) -> str:
    return f"changed:{change.card.ref}:{change.version}"


def _answer_key(asked_at: datetime) -> str:
    return f"answer:{asked_at.isoformat()}"
