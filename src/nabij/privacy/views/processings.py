# SPDX-License-Identifier: EUPL-1.2
"""The register of processing: on the page, on paper and as a workbook.

One line of it on any page.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.privacy import queries
from nabij.privacy.papers import registers
from nabij.privacy.queries.processings import processing_of
from nabij.web.pages import file_answer, no_store, render_page
from nabij.web.workbooks import XLSX_TYPE


@door("register", allows=access_rules.may_read_log)
@require_safe
def register(request: Request) -> HttpResponse:
    """Show the register of processing; with `?as=xlsx` as a workbook."""
    rows = queries.register(viewer=request.viewer)
    access_actions.record_overview(
        viewer=request.viewer, event="register", object_type="Processing", count=len(rows)
    )
    if request.GET.get("as") == "xlsx":
        return file_answer(registers.processings(rows), "verwerkingen.xlsx", XLSX_TYPE)
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
