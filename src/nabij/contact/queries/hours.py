# SPDX-License-Identifier: EUPL-1.2
"""Hours worked: by client, by account and by colleague, as far as the viewer may know of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.rules import DataClass
from nabij.contact import rules
from nabij.contact.models import WorkedTime
from nabij.contact.queries.appointments import AppointmentInView
from nabij.core.viewer import Role, Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.types import Card

CLIENT, ACCOUNT, COLLEAGUE = "client", "account", "colleague"
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Report:
    """That an appointment was reported on.

    `ref` is that of the contact, '' for one that is shut.
    """

    ref: str
    colleague: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """What was worked for one client or account, or by one colleague; in minutes."""

    name: str
    card: Card | None
    minutes: int
    travel_minutes: int
    billable_minutes: int
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours from a day up to and including another, the most first, by `by`."""

    since: date
    until: date
    by: str
    lines: list[HoursLine]

    @property
    def shown_ids(self) -> list[int]:
        """Return the keys of the persons whose card is shown."""
        return sorted(line.card.id for line in self.lines if line.card and line.card.is_person)

    @property
    def total(self) -> HoursLine:
        """Return the sum of all lines."""
        return HoursLine(
            name="",
            card=None,
            minutes=sum(line.minutes for line in self.lines),
            travel_minutes=sum(line.travel_minutes for line in self.lines),
            billable_minutes=sum(line.billable_minutes for line in self.lines),
            times=sum(line.times for line in self.lines),
        )


def ways_to_count(*, viewer: Viewer) -> list[str]:
    """Return by what this viewer may count hours: a manager sees colleagues, no clients."""
    found = []
    if access_rules.may(viewer.roles, DataClass.ORGANISATION):
        found.append(CLIENT)
    if rules.may_record_contact(viewer.roles):
        found.append(ACCOUNT)
    return [*found, COLLEAGUE]


def hours(*, viewer: Viewer, since: date, until: date, by: str) -> Hours:
    """Return the hours that this viewer may know of. At most two SQL queries.

    One's own; of clients also those of colleagues, where the client is in the viewer's care; of
    accounts also those of colleagues, for an account manager; a manager sees the totals by
    colleague. The caller logs the cards.
    """
    rows = WorkedTime.objects.filter(_visible(viewer, by), on__gte=since, on__lte=until)
    if by == COLLEAGUE:
        found = _summed(rows.values("colleague_id", "colleague__name"))
        lines = [_line(row, row["colleague__name"]) for row in found]
        return Hours(since=since, until=until, by=by, lines=lines)
    rows = rows.filter(is_guarded=by == CLIENT)
    whose = Coalesce("party__canonical_id", "party_id")
    found = _summed(rows.annotate(whose=whose).values("whose"))
    cards = relations_queries.person_cards(viewer=viewer, ids=[row["whose"] for row in found])
    lines = [
        _line(row, cards[row["whose"]].name, cards[row["whose"]])
        for row in found
        if row["whose"] in cards
    ]
    return Hours(since=since, until=until, by=by, lines=lines)


def reports_of(*, viewer: Viewer, found: AppointmentInView) -> list[Report]:
    """Return the reports on an appointment, of what recurs on its one time. One SQL query."""
    rows = WorkedTime.objects.filter(appointment_id=found.id, appointment_on=found.on)
    read = rows.order_by("pk").values_list("interaction__ref", "colleague__name", "minutes")
    return [Report(ref if found.opens else "", name, minutes) for ref, name, minutes in read]


def _visible(viewer: Viewer, by: str) -> Q:
    # A manager has the totals; who also gives care sees the clients of that care only.
    if by == COLLEAGUE and viewer.has(Role.MANAGER):
        return Q()
    is_care = access_rules.may(viewer.roles, DataClass.ORGANISATION)
    own = Q(colleague_id=viewer.user_id)
    seen = own if is_care else own & Q(is_guarded=False)
    if is_care:
        in_care = access_queries.person_ids_in_care(viewer=viewer)
        of_clients = Q(party_id__in=in_care) | Q(party__canonical_id__in=in_care)
        seen |= Q(is_guarded=True) & of_clients
    if viewer.has(Role.ACCOUNT_MANAGER):
        seen |= Q(is_guarded=False)
    return seen


def _summed(rows: Any) -> list[dict[str, Any]]:
    summed = rows.annotate(
        worked=Sum("minutes"),
        travelled=Sum("travel_minutes"),
        charged=Sum("minutes", filter=Q(is_billable=True), default=0),
        times=Count("pk"),
    )
    return list(summed.order_by("-worked", "times")[:MOST_LINES])


def _line(row: dict[str, Any], name: str, card: Card | None = None) -> HoursLine:
    return HoursLine(
        name=name,
        card=card,
        minutes=row["worked"],
        travel_minutes=row["travelled"],
        billable_minutes=row["charged"],
        times=row["times"],
    )
