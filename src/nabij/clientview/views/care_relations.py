# SPDX-License-Identifier: EUPL-1.2
"""Who cares for a client: the page for who plans it, and standing in by one click."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.actions import CareRelationFields
from nabij.access.doors import door
from nabij.access.queries import CareRelationLine
from nabij.clientview import actions, queries
from nabij.clientview.forms.care_relations import CareRelationForm, EndCareRelationForm
from nabij.core.errors import DomainError, NotFound
from nabij.core.request import Request
from nabij.relations.queries import Person
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@dataclass(frozen=True, slots=True)
class _Line:
    """A care relation with the form that ends it, when it can be ended."""

    relation: CareRelationLine
    form: EndCareRelationForm | None


@door("care-relations", allows=access_rules.may_plan_care, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def care_relations(request: Request, ref: str) -> HttpResponse:
    """Show who cares for a client, now and before, and record that somebody will."""
    viewer = request.viewer
    person = queries.person_to_plan(viewer=viewer, ref=ref)
    teams = access_queries.plannable_teams(viewer=viewer)
    form = CareRelationForm(
        request.POST or None,
        today=localdate(viewer.at),
        teams=[(team.ref, team.name) for team in teams],
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        team = next((team for team in teams if team.ref == given["team"]), None)
        colleagues = access_queries.care_givers(viewer=viewer, emails=[given["colleague"]])
        user_id = colleagues.get(given["colleague"].lower())
        if team is None and user_id is None:
            form.add_error("colleague", _("There is no colleague with this address."))
        else:
            try:
                actions.add_care_relation(
                    viewer=viewer,
                    ref=ref,
                    fields=CareRelationFields(
                        person_id=person.id,
                        unit_id=team.pk if team else None,
                        user_id=None if team else user_id,
                        kind=given["kind"],
                        starts_on=given["starts_on"],
                    ),
                    last_on=given["last_on"],
                    reason=given["reason"],
                    who=team.name if team else given["colleague"],
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The care relation is recorded."))
                return redirect("clientview:care_relations", ref=ref)
    return _page(request, person, form=form)


@door("care-relation-end", allows=access_rules.may_plan_care, about=relations_keys.persons_of)
@require_POST
def care_relation_end(request: Request, ref: str) -> HttpResponse:
    """End a care relation; the row of the history stays."""
    viewer = request.viewer
    person = queries.person_to_plan(viewer=viewer, ref=ref)
    form = EndCareRelationForm(request.POST, today=localdate(viewer.at))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.end_care_relation(
                viewer=viewer,
                ref=ref,
                relation_id=given["relation"],
                version=given["version"],
                last_on=given["last_on"] or localdate(viewer.at) - timedelta(days=1),
                reason=given["reason"],
            )
        except access_actions.CareRelationChanged as error:
            messages.warning(request, str(error))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The care relation is ended."))
            return redirect("clientview:care_relations", ref=ref)
    elif "relation" in form.errors or "version" in form.errors:
        raise NotFound
    return _page(request, person, ending=form)


@door("stand-in", allows=access_rules.may_stand_in, about=relations_keys.persons_of)
@require_POST
def stand_in(request: Request, ref: str) -> HttpResponse:
    """Stand in for a client for 24 hours, by one click."""
    try:
        actions.stand_in(viewer=request.viewer, ref=ref)
    except access_actions.TooManyStandIns as error:
        messages.error(request, str(error))
    return redirect("clientview:person", ref=ref)


def _page(
    request: Request,
    person: Person,
    *,
    form: CareRelationForm | None = None,
    ending: EndCareRelationForm | None = None,
) -> HttpResponse:
    viewer = request.viewer
    today = localdate(viewer.at)
    relations = access_queries.relations_of(viewer=viewer, person_id=person.id)
    access_actions.record_event(
        viewer=viewer, event="care-relations", action="R", person_id=person.id
    )
    teams = access_queries.plannable_teams(viewer=viewer) if form is None else []
    context = {
        "person": person,
        "lines": [_line(line, today, ending) for line in relations if line.is_open],
        "history": [line for line in relations if not line.is_open],
        "ending": ending,
        "form": form
        or CareRelationForm(today=today, teams=[(team.ref, team.name) for team in teams]),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    page = render_page(request, "clientview/care_relations.html", context, status=status)
    return no_store(page)


def _line(line: CareRelationLine, today: date, ending: EndCareRelationForm | None) -> _Line:
    if not line.may_be_ended:
        return _Line(line, None)
    if ending is not None and ending.data.get("relation") == str(line.id):
        ending.data = {**ending.data, "version": line.version}
        return _Line(line, ending)
    initial = {"relation": line.id, "version": line.version}
    form = EndCareRelationForm(today=today, initial=initial, auto_id=f"id_{line.id}_%s")
    return _Line(line, form)
