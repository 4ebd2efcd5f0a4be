# SPDX-License-Identifier: EUPL-1.2
"""What is done for a request: a copy, or the list of what goes, its approval, and what holds it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door, second_factor_required
from nabij.core.errors import DomainError
from nabij.core.request import Request
from nabij.privacy.actions import copies, erasures, holds
from nabij.privacy.forms.carrying_out import HoldForm, RemarkForm
from nabij.privacy.queries import requests as queries
from nabij.web.pages import file_answer


@door("copy-asked", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def make_copy(request: Request, ref: str) -> HttpResponse:
    """Have a copy made."""
    return _done(
        request, ref, lambda: copies.ask_for_copy(viewer=request.viewer, ref=ref),
        _("The copy is being made. Look again in a minute."),
    )  # fmt: skip


@door("copy-remark", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def remark(request: Request, ref: str, remark_ref: str) -> HttpResponse:
    """Decide whether a remark that was made in confidence stays out of the copy."""
    form = RemarkForm(request.POST)
    return _done(
        request, ref,
        lambda: copies.decide_on_remark(
            viewer=request.viewer,
            ref=ref,
            interaction_ref=remark_ref,
            is_withheld=form.cleaned_data["decision"] == "out",
            reason=form.cleaned_data["reason"].strip(),
        ),
        _("It is decided."),
        form=form,
    )  # fmt: skip


@door("copy-taken", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_safe
def take_copy(request: Request, ref: str, part: str) -> HttpResponse:
    """Give one file of a copy."""
    file = copies.take_copy(viewer=request.viewer, ref=ref, part=part)
    return file_answer(file.content, file.name, file.content_type)


@door("erasure-list", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def list_what_goes(request: Request, ref: str) -> HttpResponse:
    """Have the list made of what goes and what stays."""
    return _done(
        request, ref, lambda: erasures.ask_for_list(viewer=request.viewer, ref=ref),
        _("The list is being made. Look again in a minute."),
    )  # fmt: skip


@door("erasure-approved", allows=access_rules.may_read_log)
@second_factor_required
@require_POST
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve a list as a second person, and have it carried out."""
    stamp = request.POST.get("stamp", "")
    return _done(
        request, ref, lambda: erasures.approve(viewer=request.viewer, ref=ref, stamp=stamp),
        _("It is approved, and is being carried out."),
    )  # fmt: skip


@door("legal-hold", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def hold(request: Request, ref: str) -> HttpResponse:
    """Let nothing of this person go for now."""
    form = HoldForm(request.POST)
    return _done(
        request, ref,
        lambda: holds.place_hold(
            viewer=request.viewer,
            request_ref=ref,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"].strip(),
        ),
        _("It is held. Make the list again to see it."),
        form=form,
    )  # fmt: skip


@door("legal-hold", allows=access_rules.may_settle_stand_ins)
@second_factor_required
@require_POST
def end_hold(request: Request, ref: str, hold_ref: str) -> HttpResponse:
    """Let it go again."""
    return _done(
        request, ref,
        lambda: holds.end_hold(viewer=request.viewer, request_ref=ref, ref=hold_ref),
        _("It is no longer held. Make the list again."),
    )  # fmt: skip


def _done(
    request: Request, ref: str, act: Callable[[], Any], told: str, *, form: Any = None
) -> HttpResponse:
    """Do it and say so, or say what is to be done first."""
    if form is not None and not form.is_valid():
        queries.request(viewer=request.viewer, ref=ref)  # or there is nothing to write about
        messages.warning(request, _("Write down why."))
        return redirect("privacy:request", ref)
    try:
        act()
    except DomainError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, told)
    return redirect("privacy:request", ref)
