# SPDX-License-Identifier: EUPL-1.2
"""The emergency button: a page that asks why, and the button that stops it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.clientview import actions, queries
from nabij.clientview.forms.emergencies import EmergencyForm
from nabij.core.errors import DomainError
from nabij.core.refs import new_ref
from nabij.core.request import Request
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("emergency", allows=access_rules.may_use_emergency, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: Request, ref: str) -> HttpResponse:
    """Ask why, and open the dossier for this colleague for an hour."""
    viewer = request.viewer
    card = queries.person_in_emergency(viewer=viewer, ref=ref)
    form = EmergencyForm(request.POST or None, initial={"key": new_ref()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_emergency(viewer=viewer, ref=ref, fields=form.fields_given())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("clientview:person", ref=ref)
    access_actions.record_list(viewer=viewer, event="emergency-form", object_ids=[card.id])
    context = {
        "card": card,
        "form": form,
        "minutes": settings.NABIJ_EMERGENCY_MINUTES,
        "most": settings.NABIJ_EMERGENCIES_PER_DAY,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "clientview/emergency.html", context, status=status))


@door("emergency-end", allows=access_rules.may_use_emergency)
@require_POST
def emergency_end(request: Request, emergency_ref: str) -> HttpResponse:
    """Stop one's own running emergency; the dossier is shut from here on."""
    actions.stop_emergency(viewer=request.viewer, ref=emergency_ref)
    messages.success(request, _("The emergency access is stopped. The dossier is shut again."))
    return redirect("desk:start")
