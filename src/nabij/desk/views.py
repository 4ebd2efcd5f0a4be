# SPDX-License-Identifier: EUPL-1.2
"""The start page."""

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.desk import queries, rules
from nabij.web.pages import no_store, render_page


@door("desk", allows=access_rules.any_colleague)
@require_safe
def start(request: Request) -> HttpResponse:
    """Show what matters to this colleague today; one line in the log names the cards shown."""
    viewer = request.viewer
    found = queries.desk(viewer=viewer, team_ref=request.GET.get("team", ""))
    if found.shown_ids:
        access_actions.record_list(viewer=viewer, event="desk", object_ids=found.shown_ids)
    context = {
        "desk": found,
        "greeting": _greeting(rules.part_of_day(localtime(viewer.at).hour)),
        "first_name": viewer.name.split()[0] if viewer.name else "",
    }
    return no_store(render_page(request, "desk/start.html", context, partial="team"))


def _greeting(part: rules.PartOfDay) -> str:
    return {
        "night": _("Good night"),
        "morning": _("Good morning"),
        "afternoon": _("Good afternoon"),
        "evening": _("Good evening"),
    }[part]
