# SPDX-License-Identifier: EUPL-1.2
"""The copies that a person has, and taking one away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.linkage import actions, choices, queries
from nabij.linkage.forms import SplitForm
from nabij.linkage.queries import keys
from nabij.relations import queries as relations_queries
from nabij.relations.choices import PartyKind
from nabij.relations.queries import keys as relations_keys
from nabij.relations.rules.recognise import LONGEST_TEXT
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("person-records", allows=access_rules.may_review_links, about=relations_keys.persons_of)
@require_safe
def person(request: Request, ref: str) -> HttpResponse:
    """Show a person's copies: where from, on what ground, and how they were linked."""
    viewer = request.viewer
    found = queries.records_of_person(viewer=viewer, person_ref=ref)
    access_actions.record_event(
        viewer=viewer,
        event="person-records",
        action="R",
        person_id=found.person.id,
        records=[record.id for record in found.records],
    )
    moves = queries.moves_of(viewer=viewer, person_id=found.person.id)
    rows = [(record, choices.OPEN_STATES[record.open.state]) for record in found.records]
    context = {"person": found.person, "rows": rows, "apart": found.apart, "moves": moves}
    return no_store(render_page(request, "linkage/person.html", context))


@door("unlink", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_http_methods(["GET", "POST"])
def unlink(request: Request, ref: str) -> HttpResponse:
    """Ask whether a copy really is somebody else's, and take it away."""
    viewer = request.viewer
    shown = queries.link_to_unlink(viewer=viewer, ref=ref)
    back = redirect("linkage:person", shown.person.ref)
    if request.method == "POST":
        try:
            actions.unlink(viewer=viewer, ref=ref, stamp=request.POST.get("stamp", ""))
        except (actions.DecisionIsStale, actions.OnlyRecordOfPerson) as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The record is unlinked. All is as it was before."))
        return back
    access_actions.record_event(
        viewer=viewer,
        event="link-review",
        action="R",
        person_id=shown.person.id,
        detail="unlink?",
        records=[shown.record.id],
    )
    context = {"person": shown.person, "record": shown.record}
    return no_store(render_page(request, "linkage/unlink.html", context))


@door("link-reconsidered", allows=access_rules.may_review_links, about=keys.persons_of_link)
@require_POST
def reconsider(request: Request, ref: str) -> HttpResponse:
    """Ask again whether a copy that was kept from somebody is theirs after all."""
    try:
        actions.reconsider(viewer=request.viewer, ref=ref, stamp=request.POST.get("stamp", ""))
    except actions.DecisionIsStale as error:
        messages.warning(request, str(error))
        return redirect("linkage:review")
    return redirect("linkage:link", ref)


@door("split", allows=access_rules.may_review_links, about=relations_keys.persons_of)
@require_http_methods(["GET", "POST"])
def split(request: Request, ref: str, to_ref: str = "") -> HttpResponse:
    """Choose which copies are of somebody else, and of whom. What is typed goes by POST."""
    viewer = request.viewer
    preview = queries.split_preview(viewer=viewer, person_ref=ref, to_ref=to_ref)
    form = SplitForm(None, records=preview.records, stamp=preview.stamp)
    text = request.POST.get("q", "").strip()[:LONGEST_TEXT]
    status = 200
    if request.method == "POST" and not text:
        form = SplitForm(request.POST, records=preview.records, stamp=preview.stamp)
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                moved = actions.split(
                    viewer=viewer,
                    person_ref=ref,
                    to_ref=to_ref,
                    records=form.cleaned_data["records"],
                    stamp=form.cleaned_data["stamp"],
                    reason=form.cleaned_data["reason"],
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The records are moved. You can take it back here."))
                return redirect("linkage:person", _still_there(viewer, ref, moved.to_person_id))
    found = relations_queries.search(viewer=viewer, text=text, kind=PartyKind.PERSON)
    others = [row.card for row in found.page.rows if row.card.is_open]
    access_actions.record_events(
        viewer=viewer,
        event="link-review",
        action="R",
        person_ids=[card.id for card in (preview.person, preview.to) if card],
        detail="split?",
        records=[record.id for record in preview.records],
    )
    context = {
        "preview": preview,
        "form": form,
        "text": text,
        "others": [card for card in others if card.id != preview.person.id],
    }
    return no_store(render_page(request, "linkage/split.html", context, status=status))


@door("split-undone", allows=access_rules.may_review_links, about=keys.persons_of_move)
@require_POST
def undo_split(request: Request, ref: str) -> HttpResponse:
    """Put records that were moved by hand back where they were."""
    moved = actions.undo_split(viewer=request.viewer, ref=ref)
    messages.success(request, _("The records are back where they were."))
    cards = relations_queries.person_cards(viewer=request.viewer, ids=[moved.person_id])
    return redirect("linkage:person", cards[moved.person_id].ref)


def _still_there(viewer: Viewer, ref: str, to_person_id: int) -> str:
    """Return of whom to show the records: the person they came from, if they still stand."""
    try:
        return relations_queries.person_card(viewer=viewer, ref=ref).ref
    except relations_queries.PartyNotFound:
        return relations_queries.person_cards(viewer=viewer, ids=[to_person_id])[to_person_id].ref
