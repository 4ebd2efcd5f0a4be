# SPDX-License-Identifier: EUPL-1.2
"""The contact with a person or organisation, and one contact with what was said."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door, runs_by_itself
from nabij.access.rules import DataClass
from nabij.contact import actions, queries, rules
from nabij.contact.choices import ConfidenceReason
from nabij.contact.doors import section
from nabij.contact.forms.follow_ups import FollowUpForm
from nabij.contact.forms.interactions import ConfidenceForm, CorrectionForm, InteractionForm
from nabij.contact.queries import AppointmentInView, InteractionInView, TextVersion
from nabij.contact.queries.timeline import PAGE_LINES
from nabij.contact.types import Around, Spoken, StatementInView
from nabij.core.paging import parse_cursor
from nabij.core.request import Request
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.doors import Use, stated_use
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import RestrictionInView
from nabij.web.pages import CONFLICT, CREATED, UNPROCESSABLE, no_store, render_page, wants_partial

MOST_FOUND = 8


@door("contacts", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@require_http_methods(["GET", "POST"])
def party(request: Request, ref: str) -> HttpResponse:
    """Show all contact with a party, or record one and give the part of the page anew."""
    around = queries.around(viewer=request.viewer, ref=ref)
    if request.method == "GET":
        return _contacts(request, around, None)
    if not rules.may_record_contact(request.viewer.roles, is_private=around.is_private):
        raise actions.MayNotRecord
    around, form = named(request.viewer, around, request.POST.copy())
    follow_up = FollowUpForm(request.POST, viewer=request.viewer, around=around)
    if not (form.is_valid() & follow_up.is_valid()):
        return _contacts(request, around, form, follow_up)
    spoken = form.spoken()
    actions.record_interaction(
        viewer=request.viewer,
        around=around,
        spoken=spoken,
        follow_ups=follow_up.tasks(spoken=spoken, team_id=_team_id(request.viewer, around, spoken)),
    )
    if wants_partial(request):
        return _contacts(request, around, None, is_recorded=True)
    messages.success(request, _("The contact is recorded."))
    page = "clientview:person" if around.is_person else "accounts:organisation"
    return redirect(page, ref=ref)


@door("near", allows=access_rules.may_see_cards, about=relations_keys.persons_of)
@runs_by_itself
@require_safe
def near(request: Request, ref: str) -> HttpResponse:
    """Tell who else approached this party, plans to, or looks at it now."""
    context = {"near": queries.near(viewer=request.viewer, ref=ref)}
    return no_store(render_page(request, "contact/near.html", context, partial="near"))


@door("interaction", allows=access_rules.may_see_cards)
@require_http_methods(["GET", "POST"])
def interaction(request: Request, ref: str) -> HttpResponse:
    """Show one contact with all versions of what was said, and correct it."""
    viewer = request.viewer
    found = queries.interaction(viewer=viewer, ref=ref)
    if request.method == "GET":
        return _one(request, found, None)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _one(request, found, form)
    with _said(request, found) as said:
        versions = said.versions
    if not versions:
        return _one(request, found, form)
    try:
        actions.correct_interaction(
            viewer=viewer, found=found, data_class=versions[0].data_class, **form.cleaned_data
        )
    except actions.ChangedMeanwhile as error:
        found = queries.interaction(viewer=viewer, ref=ref)
        form.save_over(found.version)
        form.add_error(None, str(error))
        return _one(request, found, form, status=CONFLICT)
    messages.success(request, _("The text is corrected. The old one stays below it."))
    return redirect(request.get_full_path())


def named(
    viewer: Viewer, around: Around, sent: QueryDict, *, planned: AppointmentInView | None = None
) -> tuple[Around, InteractionForm]:
    """Return what was filled in, with the clients who are meant by a name to choose from.

    Shared inside this package.
    """
    name = sent.get("client", "").strip()[:200].replace("\x00", "")
    chosen, found = sent.getlist("about"), []
    if around.is_private or not rules.may_record_contact(viewer.roles, is_private=True):
        name = ""
    if name:
        page = relations_queries.search(viewer=viewer, text=name, size=MOST_FOUND).page
        found = [row.card.ref for row in page.rows if row.card.is_open and row.card.is_person]
    around = queries.with_clients(viewer=viewer, party=around, refs=[*chosen, *found])
    clients = [card.ref for card in around.about if card.ref in found]
    if clients:
        sent["client"] = ""
        sent.setlist("about", [*chosen, *(clients if len(clients) == 1 else ())])
    form = InteractionForm(sent, viewer=viewer, around=around, planned=planned)
    if clients:
        form.add_error("about", _("Tick who is meant, and record it."))
    elif name:
        form.add_error("client", _("Nobody is found by this. Try another part of the name."))
    return around, form


@door("interaction-confidence", allows=access_rules.may_see_cards)
@require_POST
def interaction_confidence(request: Request, ref: str) -> HttpResponse:
    """Write that what was said is in confidence, or no longer, with the reason."""
    viewer = request.viewer
    found = queries.interaction(viewer=viewer, ref=ref)
    form = ConfidenceForm(request.POST, is_in_confidence=found.is_in_confidence)
    if not form.is_valid():
        return _one(request, found, None, confidence=form, status=UNPROCESSABLE)
    with _said(request, found) as said:
        is_readable = bool(said.versions)
    if said.asks:
        return _one(request, found, None, status=UNPROCESSABLE)
    if not is_readable:
        raise actions.MayNotRecord
    reason = ConfidenceReason(form.cleaned_data["reason"])
    try:
        actions.set_confidence(
            viewer=viewer, found=found, version=form.cleaned_data["version"], reason=reason
        )
    except actions.ChangedMeanwhile as error:
        messages.warning(request, str(error))
        return redirect("contact:interaction", ref=ref)
    done = (
        _("It is recorded: this is no longer in confidence.")
        if found.is_in_confidence
        else _("It is recorded: this was said in confidence.")
    )
    messages.success(request, done)
    return redirect("contact:interaction", ref=ref)


def _contacts(
    request: Request,
    around: Around,
    form: InteractionForm | None,
    follow_up: FollowUpForm | None = None,
    *,
    is_recorded: bool = False,
) -> HttpResponse:
    """Show contact: whole, or only the part that stands on the page of the party."""
    viewer = request.viewer
    is_part = wants_partial(request)
    size = queries.FIRST_LINES if is_part else PAGE_LINES
    cursor = parse_cursor(request.GET.get("page", ""))
    status = UNPROCESSABLE if form else CREATED if is_recorded else 200

    def answer(*, is_opened: bool) -> HttpResponse:
        shown = section(
            viewer=viewer,
            around=around,
            is_opened=is_opened,
            form=form,
            follow_up=follow_up,
            cursor=cursor,
            size=size,
        )
        if not is_opened:
            _record_shown(viewer, around, shown.timeline.shown_ids)
        context = {"section": shown, "is_recorded": is_recorded}
        page = render_page(request, "contact/party.html", context, partial="section", status=status)
        return no_store(page)

    way = access_queries.way_in(viewer=viewer, person_id=around.id) if around.is_person else None
    if DataClass.ORGANISATION not in access_queries.classes_for(viewer=viewer, way=way):
        return answer(is_opened=False)
    opening = access_actions.open_dossier(
        viewer=viewer,
        person_id=around.id,
        records=[],
        event="contacts",
        way=way,
        categories=["interactions"],
    )
    with opening:
        response = answer(is_opened=True)
    return response


def _team_id(viewer: Viewer, around: Around, spoken: Spoken) -> int | None:
    """Return the team that cares for everybody it is about, None when there is none.

    A task opens whom it is about, so no team is given one about somebody whom it does not serve.
    """
    about = [card.id for card in around.about if card.ref in spoken.about] or [around.id]
    teams = access_queries.teams_of(viewer=viewer, person_ids=about)
    return teams[0].pk if teams else None


def _record_shown(viewer: Viewer, around: Around, shown_ids: frozenset[int]) -> None:
    if around.is_person:
        access_actions.record_event(
            viewer=viewer, event="contacts", action="R", person_id=around.id
        )
    elif shown_ids:
        access_actions.record_list(
            viewer=viewer,
            event="contacts",
            object_ids=sorted(shown_ids),
            detail=f"organisation {around.id}",
        )


@contextmanager
def _opened(viewer: Viewer, found: InteractionInView, *, detail: str = "") -> Iterator[None]:
    """Open everybody whom an interaction is about, or write whose name it shows."""
    if found.is_guarded:
        persons = [access_actions.PersonInView(pk, []) for pk in found.ways]
        with access_actions.open_dossiers(
            viewer=viewer,
            persons=persons,
            event="interaction",
            detail=detail,
            categories=["interactions"],
            ways=found.ways,
        ):
            yield
        return
    if found.counterpart and found.counterpart.is_person:
        access_actions.record_event(
            viewer=viewer,
            event="interaction",
            action="R",
            person_id=found.counterpart.id,
            detail=detail,
        )
    yield


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was said in a contact; while `asks`, on what ground it is read, there are no versions.

    `ground` is the one that was stated of a contact that is restricted.
    """

    versions: list[TextVersion]
    restriction: RestrictionInView | None
    asks: Use | None
    ground: str


@contextmanager
def _said(request: Request, found: InteractionInView) -> Iterator[_Said]:
    """Open a contact for the length of the block, and give what was said as far as it opens."""
    viewer, use = request.viewer, stated_use(request)
    restriction = relations_queries.restriction_of_contact(viewer=viewer, interaction_id=found.id)
    asks = use if restriction and not use.ground else None
    with _opened(viewer, found, detail=use.detail if restriction else ""):
        yield _Said(
            versions=[] if asks else queries.text_versions(viewer=viewer, found=found),
            restriction=restriction,
            asks=asks,
            ground=use.ground if restriction else "",
        )


def _one(
    request: Request,
    found: InteractionInView,
    form: CorrectionForm | None,
    *,
    confidence: ConfidenceForm | None = None,
    status: int = 0,
) -> HttpResponse:
    viewer = request.viewer
    with _said(request, found) as said:
        versions = said.versions
        if form is None and versions:
            latest = versions[0]
            form = CorrectionForm(initial={"text": latest.text, "version": found.version})
        may_correct = rules.may_record_contact(viewer.roles, is_private=found.is_guarded)
        context = {
            "interaction": found,
            "restriction": said.restriction,
            "asks": said.asks,
            "ground": said.ground,
            "versions": versions,
            "form": form if versions and may_correct else None,
            "confidence": confidence
            or ConfidenceForm(
                initial={"version": found.version}, is_in_confidence=found.is_in_confidence
            ),
            "statements": _statements(viewer, found) if versions else [],
            "may_record_statements": bool(versions)
            and access_rules.may_record_statements(viewer.roles),
        }
        code = status or (UNPROCESSABLE if form and form.is_bound else 200)
        response = no_store(render_page(request, "contact/interaction.html", context, status=code))
    return response


def _statements(viewer: Viewer, found: InteractionInView) -> list[StatementInView]:
    """Return what those whom it is about state beside it."""
    if not found.is_guarded:
        return []
    return queries.statements_beside(viewer=viewer, interaction_id=found.id)
