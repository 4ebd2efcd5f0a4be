# SPDX-License-Identifier: EUPL-1.2
"""The one writer of the access log."""

import platform
import re
from collections.abc import Collection, Iterable, Sequence

import psycopg
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.access.choices import Outcome, PurposeOfUse
from nabij.access.models import AccessEntry
from nabij.access.queries import WayIn
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer
from nabij.database.rights import LOG_COLUMNS

SOURCE_ID, SOURCE_TYPE = "nabij", "web application"
# Where the log is written: the machine that runs nabij.
SOURCE_LOCATION = platform.node()[:80]
AUTHORISATION = "access.rules.RIGHTS"
# A BSN or phone number that was typed in a search box stays out of the log.
_NUMBER = re.compile(r"\d[\d .\-()/]{4,}\d")
_INSERT = (
    # The names are our own; what is written goes beside it.
    f"INSERT INTO access_accessentry ({', '.join(LOG_COLUMNS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(LOG_COLUMNS))})"
)


class LogUnavailable(DomainError):
    code = "log-unavailable"
    message = _(
        "nabij cannot record that you look, so it shows nothing. "
        "Use your team's round sheet and try again in a minute."
    )
    http_status = 503


def record_list(
    *,
    viewer: Viewer,
    event: str,
    object_ids: Sequence[int],
    query: str = "",
    detail: str = "",
    categories: Sequence[str] = (),
) -> None:
    """Write one entry for a list, search or desk that showed cards of persons: names only.

    `categories` names what else of them was shown, such as the times of visits.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown.
    """
    entry = new_entry(viewer, event, "R")
    entry.object_ids = list(object_ids)
    entry.object_count = len(object_ids)
    entry.is_name_only, entry.categories = not categories, list(categories)
    entry.search_query = _NUMBER.sub("#", query)[:200]
    entry.detail = detail[:120]
    save_entry(entry)


def record_event(
    *,
    viewer: Viewer,
    event: str,
    action: str,
    person_id: int,
    detail: str = "",
    categories: Sequence[str] = (),
    records: Sequence[int] = (),
    way: WayIn | None = None,
    way_in: str = "",
) -> None:
    """Write one entry for something done to one person that shows no fact of the dossier.

    `action` is C, R, U, D or E (NEN 7513). `records` names patient records whose columns were
    shown, as in the review of a link; without a class of data the entry opens no facts. `way` is
    the viewer's way in to this person, if there is one: the purpose follows from it.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown or changed.
    """
    entry = _of_one(viewer, event, action, person_id, detail, records)
    entry.categories, entry.way_in = list(categories), way_in[:30]
    if way is not None:
        name_way_in(entry, way)
    save_entry(entry)


def record_events(
    *,
    viewer: Viewer,
    event: str,
    action: str,
    person_ids: Iterable[int],
    detail: str = "",
    records: Sequence[int] = (),
    way_in: str = "",
) -> None:
    """Write `record_event` for each of these persons, all at once.

    Raises:
        LogUnavailable: the entries could not be written; nothing may be shown or changed.
    """
    entries = [
        _of_one(viewer, event, action, person, detail, records)
        for person in dict.fromkeys(person_ids)
    ]
    for entry in entries:
        entry.way_in = way_in[:30]
    save_entries(entries)


def _of_one(
    viewer: Viewer, event: str, action: str, person_id: int, detail: str, records: Sequence[int]
) -> AccessEntry:
    entry = new_entry(viewer, event, action)
    entry.object_id, entry.object_ids, entry.object_count = person_id, [person_id], 1
    entry.detail, entry.records = detail[:120], list(records)
    return entry


def record_export(
    *,
    viewer: Viewer,
    event: str,
    person_ids: Collection[int],
    sensitivity: str,
    detail: str,
    categories: Sequence[str],
) -> None:
    """Write one entry for originals that leave nabij without a dossier being opened.

    `person_ids` are those concerned as far as they are known; `sensitivity` is the highest class
    of what may stand in them. The entry opens no facts.

    Raises:
        LogUnavailable: the entry could not be written; nothing may leave.
    """
    entry = new_entry(viewer, event, "E")
    entry.object_ids, entry.object_count = sorted(person_ids), len(person_ids)
    entry.object_id = entry.object_ids[0] if len(person_ids) == 1 else None
    entry.sensitivity, entry.detail = sensitivity, detail[:120]
    entry.categories = list(categories)
    save_entry(entry)


def record_overview(
    *, viewer: Viewer, event: str, object_type: str, count: int, detail: str = ""
) -> None:
    """Write one entry for a list that shows no person: what of, and how many.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown.
    """
    entry = new_entry(viewer, event, "R")
    entry.object_type, entry.object_class, entry.object_count = object_type[:30], 2, count
    entry.detail = detail[:120]
    save_entry(entry)


def record_refusal(
    *, viewer: Viewer, event: str, person_ids: Sequence[int], detail: str = ""
) -> None:
    """Write that this viewer was refused, outside any transaction that is about to fail.

    `person_ids` are those asked for, none when what was asked for names nobody that exists.

    Raises:
        LogUnavailable: the entry could not be written.
    """
    entry = new_entry(viewer, event, "R")
    entry.object_id = person_ids[0] if len(person_ids) == 1 else None
    entry.object_ids, entry.object_count = list(person_ids), len(person_ids)
    entry.outcome, entry.checks, entry.detail = Outcome.REFUSED, "FFFF", detail[:120]
    save_entry(entry)


def record_sign_in(
    *,
    viewer: Viewer,
    event: str,
    user_id: int | None = None,
    name: str = "",
    detail: str = "",
    is_refused: bool = False,
) -> None:
    """Write one entry for a sign-in, a sign-out, or a change of how somebody signs in.

    `user_id` and `name` are the colleague it is about; without, nobody that we know was named.
    What was typed never comes here.

    Raises:
        LogUnavailable: the entry could not be written; nobody may sign in.
    """
    entry = new_entry(viewer, event, "E")
    if not viewer.is_known:
        entry.user_id, entry.user_name = user_id or viewer.user_id, name[:120]
        entry.access_point_type = "2"
    entry.object_type, entry.object_class = "User", 1
    entry.object_id, entry.object_count = user_id, int(user_id is not None)
    entry.object_ids = [] if user_id is None else [user_id]
    entry.detail = detail[:120]
    if is_refused:
        entry.outcome, entry.checks = Outcome.REFUSED, "FFFF"
    save_entry(entry)


def recorded[Error: NotFound](error: Error) -> Error:
    """Return the error marked: its refusal stands in the log, no second one is written."""
    error.is_recorded = True
    return error


def save_entry(entry: AccessEntry) -> None:
    """Write one entry in one statement of its own (shared inside this package).

    Raises:
        LogUnavailable: the entry could not be written.
    """
    save_entries([entry])


def save_entries(entries: Sequence[AccessEntry]) -> None:
    """Write entries that belong together, all or none.

    Raises:
        LogUnavailable: they could not be written.
    """
    try:
        write_entries(entries)
    except DatabaseError as error:
        raise LogUnavailable from error


def write_entries(entries: Sequence[AccessEntry]) -> None:
    """Write entries as they are, in one question to the database (shared inside this package).

    Every page writes one. So the server keeps the statement prepared, per connection: by the ORM
    it takes more than twice the processor time, ours and the server's.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    is_watched = connection.queries_logged
    make = connection.make_debug_cursor if is_watched else connection.make_cursor
    own = psycopg.Cursor(connection.connection)
    with make(own) as cursor:  # type: ignore[arg-type]  # it wraps any cursor
        rows = [[getattr(entry, column) for column in LOG_COLUMNS] for entry in entries]
        cursor.executemany(_INSERT, rows)


def name_way_in(entry: AccessEntry, way: WayIn) -> None:
    """Write in an entry why the viewer may see this person, and so for what purpose."""
    entry.purpose, entry.way_in = way.purpose, f"{way.kind} {way.id}"[:30]
    if way.by_care_relation:
        entry.care_relation_protocol = entry.way_in
        entry.checks = f"{entry.checks[0]}T{entry.checks[2:]}"
    if way.purpose == PurposeOfUse.EMERGENCY:
        entry.checks = f"{entry.checks[:2]}{'F' if way.opens_shut else entry.checks[2]}T"


def new_entry(viewer: Viewer, event: str, action: str) -> AccessEntry:
    """Return an entry, unsaved, with who looks and from where (shared inside this package)."""
    is_command = viewer.colleague_id is None
    return AccessEntry(
        event=event,
        action=action,
        outcome=Outcome.SUCCESS,
        checks="TFFF",
        purpose=PurposeOfUse.OPERATIONS,
        user_id=viewer.user_id,
        user_name=viewer.name[:120],
        user_role=rules.main_role(viewer.roles),
        user_is_initiator=viewer.acting_for_id is None,
        responsible_id=viewer.acting_for_id,
        responsible_name=viewer.acting_for_name[:120],
        responsible_role=rules.main_role(viewer.acting_for_roles) if viewer.acting_for_id else "",
        access_point_type="1" if is_command else "2",
        access_point=viewer.access_point[:80],
        object_type="Person",
        object_class=1,
        object_count=0,
        authorisation_protocol=AUTHORISATION,
        life_cycle_stage="access",
        source_id=SOURCE_ID,
        source_type=SOURCE_TYPE,
        source_location=SOURCE_LOCATION,
    )
