# SPDX-License-Identifier: EUPL-1.2
"""Read one file: FHIR JSON, FHIR XML or NDJSON, recognised by what is in it.

What cannot be read is refused with one reason, and the rest of the file is kept where the rest
can be told apart: one bad line, one bad entry of a bundle, the tail of a file that was cut off.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from .json_reading import Result, Where, read_value
from .members import Member, members
from .passes import Pass
from .refusals import SAMPLE
from .types import LIMITS, Found, Limits, Refused
from .xml_reading import read_xml

__all__ = ["Found", "Limits", "Member", "Refused", "members", "read_file"]

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00{", b"\x00<", b"{\x00", b"<\x00", b"[\x00", b"\x00[")
_LINES = (".ndjson", ".jsonl", ".ndjson.txt")
_MEGA = 1024 * 1024


def read_file(
    source: Path | BinaryIO, *, name: str = "", limits: Limits = LIMITS
) -> Iterator[Result]:
    """Yield every resource of a file in order, or the reason it is not read.

    Positions count from 0 over resources and refusals alike and are the same each time. NDJSON is
    read line by line, other files as a whole (up to `limits.file`); never more than one file is
    held. Of a file refused for its size the refusal holds the first 64 KiB.

    Args:
        source: a path, or a stream of bytes that the caller closes.
        name: the name of the file, used only to recognise NDJSON by its ending.
    """
    run = Pass(limits)
    try:
        with _opened(source) as stream:
            label = (name or (source.name if isinstance(source, Path) else "")).lower()
            if label.endswith(_LINES):
                yield from _lines(run, stream)
            else:
                yield from _whole(run, stream.read(limits.file + 1))
    except OSError as error:
        yield run.refused("unreadable-file", "", b"", detail=error.strerror or str(error))


def _opened(source: Path | BinaryIO) -> AbstractContextManager[BinaryIO]:
    return source.open("rb") if isinstance(source, Path) else nullcontext(source)


def _whole(run: Pass, data: bytes) -> Iterator[Result]:
    if len(data) > run.limits.file:
        limit = run.limits.file // _MEGA
        yield run.refused("too-large", "", data[:SAMPLE], limit=limit)
        return
    if data.startswith(_WIDE):
        yield run.refused("encoding", "", data, encoding="UTF-16")
        return
    data = data.removeprefix(_BOM).strip()
    if not data:
        yield run.refused("empty-file", "", data)
    elif data[:1] == b"<":
        yield from _xml(run, data)
    elif data[:1] in (b"{", b"["):
        if _is_lines(data):
            yield from _each_line(run, enumerate(data.split(b"\n"), start=1))
        else:
            yield from read_value(run, data, Where())
    else:
        yield run.refused("not-fhir-text", "", data)


def _xml(run: Pass, data: bytes) -> Iterator[Result]:
    if len(data) > run.limits.xml:
        yield run.refused("too-large", "", data[:SAMPLE], limit=run.limits.xml // _MEGA)
    else:
        yield from read_xml(run, data)


def _is_lines(data: bytes) -> bool:
    """Say whether a text is NDJSON: its first line is a whole object and more follow."""
    head, _newline, rest = data.partition(b"\n")
    head = head.strip()
    return (
        bool(rest) and head.startswith(b"{") and head.endswith(b"}") and rest.lstrip()[:1] == b"{"
    )


def _lines(run: Pass, stream: BinaryIO) -> Iterator[Result]:
    limit = run.limits.line
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            if line.startswith(_WIDE):
                yield run.refused("encoding", "", line[:SAMPLE], encoding="UTF-16")
                return
            line = line.removeprefix(_BOM)
        if len(line) > limit and not line.endswith(b"\n"):
            yield run.refused(
                "line-too-large", f"line {number}", line[:SAMPLE], limit=limit // _MEGA
            )
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            continue
        yield from _each_line(run, ((number, line),))
    if run.position == 0:
        yield run.refused("empty-file", "", b"")


def _each_line(
    run: Pass,
    lines: "Iterator[tuple[int, bytes]] | enumerate[bytes] | tuple[tuple[int, bytes], ...]",
) -> Iterator[Result]:
    for number, line in lines:
        data = line.strip()
        if data:
            yield from read_value(run, data, Where(f"line {number}"))
