# SPDX-License-Identifier: EUPL-1.2
"""The log for the client, shown or printed by a colleague for who asks; and "this is not right"."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.choices import PurposeOfUse
from nabij.access.doors import door, second_factor_required
from nabij.core.request import Request, number_in
from nabij.core.viewer import Role
from nabij.privacy import actions, queries
from nabij.privacy.forms.objections import ObjectionForm
from nabij.privacy.forms.period import PeriodForm
from nabij.relations.queries import keys as relations_keys
from nabij.web.formats import day
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


def may_show(roles: Iterable[Role]) -> bool:
    """Tell whether these roles may show a client their log: officers, and who cares for them."""
    held = frozenset(roles)
    return access_rules.may_read_log(held) or Role.CARE_PROFESSIONAL in held


@door("log-shown", allows=may_show, about=relations_keys.persons_of)
@second_factor_required
@require_http_methods(["GET", "HEAD", "POST"])
def client_log(request: Request, ref: str) -> HttpResponse:
    """Show a client's log in sentences; a line that is not right opens a case with a term."""
    viewer = request.viewer
    if merged_into := relations_keys.merged_into(viewer=viewer, ref=ref):
        return redirect("privacy:client_log", merged_into)
    period = PeriodForm(request.GET or None, today=localdate(viewer.at))
    since, until = period.period()
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = actions.object_to_line(viewer=viewer, ref=ref, **form.cleaned_data)
        message = _("It is recorded. The privacy officer answers by %(day)s at the latest.")
        messages.success(request, message % {"day": day(case.due_on)})
        return redirect("privacy:client_log", ref)
    found = queries.client_log(
        viewer=viewer, ref=ref, since=since, until=until, before=number_in(request.GET, "before")
    )
    access_actions.record_log_use(
        viewer=viewer,
        event="log-shown",
        person_ids=[found.person.id],
        detail=f"{since:%Y-%m-%d} - {until:%Y-%m-%d}",
        purpose=PurposeOfUse.PERSON_REQUEST,
    )
    context = {
        "found": found,
        "form": period,
        "objection": form,
        "since": since,
        "last_day": until - timedelta(days=1),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "privacy/client_log.html", context, status=status))
