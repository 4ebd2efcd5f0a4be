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
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import actions, queries
from nabij.relations.actions.gate import check_may_register
from nabij.relations.forms.merging import merge
from nabij.relations.forms.persons import (
    BsnForm,
    PersonForm,
    person_initial,
)
from nabij.relations.queries import keys
from nabij.relations.types import BsnCheckFields, PersonFields
from nabij.web.pages import no_store, render_page

UNPROCESSABLE, CONFLICT = 422, 409
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


def units_of(
    viewer: Viewer, *, current: int | None = None, name: str = ""
) -> list[tuple[int, str]]:
    """Return the teams that a colleague may choose, the present one of a person included."""
    units = {unit.pk: unit.name for unit in access_queries.own_teams(viewer=viewer)}
    if current is not None:
        units.setdefault(current, name)
    return list(units.items())


def form_options(viewer: Viewer) -> dict[str, Any]:
    return {
        "today": localdate(viewer.at),
        "units": units_of(viewer),
        "may_use_bsn": access_rules.may_use_bsn(viewer.roles),
    }


@door("person-new", allows=access_rules.may_register)
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    viewer = request.viewer
    check_may_register(viewer=viewer)
    form = PersonForm(request.POST or None, **form_options(viewer))
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
    person_id, version, fields = queries.person_fields(viewer=viewer, ref=ref)
    check_may_register(viewer=viewer)
    person = queries.person_card(viewer=viewer, ref=ref)
    options = form_options(viewer)
    options["units"] = units_of(viewer, current=fields.unit_id, name=_("present team"))
    initial = person_initial(fields, version)
    form = PersonForm(request.POST or None, initial=initial, **options)
    context: dict[str, Any] = {"form": form, "person": person, "ref": ref}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(
                viewer=viewer,
                ref=ref,
                version=form.cleaned_data["version"] or 0,
                fields=form.to_fields(fields),
            )
        except actions.ChangedMeanwhile as error:
            data, differences = merge(form, initial)
            data["version"] = str(error.version)
            form = PersonForm(data, initial=initial, **options)
            context |= {"form": form, "error": error, "differences": differences}
            status = CONFLICT
        except DomainError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(person_url(ref))
    elif request.method == "POST":
        status = UNPROCESSABLE
    access_actions.record_event(viewer=viewer, event="person-form", action="R", person_id=person_id)
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
