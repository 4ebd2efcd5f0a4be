# SPDX-License-Identifier: EUPL-1.2
"""Take the access log out, and look into what went wrong with what people saw."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import NobodyAnswers
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy import queries, rules
from nabij.privacy.choices import CaseKind, CaseState
from nabij.privacy.models import Case, CaseNotice
from nabij.relations.queries import keys as relations_keys


class NoSuchClient(DomainError):
    code = "no-such-client"
    message = "There is no client with the number %(number)s."


class OutcomeMissing(DomainError):
    code = "outcome-missing"
    message = gettext_lazy("Write what came of it.")


def open_cases(*, viewer: Viewer) -> int:
    """Open a case for every mixed picture that has none yet, and return how many.

    A picture was mixed when records stood as those of a person and were taken away, or when two
    were merged and taken apart. Who opened it in that time gets a notice at their desk. Where
    nobody did, the case is closed at once and says so. Each case is a transaction of its own, and a
    second run finds nothing, so it may be cut off anywhere. For the machine.

    Raises:
        LogNotFound: a colleague asks.

    Source: AVG articles 33 and 34; capability A-103.
    """
    opened = 0
    for mixture in queries.mixtures(viewer=viewer):
        with transaction.atomic():
            case, is_new = Case.objects.get_or_create(
                about=mixture.about,
                defaults={
                    "kind": CaseKind.MIXED_PICTURE,
                    "person_id": mixture.person_id,
                    "other_id": mixture.other_id,
                    "happened_at": mixture.until,
                },
            )
            if is_new:
                opened += 1
                _tell_who_saw(viewer, case, mixture)
    return opened


def _tell_who_saw(viewer: Viewer, case: Case, mixture: queries.Mixture) -> None:
    saw = access_queries.who_saw(
        viewer=viewer,
        person_ids=[mixture.person_id],
        records=mixture.records,
        until=mixture.until,
    )
    CaseNotice.objects.bulk_create(
        CaseNotice(
            case=case,
            user_id=one.user_id,
            records=list(one.records),
            times=one.times,
            first_at=one.first_at,
            last_at=one.last_at,
        )
        for one in saw
    )
    if not saw:
        with translation.override(settings.LANGUAGE_CODE):
            _close(case, viewer, _("Nobody opened the picture while it was mixed."))


@transaction.atomic
def close_case(*, viewer: Viewer, ref: str, outcome: str) -> None:
    """Write what came of a case; the first one who does stands.

    Raises:
        CaseNotFound: there is no open one, or this viewer does not look into cases.
        OutcomeMissing: it says nothing.
        LogUnavailable: the log could not be written.
    """
    case = queries.case_to_close(viewer=viewer, ref=ref)
    if not outcome.strip():
        raise OutcomeMissing
    _close(case, viewer, " ".join(outcome.split())[:400])
    for person_id in (case.person_id, case.other_id):
        access_actions.record_event(
            viewer=viewer, event="case", action="U", person_id=person_id, detail=case.ref
        )


@transaction.atomic
def read_notice(*, viewer: Viewer, ref: str) -> None:
    """Say that the viewer read a notice of theirs; a second time changes nothing.

    Raises:
        CaseNotFound: there is no such notice of this viewer.
    """
    notice = queries.own_notice(viewer=viewer, ref=ref)
    if notice.read_at is None:
        notice.read_at = viewer.at
        notice.save(update_fields=["read_at"])


def _close(case: Case, viewer: Viewer, outcome: str) -> None:
    case.state, case.outcome = CaseState.CLOSED, outcome
    case.closed_at, case.closed_by_id = viewer.at, viewer.user_id or None
    case.save(update_fields=["state", "outcome", "closed_at", "closed_by"])


def export_log(
    *,
    viewer: Viewer,
    since: datetime,
    until: datetime,
    client_number: str = "",
    as_fhir: bool = False,
) -> Iterator[dict[str, Any]]:
    """Return the lines of a period, oldest first; that they were taken is on record before.

    Args:
        client_number: lines about this client only, also those under another name, of before a merge or split.
        as_fhir: as FHIR R4 AuditEvent, else every column by its name.

    Raises:
        NobodyAnswers: the viewer stands for no colleague.
        NoSuchClient: nobody has this number.
        LogUnavailable: the export could not be recorded.
    """
    if viewer.acting_for_id is None:
        raise NobodyAnswers
    person_ids = _person_ids(viewer, client_number) if client_number else None
    access_actions.record_log_use(
        viewer=viewer,
        event="log-export",
        action="E",
        person_ids=(person_ids or ())[:1],
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}{', FHIR' if as_fhir else ''}",
    )
    return _lines(viewer, since, until, person_ids, as_fhir=as_fhir)


def _lines(
    viewer: Viewer,
    since: datetime,
    until: datetime,
    person_ids: list[int] | None,
    *,
    as_fhir: bool,
) -> Iterator[dict[str, Any]]:
    # One transaction, so that the lines are read in pieces and of one moment.
    with transaction.atomic():
        for entry in access_queries.entries_between(
            viewer=viewer,
            since=since,
            until=until,
            person_ids=person_ids,
            shown_as=queries.shown_under(viewer=viewer, person_ids=person_ids or ()),
        ):
            yield rules.audit_event(entry) if as_fhir else entry


def _person_ids(viewer: Viewer, number: str) -> list[int]:
    found = relations_keys.keys_with_client_number(viewer=viewer, number=number)
    if not found:
        raise NoSuchClient(number=number)
    return found
