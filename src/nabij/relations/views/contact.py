# SPDX-License-Identifier: EUPL-1.2
"""Contact instructions and the key safe of a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.relations import actions, queries
from nabij.relations.actions.gate import check_may_register
from nabij.relations.forms.ties import InstructionForm, KeySafeForm
from nabij.relations.queries import keys
from nabij.relations.views.persons import person_url
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("contact-instructions", allows=access_rules.may_register, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def instructions(request: Request, ref: str) -> HttpResponse:
    """Show the instructions in force and record a new one."""
    viewer = request.viewer
    person = queries.person_to_change(viewer=viewer, ref=ref)
    check_may_register(viewer=viewer)
    form = InstructionForm(request.POST or None, today=localdate(viewer.at))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_contact_instruction(viewer=viewer, ref=ref, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The instruction is recorded."))
            return redirect("relations:instructions", ref=ref)
    access_actions.record_event(
        viewer=viewer, event="contact-instructions", action="R", person_id=person.id
    )
    context = {"form": form, "person": person, "ref": ref}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "relations/instructions.html", context, status=status))


@door("contact-instruction-end", allows=access_rules.may_register, about=keys.persons_of)
@require_POST
def instruction_end(request: Request, ref: str, instruction_ref: str) -> HttpResponse:
    actions.end_contact_instruction(
        viewer=request.viewer, ref=instruction_ref, on=localdate(request.viewer.at)
    )
    messages.success(request, _("The instruction no longer holds."))
    return redirect("relations:instructions", ref=ref)


@door("key-safe-form", allows=access_rules.may_register, about=keys.persons_of)
@require_http_methods(["GET", "POST"])
def key_safe(request: Request, ref: str) -> HttpResponse:
    """Record the code of the key safe; the present code is never in the form."""
    viewer = request.viewer
    person = queries.person_to_change(viewer=viewer, ref=ref)
    check_may_register(viewer=viewer)
    form = KeySafeForm(request.POST or None, initial={"place": person.key_safe_place})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_key_safe(viewer=viewer, ref=ref, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The key safe is saved."))
            return redirect(person_url(ref))
    access_actions.record_event(
        viewer=viewer, event="key-safe-form", action="R", person_id=person.id
    )
    context = {"form": form, "person": person, "ref": ref}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "relations/key_safe_form.html", context, status=status))


@door("key-safe-shown", allows=access_rules.may_open_dossiers, about=keys.persons_of)
@require_POST
def show_key_safe(request: Request, ref: str) -> HttpResponse:
    """Show the code on request, as a piece of the page or (without script) as a page."""
    person = queries.person_card(viewer=request.viewer, ref=ref)
    code = actions.reveal_key_safe(viewer=request.viewer, ref=ref)
    context = {"person": person, "ref": ref, "code": code}
    return no_store(render_page(request, "relations/secret.html", context, partial="secret"))
