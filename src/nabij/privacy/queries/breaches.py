# SPDX-License-Identifier: EUPL-1.2
"""The register of data breaches: the officers read it, the privacy officer keeps it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.privacy.choices.breaches import Risk, Told
from nabij.privacy.models import Breach

MOST_BREACHES = 500


class BreachNotFound(NotFound):
    code = "breach-not-found"
    message = _("This breach does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLine:
    """One breach in the register.

    `waits`: the authority was not told, nor was it decided that it need not be; `is_late`: and the
    72 hours are over.
    """

    ref: str
    number: int
    what: str
    discovered_at: datetime
    due_at: datetime
    is_open: bool
    is_late: bool
    waits: bool
    risk: str
    risk_label: str
    authority: str
    authority_told_at: datetime | None
    clients: str
    clients_told_at: datetime | None
    reported_by: str
    closed_at: datetime | None


def _check(viewer: Viewer) -> None:
    if not access_rules.may_read_log(viewer.roles):
        raise BreachNotFound


def waiting() -> Q:
    """Return the condition that the authority waits: not decided, or decided and not told."""
    return Q(closed_at__isnull=True) & (
        Q(tell_authority=Told.OPEN) | Q(tell_authority=Told.YES, authority_told_at__isnull=True)
    )


def breaches(*, viewer: Viewer) -> list[BreachLine]:
    """Return the register: open ones first, whose clock ends first; then the latest. One SQL query.

    The caller logs that it was shown; no client stands in it but where somebody wrote one down.

    Raises:
        BreachNotFound: the viewer is no officer.
    """
    _check(viewer)
    rows = Breach.objects.select_related("reported_by").order_by(
        F("closed_at").desc(nulls_first=True), "due_at"
    )
    return [breach_line(viewer=viewer, row=row) for row in rows[:MOST_BREACHES]]


def breach(*, viewer: Viewer, ref: str) -> Breach:
    """Return one breach. One SQL query.

    Raises:
        BreachNotFound: there is none, or the viewer is no officer.
    """
    _check(viewer)
    rows = Breach.objects.select_related("reported_by", "closed_by", "find")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise BreachNotFound
    return found


def breach_to_change(*, viewer: Viewer, ref: str) -> Breach:
    """Return an open breach, locked, for the privacy officer. One SQL query.

    Raises:
        BreachNotFound: there is none that is open, or the viewer only looks.
    """
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise BreachNotFound
    rows = Breach.objects.select_for_update().filter(closed_at__isnull=True)
    found = rows.filter(ref=ref).first()
    if found is None:
        raise BreachNotFound
    return found


def count_breaches(*, viewer: Viewer) -> tuple[int, int]:
    """Return of how many breaches the authority waits, and of how many too long. One SQL query."""
    if not access_rules.may_read_log(viewer.roles):
        return 0, 0
    due = list(Breach.objects.filter(waiting()).values_list("due_at", flat=True))
    return len(due), sum(1 for at in due if at <= viewer.at)


def breach_line(*, viewer: Viewer, row: Breach) -> BreachLine:
    """Return a breach as the register lists it. No query."""
    is_open = row.closed_at is None
    is_told = row.tell_authority == Told.YES and row.authority_told_at is not None
    waits = is_open and row.tell_authority != Told.NO and not is_told
    return BreachLine(
        ref=row.ref,
        number=row.pk,
        what=row.what,
        discovered_at=row.discovered_at,
        due_at=row.due_at,
        is_open=is_open,
        is_late=waits and row.due_at <= viewer.at,
        waits=waits,
        risk=row.risk,
        risk_label=str(Risk(row.risk).label) if row.risk else "",
        authority=str(Told(row.tell_authority).label),
        authority_told_at=row.authority_told_at,
        clients=str(Told(row.tell_clients).label),
        clients_told_at=row.clients_told_at,
        reported_by=row.reported_by.name,
        closed_at=row.closed_at,
    )
