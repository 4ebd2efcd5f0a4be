# SPDX-License-Identifier: EUPL-1.2
"""Files out: the rows that were not imported, as they came, with a column that says what to do."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO
from xml.sax.saxutils import escape

from nabij.core.spreadsheets import Cell
from nabij.web.workbooks import LONGEST_CELL, add_table, new_book

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_DAY = (
    "<number:day/><number:text>-</number:text><number:month/><number:text>-</number:text>"
    '<number:year number:style="long"/>'
)
_CLOCK = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)
_BEGIN = (
    f'<office:document-content xmlns:office="{_OASIS}:office:1.0" xmlns:style="{_OASIS}:style:1.0"'
    f' xmlns:table="{_OASIS}:table:1.0" xmlns:text="{_OASIS}:text:1.0"'
    f' xmlns:number="{_OASIS}:datastyle:1.0" office:version="1.3"><office:automatic-styles>'
    f'<number:date-style style:name="d">{_DAY}</number:date-style>'
    f'<number:date-style style:name="m">{_DAY}{_CLOCK}</number:date-style>'
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="d"/>'
    '<style:style style:name="moment" style:family="table-cell" style:data-style-name="m"/>'
    '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="1">'
)
_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
# What XML has no place for, and blanks that it would take for one.
_NO_LETTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile("^ |(?<= ) | $")


def write_csv(
    file: BinaryIO, rows: Iterable[Sequence[Cell]], *, encoding: str, delimiter: str
) -> None:
    """Write rows as a CSV file of the same kind as the one that came, one at a time in memory."""
    # What is said may hold a letter that the file's own encoding has not: then a sign stands there.
    text = io.TextIOWrapper(file, encoding or "utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=delimiter or ";", lineterminator="\r\n")
    writer.writerows(["" if cell is None else str(cell) for cell in row] for row in rows)
    text.detach()  # the file stays open


def write_xlsx(file: BinaryIO, rows: Iterator[Sequence[Cell]]) -> None:
    """Write rows, of which the first has the headings, as an .xlsx file; none is a formula."""
    headings = [str(name) for name in next(rows)]
    with new_book(file, is_large=True) as book:
        add_table(book, "", headings, rows, frozen=0)


def write_ods(file: BinaryIO, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows as an OpenDocument file, one at a time in memory; no cell is a formula."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and as it is: by this programs know what kind of file it is.
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(_BEGIN.encode())
            for row in rows:
                cells = "".join(map(_ods_cell, row))
                content.write(f"<table:table-row>{cells}</table:table-row>".encode())
            content.write(_END.encode())


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        at = cell.replace(tzinfo=None).isoformat(timespec="seconds")
        return _ods_typed(f'date" office:date-value="{at}" table:style-name="moment', at)
    if isinstance(cell, date):
        on = cell.isoformat()
        return _ods_typed(f'date" office:date-value="{on}" table:style-name="day', on)
    if isinstance(cell, bool):
        value = str(cell).lower()
        return _ods_typed(f'boolean" office:boolean-value="{value}', value)
    if isinstance(cell, int | float):
        return _ods_typed(f'float" office:value="{cell}', str(cell))
    text = escape(_NO_LETTER.sub("", cell[:LONGEST_CELL]))
    return _ods_typed("string", "</text:p><text:p>".join(map(_spaced, text.splitlines())))


def _ods_typed(kind: str, text: str) -> str:
    paragraph = f"<text:p>{text}</text:p>"
    return f'<table:table-cell office:value-type="{kind}">{paragraph}</table:table-cell>'


def _spaced(line: str) -> str:
    return _BLANKS.sub("<text:s/>", line.replace("\t", " "))
