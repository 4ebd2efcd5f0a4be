# SPDX-License-Identifier: EUPL-1.2
"""What a client states beside a fact, a contact or the whole dossier: write, correct, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.clientview import queries
from nabij.clientview.doors import Opened, open_beside
from nabij.clientview.forms.statements import CorrectionForm, StatementForm, WithdrawalForm
from nabij.clientview.queries import PersonInView, ShownStatement
from nabij.contact import actions as contact_actions
from nabij.contact import rules as contact_rules
from nabij.contact.types import Beside
from nabij.core.request import Request
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound, Person
from nabij.relations.queries import keys as relations_keys
from nabij.relations.types import Card
from nabij.web.pages import CONFLICT, UNPROCESSABLE, no_store, render_page

# What is not of an opened dossier is written by the officer for who gives care.
CARE = "c"


@door("statement-form", allows=access_rules.may_record_statements, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_new(request: Request, ref: str) -> HttpResponse:
    """Write down what a client states: beside `?fact=`, `?moment=`, or the dossier as a whole."""
    found = queries.person_in_view(viewer=request.viewer, ref=ref)
    if found.way_in is None or found.person is None:
        return _by_officer(request, found)
    with open_beside(request, found, event="statement-form") as opened:
        form = _form(request, found.card, is_of_all=opened.beside is None)
        if not (request.method == "POST" and form.is_valid()):
            return _form_page(request, found.card, form, opened)
    return _record(request, found.card, form, opened.beside)


@door("statement", allows=access_rules.may_record_statements, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: Request, ref: str, statement_ref: str) -> HttpResponse:
    """Show a statement with all its versions; correct or withdraw it as the client wants."""
    viewer = request.viewer
    found = queries.person_in_view(viewer=viewer, ref=ref)
    if found.way_in is None or found.person is None:
        raise PartyNotFound
    is_withdrawal = request.POST.get("do") == "withdraw"
    with open_beside(request, found, event="statement") as opened:
        if opened.asks:
            return _ask(request, found.person, opened)
        shown = _shown(request, found.person, statement_ref, opened)
        form = _change_form(request, found.card, is_withdrawal=is_withdrawal)
        if form is None or not form.is_valid():
            return _page(request, found.person, shown, form)
    change = (
        contact_actions.withdraw_statement if is_withdrawal else contact_actions.correct_statement
    )
    try:
        change(
            viewer=viewer,
            found=shown.statement,
            version=form.cleaned_data["version"],
            stated=form.stated(),
        )
    except contact_actions.StatementChangedMeanwhile as error:
        with open_beside(request, found, event="statement") as opened:
            shown = _shown(request, found.person, statement_ref, opened)
            if isinstance(form, CorrectionForm):
                form.save_over(shown.latest.version)
            form.add_error(None, str(error))
            return _page(request, found.person, shown, form, status=CONFLICT)
    done = (
        _("The statement is withdrawn. It no longer stands beside it.")
        if is_withdrawal
        else _("The statement is corrected. The old one stays below it.")
    )
    messages.success(request, done)
    return redirect(request.get_full_path())


def _by_officer(request: Request, found: PersonInView) -> HttpResponse:
    """Let the privacy officer write beside the dossier as a whole, without opening anything."""
    may_write = access_rules.may_settle_stand_ins(request.viewer.roles)
    if not may_write or request.GET.get("fact") or request.GET.get("moment"):
        raise PartyNotFound
    form = _form(request, found.card, is_of_all=True)
    if request.method == "POST" and form.is_valid():
        return _record(request, found.card, form, None)
    access_actions.record_list(
        viewer=request.viewer, event="statement-form", object_ids=[found.card.id]
    )
    return _form_page(request, found.card, form, Opened([]))


def _form(request: Request, card: Card, *, is_of_all: bool) -> StatementForm:
    viewer = request.viewer
    usual = contact_rules.usual_class(viewer.roles)
    is_officer = access_rules.may_settle_stand_ins(viewer.roles)
    return StatementForm(
        request.POST or None,
        today=localdate(viewer.at),
        speakers=relations_queries.who_decides(viewer=viewer, person_id=card.id),
        is_of_all=is_of_all,
        initial={"data_class": CARE if is_officer else usual},
    )


def _form_page(request: Request, card: Card, form: StatementForm, opened: Opened) -> HttpResponse:
    context = {"card": card, "form": form, "fact": opened.fact, "moment": opened.moment}
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "clientview/statement_new.html", context, status=status))


def _record(
    request: Request, card: Card, form: StatementForm, beside: Beside | None
) -> HttpResponse:
    contact_actions.record_statement(
        viewer=request.viewer,
        person_id=card.id,
        beside=beside or Beside(data_class=form.cleaned_data["data_class"]),
        stated=form.stated(),
        ref=form.ref,
    )
    messages.success(request, _("The statement is recorded. It stays beside it."))
    if fact_ref := request.GET.get("fact"):
        return redirect("clientview:fact", ref=card.ref, fact_ref=fact_ref)
    if moment_ref := request.GET.get("moment"):
        return redirect("contact:interaction", ref=moment_ref)
    return redirect("clientview:person", ref=card.ref)


def _shown(request: Request, person: Person, ref: str, opened: Opened) -> ShownStatement:
    """Return a statement; what stands beside something restricted opens by the address of that."""
    return queries.statement(
        viewer=request.viewer,
        person=person,
        ref=ref,
        dossier_ids=opened.dossier_ids,
        restricted=() if opened.beside else person.restrictions,
    )


def _ask(request: Request, person: Person, opened: Opened) -> HttpResponse:
    """Ask on what ground a statement is read that stands beside something restricted."""
    context = {"person": person, "limit": opened.limit, "use": opened.asks}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return no_store(render_page(request, "clientview/statement_shut.html", context, status=status))


def _change_form(
    request: Request, card: Card, *, is_withdrawal: bool
) -> CorrectionForm | WithdrawalForm | None:
    """Return the form that was sent, None when none was."""
    if request.method != "POST":
        return None
    kind: Any = WithdrawalForm if is_withdrawal else CorrectionForm
    sent: CorrectionForm | WithdrawalForm = kind(
        request.POST,
        today=localdate(request.viewer.at),
        speakers=relations_queries.who_decides(viewer=request.viewer, person_id=card.id),
    )
    return sent


def _page(
    request: Request,
    person: Person,
    shown: ShownStatement,
    sent: CorrectionForm | WithdrawalForm | None,
    *,
    status: int = 0,
) -> HttpResponse:
    viewer = request.viewer
    fresh: dict[str, Any] = {
        "today": localdate(viewer.at),
        "speakers": relations_queries.who_decides(viewer=viewer, person_id=person.id),
    }
    version = {"version": shown.latest.version}
    context = {
        "person": person,
        "shown": shown,
        "form": sent
        if isinstance(sent, CorrectionForm)
        else CorrectionForm(initial=version | {"text": shown.latest.text}, **fresh),
        "withdrawal": sent
        if isinstance(sent, WithdrawalForm)
        else WithdrawalForm(initial=version, **fresh),
    }
    code = status or (UNPROCESSABLE if sent else 200)
    return no_store(render_page(request, "clientview/statement.html", context, status=code))
