# SPDX-License-Identifier: EUPL-1.2
"""The calendar of a colleague or a team: a day, a week or a month of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.access.queries import Teammate
from nabij.contact import queries
from nabij.contact.rules import grid
from nabij.contact.types import CalendarItem
from nabij.contact.views.appointments import asked_day
from nabij.core.dates import DAY
from nabij.core.errors import NotFound
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.web.pages import no_store, render_page

WEEK = timedelta(days=7)
VIEWS = ("day", "week", "month")
ME = ""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is: the viewer's, a colleague's or a team's."""

    code: str
    name: str
    users: tuple[Teammate, ...]
    unit_id: int | None = None


@door("calendar", allows=access_rules.may_see_cards)
@require_safe
def calendar(request: Request) -> HttpResponse:
    """Show a day, a week or a month of a colleague or a team."""
    viewer = request.viewer
    today = localdate(viewer.at)
    on = asked_day(request) or today
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "week"
    everybody = _everybody(viewer)
    whose = next((one for one in everybody if one.code == request.GET.get("who", ME)), None)
    if whose is None:
        raise NotFound
    since, until = _span(view, on)
    found = queries.calendar(
        viewer=viewer,
        user_ids=[mate.user_id for mate in whose.users],
        unit_ids=[whose.unit_id] if whose.unit_id else [],
        since=since,
        until=until,
        with_roster=whose.unit_id is not None,
    )
    if found.shown_ids or found.shows_visits:
        access_actions.record_list(
            viewer=viewer,
            event="calendar",
            object_ids=found.shown_ids,
            categories=["visits"] if found.shows_visits else [],
        )
    days = grid.by_day(found.items, since=since, until=until)
    context = {
        "view": view,
        "views": [(name, label, _address(name, on, whose)) for name, label in _labels()],
        "on": on,
        "today": today,
        "since": since,
        "last": until - DAY,
        "whose": whose,
        "everybody": everybody,
        "earlier": _address(view, _step(view, on, -1), whose),
        "later": _address(view, _step(view, on, 1), whose),
        "now": _address(view, today, whose),
        "days": days,
        "is_cut": found.is_cut,
        "grid": None if view == "month" else grid.grid(_columns(view, whose, days)),
        **_reachable(viewer),
    }
    return no_store(render_page(request, "contact/calendar.html", context))


def _reachable(viewer: Viewer) -> dict[str, Any]:
    """Return who is on duty now, and of the other teams of the viewer the number."""
    shifts = access_queries.duty_shifts(
        viewer=viewer, starts=viewer.at, ends=viewer.at + timedelta(minutes=1)
    )
    on_duty = {shift.unit_name for shift in shifts}
    teams = access_queries.own_teams(viewer=viewer)
    return {"reachable": shifts, "teams": [team for team in teams if team.name not in on_duty]}


def _labels() -> list[tuple[str, str]]:
    return [("day", _("Day")), ("week", _("Week")), ("month", _("Month"))]


def _everybody(viewer: Viewer) -> list[Whose]:
    """Return whose calendars the viewer may look into: their own, their teams', those of mates."""
    mates = access_queries.teammates(viewer=viewer)
    myself = Teammate(viewer.user_id, viewer.name, 0)
    found = [Whose(ME, _("My calendar"), (myself,))]
    for team in access_queries.own_teams(viewer=viewer):
        users = tuple(mate for mate in mates if mate.unit_id == team.pk)
        found.append(Whose(team.ref, team.name, users, team.pk))
    names = {mate.user_id: mate for mate in mates if mate.user_id != viewer.user_id}
    return found + [Whose(str(pk), mate.name, (mate,)) for pk, mate in names.items()]


def _span(view: str, on: date) -> tuple[date, date]:
    if view == "day":
        return on, on + DAY
    monday = on - on.weekday() * DAY
    if view == "week":
        return monday, monday + WEEK
    first = on.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return first - first.weekday() * DAY, last + (7 - last.weekday()) * DAY


def _step(view: str, on: date, direction: int) -> date:
    if view == "day":
        return on + direction * DAY
    if view == "week":
        return on + direction * WEEK
    first = on.replace(day=1)
    return (first + (31 if direction > 0 else -1) * DAY).replace(day=1)


def _address(view: str, on: date, whose: Whose) -> str:
    query = {"view": view, "on": on.isoformat(), "who": whose.code}
    return f"{reverse('contact:calendar')}?{urlencode(query)}"


def _columns(
    view: str, whose: Whose, days: Sequence[tuple[date, list[CalendarItem]]]
) -> list[tuple[date, str, Sequence[CalendarItem]]]:
    """Return a column a day; of the day of a team one a colleague, and one for the roster."""
    if view == "week" or whose.unit_id is None:
        return [(on, "", [item for item in items if item.tone != "visit"]) for on, items in days]
    on, items = days[0]
    columns: list[tuple[date, str, Sequence[CalendarItem]]] = []
    roster = [item for item in items if item.tone != "appointment"]
    if roster:
        columns.append((on, _("Roster"), roster))
    for mate in whose.users:
        own = [item for item in items if mate.user_id in item.user_ids]
        columns.append((on, mate.name, own))
    names = {mate.user_id for mate in whose.users}
    rest = [item for item in items if item.tone == "appointment" and not item.user_ids & names]
    return [*columns, (on, whose.name, rest)] if rest or not columns else columns
