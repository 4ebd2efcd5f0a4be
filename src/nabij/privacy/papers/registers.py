# SPDX-License-Identifier: EUPL-1.2
"""The registers of data breaches and of processing as spreadsheets, for who must see them."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from nabij.privacy.choices.retention import REGIMES
from nabij.privacy.queries import BreachLine
from nabij.privacy.queries.past_term import PastTermLine
from nabij.privacy.queries.processings import Processed
from nabij.web.workbooks import add_table, new_book, table_workbook

BREACH_WIDTHS = (8, 60, 18, 18, 18, 20, 12, 18, 12, 18, 18)
WIDTHS = (34, 34, 44, 44, 44, 34, 60)


def breaches(lines: list[BreachLine]) -> bytes:
    """Return the register of data breaches as .xlsx, a row per breach."""
    title, rows = _("Data breaches"), map(_cells, lines)
    return table_workbook(title, _headings(), rows, widths=BREACH_WIDTHS, frozen=0)


def past_term(lines: list[PastTermLine]) -> bytes:
    """Return whose term is over as .xlsx, a row per person."""
    headings = (
        _("Who"), _("Client number"), _("Kept as"), _("Ground of the law"), _("Last change"),
        _("May go since"), _("What stands in the way"),
    )  # fmt: skip
    rows = (
        (
            line.name,
            line.row.client_number,
            str(REGIMES[line.row.regime]),
            line.source,
            line.row.last_on,
            line.until,
            line.held_by or (_("proposed") if line.request else ""),
        )
        for line in lines
    )
    return table_workbook(_("Term is over"), headings, rows, widths=(30, 14, 22, 30, 14, 14, 40))


def processings(rows: list[Processed]) -> bytes:
    """Return the register of processing as .xlsx, a row per processing."""
    headings = (
        _("Processing"), _("Purpose"), _("Ground of the law"), _("Data"), _("Who receives it"),
        _("How long it is kept"), _("Where in nabij"),
    )  # fmt: skip
    output, cells = BytesIO(), map(_cells_of_processing, rows)
    with new_book(output) as book:
        sheet = add_table(book, _("Register"), headings, cells, widths=WIDTHS, wraps=True)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return output.getvalue()


def _cells_of_processing(row: Processed) -> list[str]:
    one, places = row.processing, ", ".join((*row.doors, *row.jobs))
    texts = (one.name, one.purpose, one.ground, one.data, one.receivers, one.kept, places)
    return [str(text) for text in texts]


def _headings() -> list[str]:
    return [
        _("Number of the breach"),
        _("What happened"),
        _("Discovered"),
        _("72 hours over"),
        _("Reported by"),
        _("Risk"),
        _("Authority"),
        _("Reported on"),
        _("Persons concerned"),
        _("Told on"),
        _("Closed"),
    ]


def _cells(line: BreachLine) -> list[Any]:
    return [
        line.number,
        line.what,
        line.discovered_at,
        line.due_at,
        line.reported_by,
        line.risk_label,
        line.authority,
        line.authority_told_at,
        line.clients,
        line.clients_told_at,
        line.closed_at,
    ]
