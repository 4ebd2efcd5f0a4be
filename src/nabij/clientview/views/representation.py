# SPDX-License-Identifier: EUPL-1.2
"""Who stands for a client: who may be told what, who decides, and whom the client shuts out."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.access.queries import RepresentationLine
from nabij.clientview import actions
from nabij.clientview.forms.representation import CAN, CapacityForm, RepresentationForm
from nabij.core.request import Request
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PERSON_KINDS
from nabij.relations.queries import Person
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line with the name of whom it is about; None when they are shielded from this viewer."""

    line: RepresentationLine
    card: Card | None
    may_know: str
    decides_first: bool


@door("representation", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def representation(request: Request, ref: str) -> HttpResponse:
    """Show who stands for a client, and record somebody who does, or whom the client shuts out."""
    viewer = request.viewer
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    near = _near(person)
    form = RepresentationForm(
        request.POST or None,
        today=localdate(viewer.at),
        others=[(card.ref, card.name) for card in near],
    )
    if request.method == "POST" and form.is_valid():
        other = next(card for card in near if card.ref == form.cleaned_data["other"])
        try:
            access_actions.add_representation(
                viewer=viewer, person_id=person.id, other_id=other.id, fields=form.recorded()
            )
        except (access_actions.AlreadyRecorded, access_actions.AppointedByCourt) as error:
            form.add_error("kind", str(error))
        else:
            messages.success(request, _("It is recorded and holds from now on."))
            return redirect("clientview:representation", ref=ref)
    return _page(request, person, form=form)


@door("capacity", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_POST
def capacity(request: Request, ref: str) -> HttpResponse:
    """Record what was judged of what a client can decide about one matter."""
    viewer = request.viewer
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    form = CapacityForm(request.POST, today=localdate(viewer.at))
    if not form.is_valid():
        return _page(request, person, capacity_form=form)
    given = form.cleaned_data | {"can_decide": form.cleaned_data["can_decide"] == CAN}
    access_actions.record_capacity(viewer=viewer, person_id=person.id, **given)
    messages.success(request, _("The judgement is recorded."))
    return redirect("clientview:representation", ref=ref)


@door("representation-change", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_POST
def representation_change(request: Request, ref: str, representation_ref: str) -> HttpResponse:
    """End a representation, or write that the proof was seen."""
    if request.POST.get("do") == "check":
        actions.check_representation(viewer=request.viewer, ref=ref, row=representation_ref)
        messages.success(request, _("It is recorded that you saw the proof."))
    else:
        actions.end_representation(viewer=request.viewer, ref=ref, row=representation_ref)
        messages.success(request, _("It is ended, from now on."))
    return redirect("clientview:representation", ref=ref)


def _page(
    request: Request,
    person: Person,
    *,
    form: RepresentationForm | None = None,
    capacity_form: CapacityForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    today = localdate(viewer.at)
    near = _near(person)
    found = access_queries.who_stands_for(viewer=viewer, person_id=person.id)
    ids = {line.other_id for line in (*found.open, *found.ended)}
    cards = relations_queries.person_cards(viewer=viewer, ids=ids) if ids else {}
    access_actions.record_event(
        viewer=viewer, event="representation", action="R", person_id=person.id
    )
    first = found.decides_on_care

    def shown(line: RepresentationLine) -> _Shown:
        told = (
            access_queries.sentence(viewer=viewer, standing=line.standing) if line.standing else ""
        )
        return _Shown(line, cards.get(line.other_id), told, line.other_id in first)

    context = {
        "person": person,
        "lines": [shown(line) for line in found.open],
        "history": [shown(line) for line in found.ended],
        "capacity": found.capacity,
        "first": [cards[key].name for key in sorted(first) if key in cards],
        "near": near,
        "form": form
        or RepresentationForm(today=today, others=[(card.ref, card.name) for card in near]),
        "capacity_form": capacity_form or CapacityForm(today=today),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "clientview/representation.html", context, status=status))


def _near(person: Person) -> list[Card]:
    """Return who may stand for a client: those near them, and offices that represent."""
    near = {
        tie.other.id: tie.other
        for tie in person.ties
        if tie.is_current and tie.kind in PERSON_KINDS
    }
    return sorted(near.values(), key=lambda card: card.name)
