# SPDX-License-Identifier: EUPL-1.2
"""Tasks: one's own list, one task, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.access.rules import DataClass
from nabij.contact import actions, queries, rules
from nabij.contact.choices import TaskKind
from nabij.contact.forms.follow_ups import MYSELF
from nabij.contact.forms.tasks import (
    NO_COLLEAGUE,
    AttemptForm,
    EndForm,
    HandOverForm,
    TaskForm,
)
from nabij.contact.queries import TaskInView
from nabij.contact.views.teams import Teams, choices, teams
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("tasks", allows=access_rules.may_see_cards)
@require_safe
def tasks(request: Request) -> HttpResponse:
    """Show what this colleague and their teams have to do; the log names the cards shown."""
    viewer = request.viewer
    found = queries.my_tasks(viewer=viewer)
    if shown := sorted({line.card.id for line in found if line.card and line.card.is_person}):
        access_actions.record_list(viewer=viewer, event="tasks", object_ids=shown)
    context = {
        "late": [line for line in found if line.is_late],
        "today": [line for line in found if line.is_today],
        "later": [line for line in found if not line.is_late and not line.is_today],
        "is_more": len(found) == queries.MOST_TASKS,
        "loads": queries.late_by_whom(viewer=viewer),
        "on": localdate(viewer.at),
    }
    return no_store(render_page(request, "contact/tasks.html", context))


@door("task-given", allows=rules.may_record_contact, about=relations_keys.persons_of)
@require_http_methods(["GET", "POST"])
def task_new(request: Request, ref: str) -> HttpResponse:
    """Give a task for a party."""
    viewer = request.viewer
    around = queries.around(viewer=viewer, ref=ref)
    if not rules.may_record_contact(viewer.roles, is_private=around.is_private):
        raise PartyNotFound
    offered = teams(viewer, person_ids=[around.id] if around.is_person else [])
    form = TaskForm(request.POST or None, viewer=viewer, around=around, teams=choices(offered))
    whom = _whom(viewer, form, offered) if request.method == "POST" and form.is_valid() else None
    if whom is not None:
        fields = form.task(owner_id=whom[0], unit_id=whom[1])
        try:
            actions.add_task(viewer=viewer, around=around, fields=fields, entry_key=form.entered)
        except actions.CannotDoThisTask as error:
            form.add_error("colleague", str(error))
        else:
            messages.success(request, _("The task is given."))
            page = "clientview:person" if around.is_person else "accounts:organisation"
            return redirect(page, ref=ref)
    named = sorted(card.id for card in around.speakers if card.is_person)
    access_actions.record_list(viewer=viewer, event="task-given", object_ids=named)
    context = {"form": form, "around": around}
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "contact/task_new.html", context, status=status))


@door("task", allows=access_rules.may_see_cards)
@require_safe
def task(request: Request, ref: str) -> HttpResponse:
    """Show one task; what it is about only where its person is open to this viewer."""
    return _task(request, queries.task(viewer=request.viewer, ref=ref))


@door("task-opened", allows=access_rules.may_see_cards)
@require_POST
def task_open(request: Request, ref: str) -> HttpResponse:
    """Open everybody whom a task of one's own is about, to do it."""
    found = queries.task(viewer=request.viewer, ref=ref)
    actions.open_task(viewer=request.viewer, found=found)
    return redirect("contact:task", ref=ref)


@door("task-attempt", allows=rules.may_record_contact)
@require_POST
def task_attempt(request: Request, ref: str) -> HttpResponse:
    """Write how a call went."""
    found = queries.task(viewer=request.viewer, ref=ref)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _task(request, found, attempt=form)
    actions.record_attempt(
        viewer=request.viewer,
        found=found,
        entry_key=form.entered,
        outcome=form.cleaned_data["outcome"],
    )
    messages.success(request, _("The call is recorded."))
    return redirect("contact:task", ref=ref)


@door("task-closed", allows=rules.may_record_contact)
@require_POST
def task_end(request: Request, ref: str) -> HttpResponse:
    """Close a task."""
    found = queries.task(viewer=request.viewer, ref=ref)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _task(request, found, status=UNPROCESSABLE)
    closed = actions.close_task(viewer=request.viewer, found=found, **form.cleaned_data)
    if closed.closed_at is None:
        text = _("Done. It comes back on %(on)s.") % {"on": f"{closed.due_on:%-d-%-m-%Y}"}
        messages.success(request, text)
    else:
        messages.success(request, _("The task is closed."))
    return redirect("contact:tasks")


@door("task-handed-over", allows=rules.may_record_contact)
@require_POST
def task_hand_over(request: Request, ref: str) -> HttpResponse:
    """Give a task to another team or colleague."""
    viewer = request.viewer
    found = queries.task(viewer=viewer, ref=ref)
    offered = _teams_of(viewer, found)
    form = HandOverForm(request.POST, teams=choices(offered))
    whom = _whom(viewer, form, offered) if form.is_valid() else None
    if whom is None:
        return _task(request, found, hand_over=form)
    try:
        actions.hand_over_task(
            viewer=viewer,
            found=found,
            version=form.cleaned_data["version"],
            owner_id=whom[0],
            unit_id=whom[1],
        )
    except actions.CannotDoThisTask as error:
        form.add_error("colleague", str(error))
        return _task(request, found, hand_over=form)
    messages.success(request, _("The task is handed over."))
    return redirect("contact:tasks")


def _task(
    request: Request,
    found: TaskInView,
    *,
    attempt: AttemptForm | None = None,
    hand_over: HandOverForm | None = None,
    status: int = 0,
) -> HttpResponse:
    viewer = request.viewer
    offered = choices(_teams_of(viewer, found))
    initial = {"version": found.version}
    context = {
        "task": found,
        "steps": queries.task_steps(viewer=viewer, found=found),
        "attempt_form": attempt or AttemptForm(),
        "hand_over_form": hand_over or HandOverForm(initial=initial, teams=offered),
        "may_close": found.is_mine
        and not found.is_closed
        and rules.may_close_task(viewer.roles, kind=found.kind),
    }
    code = status or (UNPROCESSABLE if attempt or hand_over else 200)
    if found.opens and found.counterpart:
        context |= _told(viewer, found, found.counterpart.id)

    def answer() -> HttpResponse:
        text = queries.task_text(viewer=viewer, found=found) if found.opens else None
        page = render_page(request, "contact/task.html", {**context, "text": text}, status=code)
        return no_store(page)

    if not found.opens or not found.is_guarded:
        if found.party and found.party.is_person:
            access_actions.record_list(viewer=viewer, event="task", object_ids=[found.party.id])
        return answer()
    persons = [access_actions.PersonInView(pk, []) for pk in found.person_ids]
    with access_actions.open_dossiers(
        viewer=viewer,
        persons=persons,
        event="task",
        categories=["interactions"],
        ways=found.ways,
        needs=found.needs,
        at_most={DataClass.IDENTITY, found.needs},
    ):
        response = answer()
    return response


def _told(viewer: Viewer, found: TaskInView, other_id: int) -> dict[str, Any]:
    """Return what whoever is rung may be told of all whom a task is about: the least counts."""
    others = [pk for pk in found.person_ids if pk != other_id]
    if not others:
        return {}
    circles = access_queries.circles(viewer=viewer, person_ids=others)
    standing = min(
        (circle.standing(other_id) for circle in circles.values()),
        key=lambda one: (not one.is_shut_out, len(one.tells)),
    )
    told = access_queries.sentence(viewer=viewer, standing=standing)
    return {"standing": standing, "may_know": told}


def _teams_of(viewer: Viewer, found: TaskInView) -> Teams:
    """Return to which teams a task may go: discontent stays with the complaints officers."""
    is_discontent = found.kind == TaskKind.DISCONTENT
    return {} if is_discontent else teams(viewer, person_ids=found.person_ids)


def _whom(
    viewer: Viewer, form: TaskForm | HandOverForm, offered: Teams
) -> tuple[int | None, int | None] | None:
    """Return the colleague or the team that was named; None, with an error, when nobody was."""
    given = form.cleaned_data
    if given["colleague"]:
        user = access_queries.user_with_email(email=given["colleague"])
        if user is None:
            form.add_error("colleague", str(NO_COLLEAGUE))
            return None
        return user.pk, None
    if given["whose"] == MYSELF:
        return viewer.user_id, None
    return None, offered[given["whose"]][0]
