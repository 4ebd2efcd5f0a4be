# SPDX-License-Identifier: EUPL-1.2
"""A list as an Excel file."""

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.request import Request
from nabij.lists import papers, queries
from nabij.lists.doors import Place, place_of
from nabij.lists.forms import FilterForm
from nabij.web.pages import file_answer
from nabij.web.workbooks import XLSX_TYPE

# Relations columns only, nothing of care: then a file may hold more than the 500 persons up to
# which dossiers open at once.
MOST_ROWS = 5_000


@door("list-export", allows=access_rules.may_see_cards)
@second_factor_required
@require_safe
def export(request: Request, listing: str) -> HttpResponse:
    """Give what the list shows as a file; the log names everybody in it.

    Who does not want to be approached is not in the file of a colleague who would approach them.
    At most 5,000 rows: the columns hold nothing of care, which 500 persons at once would bound.
    """
    viewer = request.viewer
    found = queries.listing_named(viewer=viewer, name=listing)
    place = place_of(viewer, found, request.GET)
    own = queries.own_list(viewer=viewer, listing=listing)
    columns = queries.columns_shown(viewer=viewer, listing=found, chosen=own.columns)
    rows, is_more = queries.all_rows(
        viewer=viewer, listing=found, asked=place.asked, most=MOST_ROWS
    )
    rows, left_out = queries.rows_that_leave(viewer=viewer, listing=found, rows=rows)
    sees_b = access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION)
    access_actions.record_export(
        viewer=viewer,
        event="list-export",
        person_ids={pk for row in rows for pk in row.person_ids},
        sensitivity=access_rules.DataClass.ORGANISATION
        if sees_b
        else access_rules.DataClass.IDENTITY,
        detail=f"{listing}: {len(rows)}",
        categories=sorted({column.category for column in columns if column.category}),
    )
    sheet = papers.Sheet(
        listing=found,
        columns=columns,
        rows=rows,
        asked=_asked(request, place),
        made_at=viewer.at,
        made_by=viewer.name,
        is_more=is_more,
        left_out=left_out,
    )
    name = f"{found.title}-{localdate(viewer.at):%Y-%m-%d}.xlsx".lower()
    return file_answer(papers.workbook(sheet), name, XLSX_TYPE)


def _asked(request: Request, place: Place) -> list[tuple[str, str]]:
    """Return the filters with their labels, a choice in words."""
    form = FilterForm(listing=place.listing, viewer=request.viewer)
    found = []
    for name, text in place.asked.filters.items():
        if field := form.fields.get(name):
            choices = {str(value): str(label) for value, label in getattr(field, "choices", ())}
            found.append((str(field.label), choices.get(text, text)))
    return found
