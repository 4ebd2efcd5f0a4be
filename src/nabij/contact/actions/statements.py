# SPDX-License-Identifier: EUPL-1.2
"""Write down what a client states beside something in the dossier: nobody but the client decides.

Each is one transaction with its line in the log; a colleague adds versions, and removes nothing.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.contact.models import ClientStatement
from nabij.contact.queries.statements import StatementNotFound
from nabij.contact.types import Beside, Stated, StatementInView
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer


class StatementChangedMeanwhile(DomainError):
    code = "statement-changed-meanwhile"
    message = _(
        "A colleague changed this statement meanwhile. Look at theirs first; yours stands below."
    )


@transaction.atomic
def record_statement(
    *, viewer: Viewer, person_id: int, beside: Beside, stated: Stated, ref: str
) -> None:
    """Write down a statement of a client; the same form sent twice is one statement.

    The caller has made sure that the viewer may write at this client, and sees what it is about.

    Args:
        ref: made with the form.

    Raises:
        StatementNotFound: the role writes no statements.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    _may(viewer)
    try:
        _add(viewer, person_id, beside, stated, ref=ref, version=1)
    except StatementChangedMeanwhile:
        return  # the same form, a second time
    _log(viewer, person_id, ref, action="C")


@transaction.atomic
def correct_statement(
    *, viewer: Viewer, found: StatementInView, version: int, stated: Stated
) -> None:
    """Add a version of a statement as the client wants it now; the old text stays.

    Raises:
        StatementNotFound: the role writes no statements, or it was withdrawn.
        StatementChangedMeanwhile: it is no longer the version that the colleague saw.
        LogUnavailable: the entry could not be written; nothing is changed.
    """
    _may(viewer)
    if found.latest.is_withdrawn:
        raise StatementNotFound
    _add(viewer, found.person_id, found.beside, stated, ref=found.ref, version=version + 1)
    _log(viewer, found.person_id, found.ref, action="U")


@transaction.atomic
def withdraw_statement(
    *, viewer: Viewer, found: StatementInView, version: int, stated: Stated
) -> None:
    """Take a statement away from where it stands because the client wants so; its versions stay.

    `stated` tells who asked for it, when and how; its text is what was said of it, '' for nothing.

    Raises:
        As `correct_statement`.
    """
    _may(viewer)
    if found.latest.is_withdrawn:
        raise StatementNotFound
    _add(
        viewer, found.person_id, found.beside, stated, ref=found.ref, version=version + 1,
        is_withdrawn=True,
    )  # fmt: skip
    _log(viewer, found.person_id, found.ref, action="U", detail="withdrawn")


def _may(viewer: Viewer) -> None:
    if not access_rules.may_record_statements(viewer.roles):
        raise StatementNotFound


def _add(
    viewer: Viewer,
    person_id: int,
    beside: Beside,
    stated: Stated,
    *,
    ref: str,
    version: int,
    is_withdrawn: bool = False,
) -> None:
    """Add a version; that it is there already means that another wrote it first."""
    row = ClientStatement(
        ref=ref,
        version=version,
        person_id=person_id,
        person_ids=[person_id],
        data_class=beside.data_class,
        source_id=beside.source_id,
        fact_type=beside.fact_type,
        fact_key=beside.fact_key,
        interaction_id=beside.interaction_id,
        text=stated.text,
        said_on=stated.said_on,
        said_by_id=stated.said_by_id,
        channel=stated.channel,
        is_withdrawn=is_withdrawn,
        author_id=viewer.user_id,
        written_at=viewer.at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "clientstatement_pk" not in str(error):
            raise
        raise StatementChangedMeanwhile from error


def _log(viewer: Viewer, person_id: int, ref: str, *, action: str, detail: str = "") -> None:
    access_actions.record_event(
        viewer=viewer,
        event="statement",
        action=action,
        person_id=person_id,
        detail=" ".join(part for part in ("statement", ref, detail) if part),
    )
