# SPDX-License-Identifier: EUPL-1.2
"""The list of tasks; and what contact adds to the lists of persons and organisations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.contact import rules
from nabij.contact.actions import bulk_rows as bulk
from nabij.contact.choices import Priority, TaskKind
from nabij.contact.forms.fields import text_box
from nabij.contact.queries import lists as queries
from nabij.core.viewer import Role, Viewer
from nabij.lists.types import BulkAction, Column, Filter, Listing, Sort
from nabij.web.fields import DayField

MYSELF, TEAMS = "me", "teams"


class TaskForm(forms.Form):
    """One task, the same for every row."""

    text = text_box(_("What is to be done?"))
    due_on = DayField(label=_("Due by"), may_be_future=True)
    whose = forms.ChoiceField(label=_("Who does it"))

    @classmethod
    def of(cls, viewer: Viewer, data: QueryDict | None) -> "TaskForm":
        """Return the form with the teams of this viewer."""
        form = cls(data, initial={"due_on": localdate(viewer.at)})
        form.fields["due_on"].today = localdate(viewer.at)  # type: ignore[attr-defined]
        form.fields["whose"].choices = [(MYSELF, _("I do")), *_teams(viewer)]  # type: ignore[attr-defined]
        return form

    def clean_whose(self) -> int | None:
        whose: str = self.cleaned_data["whose"]
        return None if whose == MYSELF else int(whose)


class HandOverForm(forms.Form):
    """Which team takes over."""

    unit = forms.TypedChoiceField(label=_("Team"), coerce=int)

    @classmethod
    def of(cls, viewer: Viewer, data: QueryDict | None) -> "HandOverForm":
        """Return the form with the teams of this viewer."""
        form = cls(data)
        form.fields["unit"].choices = _teams(viewer)  # type: ignore[attr-defined]
        return form


def _teams(viewer: Viewer) -> list[tuple[int, str]]:
    return [(team.pk, team.name) for team in access_queries.own_teams(viewer=viewer)]


def _may_hand_over(roles: Iterable[Role]) -> bool:
    return rules.may_record_contact(roles)


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("all")), *choices])


def _whose(viewer: Viewer, chosen: str) -> Q:
    return Q(owner_id=viewer.user_id) if chosen == MYSELF else Q(owner__isnull=True)


def _late(viewer: Viewer, chosen: str) -> Q:
    return Q(due_on__lt=localdate(viewer.at))


def _parts(viewer: Viewer) -> list[QuerySet[Any]]:
    return list(queries.open_task_parts(viewer=viewer))


PROMISED = Filter(
    name="promise",
    field=lambda viewer: _choice(_("Promise"), [("open", _("open")), ("late", _("late"))]),
    keeps=lambda viewer, chosen: queries.has_promise(viewer=viewer, is_late=chosen == "late"),
)
GIVE_TASK = BulkAction(
    name="task",
    label=_("A task for each"),
    allows=rules.may_record_contact,
    form=TaskForm.of,
    does=bulk.give_task,
    undoes=bulk.take_task_back,
)
TASKS = Listing(
    name="tasks",
    title=_("Tasks"),
    icon="list-check",
    page="contact:task",
    allows=access_rules.may_see_cards,
    parts=_parts,
    reads=queries.task_rows,
    columns=(
        Column(name="due_on", label=_("Due by"), is_first=True, is_short=True),
        Column(name="window", label=_("Between"), is_first=True),
        Column(name="whose", label=_("Who does it"), is_first=True),
        Column(name="priority", label=_("Priority"), is_first=True),
    ),
    filters=(
        Filter(
            name="whose",
            field=lambda viewer: _choice(
                _("Who does it"), [(MYSELF, _("I do")), (TEAMS, _("my teams"))]
            ),
            keeps=_whose,
        ),
        Filter(
            name="kind",
            field=lambda viewer: _choice(_("Kind"), TaskKind.choices),
            keeps=lambda viewer, kind: Q(kind=kind),
        ),
        Filter(
            name="priority",
            field=lambda viewer: _choice(_("Priority"), Priority.choices),
            keeps=lambda viewer, priority: Q(priority=int(priority)),
        ),
        Filter(
            name="late",
            field=lambda viewer: _choice(_("By when"), [("late", _("late"))]),
            keeps=_late,
        ),
    ),
    sorts=(
        Sort(name="due", label=_("first due first"), key="due_on"),
        Sort(name="last", label=_("last due first"), key="due_on", is_descending=True),
    ),
    actions=(
        BulkAction(
            name="hand_over",
            label=_("Hand over to a team"),
            allows=_may_hand_over,
            form=HandOverForm.of,
            does=bulk.hand_over,
            undoes=bulk.hand_back,
        ),
    ),
)
