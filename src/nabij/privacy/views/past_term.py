# SPDX-License-Identifier: EUPL-1.2
"""Whose data are kept longer than the law asks, and the proposal that they go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.privacy.actions import proposing
from nabij.privacy.choices.retention import REGIMES
from nabij.privacy.papers import registers
from nabij.privacy.queries import past_term as queries
from nabij.web.pages import file_answer, no_store, render_page
from nabij.web.workbooks import XLSX_TYPE

MOST_AT_ONCE = 50


@door("past-term", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def past_term(request: Request) -> HttpResponse:
    """Show whose term is over, with `?as=xlsx` as a file; a post proposes that they go."""
    viewer = request.viewer
    if request.method == "POST":
        return _propose(request)
    regime = request.GET.get("regime", "")
    if regime not in REGIMES:
        regime = ""
    if request.GET.get("as") == "xlsx":
        lines = queries.past_term_lines(viewer=viewer, regime=regime)
        _log(request, lines, detail="xlsx")
        return file_answer(registers.past_term(lines), "bewaartermijn-voorbij.xlsx", XLSX_TYPE)
    page = queries.past_term_page(
        viewer=viewer, regime=regime, cursor=parse_cursor(request.GET.get("page", ""))
    )
    _log(request, page.rows)
    context = {"page": page, "regime": regime, "regimes": REGIMES, "most": queries.MOST}
    return no_store(render_page(request, "privacy/past_term.html", context))


def _log(request: Request, lines: list[Any], *, detail: str = "") -> None:
    ids = sorted(line.row.person_id for line in lines)
    access_actions.record_list(
        viewer=request.viewer, event="past-term", object_ids=ids, detail=detail
    )


def _propose(request: Request) -> HttpResponse:
    chosen = request.POST.getlist("person")[:MOST_AT_ONCE]
    made = proposing.propose_destruction(viewer=request.viewer, refs=chosen)
    if not made:
        messages.warning(request, _("Nothing is proposed. Tick who may go."))
        return redirect("privacy:past_term")
    told = ngettext(
        "Of %(count)s person the list is being made. A second person approves it.",
        "Of %(count)s persons the lists are being made. A second person approves each.",
        len(made),
    )
    messages.success(request, told % {"count": len(made)})
    return redirect("privacy:requests")
