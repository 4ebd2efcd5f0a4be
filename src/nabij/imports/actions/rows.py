# SPDX-License-Identifier: EUPL-1.2
"""What is written down about rows while they are imported."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from nabij.core.jobs import JobCancelled
from nabij.imports.choices import Outcome
from nabij.imports.models import Import, ImportRow
from nabij.imports.types import Problem

# What the log calls it.
EVENT = "imported"
_WRITTEN = """
UPDATE imports_importrow AS row SET key = given.key, tie = given.tie, is_written = true
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS given (number, key, tie)
WHERE row.whole_id = %s AND row.number = given.number
"""


def write_down(
    found: Import, made: Iterable[tuple[int, int]], ties: Mapping[int, int] | None = None
) -> None:
    """Say of rows what was made of them: number of the row and key, and by number what tie."""
    pairs, tie_of = list(made), ties or {}
    numbers, keys = [number for number, _ in pairs], [key for _, key in pairs]
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [numbers, keys, [tie_of.get(n) for n in numbers], found.pk])


def refuse(found: Import, numbers: Sequence[int], *problems: Problem) -> None:
    """Say of rows that they could not be written after all, and why."""
    ImportRow.objects.filter(whole=found, number__in=list(numbers)).update(
        outcome=Outcome.ERROR, problems=[[one.column, one.code, one.value] for one in problems]
    )


def hold(found: Import) -> None:
    """Hold an import until the transaction ends, so that two processes never do one piece twice.

    Raises:
        JobCancelled: another process took it up, thinking that this one had died.
    """
    there = Import.objects.select_for_update().filter(pk=found.pk).first()
    if there is None or (there.state, there.done_parts) != (found.state, found.done_parts):
        raise JobCancelled
