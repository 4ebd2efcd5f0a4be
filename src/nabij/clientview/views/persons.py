# SPDX-License-Identifier: EUPL-1.2
"""The person page: the picture with a way in, contact data or the card without one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.choices import Caller
from nabij.access.doors import door
from nabij.clientview import actions, queries
from nabij.clientview.forms.calls import CallForm
from nabij.clientview.queries import Dossier, PersonInView
from nabij.clientview.rules.people import Contact, contacts_of
from nabij.clientview.rules.timeline import Filter, filter_from
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.relations.queries import PartyNotFound, Person, Tie
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page, wants_partial


@door("picture", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_safe
def person(request: Request, ref: str) -> HttpResponse:
    """Show what this viewer may see of a person; a swap gets one page of the timeline.

    The address of somebody who was merged into another leads on to that one.
    """
    try:
        found = queries.person_in_view(viewer=request.viewer, ref=ref)
    except PartyNotFound:
        if other := relations_keys.merged_into(viewer=request.viewer, ref=ref):
            return redirect("clientview:person", ref=other)
        raise
    if found.way_in is None or found.person is None:
        return _without_dossier(request, found)
    if wants_partial(request):
        return _timeline(request, found.person)
    return _picture(request, found.person, "clientview/person.html", event="picture")


@door("print", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_safe
def print_view(request: Request, ref: str) -> HttpResponse:
    """Show the picture on paper: the same content, laid out in one column."""
    found = queries.person_in_view(viewer=request.viewer, ref=ref)
    if found.way_in is None or found.person is None:
        raise PartyNotFound
    return _picture(request, found.person, "clientview/print.html", event="print")


@door("call", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_POST
def call(request: Request, ref: str) -> HttpResponse:
    """Open a way in because somebody is on the phone about this person."""
    found = queries.person_in_view(viewer=request.viewer, ref=ref)
    if not found.can_open_call and found.way_in is None:
        raise PartyNotFound
    form = CallForm(request.POST)
    if not form.is_valid():
        return _without_dossier(request, found, form)
    caller = Caller(form.cleaned_data["caller"])
    actions.open_call(viewer=request.viewer, ref=ref, caller=caller)
    return redirect("clientview:person", ref=ref)


@door("call-end", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_POST
def call_end(request: Request, ref: str) -> HttpResponse:
    """End one's own call about this person; the way in shuts at once."""
    actions.close_call(viewer=request.viewer, ref=ref)
    messages.success(request, _("The call is ended. The dossier is shut again."))
    return redirect("desk:start")


def _without_dossier(
    request: Request, found: PersonInView, form: CallForm | None = None
) -> HttpResponse:
    actions.record_shown(viewer=request.viewer, found=found)
    context = {
        "card": found.card,
        "person": found.person,
        "contacts": _contacts(request, found.person),
        "organisations": _organisations(found.person),
        **_rights(request, found.person),
        "may_plan": found.person is not None and _may_plan(request, found.person),
        "on": localdate(request.viewer.at),
        "call_form": (form or CallForm()) if found.can_open_call else None,
        "can_stand_in": found.can_stand_in,
    }
    status = 422 if form else 200
    return no_store(render_page(request, "clientview/contact.html", context, status=status))


def _picture(request: Request, shown: Person, template: str, *, event: str) -> HttpResponse:
    viewer = request.viewer
    dossier = queries.dossier_of(viewer=viewer, person_id=shown.id)
    wanted, odd = _wanted(request)
    may_plan = _may_plan(request, shown)
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=shown.id,
        records=dossier.records,
        event=event,
        detail=_detail(wanted),
        categories=["contact", "visits", "current", "timeline"],
    ) as opening:
        picture = queries.picture(
            viewer=viewer,
            person=shown,
            dossier=dossier,
            opening=opening,
            wanted=wanted,
            cursor=parse_cursor(request.GET.get("page", "")),
        )
        context: dict[str, Any] = {
            "person": shown,
            "facts_url": facts_url(shown.ref),
            "picture": picture,
            "timeline": picture.timeline,
            "opening": opening,
            "way_in": opening.way_in,
            "on": picture.on,
            "now": viewer.at,
            "typed": request.GET,
            "odd": odd,
            "organisations": _organisations(shown),
            **_rights(request, shown),
            "may_plan": may_plan,
        }
        response = no_store(render_page(request, template, context))
    return response


def _timeline(request: Request, shown: Person) -> HttpResponse:
    viewer = request.viewer
    dossier: Dossier = queries.dossier_of(viewer=viewer, person_id=shown.id)
    wanted, odd = _wanted(request)
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=shown.id,
        records=dossier.records,
        event="timeline",
        detail=_detail(wanted),
        categories=["timeline"],
    ) as opening:
        timeline = queries.timeline(
            viewer=viewer,
            dossier_ids=dossier.ids,
            sensitive=dossier.sensitive(opening),
            wanted=wanted,
            cursor=parse_cursor(request.GET.get("page", "")),
        )
        context = {
            "person": shown,
            "facts_url": facts_url(shown.ref),
            "timeline": timeline,
            "typed": request.GET,
            "odd": odd,
        }
        response = no_store(
            render_page(request, "clientview/person.html", context, partial="timeline")
        )
    return response


def facts_url(ref: str) -> str:
    """Return the address under which the facts of a person lie: made once, for hundreds of links."""
    return reverse("clientview:fact", args=[ref, "-"]).removesuffix("-/")


def _wanted(request: Request) -> tuple[Filter, tuple[str, ...]]:
    asked = request.GET
    return filter_from(
        source=asked.get("source", ""),
        kind=asked.get("kind", ""),
        since=asked.get("since", ""),
        until=asked.get("until", ""),
        text=asked.get("q", ""),
        shows_coming=bool(asked.get("coming")),
        today=localdate(request.viewer.at),
    )


def _detail(wanted: Filter) -> str:
    """Return what of the timeline was asked for, for the log; never the words searched for."""
    parts = [wanted.kind, f"source {wanted.source}" if wanted.source else ""]
    return " ".join(["timeline", *(part for part in parts if part)]) if any(parts) else ""


def _contacts(request: Request, shown: Person | None) -> list[Contact]:
    """Return the people near somebody of whom no dossier is open: those of our own relations."""
    if shown is None:
        return []
    own = queries.own_contacts(viewer=request.viewer, person=shown)
    return contacts_of(own, [], on=localdate(request.viewer.at))


def _organisations(shown: Person | None) -> list[Tie]:
    ties = shown.ties if shown else ()
    return [tie for tie in ties if tie.is_current and not tie.other.is_person]


def _rights(request: Request, shown: Person | None) -> dict[str, bool]:
    roles = request.viewer.roles
    return {
        "may_edit": shown is not None and access_rules.may_register(roles),
        "may_review": access_rules.may_review_links(request.viewer.roles),
        "may_use_bsn": shown is not None and access_rules.may_use_bsn(roles),
    }


def _may_plan(request: Request, shown: Person) -> bool:
    return access_queries.may_plan(viewer=request.viewer, person_id=shown.id)
