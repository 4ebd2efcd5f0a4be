# SPDX-License-Identifier: EUPL-1.2
"""Plain data of rights and log that goes from one layer to another."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import msgspec


@dataclass(frozen=True, slots=True)
class SealHead:
    """What leaves the database of one seal: a line of JSON in the file of its day."""

    seal: int
    kind: str
    made_at: datetime
    entries: int
    hash: str

    @property
    def file_name(self) -> str:
        """Return the name of the file of the day (UTC) on which the seal was made."""
        return f"{self.made_at.astimezone(UTC):%Y-%m-%d}.jsonl"

    def line(self) -> bytes:
        """Return the line of the file, with its end."""
        return msgspec.json.encode(self) + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Self | None:
        """Return the head that a line says, or None for a line that no sealer wrote.

        Example:
            >>> SealHead.parse(b"torn") is None
            True
        """
        try:
            return msgspec.json.decode(line, type=cls)
        except msgspec.MsgspecError:
            return None
