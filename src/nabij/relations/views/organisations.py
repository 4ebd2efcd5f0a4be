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
from nabij.relations.forms.editing import organisation_editing, saved_message, units_of
from nabij.relations.forms.organisations import OrganisationForm
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page


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
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    editing = organisation_editing(viewer=viewer, ref=ref)
    organisation = queries.organisation(viewer=viewer, ref=ref)
    context: dict[str, Any] = {
        "form": editing.form(None),
        "organisation": organisation,
        "ref": ref,
    }
    status = 200
    if request.method == "POST":
        saved = editing.save(request.POST)
        if saved.is_saved:
            messages.success(request, saved_message(saved))
            return redirect("accounts:organisation", ref=ref)
        context |= {"form": saved.form, "error": saved.error, "differences": saved.differences}
        status = CONFLICT if saved.error else UNPROCESSABLE
    return no_store(
        render_page(request, "relations/organisation_form.html", context, status=status)
    )
