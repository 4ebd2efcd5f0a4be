# SPDX-License-Identifier: EUPL-1.2
"""Read the rows of an import: draft what is understood, remember what is not. Part by part.

What was drafted is saved with how far it is, so a killed reading goes on where it was.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import batched

from django.db import connection, transaction
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core import crypto
from nabij.core.jobs import Progress
from nabij.core.viewer import Viewer
from nabij.imports.actions.drafting import DraftedPart, ToDraft, drafting
from nabij.imports.actions.rows import hold
from nabij.imports.choices import ImportKind, ImportState, Outcome
from nabij.imports.models import Import, ImportPart
from nabij.imports.queries.imports import first_rows, parts_of
from nabij.imports.rules import columns
from nabij.imports.types import Problem, Surroundings
from nabij.matching.normalise import fold

# Parts that are saved in one transaction: some 20,000 rows.
PARTS_AT_ONCE = 10
_COPY = """
COPY imports_importrow (whole_id, number, outcome, problems, key, is_written, kept) FROM STDIN
"""


def read(*, viewer: Viewer, found: Import, progress: Progress) -> None:
    """Draft all rows that are not yet, and say that they are to be compared.

    Raises:
        JobCancelled: a colleague stopped it; what was drafted stays.
    """
    if found.key_id != crypto.keyring().current:
        _start_anew(found)
    progress.update(done=0, total=found.rows)
    around = surroundings(viewer=viewer, found=found)
    with drafting(found.parts - found.done_parts) as draft:
        ahead = (
            _to_draft(viewer, found, around, part)
            for part in parts_of(found, first=found.done_parts + 1)
        )
        for group in batched(ahead, PARTS_AT_ONCE):
            _save(found, list(draft(group)), progress)
    found.state, found.done_parts = ImportState.COMPARING, 0
    found.save(update_fields=["state", "done_parts"])


def surroundings(*, viewer: Viewer, found: Import) -> Surroundings:
    """Return by what the rows are understood, and as of when: the moment they were checked.

    So what a restart makes of them, or writing some days later, is the same. At most four SQL
    queries.
    """
    teams = access_queries.own_teams(viewer=viewer)
    colleagues: dict[str, int] = {}
    if found.kind == ImportKind.INTERACTIONS:
        colleagues = access_queries.colleagues_by_name(viewer=viewer)
    today = localdate(found.checked_at or viewer.at)
    return Surroundings(
        today=today,
        styles=columns.styles_of(found.codes, first_rows(found), today=today),
        units={fold(team.name): team.pk for team in teams},
        may_use_bsn=access_rules.may_use_bsn(viewer.roles),
        colleagues={fold(name): key for name, key in colleagues.items()},
    )


def _start_anew(found: Import) -> None:
    """Forget what was drafted while another key sealed."""
    with transaction.atomic():
        found.outcomes.all().delete()
        found.key_id, found.done_parts = crypto.keyring().current, 0
        found.save(update_fields=["key_id", "done_parts"])


def _to_draft(viewer: Viewer, found: Import, around: Surroundings, part: ImportPart) -> ToDraft:
    return ToDraft(
        viewer=replace(viewer, at=found.checked_at or viewer.at),
        around=around,
        kind=found.kind,
        codes=tuple(found.codes),
        ref=found.ref,
        number=part.number,
        rows=bytes(part.rows),
    )


@transaction.atomic
def _save(found: Import, done: Sequence[DraftedPart], progress: Progress) -> None:
    hold(found)
    for part in done:
        ImportPart.objects.filter(whole=found, number=part.number).update(drafts=part.drafts)
    copy_rows(
        found,
        (
            (number, Outcome.ERROR, problems, None)
            for part in done
            for number, problems in part.refused
        ),
    )
    found.done_parts = done[-1].number
    found.save(update_fields=["done_parts"])
    progress.update(done=progress.job.done + sum(part.rows for part in done))
    progress.job.done += sum(part.rows for part in done)


type RowOutcome = tuple[int, Outcome, Sequence[Problem], int | None]


def copy_rows(found: Import, rows: Iterable[RowOutcome]) -> None:
    """Store what became of rows: number, outcome, problems, and who is known, if anybody."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for number, outcome, problems, key in rows:
            copy.write_row((found.pk, number, outcome, told(problems), key, False, ""))


def told(problems: Sequence[Problem]) -> str | None:
    """Return problems as they are stored."""
    if not problems:
        return None
    return json.dumps([[one.column, one.code, one.value] for one in problems])
