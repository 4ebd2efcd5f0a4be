# SPDX-License-Identifier: EUPL-1.2
"""The pages on which the privacy officer settles what persons ask."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.errors import DomainError
from nabij.core.request import Request, number_in
from nabij.core.viewer import Viewer
from nabij.privacy.actions import requests as actions
from nabij.privacy.choices.requests import RESTRICTS
from nabij.privacy.forms.carrying_out import HoldForm
from nabij.privacy.forms.requests import DecisionForm, ExtensionForm, RequestForm
from nabij.privacy.forms.restrictions import LiftForm
from nabij.privacy.papers import letters
from nabij.privacy.queries import carrying_out as carrying_out_queries
from nabij.privacy.queries import requests as queries
from nabij.relations import queries as relations_queries
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import no_store, render_page


@door("privacy-requests", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def requests(request: Request) -> HttpResponse:
    """Show what persons asked, by the day on which we have to answer."""
    viewer = request.viewer
    rows = queries.requests(viewer=viewer)
    shown = sorted({row.card.id for row in rows if row.card})
    access_actions.record_list(viewer=viewer, event="privacy-requests", object_ids=shown)
    context = {
        "rows": rows,
        "restricted": relations_queries.requests_in_force(
            viewer=viewer, request_ids=[row.row.pk for row in rows]
        ),
        "may_settle": access_rules.may_settle_stand_ins(viewer.roles),
    }
    return no_store(render_page(request, "privacy/requests.html", context))


@door(
    "privacy-request-form",
    allows=access_rules.may_settle_stand_ins,
    about=relations_keys.persons_of,
)
@second_factor_required
@require_http_methods(["GET", "POST"])
def new(request: Request, ref: str) -> HttpResponse:
    """Record what a person asks."""
    viewer = request.viewer
    card = relations_queries.person_card(viewer=viewer, ref=ref, for_rights=True)
    if not card.is_person:
        raise queries.RequestNotFound
    representatives = queries.on_record(viewer=viewer, person_id=card.id)
    form = RequestForm(request.POST or None, viewer=viewer, representatives=representatives)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.record_request(
                viewer=viewer,
                person_ref=ref,
                fields=form.fields_given(),
                entry_key=form.cleaned_data["entry_key"],
            )
        except actions.ReceivedLater as error:
            form.add_error("received_on", str(error))
        except actions.WhoAsksMissing as error:
            form.add_error("asker_name", str(error))
        except actions.AuthorityMissing as error:
            form.add_error("authority", str(error))
        else:
            messages.success(request, _("It is recorded."))
            return redirect("privacy:request", row.ref)
    shown = [card.id, *(one.card.id for one in representatives if one.card.is_person)]
    access_actions.record_list(viewer=viewer, event="privacy-request-form", object_ids=shown)
    context = {"card": card, "form": form, "representatives": representatives}
    return no_store(render_page(request, "privacy/request_new.html", context))


@door("privacy-request", allows=access_rules.may_read_log)
@second_factor_required
@require_safe
def one(request: Request, ref: str) -> HttpResponse:
    """Show one request, its clock, and the letter that goes with how it stands."""
    return _page(request, ref)


def _page(request: Request, ref: str, **forms: Any) -> HttpResponse:
    viewer = request.viewer
    line = queries.request(viewer=viewer, ref=ref)
    told = _told(viewer, line)
    shown = [line.row.person_id, *(one.card.id for one in told if one.card.is_person)]
    access_actions.record_list(viewer=viewer, event="privacy-request", object_ids=shown)
    restrictions = relations_queries.restrictions_asked(viewer=viewer, request_id=line.row.pk)
    is_restricted = any(one.lifted_on is None for one in restrictions)
    carrying = carrying_out_queries.carrying_out(viewer=viewer, request=line.row)
    context = {
        "line": line,
        "told": told,
        "asks": queries.asks_in_words(viewer=viewer, row=line.row),
        "carrying": carrying,
        "hold_form": HoldForm(),
        "restricts": line.row.kind in RESTRICTS,
        "restrictions": restrictions,
        "may_lift": is_restricted and (line.row.state != "open" or line.row.kind != "restriction"),
        "lift_form": LiftForm(viewer=viewer),
        "may_settle": access_rules.may_settle_stand_ins(viewer.roles),
        "extension": ExtensionForm(),
        "decision": DecisionForm(
            initial={"identity": line.row.identity},
            representatives=told,
            is_for_another=bool(told),
        ),
        "letter": letters.letter(
            row=line.row,
            name=line.card.name if line.card else "",
            asker=line.asker_name,
            on=localdate(viewer.at),
            carrying=carrying,
        ),
        **forms,
    }
    return no_store(render_page(request, "privacy/request.html", context))


def _told(viewer: Viewer, line: queries.RequestLine) -> list[queries.OnRecord]:
    """Return who stands for who it is about; nobody where they ask themselves."""
    if line.card is None or not line.is_for_another:
        return []
    return queries.on_record(viewer=viewer, person_id=line.card.id)


@door("privacy-request-extended", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def extend(request: Request, ref: str) -> HttpResponse:
    """Take two months more, with the reason."""
    form = ExtensionForm(request.POST)
    if form.is_valid():
        return _done(
            request, ref, form, "extension", _("The term is two months longer. Send the letter.")
        )
    return _page(request, ref, extension=form)


@door("privacy-request-decided", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def decide(request: Request, ref: str) -> HttpResponse:
    """Decide on a request."""
    line = queries.request(viewer=request.viewer, ref=ref)
    told = _told(request.viewer, line)
    form = DecisionForm(request.POST, representatives=told, is_for_another=bool(told))
    if form.is_valid():
        return _done(request, ref, form, "decision", _("It is decided. Send the letter."))
    return _page(request, ref, decision=form)


@door("privacy-request-done", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def finish(request: Request, ref: str) -> HttpResponse:
    """Say that it has been carried out."""
    try:
        actions.finish_request(
            viewer=request.viewer, ref=ref, version=number_in(request.POST, "version")
        )
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("It is carried out."))
    return redirect("privacy:request", ref)


def _done(request: Request, ref: str, form: Any, name: str, told: str) -> HttpResponse:
    try:
        _act(request.viewer, ref, number_in(request.POST, "version"), form, name)
    except actions.IdentityUnknown as error:
        form.add_error("identity", str(error))
    except actions.GroundMissing as error:
        form.add_error("ground", str(error))
    except actions.ReasonMissing as error:
        form.add_error("explanation" if name == "decision" else "reason", str(error))
    except (
        actions.DecidedBefore,
        actions.NoRightOnRecord,
        actions.NothingRestricted,
        actions.TermIsOver,
    ) as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, told)
        return redirect("privacy:request", ref)
    return _page(request, ref, **{name: form})


def _act(viewer: Viewer, ref: str, version: int, form: Any, name: str) -> None:
    given = form.cleaned_data
    if name == "extension":
        actions.extend_request(
            viewer=viewer, ref=ref, version=version, reason=given["reason"].strip()
        )
    else:
        actions.decide_request(
            viewer=viewer,
            ref=ref,
            version=version,
            decision=given["decision"],
            ground=given["ground"],
            explanation=given["explanation"].strip(),
            identity=given["identity"],
            asker_id=form.asker_id,
        )
