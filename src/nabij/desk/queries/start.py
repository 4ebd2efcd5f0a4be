# SPDX-License-Identifier: EUPL-1.2
"""What matters to a colleague today. Many persons at once, so cards only and never a fact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import CareRelationKind
from nabij.access.queries import WHOSE, OwnDuty, StandIn
from nabij.access.rules import DataClass
from nabij.contact import queries as contact_queries
from nabij.contact.types import CalendarItem, TaskLine
from nabij.core.dates import end_of_day, start_of_day
from nabij.core.viewer import Role, Viewer
from nabij.desk.queries.drafts import DraftInView, drafts
from nabij.desk.queries.notices import NoticeInView, unread_of_work
from nabij.dossiers.queries import notices as dossier_notices
from nabij.dossiers.queries.notices import IntakeLine
from nabij.linkage import queries as linkage_queries
from nabij.lists import queries as lists_queries
from nabij.lists.queries import CountedView
from nabij.privacy import queries as privacy_queries
from nabij.relations import queries as relations_queries
from nabij.relations.queries import SearchResults
from nabij.relations.queries.questions import OwnQuestion, own_latest
from nabij.relations.types import Card

NEWS_DAYS = 3
# How long the answer to a question of one's own stays on the desk.
ANSWER_DAYS = 7
MOST_CLIENTS = 100
MOST_INTAKES = 5
FEW_CLIENTS = 6
FEW_CHANGES = 3
MOST_STAND_INS = 10
MOST_NOT_RIGHT = 200
FEW_TASKS = 6
FEW_NEXT = 3
FEW_NEWS = 4
MOST_FOUND = 8
SHORTEST_FIND = 2


def find(*, viewer: Viewer, text: str) -> SearchResults:
    """Return the first few relations that match what is being typed: cards, as any search.

    The search is written in the access log by `relations.queries.search`.
    """
    return relations_queries.search(viewer=viewer, text=text, size=MOST_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client of a team: the card, and when something last changed in the dossier, never what.

    `changed_at` is None once the viewer has opened the dossier after the change.
    """

    card: Card
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """When the team is expected at a client today, and nothing else of it."""

    card: Card
    starts_at: datetime
    ends_at: datetime | None
    is_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingIn:
    """A colleague who stood in for a client, or the viewer who does so now."""

    stand_in: StandIn
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The clients of one team, by surname; `total` counts those that are not shown too."""

    ref: str
    name: str
    clients: list[Client]
    total: int
    visits: list[Visit]
    stand_ins: list[StandingIn]

    @property
    def halves(self) -> list[list[Client]]:
        """Return the clients in two lists to stand beside each other; of a few, in one."""
        if len(self.clients) < FEW_CLIENTS:
            return [self.clients]
        half = (len(self.clients) + 1) // 2
        return [self.clients[:half], self.clients[half:]]

    @property
    def changed(self) -> list[Client]:
        """Return the clients of whom something changed, the latest first."""
        found = [(client.changed_at, client) for client in self.clients if client.changed_at]
        return [client for _at, client in sorted(found, key=itemgetter(0), reverse=True)]

    @property
    def first_changed(self) -> list[Client]:
        """Return the latest changes, as many as one looks at in a glance."""
        return self.changed[:FEW_CHANGES]

    @property
    def more_changed(self) -> list[Client]:
        """Return the changes that are folded away."""
        return self.changed[FEW_CHANGES:]

    @property
    def past_visits(self) -> list[Visit]:
        """Return the visits of today that are over, as the roster has them."""
        return [visit for visit in self.visits if visit.is_past]

    @property
    def coming_visits(self) -> list[Visit]:
        """Return the visits of today that go on or come."""
        return [visit for visit in self.visits if not visit.is_past]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A phone call of this colleague that is still open."""

    card: Card
    caller: str
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTotal:
    """How many clients a team has, on a day."""

    name: str
    clients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that the start page shows; what a role has nothing to do with is empty."""

    on: date
    may_search: bool
    focuses_search: bool
    may_register: bool
    teams: list[tuple[str, str]]
    team: Team | None
    duties: list[OwnDuty]
    standing_in: list[StandingIn]
    stand_ins_not_right: int | None
    appointments: list[CalendarItem]
    tasks: list[TaskLine]
    calls: list[Call]
    to_review: int | None
    is_more_to_review: bool
    intakes: list[IntakeLine]
    may_take_in: bool
    totals: list[TeamTotal] | None
    questions: int | None
    notices: list[tuple[str, datetime]]
    open_cases: int | None
    finds: tuple[int, int] | None
    breaches: tuple[int, int] | None
    asked: list[str]
    requests: tuple[int, int] | None
    own_questions: list[OwnQuestion]
    views: list[CountedView]
    news: list[NoticeInView]
    drafts: list[DraftInView]

    @property
    def first_news(self) -> list[NoticeInView]:
        """Return the latest notices that are not read, as many as one looks at in a glance."""
        return self.news[:FEW_NEWS]

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons whose card is shown, for the log."""
        return sorted({*_shown_in_team(self.team), *_shown_beside(self)})

    @property
    def shown_in_team(self) -> list[int]:
        """Return the keys of the persons in the part about a team, which is swapped by itself."""
        return sorted(set(_shown_in_team(self.team)))

    @property
    def shows_visits(self) -> bool:
        """Tell whether times of visits are shown, for the log."""
        return self.team is not None and bool(self.team.visits)

    @property
    def total_clients(self) -> int:
        """Return the sum over the teams; a client of two teams counts in both."""
        return sum(total.clients for total in self.totals or [])


def desk(*, viewer: Viewer, team_ref: str = "") -> Desk:
    """Return what matters to this viewer today. At most 30 SQL queries, and one for each view.

    The caller logs the cards shown (`shown_ids`), and that times of visits were.
    """
    roles, on = viewer.roles, localdate(viewer.at)
    may_search, may_register = access_rules.may_see_cards(roles), access_rules.may_register(roles)
    reads_log = access_rules.may_read_log(roles)
    waiting = privacy_queries.waits_for(viewer=viewer)
    teams = _teams(viewer)
    team = next((one for one in teams if one[0] == team_ref), teams[0]) if teams else None
    stand_ins = access_queries.stand_ins(
        viewer=viewer, unit_id=team[2] if team else 0, count=MOST_STAND_INS
    )
    to_review, is_more = linkage_queries.count_to_review(viewer=viewer)
    tasks = (
        contact_queries.my_tasks_now(viewer=viewer, most=FEW_TASKS, most_next=FEW_NEXT)
        if may_search
        else []
    )
    in_tasks = {task.ref for task in tasks}
    return Desk(
        on=on,
        may_search=may_search,
        focuses_search=viewer.has(Role.FRONT_OFFICE),
        may_register=may_register,
        teams=[(ref, name) for ref, name, _pk in teams],
        team=_team(viewer, team, stand_ins.to_review) if team else None,
        duties=access_queries.own_duties(viewer=viewer),
        standing_in=_standing_in(viewer, stand_ins.own),
        stand_ins_not_right=access_queries.count_stand_ins_not_right(viewer=viewer)
        if access_rules.may_see_stand_ins(roles)
        else None,
        appointments=contact_queries.my_appointments(viewer=viewer, on=on).items
        if may_search
        else [],
        tasks=tasks,
        calls=_calls(viewer) if access_rules.may(roles, DataClass.ORGANISATION) else [],
        to_review=to_review if access_rules.may_review_links(roles) else None,
        is_more_to_review=is_more,
        intakes=dossier_notices.recent_intakes(viewer=viewer, count=MOST_INTAKES),
        may_take_in=access_rules.may_take_in(roles),
        totals=_totals(viewer) if viewer.has(Role.MANAGER) else None,
        questions=relations_queries.waiting_questions(viewer=viewer)
        if access_rules.may_answer_questions(roles)
        else None,
        notices=waiting.notices,
        open_cases=privacy_queries.count_open_cases(viewer=viewer) if reads_log else None,
        finds=privacy_queries.count_finds(viewer=viewer) if reads_log else None,
        breaches=privacy_queries.count_breaches(viewer=viewer) if reads_log else None,
        asked=waiting.looks,
        requests=privacy_queries.overdue_requests(viewer=viewer) if reads_log else None,
        own_questions=own_latest(viewer=viewer, since=viewer.at - timedelta(days=ANSWER_DAYS))
        if may_register
        else [],
        views=lists_queries.counted_views(viewer=viewer) if may_search else [],
        news=[
            notice for notice in unread_of_work(viewer=viewer) if notice.task_ref not in in_tasks
        ],
        drafts=drafts(viewer=viewer),
    )


def _teams(viewer: Viewer) -> list[tuple[str, str, int]]:
    if not viewer.has(Role.CARE_PROFESSIONAL):
        return []
    return [(team.ref, team.name, team.pk) for team in access_queries.own_teams(viewer=viewer)]


def _team(viewer: Viewer, team: tuple[str, str, int], to_review: Sequence[StandIn]) -> Team:
    ref, name, pk = team
    relations = access_queries.care_relations(viewer=viewer).filter(
        unit_id=pk, kind=CareRelationKind.CARE
    )
    surname = Coalesce("person__canonical__sort_key", "person__sort_key")
    ordered = relations.annotate(whose=WHOSE).order_by(surname, "whose").values_list("whose")
    ids = list(dict.fromkeys(person for (person,) in ordered))
    cards = relations_queries.person_cards(viewer=viewer, ids=ids[:MOST_CLIENTS])
    since = viewer.at - timedelta(days=NEWS_DAYS)
    changed = dossier_notices.notices_since(viewer=viewer, person_ids=list(cards), since=since)
    opened = access_queries.last_opened(viewer=viewer, since=since) if changed else {}
    unseen = {pk: at for pk, at in changed.items() if pk not in opened or opened[pk] < at}
    return Team(
        ref=ref,
        name=name,
        clients=[Client(card=cards[pk], changed_at=unseen.get(pk)) for pk in ids if pk in cards],
        total=len(ids),
        visits=_visits(viewer, pk, cards),
        stand_ins=_standing_in(viewer, to_review),
    )


def _visits(viewer: Viewer, unit_id: int, cards: dict[int, Card]) -> list[Visit]:
    """Return the visits of today, as the roster has them."""
    today = localdate(viewer.at)
    planned = dossier_notices.planned_visits(
        viewer=viewer, unit_id=unit_id, starts=start_of_day(today), ends=end_of_day(today)
    )
    missing = {visit.person_id for visit in planned} - cards.keys()
    if missing:
        cards = cards | relations_queries.person_cards(viewer=viewer, ids=missing)
    return [
        Visit(
            card=cards[visit.person_id],
            starts_at=visit.starts_at,
            ends_at=visit.ends_at,
            is_past=(visit.ends_at or visit.starts_at) < viewer.at,
        )
        for visit in planned
        if visit.person_id in cards
    ]


def _standing_in(viewer: Viewer, stand_ins: Sequence[StandIn]) -> list[StandingIn]:
    if not stand_ins:
        return []
    ids = {found.person_id for found in stand_ins}
    cards = relations_queries.person_cards(viewer=viewer, ids=ids)
    return [
        StandingIn(stand_in=found, card=cards[found.person_id])
        for found in stand_ins
        if found.person_id in cards
    ]


def stand_ins_not_right(*, viewer: Viewer) -> list[StandingIn]:
    """Return where a team says that standing in was not right, open ones first. Two SQL queries.

    The caller logs the cards shown. Empty for who has nothing to do with it.
    """
    found = access_queries.stand_ins_not_right(viewer=viewer, count=MOST_NOT_RIGHT)
    return _standing_in(viewer, found)


def _calls(viewer: Viewer) -> list[Call]:
    calls = {call.person_id: call for call in access_queries.open_occasions(viewer=viewer)}
    if not calls:
        return []
    cards = relations_queries.person_cards(viewer=viewer, ids=calls)
    return [
        Call(card=cards[person], caller=call.get_caller_display(), ends_at=call.ends_at)
        for person, call in calls.items()
        if person in cards
    ]


def _totals(viewer: Viewer) -> list[TeamTotal]:
    relations = access_queries.care_relations(viewer=viewer).filter(
        kind=CareRelationKind.CARE, unit__isnull=False
    )
    counted = relations.values("unit__name").annotate(n=Count(WHOSE, distinct=True))
    return [
        TeamTotal(name=row["unit__name"], clients=row["n"])
        for row in counted.order_by("unit__name")
    ]


def _shown_in_team(team: Team | None) -> Iterator[int]:
    if team is not None:
        yield from (client.card.id for client in team.clients)
        yield from (visit.card.id for visit in team.visits)
        yield from (one.card.id for one in team.stand_ins)


def _shown_beside(found: Desk) -> Iterator[int]:
    yield from (one.card.id for one in found.standing_in)
    yield from (call.card.id for call in found.calls)
    named = [*(task.card for task in found.tasks), *(news.card for news in found.first_news)]
    yield from (card.id for card in named if card and card.is_person)
    yield from (c.id for item in found.appointments for c in item.cards if c.is_person)
