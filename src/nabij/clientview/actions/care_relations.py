# SPDX-License-Identifier: EUPL-1.2
"""Who cares for a client, as colleagues and files record it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import Agreed, CareRelationFields, Kept
from nabij.clientview import queries
from nabij.clientview.rules.care_file import AgreedRow, read_agreements
from nabij.core.delimited import RowError
from nabij.core.viewer import Viewer
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys

AT_ONCE = 5_000
UNKNOWN_CLIENT = _("There is no client with number %(value)s.")
UNKNOWN_TEAM = _("There is no team %(value)s.")
UNKNOWN_COLLEAGUE = _("There is no colleague with the address %(value)s.")


@dataclass(frozen=True, slots=True)
class CareFile:
    """What a file of agreements did: rows given, care relations made and changed, rows refused."""

    rows: int = 0
    made: int = 0
    changed: int = 0
    errors: list[RowError] = field(default_factory=list)


def stand_in(*, viewer: Viewer, ref: str) -> None:
    """Let this care professional stand in for a client for 24 hours.

    Raises:
        PartyNotFound: there is none, the viewer may not stand in, or sees not even the card.
        LogUnavailable: the entry could not be written.
    """
    found = queries.person_in_view(viewer=viewer, ref=ref)
    if not found.can_stand_in:
        raise PartyNotFound
    access_actions.stand_in(viewer=viewer, person_id=found.card.id)


def add_care_relation(
    *, viewer: Viewer, ref: str, fields: CareRelationFields, last_on: date, reason: str, who: str
) -> None:
    """Record by hand that a team or colleague cares for a client until and with a last day.

    Raises:
        PartyNotFound: there is none, or the viewer may not see their contact data.
        DossierNotFound: the viewer does not plan this client's care.
        CareRelationForOneself, CareRelationTooLong, CareRelationExists: see `access.actions`.
    """
    person = queries.person_to_plan(viewer=viewer, ref=ref)
    if person.id != fields.person_id:
        raise PartyNotFound
    access_actions.add_care_relation(
        viewer=viewer, fields=fields, last_on=last_on, reason=reason, who=who
    )


def end_care_relation(
    *, viewer: Viewer, ref: str, relation_id: int, version: int, last_on: date, reason: str
) -> None:
    """End a care relation of a client by hand.

    Raises:
        PartyNotFound: there is none, or the viewer may not see their contact data.
        DossierNotFound: the viewer does not plan this client's care, or it is of another.
        CareRelationChanged, CareRelationTooLong: see `access.actions`.
    """
    person = queries.person_to_plan(viewer=viewer, ref=ref)
    access_actions.end_care_relation(
        viewer=viewer,
        person_id=person.id,
        relation_id=relation_id,
        version=version,
        last_on=last_on,
        reason=reason,
    )


def import_agreements(*, viewer: Viewer, data: bytes, is_dry_run: bool = False) -> CareFile:
    """Take a file of agreements in: the same file again changes nothing.

    Rows that cannot be read, or name who is not known here, are left out and told. A dry run tells
    the same and changes nothing. For commands only.

    Raises:
        DossierNotFound: a colleague asks.
        LogUnavailable: the entry could not be written.
    """
    rows, errors = read_agreements(data, today=localdate(viewer.at))
    made = changed = 0
    with transaction.atomic():
        for start in range(0, len(rows), AT_ONCE):
            kept = _keep(viewer, rows[start : start + AT_ONCE], errors)
            made, changed = made + kept.made, changed + kept.changed
        transaction.set_rollback(is_dry_run)
    errors.sort(key=lambda error: error.row)
    return CareFile(len(rows), made, changed, errors)


def _keep(viewer: Viewer, rows: Sequence[AgreedRow], errors: list[RowError]) -> Kept:
    persons = relations_keys.persons_with_client_numbers(
        viewer=viewer, numbers={row.client_number for row in rows}
    )
    teams = access_queries.team_ids(viewer=viewer)
    colleagues = access_queries.care_givers(
        viewer=viewer, emails={row.who for row in rows if row.is_colleague}
    )
    agreed = []
    for row in rows:
        person_id = persons.get(row.client_number)
        if person_id is None:
            errors.append(row.row.wrong("client_number", UNKNOWN_CLIENT))
        unit_id = None if row.is_colleague else teams.get(row.who.casefold())
        user_id = colleagues.get(row.who.lower()) if row.is_colleague else None
        if unit_id is None and user_id is None:
            reason = UNKNOWN_COLLEAGUE if row.is_colleague else UNKNOWN_TEAM
            errors.append(row.row.wrong("who", reason))
        elif person_id is not None:
            agreed.append(
                Agreed(
                    person_id=person_id,
                    unit_id=unit_id,
                    user_id=user_id,
                    kind=row.kind,
                    starts_on=row.starts_on,
                    last_on=row.last_on,
                )
            )
    return access_actions.keep_agreements(viewer=viewer, agreed=agreed)
