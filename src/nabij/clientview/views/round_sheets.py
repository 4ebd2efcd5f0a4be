# SPDX-License-Identifier: EUPL-1.2
"""Round sheets: choose a team, get the file and its passphrase once."""

from base64 import b64encode

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.clientview import actions, queries
from nabij.clientview.actions import TeamNotFound
from nabij.core.request import Request
from nabij.core.viewer import Role
from nabij.web.pages import no_store, render_page


@door("round-sheets", allows=access_rules.may_make_round_sheets)
@require_safe
def teams(request: Request) -> HttpResponse:
    """Show the teams for which this colleague may make a round sheet."""
    if not request.viewer.has(Role.CARE_PROFESSIONAL):
        raise TeamNotFound
    context = {"teams": queries.round_sheet_teams(viewer=request.viewer)}
    return no_store(render_page(request, "clientview/round_sheet/teams.html", context))


@door("round-sheet", allows=access_rules.may_make_round_sheets)
@require_POST
def make(request: Request, unit_ref: str) -> HttpResponse:
    """Make the sheet and show it once: as a download, with its passphrase beside it.

    The file travels inside the page, so nothing of it stays on the server.
    """
    sheet = actions.make_round_sheet(viewer=request.viewer, unit_ref=unit_ref)
    context = {
        "sheet": sheet,
        "file": f"data:text/html;base64,{b64encode(sheet.content).decode()}",
    }
    return no_store(render_page(request, "clientview/round_sheet/made.html", context))
