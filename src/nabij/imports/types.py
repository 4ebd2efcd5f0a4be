# SPDX-License-Identifier: EUPL-1.2
"""Plain data of an import that goes from one layer to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from nabij.core.spreadsheets import Cell

# What stands in a row, by the code of the column it was mapped to.
type Given = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: in which column (a code, '' for the whole row), and a code of why.

    `value` is the start of what stands there, or of what was found.
    """

    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a row is understood by, beside itself.

    Args:
        today: nobody is born, and nothing was said, after it.
        units: the teams of the importer, by folded name.
        may_use_bsn: whether the roles of the importer may record a BSN.
        colleagues: keys of colleagues, by folded e-mail address and name; for interactions.
        styles: how columns write dates as bare numbers, by code; see `rules.cells.style_of`.
    """

    today: date
    units: Mapping[str, int] = field(default_factory=dict)
    may_use_bsn: bool = False
    colleagues: Mapping[str, int] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
