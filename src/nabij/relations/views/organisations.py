# SPDX-License-Identifier: EUPL-1.2
"""Record and change an organisation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.relations import actions, queries
from nabij.relations.actions.gate import check_may_register
from nabij.relations.choices import PartyKind
from nabij.relations.forms.merging import merge
from nabij.relations.forms.organisations import OrganisationForm, organisation_initial
from nabij.relations.views.persons import CONFLICT, UNPROCESSABLE, units_of
from nabij.web.pages import no_store, render_page


@door("organisation-new", allows=access_rules.may_register_organisations)
@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    viewer = request.viewer
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    form = OrganisationForm(request.POST or None, units=units_of(viewer))
    known: list[queries.Card] = []
    if request.method == "POST" and form.is_valid():
        fields = form.to_fields()
        if not form.cleaned_data["is_someone_else"]:
            known = queries.organisations_like(viewer=viewer, fields=fields)
        if not known:
            try:
                party = actions.create_organisation(viewer=viewer, fields=fields)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%(name)s is recorded.") % {"name": party.name})
                return redirect("accounts:organisation", ref=party.ref)
    context = {"form": form, "known": known}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(
        render_page(request, "relations/organisation_form.html", context, status=status)
    )


@door("organisation-form", allows=access_rules.may_register_organisations)
@require_http_methods(["GET", "POST"])
def change(request: Request, ref: str) -> HttpResponse:
    viewer = request.viewer
    organisation = queries.organisation(viewer=viewer, ref=ref)
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    fields = organisation.fields
    units = units_of(viewer, current=fields.unit_id, name=organisation.unit_name)
    initial = organisation_initial(fields, organisation.version)
    form = OrganisationForm(request.POST or None, initial=initial, units=units)
    context: dict[str, Any] = {"form": form, "organisation": organisation, "ref": ref}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(
                viewer=viewer,
                ref=ref,
                version=form.cleaned_data["version"] or 0,
                fields=form.to_fields(fields),
            )
        except actions.ChangedMeanwhile as error:
            data, differences = merge(form, initial)
            data["version"] = str(error.version)
            form = OrganisationForm(data, initial=initial, units=units)
            context |= {"form": form, "error": error, "differences": differences}
            status = CONFLICT
        except DomainError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("accounts:organisation", ref=ref)
    elif request.method == "POST":
        status = UNPROCESSABLE
    return no_store(
        render_page(request, "relations/organisation_form.html", context, status=status)
    )
