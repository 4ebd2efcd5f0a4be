# SPDX-License-Identifier: EUPL-1.2
"""Record and change a person, with a warning when somebody like it is known."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import actions, queries
from nabij.relations.actions.gate import check_may_register
from nabij.relations.forms.editing import person_editing, person_options, saved_message
from nabij.relations.forms.persons import BsnForm, PersonForm
from nabij.relations.queries import keys
from nabij.relations.types import BsnCheckFields, PersonFields
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page

BSN_FAULTS = (
    actions.BsnMissing,
    actions.BsnNotForThisPerson,
    actions.BsnBelongsToAnother,
    queries.TooManyQuestions,
)
NOT_LOOKED = gettext_lazy(
    "You recorded many people today, so nabij did not look whether this one is known to a team "
    "whose clients you may not see."
)


def person_url(ref: str) -> str:
    """Return the address of the page of a person."""
    return reverse("clientview:person", args=[ref])


@door("person-new", allows=access_rules.may_register)
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    viewer = request.viewer
    check_may_register(viewer=viewer)
    form = PersonForm(request.POST or None, **person_options(viewer))
    known = queries.Duplicates()
    relate_to = request.POST.get("relate_to") or request.GET.get("relate_to", "")
    if request.method == "POST" and form.is_valid():
        fields, bsn = form.to_fields(), form.cleaned_data.get("bsn", "")
        try:
            known = _known(viewer, form, fields, bsn)
            must_compare = known.shown and not form.cleaned_data["is_someone_else"]
            if not (must_compare or known.is_hint_open):
                party = actions.create_person(viewer=viewer, fields=fields, bsn=bsn)
                messages.success(request, _("%(name)s is recorded.") % {"name": party.name})
                if known.is_withheld:
                    messages.warning(request, NOT_LOOKED)
                return redirect(_after_recording(party.ref, relate_to))
        except BSN_FAULTS as error:
            form.add_error("bsn", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
    context = {"form": form, "known": known, "relate_to": relate_to if is_ref(relate_to) else ""}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "relations/person_form.html", context, status=status))


def _known(viewer: Viewer, form: PersonForm, fields: PersonFields, bsn: str) -> queries.Duplicates:
    """Return who may be known, as far as the colleague has not judged that yet.

    Recording tells whether a BSN is another's already, so that is a question that counts.

    Raises:
        queries.TooManyQuestions: there is a BSN, and this colleague asked too often today.
    """
    is_compared, is_sure = form.cleaned_data["is_someone_else"], form.cleaned_data["is_sure"]
    if bsn and is_sure:
        queries.ask_about_bsn(viewer=viewer, bsn=bsn)
    if is_compared and is_sure:
        return queries.Duplicates()
    known = queries.duplicates_of(viewer=viewer, fields=fields, bsn=bsn, is_recording=not is_sure)
    if bsn and known.is_withheld:
        raise queries.TooManyQuestions
    return known


def _after_recording(ref: str, relate_to: str) -> str:
    if not is_ref(relate_to):
        return person_url(ref)
    return f"{reverse('relations:relationship_new', args=[relate_to])}?other={ref}"


@door("person-form", allows=access_rules.may_register, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def change(request: Request, ref: str) -> HttpResponse:
    viewer = request.viewer
    check_may_register(viewer=viewer)
    editing = person_editing(viewer=viewer, ref=ref)
    context: dict[str, Any] = {
        "form": editing.form(None),
        "person": queries.person_card(viewer=viewer, ref=ref),
        "ref": ref,
    }
    status = 200
    if request.method == "POST":
        saved = editing.save(request.POST)
        if saved.is_saved:
            messages.success(request, saved_message(saved))
            return redirect(person_url(ref))
        context |= {"form": saved.form, "error": saved.error, "differences": saved.differences}
        status = CONFLICT if saved.error else UNPROCESSABLE
    access_actions.record_event(
        viewer=viewer, event="person-form", action="R", person_id=editing.id
    )
    return no_store(render_page(request, "relations/person_form.html", context, status=status))


@door("bsn-form", allows=access_rules.may_use_bsn, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def bsn(request: Request, ref: str) -> HttpResponse:
    """Record a BSN and how it was checked."""
    viewer = request.viewer
    person = queries.person_to_change(viewer=viewer, ref=ref)
    check_may_register(viewer=viewer)
    if not access_rules.may_use_bsn(viewer.roles):
        raise queries.PartyNotFound
    form = BsnForm(request.POST or None, today=localdate(viewer.at))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        check = BsnCheckFields(
            step=given["state"],
            source=given["source"],
            document_kind=given["document_kind"],
            document_number=given["document_number"],
            checked_on=given["checked_on"],
        )
        try:
            if given["bsn"] and not given["is_removed"]:
                queries.ask_about_bsn(viewer=viewer, bsn=given["bsn"], except_id=person.id)
            if given["bsn"] or given["is_removed"]:
                actions.set_bsn(
                    viewer=viewer,
                    ref=ref,
                    bsn="" if given["is_removed"] else given["bsn"],
                    check=check,
                    is_known_to_be_shared=given["is_known_to_be_shared"],
                )
            else:
                actions.record_bsn_check(viewer=viewer, ref=ref, check=check)
        except BSN_FAULTS as error:
            form.add_error("bsn", str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The BSN is saved."))
            return redirect(person_url(ref))
    history = queries.bsn_history(viewer=viewer, person_id=person.id)
    context = {"form": form, "person": person, "ref": ref, "history": history}
    access_actions.record_event(viewer=viewer, event="bsn-form", action="R", person_id=person.id)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "relations/bsn_form.html", context, status=status))


@door("bsn-shown", allows=access_rules.may_use_bsn, about=keys.persons_of)
@require_POST
def show_bsn(request: Request, ref: str) -> HttpResponse:
    """Show a BSN on request, as a piece of the page or (without script) as a page."""
    person = queries.person_card(viewer=request.viewer, ref=ref)
    shown = actions.reveal_bsn(viewer=request.viewer, ref=ref)
    context = {"person": person, "ref": ref, "shown": shown}
    return no_store(render_page(request, "relations/secret.html", context, partial="secret"))
