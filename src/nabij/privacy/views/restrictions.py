# SPDX-License-Identifier: EUPL-1.2
"""The page on which something is kept and used no longer, and the way back (AVG 18)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.clientview import queries as client_queries
from nabij.clientview.doors import Opened, open_beside
from nabij.clientview.queries import PersonInView
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.privacy.actions import requests as request_actions
from nabij.privacy.actions import restrictions as actions
from nabij.privacy.forms.restrictions import LiftForm, RestrictForm
from nabij.privacy.queries import requests as queries
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Restrictable
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door(
    "restriction-form", allows=access_rules.may_record_statements, about=relations_keys.persons_of
)
@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: Request, ref: str) -> HttpResponse:
    """Restrict what the address names (`?fact=`, `?moment=`), else a copy or all that is no care.

    The privacy officer, who opens no dossier, restricts all that is no care.
    """
    viewer = request.viewer
    found = client_queries.person_in_view(viewer=viewer, ref=ref)
    if found.way_in is None or found.person is None:
        names_care = request.GET.get("fact") or request.GET.get("moment")
        if names_care or not access_rules.may_settle_stand_ins(viewer.roles):
            raise PartyNotFound
        access_actions.record_list(
            viewer=viewer, event="restriction-form", object_ids=[found.card.id]
        )
        return _answer(request, found, Opened([]), {})
    copies = None
    with open_beside(request, found, event="restriction-form") as opened:
        if opened.beside is None:
            copies = _copies(viewer, found, opened)
        if request.method != "POST":
            return _answer(request, found, opened, copies)
    return _answer(request, found, opened, copies)


def _copies(viewer: Viewer, found: PersonInView, opened: Opened) -> dict[int, str]:
    """Return the copies of other providers that stand open here, and may be named."""
    purpose = found.way_in.purpose if found.way_in else ""
    dossier = client_queries.dossier_of(viewer=viewer, person_id=found.card.id, purpose=purpose)
    return {
        source.record_id: source.title
        for source in dossier.sources
        if source.record_id in opened.dossier_ids and source.data_class != "d"
    }


def _answer(
    request: Request, found: PersonInView, opened: Opened, copies: dict[int, str] | None
) -> HttpResponse:
    viewer = request.viewer
    form = RestrictForm(
        request.POST or None,
        viewer=viewer,
        speakers=relations_queries.who_decides(viewer=viewer, person_id=found.card.id),
        copies=copies,
    )
    if request.method == "POST" and form.is_valid():
        beside = opened.beside
        what = (
            Restrictable(fact=beside.fact, interaction_id=beside.interaction_id)
            if beside
            else form.thing()
        )
        try:
            actions.ask_restriction(
                viewer=viewer,
                person_id=found.card.id,
                what=what,
                reason=form.cleaned_data["reason"],
                fields=form.fields_given(),
                entry_key=form.cleaned_data["entry_key"],
            )
        except request_actions.ReceivedLater as error:
            form.add_error("received_on", str(error))
        else:
            messages.success(
                request, _("It is kept and used no longer. The privacy officer judges it.")
            )
            if found.way_in is None:
                return redirect("privacy:requests")
            return redirect("clientview:person", ref=found.card.ref)
    context = {"card": found.card, "form": form, "fact": opened.fact, "moment": opened.moment}
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "privacy/restrict.html", context, status=status))


@door("restriction-lifted", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def lift(request: Request, ref: str) -> HttpResponse:
    """Use again what a request restricted, after the person was told."""
    queries.request(viewer=request.viewer, ref=ref)  # an absent one is as absent as anywhere
    form = LiftForm(request.POST, viewer=request.viewer)
    if not form.is_valid():
        messages.warning(request, _("Fill in on which day and how you told the person."))
        return redirect("privacy:request", ref)
    try:
        actions.lift(
            viewer=request.viewer,
            ref=ref,
            told_on=form.cleaned_data["told_on"],
            told_how=form.cleaned_data["told_how"],
        )
    except relations_actions.ToldFirst as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The restriction is lifted. It is used again."))
    return redirect("privacy:request", ref)
