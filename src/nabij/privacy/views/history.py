# SPDX-License-Identifier: EUPL-1.2
"""Who changed what when: of a relation, of a task, and over a period for the officers."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.contact.queries.tasks import TaskNotFound
from nabij.core.errors import DomainError
from nabij.core.paging import parse_cursor
from nabij.core.request import Request, number_in
from nabij.privacy import actions
from nabij.privacy.forms.period import LONGEST, PeriodForm
from nabij.privacy.queries import history as queries
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("history", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_safe
def party(request: Request, ref: str) -> HttpResponse:
    """Show what changed of a person or organisation."""
    viewer = request.viewer
    if into := relations_keys.merged_into(viewer=viewer, ref=ref):
        return redirect("privacy:history", into)
    found = queries.history_of_party(viewer=viewer, ref=ref)
    access_actions.record_event(
        viewer=viewer, event="history", action="R", person_id=found.card.id, categories=["contact"]
    )
    context = {"found": found}
    return no_store(render_page(request, "privacy/history.html", context))


@door("restore", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_POST
def restore(request: Request, ref: str) -> HttpResponse:
    """Put one field of a person back to what it was."""
    try:
        actions.restore_field(
            viewer=request.viewer,
            ref=ref,
            version=number_in(request.POST, "version"),
            change_id=request.POST.get("change", ""),
            name=request.POST.get("field", ""),
        )
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It is put back. What you did stands on top of the list."))
    return redirect("privacy:history", ref)


@door("task-history", allows=access_rules.may_see_cards)
@require_safe
def task(request: Request, ref: str) -> HttpResponse:
    """Show what changed of a task: what it says has versions of its own on its page."""
    viewer = request.viewer
    found, lines = queries.history_of_task(viewer=viewer, ref=ref)
    if found.party is None:
        raise TaskNotFound
    access_actions.record_list(viewer=viewer, event="task-history", object_ids=[found.party.id])
    context = {"task": found, "lines": lines}
    return no_store(render_page(request, "privacy/history_of_task.html", context))


@door("changes", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def period(request: Request) -> HttpResponse:
    """Show what changed in a period, of one colleague or of all."""
    viewer = request.viewer
    form = PeriodForm(request.GET or None, today=localdate(viewer.at), longest=LONGEST)
    since, until = form.period()
    user_id = number_in(request.GET, "colleague") or None
    what = request.GET.get("what", "")
    page, cards = queries.history_between(
        viewer=viewer,
        since=since,
        until=until,
        user_id=user_id,
        what=what,
        cursor=parse_cursor(request.GET.get("page", "")),
    )
    access_actions.record_list(
        viewer=viewer,
        event="changes",
        object_ids=queries.shown_persons(page.rows, cards),
        categories=["contact"],
        detail=f"{since:%Y-%m-%d} - {until - timedelta(days=1):%Y-%m-%d}",
    )
    context = {
        "page": page.map(lambda line: (line, cards.get(line.party_id or 0))),
        "form": form,
        "colleagues": queries.colleagues_who_changed(viewer=viewer),
        "chosen": user_id,
        "kinds": queries.kinds_of_changes(),
        "what": what,
    }
    return no_store(render_page(request, "privacy/changes.html", context))
