# SPDX-License-Identifier: EUPL-1.2
"""Look into what went wrong with what people saw."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.linkage import actions as linkage_actions
from nabij.privacy import queries
from nabij.privacy.choices import CaseKind, CaseState
from nabij.privacy.models import Case, CaseNotice


class OutcomeMissing(DomainError):
    code = "outcome-missing"
    message = gettext_lazy("Write what came of it.")


def open_cases(*, viewer: Viewer) -> int:
    """Open a case for every mixed picture that has none yet, and return how many.

    A picture was mixed when records stood as those of a person and were taken away, or when two
    were merged and taken apart. Who opened it in that time gets a notice at their desk. Where
    nobody did, the case is closed at once and says so. What linking gave to two while they were
    one stays with the one who was kept, and is asked about. Each case is a transaction of its own,
    and a second run finds nothing, so it may be cut off anywhere. For the machine.

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
                if mixture.since is not None:
                    linkage_actions.ask_whose(
                        viewer=viewer,
                        person_id=mixture.person_id,
                        since=mixture.since,
                        until=mixture.until,
                    )
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
    for person_id in filter(None, (case.person_id, case.other_id)):
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
    case.closed_at, case.closed_by_id = viewer.at, viewer.colleague_id
    case.save(update_fields=["state", "outcome", "closed_at", "closed_by"])
