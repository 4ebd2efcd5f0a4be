# SPDX-License-Identifier: EUPL-1.2
"""CSV and XLSX files in, rows of cells out; a file that would eat the machine is refused.

A spreadsheet is opened in a process of its own with a limit on memory and time, because what it
inflates to can only be known by doing it: `python -m nabij.value.rules.sheets < FILE`.
"""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from nabij.value.types import Cell

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_INFLATED = 100 * 1024 * 1024
LARGEST_RATIO = 200
MOST_ENTRIES = 2000
MOST_ROWS = 200_000
MOST_COLUMNS = 60
SECONDS = 30
MEMORY = 1024 * 1024 * 1024
ZIP = b"PK\x03\x04"


class UnreadableFile(ValueError):
    """The file cannot be read; `code` is one of `choices.FILE_PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows(content: bytes) -> list[list[Cell]]:
    """Return the rows of a CSV file or of the first sheet of an XLSX file, empty ones included.

    Raises:
        UnreadableFile: it is too large, damaged, or neither of the two.
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too-large")
    if content.startswith(ZIP):
        return _spreadsheet_rows(content)
    return _csv_rows(content)


def _csv_rows(content: bytes) -> list[list[Cell]]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableFile("not-a-table")
    first = text.lstrip("\n\r").partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    found: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(found) >= MOST_ROWS:
                raise UnreadableFile("too-many-rows")
            if len(row) > MOST_COLUMNS:
                raise UnreadableFile("too-many-columns")
            found.append(list(row))
    except csv.Error:
        raise UnreadableFile("not-a-table") from None
    return found


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("not-a-table")


def _spreadsheet_rows(content: bytes) -> list[list[Cell]]:
    _check_archive(content)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, nothing of the user in it
            [sys.executable, "-m", __name__],
            input=content,
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too-large") from None
    if done.returncode != 0:
        raise UnreadableFile("too-large" if done.returncode < 0 else "damaged")
    answer = json.loads(done.stdout)
    if isinstance(answer, str):
        raise UnreadableFile(answer)
    return [[_from_json(cell) for cell in row] for row in answer]


def _check_archive(content: bytes) -> None:
    """Refuse what says itself that it inflates to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile("damaged") from None
    inflated = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or inflated > LARGEST_INFLATED
        or inflated > LARGEST_RATIO * max(len(content), 1)
    ):
        raise UnreadableFile("too-large")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise UnreadableFile("not-a-table")


def _from_json(cell: Any) -> Cell:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"])
    return cell  # type: ignore[no-any-return]


def _to_json(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if isinstance(cell, str | int | float) else str(cell)


def _read_spreadsheet(content: bytes) -> Sequence[Sequence[Any]] | str:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS:
        return "too-many-rows"
    if sheet.total_width > MOST_COLUMNS:
        return "too-many-columns"
    return sheet.to_python(skip_empty_area=False)


def _main() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the size in the archive's index is checked.
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    found = _read_spreadsheet(sys.stdin.buffer.read())
    answer = (
        found if isinstance(found, str) else [[_to_json(cell) for cell in row] for row in found]
    )
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
