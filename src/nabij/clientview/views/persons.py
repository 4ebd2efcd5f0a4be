# SPDX-License-Identifier: EUPL-1.2
"""The person page: the picture with a way in, contact data or the card without one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
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
from nabij.access.queries import DeathRecorded, WayIn
from nabij.clientview import actions, queries
from nabij.clientview.forms.calls import CallForm
from nabij.clientview.queries import Dossier, PersonInView
from nabij.clientview.rules.people import Contact, contacts_of
from nabij.clientview.rules.timeline import LONGEST_SEARCH, Filter, filter_from
from nabij.contact import doors as contact_doors
from nabij.contact import queries as contact_queries
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.core.sealed_text import sealed, unsealed
from nabij.core.viewer import Viewer
from nabij.relations.queries import Card, PartyNotFound, Person, Tie
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page, wants_partial

# What of the filter of the timeline may stand in an address as it is; words may not.
FILTER_FIELDS = ("source", "kind", "since", "until", "coming")
PLACE = "timeline"


@door("picture", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_safe
def person(request: Request, ref: str) -> HttpResponse:
    """Show what this viewer may see of a person; a swap gets one page of the timeline.

    The address of somebody who was merged into another leads on to that one, and one with words
    that were typed to one in which they are sealed.
    """
    if "q" in request.GET:
        return redirect(_timeline_url(ref, _sealed(request.viewer, request.GET)))
    try:
        found = queries.person_in_view(viewer=request.viewer, ref=ref)
    except PartyNotFound:
        if other := relations_keys.merged_into(viewer=request.viewer, ref=ref):
            return redirect("clientview:person", ref=other)
        raise
    if found.way_in is None or found.person is None:
        return _without_dossier(request, found)
    if wants_partial(request):
        return _timeline(request, found.person, found.way_in)
    return _picture(request, found.person, found.way_in, "clientview/person.html", event="picture")


@door("timeline", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_POST
def timeline_filter(request: Request, ref: str) -> HttpResponse:
    """Take what was typed in the filter; it leads to an address in which the words are sealed."""
    asked = _sealed(request.viewer, request.POST)
    address = _timeline_url(ref, asked)
    if not wants_partial(request):
        return redirect(address)
    found = queries.person_in_view(viewer=request.viewer, ref=ref)
    if found.way_in is None or found.person is None:
        raise PartyNotFound
    request.GET = QueryDict(asked.urlencode())  # the links to the pages before and after keep it
    response = _timeline(request, found.person, found.way_in)
    response.headers["HX-Replace-Url"] = address
    return response


@door("print", allows=access_rules.may_open_dossiers, about=relations_keys.persons_of)
@require_safe
def print_view(request: Request, ref: str) -> HttpResponse:
    """Show the picture on paper: the same content, laid out in one column."""
    found = queries.person_in_view(viewer=request.viewer, ref=ref)
    if found.way_in is None or found.person is None:
        raise PartyNotFound
    return _picture(request, found.person, found.way_in, "clientview/print.html", event="print")


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
        "may_plan": found.person is not None
        and access_queries.may_plan(viewer=request.viewer, person_id=found.person.id),
        "on": localdate(request.viewer.at),
        "death": _death(request, found.person or found.card),
        "call_form": (form or CallForm()) if found.can_open_call else None,
        "can_stand_in": found.can_stand_in,
        "can_use_emergency": found.can_use_emergency,
        "section": _contact(request, found.person, is_opened=False),
    }
    status = UNPROCESSABLE if form else 200
    return no_store(render_page(request, "clientview/contact.html", context, status=status))


def _picture(
    request: Request, shown: Person, way: WayIn, template: str, *, event: str
) -> HttpResponse:
    viewer = request.viewer
    dossier = queries.dossier_of(viewer=viewer, person_id=shown.id, purpose=way.purpose)
    wanted, odd = _wanted(request)
    may_plan = access_queries.may_plan(viewer=viewer, person_id=shown.id, way=way)
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=shown.id,
        records=dossier.records,
        event=event,
        way=way,
        detail=_detail(wanted),
        categories=["contact", "visits", "current", "timeline", "interactions"],
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
            "statements": picture.statements,
            "opening": opening,
            "way_in": opening.way_in,
            "on": picture.on,
            "now": viewer.at,
            "typed": _typed(request),
            "odd": odd,
            "organisations": _organisations(shown),
            **_rights(request, shown),
            "may_plan": may_plan,
            "death": _death(request, shown),
            "death_told": _death_told(shown, dossier),
            "section": _contact(request, shown, is_opened=True),
        }
        response = no_store(render_page(request, template, context))
    return response


def _timeline(request: Request, shown: Person, way: WayIn) -> HttpResponse:
    viewer = request.viewer
    dossier: Dossier = queries.dossier_of(viewer=viewer, person_id=shown.id, purpose=way.purpose)
    wanted, odd = _wanted(request)
    with access_actions.open_dossier(
        viewer=viewer,
        person_id=shown.id,
        records=dossier.records,
        event="timeline",
        way=way,
        detail=_detail(wanted),
        categories=["timeline"],
    ) as opening:
        timeline = queries.timeline(
            viewer=viewer,
            dossier_ids=dossier.ids,
            sensitive=dossier.sensitive(opening),
            wanted=wanted,
            cursor=parse_cursor(request.GET.get("page", "")),
            restricted=shown.restrictions,
        )
        context = {
            "person": shown,
            "facts_url": facts_url(shown.ref),
            "timeline": timeline,
            "statements": queries.statements(
                viewer=viewer,
                keys=shown.keys,
                dossier_ids=dossier.ids,
                sensitive=dossier.sensitive(opening),
                restricted=shown.restrictions,
            ),
            "typed": _typed(request),
            "odd": odd,
        }
        response = no_store(
            render_page(request, "clientview/person.html", context, partial="timeline")
        )
    return response


def facts_url(ref: str) -> str:
    """Return the address under which the facts of a person lie: made once,
    for hundreds of links."""
    return reverse("clientview:fact", args=[ref, "-"]).removesuffix("-/")


def _timeline_url(ref: str, asked: QueryDict) -> str:
    address = reverse("clientview:person", args=[ref])
    return f"{address}?{asked.urlencode()}#what-happened" if asked else address


def _sealed(viewer: Viewer, sent: QueryDict) -> QueryDict:
    """Return the filter for an address: the words sealed, the rest as it was chosen."""
    asked = QueryDict(mutable=True)
    for name in FILTER_FIELDS:
        if chosen := sent.get(name, "").strip():
            asked[name] = chosen
    if text := sent.get("q", "").strip()[:LONGEST_SEARCH]:
        asked["s"] = sealed([text], viewer=viewer, place=PLACE)
    return asked


def _typed(request: Request) -> dict[str, str]:
    """Return what stands in the filter."""
    asked = request.GET
    words = unsealed(asked.get("s", ""), viewer=request.viewer, place=PLACE)
    return {name: asked.get(name, "") for name in FILTER_FIELDS} | {"q": " ".join(words)}


def _wanted(request: Request) -> tuple[Filter, tuple[str, ...]]:
    typed = _typed(request)
    return filter_from(
        source=typed["source"],
        kind=typed["kind"],
        since=typed["since"],
        until=typed["until"],
        text=typed["q"],
        shows_coming=bool(typed["coming"]),
        today=localdate(request.viewer.at),
    )


def _detail(wanted: Filter) -> str:
    """Return what of the timeline was asked for, for the log; never the words searched for."""
    parts = [wanted.kind, f"source {wanted.source}" if wanted.source else ""]
    return " ".join(["timeline", *(part for part in parts if part)]) if any(parts) else ""


def _contact(
    request: Request, shown: Person | None, *, is_opened: bool
) -> contact_doors.Section | None:
    """Return the contact of colleagues with somebody; what was said opens with the dossier."""
    if shown is None:
        return None
    viewer = request.viewer
    around = contact_queries.around_person(viewer=viewer, person=shown, is_served=is_opened)
    return contact_doors.section(viewer=viewer, around=around, is_opened=is_opened)


def _contacts(request: Request, shown: Person | None) -> list[Contact]:
    """Return the people near somebody of whom no dossier is open: those of our own relations."""
    if shown is None:
        return []
    own = queries.own_contacts(viewer=request.viewer, person=shown)
    return contacts_of(own, [], on=localdate(request.viewer.at))


def _organisations(shown: Person | None) -> list[Tie]:
    ties = shown.ties if shown else ()
    return [tie for tie in ties if tie.is_current and not tie.other.is_person]


def _death(request: Request, found: Person | Card) -> DeathRecorded | None:
    """Return what was recorded of the death of somebody; no query while they live.

    Of whom only the card is shown it is asked for who opens cases after death.
    """
    roles = request.viewer.roles
    if isinstance(found, Person):
        may_be_known = found.is_deceased
    else:
        may_be_known = access_rules.may_open_after_death(roles)
    if not may_be_known:
        return None
    return access_queries.death_of(viewer=request.viewer, person_id=found.id)


def _death_told(shown: Person, dossier: Dossier) -> str:
    """Return which source tells of a death that no colleague has recorded yet, '' for none."""
    named = (source for source in dossier.sources if source.is_open and source.says_died)
    told = next((source.title for source in named if source.data_class != "d"), "")
    return "" if shown.is_deceased else told


def _rights(request: Request, shown: Person | None) -> dict[str, bool]:
    roles = request.viewer.roles
    return {
        "may_edit": shown is not None and access_rules.may_register(roles),
        # Who records consent does so on the page of consent.
        "may_object": shown is not None and not access_rules.may_record_consent(roles),
        "may_review": access_rules.may_review_links(request.viewer.roles),
        "may_use_bsn": shown is not None and access_rules.may_use_bsn(roles),
        "may_open_after_death": access_rules.may_open_after_death(roles),
        "may_record_statements": access_rules.may_record_statements(roles),
    }
