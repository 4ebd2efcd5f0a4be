# SPDX-License-Identifier: EUPL-1.2
"""Who else approached a party of late, plans to, or looks at it now: over all units (A-87)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.access.queries.presence import looking_now
from nabij.contact.choices import APPROACHES, Channel, TaskKind
from nabij.contact.models import InteractionParty, Task
from nabij.contact.queries.calendar import appointments_of
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries.keys import keys_of_party
from nabij.relations.types import Card

LOOKS_BACK, LOOKS_AHEAD = timedelta(days=14), timedelta(days=14)
MOST_APPROACHES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A colleague who had contact with somebody or is about to: never about whom or what.

    `sentence` has places for the name and for when; `at` is a moment, `on` a day that comes.
    """

    colleague: str
    sentence: str
    at: datetime | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """What somebody who is about to approach a party must know."""

    card: Card
    approaches: list[Approach]
    looking: list[str]

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody else has to do with this party now."""
        return not (self.approaches or self.looking)


def near(*, viewer: Viewer, ref: str) -> Near:
    """Return who else approaches a party, for whoever may see its card. Five SQL queries.

    It shows names of colleagues and days: not about whom it was, why, or for which team. How there
    was contact with somebody in private, and who is to do something for them, only who serves
    clients. The page of the party wrote the log.

    Raises:
        PartyNotFound: there is none, or it is shielded from this viewer.
    """
    card = relations_queries.person_card(viewer=viewer, ref=ref)
    if not card.is_person and not card.is_open:
        raise PartyNotFound
    keys = keys_of_party(viewer=viewer, party_id=card.id)
    details = [] if card.is_person else [f"organisation {key}" for key in keys]
    return Near(
        card=card,
        approaches=[*_planned(viewer, keys), *_done(viewer, keys)][:MOST_APPROACHES],
        looking=looking_now(viewer=viewer, keys=keys, event_details=details),
    )


def _done(viewer: Viewer, keys: list[int]) -> list[Approach]:
    rows = (
        InteractionParty.objects.filter(
            party_id__in=keys,
            at__gt=viewer.at - LOOKS_BACK,
            interaction__archived_at__isnull=True,
        )
        .exclude(interaction__colleague_id=viewer.user_id)
        .exclude(is_counterpart=False, is_on_behalf_of=False)
        .order_by("-at", "-pk")
        .values_list(
            "interaction__colleague__name",
            "interaction__channel",
            "interaction__is_guarded",
            "at",
        )
    )
    latest: dict[str, Approach] = {}
    sees_all = access_rules.may_open_dossiers(viewer.roles)
    for name, channel, is_guarded, at in rows[:50]:
        how = Channel(channel) if sees_all or not is_guarded else "contact"
        sentence = str(APPROACHES[how])
        latest.setdefault(name, Approach(colleague=name, sentence=sentence, at=at))
    return list(latest.values())


def _planned(viewer: Viewer, keys: list[int]) -> list[Approach]:
    rows = (
        Task.objects.filter(
            party_id__in=keys,
            closed_at__isnull=True,
            kind__in=[TaskKind.TASK, TaskKind.CALL_BACK],
            owner__isnull=False,
            due_on__lte=localdate(viewer.at) + LOOKS_AHEAD,
        )
        .exclude(owner_id=viewer.user_id)
        .order_by("due_on", "pk")
        .values_list("owner__name", "due_on")
    )
    if not access_rules.may_open_dossiers(viewer.roles):
        rows = rows.filter(is_guarded=False)
    first: dict[str, Approach] = {}
    for name, on in rows[:50]:
        sentence = str(APPROACHES["planned"])
        first.setdefault(name, Approach(colleague=name, sentence=sentence, on=on))
    sees_all = access_rules.may_open_dossiers(viewer.roles)
    for item in appointments_of(viewer=viewer, party_ids=keys, with_guarded=sees_all):
        if viewer.user_id not in item.user_ids:
            on = localdate(item.starts_at)
            for name in item.who:
                sentence = str(APPROACHES["appointment"])
                first.setdefault(name, Approach(colleague=name, sentence=sentence, on=on))
    return sorted(first.values(), key=lambda approach: approach.on or date.max)
