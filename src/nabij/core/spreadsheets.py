# SPDX-License-Identifier: EUPL-1.2
"""XLSX and ODS files in, rows of cells out; a file that would eat the machine is refused.

A spreadsheet is opened in a process of its own with a limit on memory and time, because what it
inflates to can only be known by doing it: `python -m nabij.core.spreadsheets LIMITS < FILE`.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from threading import Timer
from typing import Any, BinaryIO

type Cell = str | int | float | bool | date | datetime | None

ZIP = b"PK\x03\x04"
XLSX, ODS = "xl/workbook.xml", "content.xml"


class UnreadableFile(ValueError):
    """The file cannot be read; `code` says why, `row` where as far as that is known."""

    def __init__(self, code: str, *, row: int = 0) -> None:
        super().__init__(code)
        self.code, self.row = code, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a file may be: bytes, rows and columns, and what opening it may cost.

    Args:
        ratio: how many times its own size a spreadsheet may inflate to.
        entries: how many files a spreadsheet may hold.
        seconds: of processor time.
        memory: bytes.
    """

    file: int
    inflated: int
    rows: int
    columns: int
    seconds: int
    memory: int
    ratio: int = 200
    entries: int = 2000


def sheet_rows(
    content: bytes | Path, *, limits: Limits, kinds: Collection[str] = (XLSX,)
) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet, empty ones included.

    Texts, numbers, dates, None for nothing.

    Raises:
        UnreadableFile: too-large, too-many-rows, too-many-columns, damaged or not-a-table.
    """
    _check_archive(content, limits, kinds)
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield from _read_apart(limits, stdin=file)
    else:
        yield from _read_apart(limits, stdin=subprocess.PIPE, given=content)


def _check_archive(content: bytes | Path, limits: Limits, kinds: Collection[str]) -> None:
    """Refuse what says itself that it inflates to too much."""
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size > limits.file:
        raise UnreadableFile("too-large")
    try:
        with zipfile.ZipFile(content if isinstance(content, Path) else BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnreadableFile("damaged") from None
    inflated = sum(entry.file_size for entry in entries)
    if (
        len(entries) > limits.entries
        or inflated > limits.inflated
        or inflated > limits.ratio * max(size, 1)
    ):
        raise UnreadableFile("too-large")
    if {entry.filename for entry in entries}.isdisjoint(kinds):
        raise UnreadableFile("not-a-table")


def _read_apart(
    limits: Limits, *, stdin: int | BinaryIO, given: bytes = b""
) -> Iterator[list[Cell]]:
    """Yield the rows that a process of its own reads.

    It is gone when this ends, however that is.
    """
    command = [sys.executable, "-m", "nabij.core.spreadsheets", json.dumps(asdict(limits))]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell, nothing of the user in it
        command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        clock = Timer(2 * limits.seconds + 5, process.kill)
        clock.start()
        try:
            if process.stdin is not None:
                _hand_over(process.stdin, given)
            if process.stdout is not None:
                for line in process.stdout:
                    answer = json.loads(line)
                    if isinstance(answer, str):
                        raise UnreadableFile(answer)
                    yield [cell_of(cell) for cell in answer]
            process.wait()
        except json.JSONDecodeError:  # it was stopped in the middle of a row
            raise UnreadableFile("too-large") from None
        finally:
            clock.cancel()
            process.kill()
    # Stopped by us only after the last row; by the system when a limit was passed.
    if process.returncode != 0:
        raise UnreadableFile("too-large" if process.returncode < 0 else "damaged")


def _hand_over(stdin: Any, given: bytes) -> None:
    try:
        stdin.write(given)
        stdin.close()
    except BrokenPipeError:  # it stopped already; its exit code says why
        return


def cell_of(cell: Any) -> Cell:
    """Return a cell as `as_json` wrote it."""
    if isinstance(cell, dict):
        text = cell["at"]
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    return cell  # type: ignore[no-any-return]


def as_json(cell: Cell) -> Any:
    """Return a cell as JSON holds it: days and moments as their text."""
    return {"at": cell.isoformat()} if isinstance(cell, date) else cell


def _cell_of_sheet(cell: Any) -> Cell:
    """Return a cell as it was meant: a day is a midnight to a spreadsheet."""
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time(0) else cell
    is_cell = cell is None or isinstance(cell, str | int | float | date)
    return cell if is_cell else str(cell)


def _write_rows(content: bytes, limits: Limits, write: Callable[[str], object]) -> None:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    if sheet.total_height > limits.rows:
        write('"too-many-rows"\n')
    elif sheet.total_width > limits.columns:
        write('"too-many-columns"\n')
    else:
        for row in sheet.iter_rows():
            write(json.dumps([as_json(_cell_of_sheet(cell)) for cell in row]) + "\n")


def _main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    try:
        import resource
    except ImportError:  # Windows has no such limits; the size in the archive's index is checked.
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    _write_rows(sys.stdin.buffer.read(), limits, sys.stdout.write)


if __name__ == "__main__":
    _main()
