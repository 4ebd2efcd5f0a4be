# SPDX-License-Identifier: EUPL-1.2
"""The log as the client reads it: a sentence a line, the same lines that the officers see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import LogNotFound, NameShown, WayIn
from nabij.core.viewer import MACHINE, Viewer
from nabij.linkage import queries as linkage_queries
from nabij.privacy.choices import client_words as words
from nabij.privacy.queries.log import shown_under, with_one_machine
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Card, PartyNotFound
from nabij.relations.queries import keys as relations_keys

if TYPE_CHECKING:
    from nabij.access.models import AccessEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLine:
    """One sentence, and how often it happened that day; `entries` are the lines of the log."""

    at: datetime
    sentence: str
    times: int
    entries: tuple[int, ...]
    is_refused: bool
    is_emergency: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDay:
    """The sentences of one day."""

    on: date
    lines: list[ClientLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAvailable:
    """A care provider whose copy of the client is in nabij, and since when it was last sent."""

    title: str
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLog:
    """What a client reads: who did what with their data, who saw the name, who made data available.

    `sources` is None where the viewer, who shows it to the client, may not know them.
    """

    person: Card
    days: list[ClientDay]
    next_before: int
    names_shown: list[NameShown]
    times_in_lists: int
    sources: list[MadeAvailable] | None


def client_log(
    *, viewer: Viewer, ref: str, since: datetime, until: datetime, before: int = 0
) -> ClientLog:
    """Return the log of one client in sentences, the latest day first.

    For an officer, or a colleague who cares for the client, who show it to a client who asks. The
    lines are those of `log_of_person`, so they follow records that were put with somebody else
    (decision 42). At most a dozen SQL queries. The caller logs that it was shown, before it is
    shown.

    Raises:
        PartyNotFound: there is none, or not even the card may be seen.
        LogNotFound: the viewer may not show it.

    Source: Wabvpz article 15e; mission row A-09; RELIABILITY R7.
    """
    card = relations_queries.person_card(viewer=viewer, ref=ref, for_rights=True)
    if not card.is_person:
        raise PartyNotFound
    way = way_to_show(viewer=viewer, person_id=card.id)
    ids = relations_keys.keys_of_party(viewer=viewer, party_id=card.id)
    shown_as = shown_under(viewer=viewer, person_ids=ids)
    page = access_queries.entries_about(
        viewer=viewer, person_ids=ids, since=since, until=until, before=before,
        shown_as=shown_as, way=way,
    )  # fmt: skip
    names = access_queries.names_shown(
        viewer=viewer, person_ids=ids, since=since, until=until, shown_as=shown_as, way=way
    )
    jobs = access_queries.job_titles(viewer=viewer, ids={entry.user_id for entry in page.entries})
    return ClientLog(
        person=card,
        days=_days(page.entries, jobs),
        next_before=page.next_before,
        names_shown=with_one_machine(names),
        times_in_lists=sum(name.times for name in names),
        sources=_sources(viewer, card.id, way),
    )


def way_to_show(*, viewer: Viewer, person_id: int) -> WayIn | None:
    """Return the way in of a colleague who cares for the client; None for an officer.

    At most two SQL queries.

    Raises:
        LogNotFound: the viewer is neither.
    """
    if access_rules.may_read_log(viewer.roles):
        return None
    way = access_queries.way_in(viewer=viewer, person_id=person_id)
    if way is None or way.kind != access_queries.CARE:
        raise LogNotFound
    return way


def sentence_of(entry: "AccessEntry", job_title: str = "") -> str:
    """Return one line of the log as a sentence to the client.

    Example: "Fatima, wijkverpleegkundige, bekeek uw medicijnen, omdat …"
    """
    if entry.user_id == MACHINE:
        who = _("The system")
    else:
        who = entry.user_name or _("Somebody unknown")
        who = f"{who}, {_in_a_sentence(job_title)}," if job_title else who
    kinds = [words.KINDS[kind] for kind in entry.categories if kind in words.KINDS]
    is_one_kind = entry.event == "fact" and len(kinds) == 1
    what = kinds[0] if is_one_kind else words.ABOUT.get(entry.event, _("your data"))
    because = words.BECAUSE.get(entry.way_in.partition(" ")[0], "")
    if entry.outcome != "success":
        did, because = str(words.REFUSED) % {"what": what}, ""
    elif entry.event in words.DID_ITSELF:
        did = str(words.DID_ITSELF[entry.event])
        because = "" if entry.event.startswith(("call", "stand-in", "emergency")) else because
    else:
        did = str(words.DID[entry.action]) % {"what": what}
    parts = [f"{who} {did}", because, _ground_of(entry.detail)]
    return ", ".join(part for part in map(str, parts) if part) + "."


def _in_a_sentence(job_title: str) -> str:
    """Return a job title as it stands inside a sentence; what is written in capitals stays so."""
    begins_short = job_title[1:2].isupper()
    return job_title if begins_short else job_title[:1].lower() + job_title[1:]


def _ground_of(detail: str) -> str:
    """Return on what ground something restricted was read (AVG 18), '' where nothing was."""
    *_what, word, ground = ["", "", *detail.split()]
    return str(words.USED.get(ground, "")) if word == "ground" else ""


def _days(entries: Sequence["AccessEntry"], jobs: dict[int, str]) -> list[ClientDay]:
    """Return the lines by day; what is the same sentence on one day is one line."""
    days = []
    for on, of_day in groupby(entries, key=lambda entry: localdate(entry.at)):
        same: dict[tuple[str, int], list[AccessEntry]] = {}
        for entry in of_day:
            sentence = sentence_of(entry, jobs.get(entry.user_id, ""))
            same.setdefault((sentence, entry.user_id), []).append(entry)
        lines = [
            ClientLine(
                at=localtime(found[-1].at),
                sentence=sentence,
                times=len(found),
                entries=tuple(entry.pk for entry in found),
                is_refused=found[0].outcome != "success",
                is_emergency=found[0].purpose == "ETREAT",
            )
            for (sentence, _user), found in same.items()
        ]
        days.append(ClientDay(on=on, lines=sorted(lines, key=lambda line: line.at)))
    return days


def _sources(viewer: Viewer, person_id: int, way: WayIn | None) -> list[MadeAvailable] | None:
    if way is None:
        return None
    found = linkage_queries.sources_of(viewer=viewer, person_id=person_id)
    return [MadeAvailable(title=one.title, last_at=one.updated_at) for one in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A line of the log that is about this client."""

    person_id: int
    at: datetime


def line_of_client(*, viewer: Viewer, ref: str, entry: int) -> OwnLine:
    """Return a line that stands in this client's log. At most nine SQL queries.

    Raises:
        PartyNotFound: there is no such client for this viewer.
        LogNotFound: the viewer may not show it, or the line is not about this client.
    """
    card = relations_queries.person_card(viewer=viewer, ref=ref, for_rights=True)
    if not card.is_person:
        raise PartyNotFound
    way = way_to_show(viewer=viewer, person_id=card.id)
    ids = relations_keys.keys_of_party(viewer=viewer, party_id=card.id)
    shown_as = shown_under(viewer=viewer, person_ids=ids)
    found = access_queries.entry_about(
        viewer=viewer, person_ids=ids, shown_as=shown_as, number=entry, way=way
    )
    return OwnLine(person_id=card.id, at=found.at)
