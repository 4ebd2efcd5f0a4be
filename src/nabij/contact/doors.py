# SPDX-License-Identifier: EUPL-1.2
"""Contact as a part of the page of a person or organisation, with the form to record more."""

from dataclasses import dataclass

from nabij.contact import queries, rules
from nabij.contact.forms.follow_ups import FollowUpForm
from nabij.contact.forms.interactions import InteractionForm
from nabij.contact.types import Around, DecisionLine, TaskLine, Timeline
from nabij.core.paging import Cursor
from nabij.core.viewer import Viewer
from nabij.relations.types import Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What `contact/parts/section.html` and `open.html` show.

    `form` and `follow_up` are None for who records nothing here; `caller` is who called this
    colleague about this person just now, and is filled in.
    """

    around: Around
    timeline: Timeline
    tasks: list[TaskLine]
    is_opened: bool
    form: InteractionForm | None
    follow_up: FollowUpForm | None
    caller: Card | None = None
    decisions: tuple[DecisionLine, ...] = ()

    @property
    def has_faults(self) -> bool:
        """Tell whether something that was filled in is wrong, so that nothing stays folded."""
        return any(form is not None and form.errors for form in (self.form, self.follow_up))


def section(
    *,
    viewer: Viewer,
    around: Around,
    is_opened: bool,
    form: InteractionForm | None = None,
    follow_up: FollowUpForm | None = None,
    cursor: Cursor | None = None,
    size: int = queries.FIRST_LINES,
) -> Section:
    """Return the contact with a party as far as this viewer sees it. At most five SQL queries.

    `is_opened`: this transaction opened the person (`access.actions.open_dossier`). The caller
    writes the log.
    """
    caller = None
    if form is None and rules.may_record_contact(viewer.roles, is_private=around.is_private):
        caller = queries.on_the_phone(viewer=viewer, around=around)
        form = InteractionForm(viewer=viewer, around=around, caller=caller)
        follow_up = FollowUpForm(viewer=viewer, around=around, caller=caller)
    timeline = queries.timeline(
        viewer=viewer, around=around, is_opened=is_opened, cursor=cursor, size=size
    )
    return Section(
        around=around,
        timeline=timeline,
        tasks=queries.tasks_of(viewer=viewer, around=around, is_opened=is_opened),
        is_opened=is_opened,
        form=form,
        follow_up=follow_up,
        caller=caller,
        decisions=_decisions(viewer, around, is_opened=is_opened, size=size),
    )


def _decisions(
    viewer: Viewer, around: Around, *, is_opened: bool, size: int
) -> tuple[DecisionLine, ...]:
    """Return what meetings decided: of a person on the page of all contact only, once opened."""
    if around.is_person and (size <= queries.FIRST_LINES or not is_opened):
        return ()
    return tuple(queries.decisions_about(viewer=viewer, party_ids=around.keys, is_opened=is_opened))
