# SPDX-License-Identifier: EUPL-1.2
"""What matters to a colleague today. Many persons at once, so cards only and never a fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from django.db.models import Count
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import CareRelationKind
from nabij.core.viewer import Role, Viewer
from nabij.dossiers.queries import notices
from nabij.dossiers.queries.notices import IntakeLine
from nabij.linkage import queries as linkage_queries
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

NEWS_DAYS = 3
MOST_CLIENTS = 100
MOST_INTAKES = 5
FEW_CLIENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client of a team: the card, and when something last changed in the dossier, never what."""

    card: Card
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The clients of one team, by surname; `total` counts those that are not shown too."""

    ref: str
    name: str
    clients: list[Client]
    total: int

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
    calls: list[Call]
    to_review: int | None
    is_more_to_review: bool
    intakes: list[IntakeLine]
    may_take_in: bool
    totals: list[TeamTotal] | None

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons whose card is shown, for the log."""
        return sorted(set(_shown(self)))

    @property
    def total_clients(self) -> int:
        """Return the sum over the teams; a client of two teams counts in both."""
        return sum(total.clients for total in self.totals or [])


def desk(*, viewer: Viewer, team_ref: str = "") -> Desk:
    """Return what matters to this viewer today. At most ten SQL queries.

    The caller logs the cards shown (`shown_ids`).
    """
    roles = viewer.roles
    may_search = access_rules.may_see_cards(roles)
    has_calls = access_rules.may(roles, access_rules.DataClass.ORGANISATION)
    may_review = access_rules.may_review_links(roles)
    teams = _teams(viewer)
    to_review, is_more = linkage_queries.count_to_review(viewer=viewer)
    return Desk(
        on=localdate(viewer.at),
        may_search=may_search,
        focuses_search=viewer.has(Role.FRONT_OFFICE),
        may_register=access_rules.may_register(roles),
        teams=[(ref, name) for ref, name, _pk in teams],
        team=_team(viewer, teams, team_ref) if teams else None,
        calls=_calls(viewer) if has_calls else [],
        to_review=to_review if may_review else None,
        is_more_to_review=is_more,
        intakes=notices.recent_intakes(viewer=viewer, count=MOST_INTAKES),
        may_take_in=access_rules.may_take_in(roles),
        totals=_totals(viewer) if viewer.has(Role.MANAGER) else None,
    )


def _teams(viewer: Viewer) -> list[tuple[str, str, int]]:
    if not viewer.has(Role.CARE_PROFESSIONAL):
        return []
    return [(team.ref, team.name, team.pk) for team in access_queries.own_teams(viewer=viewer)]


def _team(viewer: Viewer, teams: list[tuple[str, str, int]], wanted: str) -> Team:
    ref, name, pk = next((team for team in teams if team[0] == wanted), teams[0])
    relations = access_queries.care_relations(viewer=viewer).filter(
        unit_id=pk, kind=CareRelationKind.CARE
    )
    ordered = relations.order_by("person__sort_key", "person_id").values_list("person_id")
    ids = list(dict.fromkeys(person for (person,) in ordered))
    cards = relations_queries.person_cards(viewer=viewer, ids=ids[:MOST_CLIENTS])
    since = viewer.at - timedelta(days=NEWS_DAYS)
    changed = notices.notices_since(viewer=viewer, person_ids=list(cards), since=since)
    clients = [Client(card=cards[pk], changed_at=changed.get(pk)) for pk in ids if pk in cards]
    return Team(ref=ref, name=name, clients=clients, total=len(ids))


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
    counted = relations.values("unit__name").annotate(n=Count("person_id", distinct=True))
    return [
        TeamTotal(name=row["unit__name"], clients=row["n"])
        for row in counted.order_by("unit__name")
    ]


def _shown(found: Desk) -> Iterator[int]:
    yield from (client.card.id for client in found.team.clients) if found.team else ()
    yield from (call.card.id for call in found.calls)
