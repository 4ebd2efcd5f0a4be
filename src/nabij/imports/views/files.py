# SPDX-License-Identifier: EUPL-1.2
"""Files out: rows that were not imported, and examples of what can be."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.core.spreadsheets import Cell
from nabij.imports import papers
from nabij.imports.choices import DECISION_COLUMN, ERROR_COLUMN
from nabij.imports.models import Import
from nabij.imports.queries import imports as queries
from nabij.imports.queries import report
from nabij.imports.rules.examples import EXAMPLES
from nabij.web.pages import file_answer, large_file_answer
from nabij.web.workbooks import XLSX_TYPE


@door("import-errors", allows=access_rules.may_import)
@require_safe
def errors(request: Request, ref: str) -> FileResponse:
    """Give the rows that were not imported: same columns, same order,
    and what is wrong with each."""
    viewer = request.viewer
    found = queries.import_of(viewer=viewer, ref=ref)
    rows = _rows(found, queries.head_of(found).names)
    # A million rows may come back: they go through a file, not through memory.
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    if found.format == "csv":
        papers.write_csv(file, rows, encoding=found.encoding, delimiter=found.delimiter)
        kind, content_type = "csv", "text/csv"
    elif found.format == "ods":
        papers.write_ods(file, rows)
        kind, content_type = "ods", papers.ODS_TYPE
    else:
        papers.write_xlsx(file, rows)
        kind, content_type = "xlsx", XLSX_TYPE
    access_actions.record_overview(
        viewer=viewer, event="import-errors", object_type="Import", count=1, detail=ref
    )
    return large_file_answer(file, f"{Path(found.name).stem}-fout.{kind}", content_type)


def _rows(found: Import, names: Sequence[str]) -> Iterator[list[Cell]]:
    """Yield the header and the rows; columns that came along before are not added again."""
    added = [name for name in (DECISION_COLUMN, ERROR_COLUMN) if name not in names]
    at = names.index(ERROR_COLUMN) if ERROR_COLUMN in names else len(names) + len(added) - 1
    width = len(names) + len(added)
    yield [*names, *added]
    for cells, wrong in report.rows_returned(found):
        row = [*cells, *[None] * (width - len(cells))]
        row[at] = wrong
        yield row


@door("import-example", allows=access_rules.may_import)
@require_safe
def example(request: Request, kind: str) -> HttpResponse:
    """Give a small file that shows what can be imported."""
    if kind not in queries.kinds_for(request.viewer.roles):
        raise queries.ImportNotFound
    file = BytesIO()
    papers.write_csv(file, EXAMPLES[kind], encoding="utf-8-sig", delimiter=";")
    return file_answer(file.getvalue(), f"voorbeeld-{kind}.csv", "text/csv")
