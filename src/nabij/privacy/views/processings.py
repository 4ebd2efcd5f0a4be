# SPDX-License-Identifier: EUPL-1.2
"""The register of processing: on the page, on paper and as a workbook.

One line of it on any page.
"""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.privacy import queries
from nabij.privacy.queries.processings import processing_of
from nabij.web.pages import no_store, render_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (34, 34, 44, 44, 44, 34, 60)


@door("register", allows=access_rules.may_read_log)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the register of processing; with `?as=xlsx` as a workbook."""
    rows = queries.register(viewer=request.viewer)
    access_actions.record_overview(
        viewer=request.viewer, event="register", object_type="Processing", count=len(rows)
    )
    if request.GET.get("as") == "xlsx":
        response = HttpResponse(_workbook(rows), content_type=XLSX)
        response.headers["Content-Disposition"] = 'attachment; filename="verwerkingen.xlsx"'
        return no_store(response)
    return no_store(render_page(request, "privacy/register.html", {"rows": rows}))


def shown(request: HttpRequest) -> dict[str, Any]:
    """Return the processing that this page belongs to, for its frame (a context processor)."""
    match = request.resolver_match
    rule = getattr(match.func, "door", None) if match else None
    if match is None or rule is None or rule.is_public:
        return {"processing": None}
    try:
        return {"processing": processing_of(match.func)}
    except KeyError:  # a test says so too: a page is not held up by it
        return {"processing": None}


def _workbook(rows: list[queries.Processed]) -> bytes:
    import xlsxwriter  # imported when used: a web worker has no need of it

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_("Register"))
    head = book.add_format({"bold": True})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    titles = (
        _("Processing"), _("Purpose"), _("Ground of the law"), _("Data"), _("Who receives it"),
        _("How long it is kept"), _("Where in nabij"),
    )  # fmt: skip
    for column, (title, width) in enumerate(zip(titles, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, start=1):
        one = row.processing
        values = (one.name, one.purpose, one.ground, one.data, one.receivers, one.kept,
                  ", ".join((*row.doors, *row.jobs)))  # fmt: skip
        for column, value in enumerate(values):
            sheet.write_string(number, column, str(value), cell)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return output.getvalue()
