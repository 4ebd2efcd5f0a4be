# SPDX-License-Identifier: EUPL-1.2
"""What the server's own log may say: what went wrong and where in the code, never about whom.

The message of an exception quotes what was typed or stored ("Key (name)=(De Vries) exists"), and an
address can hold anything. So of an error its kind and the lines of code are written, of a request
the pattern of its address. Who looked at whom stands in the access log, which is another thing.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

HIDDEN = "•••"
# A net beneath: no message of ours holds these, one of a library might.
_TELLING = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-])\+?\d(?:[ .-]?\d){7,}(?![\w-])")


class PlainFormatter(logging.Formatter):
    """Write one line for a message; for an error its kind and its way through the code."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the text for the log."""
        record = logging.makeLogRecord(record.__dict__)
        record.msg, record.args = self._message(record), None
        error = record.exc_info[1] if record.exc_info else None
        record.exc_info = record.exc_text = record.stack_info = None
        lines = [super().format(record), *(_told(error) if error else ())]
        return "\n".join(lines)

    def _message(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is not None or record.name.startswith(("django.request", "django.security")):
            return f"{getattr(record, 'status_code', '')} {address_pattern(request)}".strip()
        return _TELLING.sub(HIDDEN, record.getMessage()).replace("\n", " ")


def address_pattern(request: Any) -> str:
    """Return method and pattern of an address (`GET persons/<ref>/`),
    without what was asked for."""
    match = getattr(request, "resolver_match", None)
    pattern = f"/{match.route}" if match is not None else "an address that does not exist"
    return f"{getattr(request, 'method', '')} {pattern}".strip()


def _told(error: BaseException) -> Iterator[str]:
    """Yield the kinds of an error and what led to it, with their lines of code; no values."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"  {type(current).__module__}.{type(current).__qualname__}{_of_database(current)}"
        for frame in traceback.extract_tb(current.__traceback__):
            yield f"    {frame.filename}:{frame.lineno} {frame.name}"
        current = current.__cause__ or current.__context__


def _of_database(error: BaseException) -> str:
    """Return code, table and constraint of an error of PostgreSQL: names of ours, no values."""
    diag = getattr(error, "diag", None)
    parts = [getattr(diag, name, None) for name in ("sqlstate", "table_name", "constraint_name")]
    known = " ".join(str(part) for part in parts if part)
    return f" ({known})" if known else ""
