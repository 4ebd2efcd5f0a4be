# SPDX-License-Identifier: EUPL-1.2
"""Who belongs to whom: forms for relationships and households."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.dates import NotADate, PartialDate, parse_dutch
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.relations import actions, queries
from nabij.relations.actions.gate import check_may_register
from nabij.relations.choices import PartyKind
from nabij.relations.forms.ties import HouseholdForm, RelationshipForm
from nabij.relations.queries import Card, keys
from nabij.relations.views.persons import person_url
from nabij.web.fields import DATE_FAULTS
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial

MOST_SHOWN = 10
# At which field an error of an action stands.
FIELDS = {
    "ends-before-start": "ends",
    "already-related": "kind",
    "impossible-relationship": "kind",
}


@door("relationship-form", allows=access_rules.may_register_organisations, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def relationship_new(request: Request, ref: str) -> HttpResponse:
    """Choose the other by searching, then say what they are to each other."""
    viewer = request.viewer
    party = _open_card(request, ref)
    check_may_register(viewer=viewer, kind=_kind(party))
    context = _chosen(request, party)
    form, status = None, 200
    if "other" in context:
        form = RelationshipForm(
            request.POST if "kind" in request.POST else None,
            today=localdate(viewer.at),
            party=party,
            other=context["other"],
        )
        if form.is_bound and _is_added(request, party, context["other"], form):
            messages.success(request, _("The relationship is recorded."))
            return _to_page(party)
        status = UNPROCESSABLE if form.is_bound else 200
    context |= {"form": form, "party": party, "ref": ref}
    page = render_page(
        request, "relations/relationship_form.html", context, partial="found", status=status
    )
    return no_store(page)


def _is_added(request: Request, party: Card, other: Card, form: RelationshipForm) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    subject, object_ = (party, other) if form.is_reversed else (other, party)
    try:
        actions.add_relationship(
            viewer=request.viewer,
            subject_ref=subject.ref,
            object_ref=object_.ref,
            kind=form.plain_kind,
            starts=given["starts"],
            ends=given["ends"],
            rank=given.get("rank"),
            note=given["note"],
        )
    except DomainError as error:
        form.add_error(FIELDS.get(error.code), str(error))
    return not form.errors


@door("relationship", allows=access_rules.may_register_organisations, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def relationship(request: Request, ref: str, tie_ref: str) -> HttpResponse:
    """Correct a relationship of this party, or let it end."""
    viewer = request.viewer
    party = _open_card(request, ref)
    check_may_register(viewer=viewer, kind=_kind(party))
    tie = queries.tie(viewer=viewer, party=party, ref=tie_ref)
    if tie.other.is_person and not party.is_person:
        check_may_register(viewer=viewer)
    form = RelationshipForm(
        request.POST or None, today=localdate(viewer.at), party=party, other=tie.other, tie=tie
    )
    status = 200
    if form.is_bound:
        if form.is_valid() and _is_changed(request, tie, form):
            messages.success(request, _("The relationship is changed."))
            return redirect("relations:network", ref=ref)
        status = UNPROCESSABLE
    shown = [card.id for card in (party, tie.other) if card.is_person]
    access_actions.record_list(
        viewer=viewer,
        event="relationship",
        object_ids=shown,
        categories=["contact"] if tie.note else [],
    )
    context = {"form": form, "party": party, "other": tie.other, "ref": ref, "tie": tie}
    page = render_page(request, "relations/relationship_form.html", context, status=status)
    return no_store(page)


def _is_changed(request: Request, tie: queries.Tie, form: RelationshipForm) -> bool:
    given = form.cleaned_data
    try:
        actions.change_relationship(
            viewer=request.viewer,
            ref=tie.ref,
            version=given["version"] or 0,
            kind=form.plain_kind,
            starts=given["starts"],
            ends=given["ends"],
            rank=given.get("rank", tie.rank),
            note=given.get("note"),
        )
    except DomainError as error:
        form.add_error(FIELDS.get(error.code), str(error))
    return not form.errors


@door("household-form", allows=access_rules.may_register, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def household(request: Request, ref: str) -> HttpResponse:
    """Choose with whom a person lives."""
    viewer = request.viewer
    party = _open_card(request, ref)
    if not party.is_person:
        raise queries.PartyNotFound
    check_may_register(viewer=viewer)
    context = _chosen(request, party, only_persons=True)
    form = HouseholdForm(
        request.POST if "other" in request.POST else None,
        today=localdate(viewer.at),
        initial={"other": request.GET.get("other", ""), "on": localdate(viewer.at)},
    )
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.join_household(
                viewer=viewer,
                ref=ref,
                with_ref=form.cleaned_data["other"],
                on=form.cleaned_data["on"],
            )
        except DomainError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        else:
            messages.success(request, _("The household is recorded."))
            return _to_page(party)
    elif form.is_bound:
        status = UNPROCESSABLE
    context |= {"form": form, "party": party, "ref": ref, "is_household": True}
    page = render_page(
        request, "relations/relationship_form.html", context, partial="found", status=status
    )
    return no_store(page)


@door("household-leave", allows=access_rules.may_register, about=keys.persons_of)
@require_POST
def household_leave(request: Request, ref: str) -> HttpResponse:
    if not _open_card(request, ref).is_person:
        raise queries.PartyNotFound
    try:
        ends = _until(request)
        actions.leave_household(viewer=request.viewer, ref=ref, on=ends.earliest)
    except NotADate as fault:
        messages.error(request, str(DATE_FAULTS[fault.reason]))
    except actions.EndsBeforeStart as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The household has ended for this person."))
    return redirect(person_url(ref))


def _open_card(request: Request, ref: str) -> Card:
    """Return the card of a party whose contact data the viewer may see."""
    card = queries.person_card(viewer=request.viewer, ref=ref)
    if not card.is_open:
        raise queries.PartyNotFound
    return card


def _chosen(request: Request, party: Card, *, only_persons: bool = False) -> dict[str, Any]:
    """Return what was searched for and found, or who was chosen already.

    Who records no persons chooses among organisations.
    """
    viewer, text = request.viewer, request.POST.get("q", "").strip()
    may_register = access_rules.may_register(viewer.roles)
    context: dict[str, Any] = {"q": text, "may_register": may_register}
    other = request.POST.get("other") or request.GET.get("other", "")
    if other:
        context["other"] = queries.person_card(viewer=viewer, ref=other)
        if context["other"].is_person and not may_register:
            raise queries.PartyNotFound
        shown = [party.id, context["other"].id]
        access_actions.record_list(viewer=viewer, event="relationship-form", object_ids=shown)
        return context
    if text:
        kind = PartyKind.PERSON if only_persons else ""
        kind = kind if may_register else PartyKind.ORGANISATION
        results = queries.search(viewer=viewer, text=text, kind=kind, size=MOST_SHOWN)
        context["found"] = [row.card for row in results.page.rows if row.card.ref != party.ref]
        context["has_searched"] = True
        if party.id in (row.card.id for row in results.page.rows):  # the search has logged it
            return context
    if not wants_partial(request):
        access_actions.record_list(viewer=viewer, event="relationship-form", object_ids=[party.id])
    return context


def _until(request: Request) -> PartialDate:
    today = localdate(request.viewer.at)
    text = request.POST.get("ends", "").strip()
    return parse_dutch(text, today=today) if text else PartialDate(today)


def _kind(party: Card) -> str:
    return PartyKind.PERSON if party.is_person else PartyKind.ORGANISATION


def _to_page(party: Card) -> HttpResponse:
    if party.is_person:
        return redirect(person_url(party.ref))
    return redirect("accounts:organisation", ref=party.ref)
