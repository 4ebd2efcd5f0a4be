# SPDX-License-Identifier: EUPL-1.2
"""Hours worked, on a page and as a workbook."""

from django.http import HttpResponse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access.doors import door
from nabij.contact import queries, rules
from nabij.contact.forms.hours import HoursForm
from nabij.contact.papers.hours import hours_workbook
from nabij.contact.queries.hours import Hours
from nabij.core.request import Request
from nabij.web.pages import UNPROCESSABLE, file_answer, no_store, render_page
from nabij.web.workbooks import XLSX_TYPE


@door("hours", allows=rules.may_see_hours)
@require_safe
def hours(request: Request) -> HttpResponse:
    """Show the hours of a period by client, account or colleague."""
    form, found = _asked(request)
    if found is not None and found.shown_ids:
        access_actions.record_list(
            viewer=request.viewer,
            event="hours",
            object_ids=found.shown_ids,
            categories=["interactions"],
        )
    context = {"form": form, "hours": found, "query": urlencode(form.data)}
    status = 200 if found is not None else UNPROCESSABLE
    return no_store(render_page(request, "contact/hours.html", context, status=status))


@door("hours-workbook", allows=rules.may_see_hours)
@require_safe
def workbook(request: Request) -> HttpResponse:
    """Give the same hours as a workbook."""
    form, found = _asked(request)
    if found is None:
        context = {"form": form, "hours": None, "query": ""}
        page = render_page(request, "contact/hours.html", context, status=UNPROCESSABLE)
        return no_store(page)
    access_actions.record_export(
        viewer=request.viewer,
        event="hours-workbook",
        person_ids=found.shown_ids,
        sensitivity="b" if found.by == "client" else "a",
        detail=f"{found.since} {found.until} {found.by}",
        categories=["interactions"],
    )
    name = f"uren-{found.since}-{found.until}.xlsx"
    return file_answer(hours_workbook(found), name, XLSX_TYPE)


def _asked(request: Request) -> tuple[HoursForm, Hours | None]:
    viewer = request.viewer
    ways = queries.ways_to_count(viewer=viewer)
    form = HoursForm(request.GET, today=localdate(viewer.at), ways=ways)
    found = queries.hours(viewer=viewer, **form.cleaned_data) if form.is_valid() else None
    return form, found
