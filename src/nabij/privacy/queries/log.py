# SPDX-License-Identifier: EUPL-1.2
"""The access log as the privacy officer reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nabij.access import queries as access_queries
from nabij.access.queries import ColleagueTotals, NameShown, ShownAs
from nabij.core.viewer import MACHINE, Viewer
from nabij.linkage import queries as linkage_queries
from nabij.privacy.choices import ACTIONS, CLASSES, EVENTS, ROLES, WAYS_IN
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Card, PartyNotFound
from nabij.relations.queries import keys as relations_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log in words; `is_under_other`: it was shown under somebody else's name."""

    at: datetime
    who: str
    role: str
    answers: str
    did: str
    what: str
    saw: str
    because: str
    is_refused: bool
    is_export: bool
    by_machine: bool
    access_point: str
    is_under_other: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOfPerson:
    """Who looked at one person in a period."""

    person: Card
    lines: list[Line]
    next_before: int
    names_shown: list[NameShown]


def log_of_person(
    *, viewer: Viewer, ref: str, since: datetime, until: datetime, before: int = 0
) -> LogOfPerson:
    """Return who looked at a person, newest first, and who saw only the name in a list.

    What was shown of the person under the name of another counts: records that are theirs today,
    and all of the time that the two were one. Seven SQL queries. The caller logs that it was shown,
    before it is shown.

    Raises:
        PartyNotFound: there is no such person, or it is shielded from this viewer.
        LogNotFound: the viewer may not read the log.
    """
    card = relations_queries.person_card(viewer=viewer, ref=ref, for_rights=True)
    if not card.is_person:
        raise PartyNotFound
    ids = relations_keys.keys_of_party(viewer=viewer, party_id=card.id)
    shown_as = shown_under(viewer=viewer, person_ids=ids)
    page = access_queries.entries_about(
        viewer=viewer,
        person_ids=ids,
        since=since,
        until=until,
        before=before,
        shown_as=shown_as,
    )
    return LogOfPerson(
        person=card,
        lines=[
            Line(
                at=entry.at,
                who=entry.user_name,
                role=str(ROLES.get(entry.user_role, "")),
                answers=entry.responsible_name,
                did=str(ACTIONS[entry.action]),
                what=str(EVENTS.get(entry.event, entry.event.replace("-", " "))),
                saw=", ".join(str(CLASSES[key]) for key in entry.classes if key in CLASSES),
                because=str(WAYS_IN.get(entry.way_in.partition(" ")[0], "")),
                is_refused=entry.outcome != "success",
                is_export="export" in entry.event,
                by_machine=entry.user_id == MACHINE,
                access_point=entry.access_point,
                is_under_other=not set(ids) & set(entry.object_ids),
            )
            for entry in page.entries
        ],
        next_before=page.next_before,
        names_shown=with_one_machine(
            access_queries.names_shown(
                viewer=viewer, person_ids=ids, since=since, until=until, shown_as=shown_as
            )
        ),
    )


def shown_under(*, viewer: Viewer, person_ids: Sequence[int]) -> list[ShownAs]:
    """Return under whose keys something of a person was shown. Three SQL queries."""
    records = linkage_queries.records_today(viewer=viewer, person_ids=person_ids)
    others = linkage_queries.persons_before(viewer=viewer, records=records) - set(person_ids)
    whiles = relations_keys.merged_whiles(viewer=viewer, given_ids=person_ids)
    return [
        *(ShownAs(other, records=tuple(records)) for other in sorted(others)),
        *(ShownAs(one.kept_id, since=one.since, until=one.until) for one in whiles),
    ]


def with_one_machine(names: list[NameShown]) -> list[NameShown]:
    """Return the colleagues, and all commands and jobs together as one, last."""
    machine = [name for name in names if name.user_id == MACHINE]
    colleagues = [name for name in names if name.user_id != MACHINE]
    if not machine:
        return colleagues
    together = NameShown(
        user_id=MACHINE,
        user_name="",
        times=sum(name.times for name in machine),
        first_at=min(name.first_at for name in machine),
        last_at=max(name.last_at for name in machine),
    )
    return [*colleagues, together]


def totals(*, viewer: Viewer, since: datetime, until: datetime) -> list[ColleagueTotals]:
    """Return numbers per colleague over a period; the caller logs it. One SQL query.

    Raises:
        LogNotFound: the viewer may not read the log.
    """
    return access_queries.totals_by_colleague(viewer=viewer, since=since, until=until)
