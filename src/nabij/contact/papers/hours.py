# SPDX-License-Identifier: EUPL-1.2
"""Hours worked as a workbook: hours are numbers, days are days, and no name is a formula."""

from datetime import datetime, time
from io import BytesIO

from django.utils.translation import gettext as _

from nabij.contact.queries.hours import Hours
from nabij.web.workbooks import DAY, new_book


def hours_workbook(found: Hours) -> bytes:
    """Return an .xlsx with one line each and their sum."""
    output = BytesIO()
    book = new_book(output)
    sheet = book.add_worksheet(_("Hours"))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": DAY})
    number = book.add_format({"num_format": "0.00"})
    sum_of = book.add_format({"num_format": "0.00", "bold": True})
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 4, 18)
    sheet.write_string(0, 0, _("From"), bold)
    sheet.write_datetime(0, 1, datetime.combine(found.since, time()), day)
    sheet.write_string(1, 0, _("Until and including"), bold)
    sheet.write_datetime(1, 1, datetime.combine(found.until, time()), day)
    titles = (_("Who"), _("Hours"), _("Travel in hours"), _("Of which charged"), _("Times"))
    for column, title in enumerate(titles):
        sheet.write_string(3, column, title, bold)
    for row, line in enumerate(found.lines, 4):
        sheet.write_string(row, 0, line.name)
        counts = (line.minutes, line.travel_minutes, line.billable_minutes)
        for column, minutes in enumerate(counts, 1):
            sheet.write_number(row, column, minutes / 60, number)
        sheet.write_number(row, 4, line.times)
    last = 4 + len(found.lines)
    sheet.write_string(last, 0, _("Together"), bold)
    total = found.total
    for column, minutes in enumerate(
        (total.minutes, total.travel_minutes, total.billable_minutes), 1
    ):
        letter = "ABCD"[column]
        formula = f"=SUM({letter}5:{letter}{last})" if found.lines else "=0"
        sheet.write_formula(last, column, formula, sum_of, minutes / 60)
    sheet.freeze_panes(4, 1)
    book.close()
    return output.getvalue()
