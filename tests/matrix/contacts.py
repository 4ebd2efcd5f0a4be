# SPDX-License-Identifier: EUPL-1.2
"""What colleagues said with the people and have to do for them, with a canary in every text."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.timezone import localdate

from nabij.contact import actions, queries
from nabij.contact.models import Interaction, Task
from nabij.contact.types import (
    AppointmentFields,
    Around,
    Beside,
    Spoken,
    Stated,
    TaskFields,
    Worked,
)
from nabij.core.identifiers import format_phone
from nabij.core.refs import new_ref
from nabij.core.viewer import Viewer
from tests.matrix.canaries import Canaries

PHONE = "+31612349999"


def make_contact(
    *, viewer: Viewer, nurse: Viewer, canaries: Canaries, refs: dict[str, str], unit_id: int
) -> dict[str, dict[str, str]]:
    """Let a colleague of the front office speak with Greet about Anna, and with Ivo of Linde.

    Returns the refs of what came of it, by whom it is about.
    """
    shown = {format_phone(PHONE), "06 12 34 99 99"}
    canaries.value("anna", "b", "task-phone", PHONE, *sorted(shown))
    anna = queries.around(viewer=viewer, ref=refs["anna"])
    linde = queries.around(viewer=viewer, ref=refs["linde"])

    def word(field: str, data_class: str = "b") -> str:
        return canaries.word("anna", data_class, field)

    call = TaskFields(
        kind="call_back",
        text=word("task"),
        due_on=viewer.at.date(),
        unit_id=unit_id,
        counterpart=refs["greet"],
        phone=PHONE,
        may_tell=word("task-may-tell"),
        wish=word("task-wish"),
    )
    calls = [
        (_spoken(viewer, refs["greet"], word("interaction"), "b", [refs["anna"]]), [call]),
        (_spoken(viewer, refs["anna"], word("interaction-care", "c"), "c", [refs["anna"]]), []),
    ]
    for spoken, follow_ups in calls:
        actions.record_interaction(viewer=viewer, around=anna, spoken=spoken, follow_ups=follow_ups)
    promise = TaskFields(
        kind="promise",
        text=canaries.word("linde", "a", "task"),
        due_on=viewer.at.date() + timedelta(days=3),
        unit_id=unit_id,
    )
    actions.record_interaction(
        viewer=viewer,
        around=linde,
        spoken=_spoken(viewer, refs["ivo"], canaries.word("linde", "a", "interaction"), "b", []),
        follow_ups=[promise],
    )
    statement = new_ref()
    actions.record_statement(
        viewer=nurse,
        person_id=anna.id,
        beside=Beside(data_class="c"),
        stated=Stated(text=word("statement", "c"), said_on=viewer.at.date(), channel="visit"),
        ref=statement,
    )
    visit = _appointment(
        viewer,
        [anna],
        unit_id,
        [word(f"appointment-{name}") for name in ("title", "place", "text")],
    )
    texts = [
        canaries.word("linde", "a", f"appointment-{name}") for name in ("title", "place", "text")
    ]
    minutes = _meeting(nurse, visit, refs["anna"], word)
    talk = _appointment(viewer, [linde], None, texts)
    return {
        "anna": {
            "appointment": visit,
            "own_appointment": visit,
            "meeting": minutes,
            "interaction": Interaction.objects.get(counterpart__ref=refs["greet"]).ref,
            "task": Task.objects.get(kind="call_back").ref,
            "statement": statement,
        },
        "linde": {
            "appointment": talk,
            "interaction": Interaction.objects.get(counterpart__ref=refs["ivo"]).ref,
            "task": Task.objects.get(kind="promise").ref,
        },
    }


def _appointment(
    viewer: Viewer, arounds: list[Around], unit_id: int | None, texts: list[str]
) -> str:
    """Let a colleague plan something for tomorrow; return its ref.

    On a Sunday for yesterday: what is asked is the calendar of this week.
    """
    title, place, text = texts
    is_sunday = localdate(viewer.at).isoweekday() == 7
    starts = viewer.at + timedelta(days=-1 if is_sunday else 1)
    fields = AppointmentFields(
        kind="visit", starts_at=starts, ends_at=starts + timedelta(hours=1), unit_id=unit_id,
        title=title, place=place, text=text,
    )  # fmt: skip
    made = actions.add_appointment(
        viewer=viewer, fields=fields, entry_key=new_ref(), arounds=arounds
    )
    return made.ref


def _meeting(viewer: Viewer, visit: str, ref: str, word: Callable[[str], str]) -> str:
    """Let a colleague keep the minutes of an appointment, decide and give a task."""
    found = queries.appointment(viewer=viewer, ref=visit)
    made = actions.make_meeting(viewer=viewer, found=found, template="plain").ref
    meeting = queries.meeting(viewer=viewer, ref=made)
    actions.keep_minutes(
        viewer=viewer, found=meeting, version=1, agenda=word("meeting-agenda"),
        text=word("meeting-text"), attendance={},
    )  # fmt: skip
    actions.add_decision(viewer=viewer, found=meeting, entry_key=new_ref(), text=word("decision"))
    task = TaskFields(
        kind="task", text=word("meeting-action"), due_on=viewer.at.date(), owner_id=viewer.user_id
    )
    around = queries.around(viewer=viewer, ref=ref)
    actions.add_action(
        viewer=viewer, found=meeting, around=around, fields=task, entry_key=new_ref()
    )
    return made


def make_note(*, viewer: Viewer, canaries: Canaries, owner: str, ref: str) -> None:
    """Let a colleague speak with somebody about themselves: what to plan, and what care."""
    around = queries.around(viewer=viewer, ref=ref)
    for data_class in "bc":
        text = canaries.word(owner, data_class, f"interaction-{data_class}")
        spoken = _spoken(viewer, ref, text, data_class, [ref])
        actions.record_interaction(viewer=viewer, around=around, spoken=spoken)


def ring(*, viewer: Viewer, email: str, number: str) -> str:
    """Let the exchange tell that somebody rings at a colleague; return the ref of the call."""
    return actions.ring(viewer=viewer, exchange="matrix", key="1", number=number, email=email).ref


def _spoken(viewer: Viewer, counterpart: str, text: str, kind: str, about: list[str]) -> Spoken:
    return Spoken(
        entry_key=new_ref(),
        counterpart=counterpart,
        about=tuple(about),
        channel="phone",
        direction="in",
        topic="care",
        outcome="done",
        at=viewer.at - timedelta(days=1),
        text=text,
        data_class=kind,
        worked=Worked(minutes=30, travel_minutes=10),
    )
