# SPDX-License-Identifier: EUPL-1.2
"""A filled week of the cast: visits, talks at organisations, a team meeting with minutes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.contact import actions as contact_actions
from nabij.contact import queries as contact_queries
from nabij.contact.types import AppointmentFields, Around, TaskFields
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.demo.generator.days import at as moment_of
from nabij.demo.generator.tables import table
from nabij.relations import queries as relations_queries

WEEK = timedelta(days=7)
WEEKS_BACK = 2


def load_appointments(
    *,
    viewer: Viewer,
    institution: shapes.Institution,
    persons: Mapping[str, int],
    organisations: Mapping[str, int],
) -> None:
    """Fill this week of Fatima and Bram, and let their teams meet every week."""
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    users = {
        name: access_queries.user_with_email(email=emails[institution.cast[name]])
        for name in ("anja", "bram", "fatima")
    }
    fatima = next(c for c in institution.colleagues if c.key == institution.cast["fatima"])
    clients = [c for c in institution.clients if c.team in fatima.units and not c.ends_on]
    whom = {
        "client": [persons[client.person.key] for client in clients],
        "organisation": list(organisations.values()),
    }
    monday = localdate(viewer.at) - timedelta(days=localdate(viewer.at).weekday())
    for number, one in enumerate(table("appointments")["appointment"]):
        user = users[one["by"]]
        if user is None or (one.get("with") and not whom[one["with"]]):
            continue
        keys = whom.get(one.get("with", ""), [])
        going = [users[name] for name in one.get("mates", ())]
        mates = [colleague.pk for colleague in going if colleague is not None]
        made_at = moment_of(monday - WEEKS_BACK * WEEK, "08:30")
        with at_work(user, at=made_at) as maker:
            arounds = _arounds(maker, [keys[number % len(keys)]] if keys else [])
            fields = _fields(maker, one, monday, mates)
            made = contact_actions.add_appointment(
                viewer=maker, fields=fields, entry_key=new_ref(), arounds=arounds
            )
        if meeting := one.get("meeting"):
            on = localdate(fields.starts_at) + WEEK
            with at_work(user, at=moment_of(monday - WEEK, "18:00")) as after:
                _meet(after, made.ref, on, meeting, mates, arounds)


def _arounds(viewer: Viewer, ids: Sequence[int]) -> list[Around]:
    cards = relations_queries.person_cards(viewer=viewer, ids=ids)
    return [contact_queries.around(viewer=viewer, ref=card.ref) for card in cards.values()]


def _fields(
    viewer: Viewer, one: dict[str, Any], monday: date, mates: Sequence[int]
) -> AppointmentFields:
    rule = one.get("rule", "")
    first = monday - WEEKS_BACK * WEEK if rule else monday
    on = first + one["day"] * DAY
    teams = access_queries.own_teams(viewer=viewer)
    return AppointmentFields(
        kind=one["kind"],
        starts_at=moment_of(on, one["from"]),
        ends_at=moment_of(on, one["until"]),
        rule=rule,
        unit_id=teams[0].pk if one.get("of_team") and teams else None,
        colleague_ids=tuple(mates),
        title=one["title"],
        place=one.get("place", ""),
        text=one.get("text", ""),
    )


def _meet(
    viewer: Viewer,
    ref: str,
    on: date,
    told: dict[str, Any],
    mates: Sequence[int],
    arounds: Sequence[Around],
) -> None:
    """Keep the minutes of last week, with a decision and something to do."""
    found = contact_queries.appointment(viewer=viewer, ref=ref, on=on)
    made = contact_actions.make_meeting(viewer=viewer, found=found, template=told["template"])
    meeting = contact_queries.meeting(viewer=viewer, ref=made.ref)
    contact_actions.keep_minutes(
        viewer=viewer,
        found=meeting,
        version=meeting.version,
        agenda=told["agenda"],
        text=told["text"],
        attendance={attendee.code: "present" for attendee in meeting.attendees},
    )
    meeting = contact_queries.meeting(viewer=viewer, ref=made.ref)
    contact_actions.add_decision(
        viewer=viewer, found=meeting, entry_key=new_ref(), text=told["decision"]
    )
    contact_actions.add_action(
        viewer=viewer,
        found=meeting,
        around=arounds[0] if arounds else None,
        fields=TaskFields(
            kind="task",
            text=told["action"],
            due_on=localdate(viewer.at) + WEEK,
            owner_id=[*mates, viewer.user_id][0],
        ),
        entry_key=new_ref(),
    )
