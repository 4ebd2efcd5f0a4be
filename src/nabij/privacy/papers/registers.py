# SPDX-License-Identifier: EUPL-1.2
"""The register of data breaches as a spreadsheet, for the authority or an auditor."""

import io
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nabij.privacy.queries import BreachLine

WIDTHS = (8, 60, 18, 18, 18, 20, 12, 18, 12, 18, 18)


def register(lines: list[BreachLine]) -> bytes:
    """Return the register as .xlsx, a row per breach; text is text, never a formula."""
    import xlsxwriter  # imported when used: a web worker has no need of it

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(content, options)
    sheet, bold = book.add_worksheet(_("Data breaches")), book.add_format({"bold": True})
    moment = book.add_format({"num_format": "d-m-yyyy h:mm"})
    for column, (heading, width) in enumerate(zip(_headings(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, bold)
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(_cells(line)):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, localtime(value).replace(tzinfo=None), moment)
            elif isinstance(value, int):
                sheet.write_number(row, column, value)
            elif value:
                sheet.write_string(row, column, value)
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


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
