# SPDX-License-Identifier: EUPL-1.2
"""What a model consists of: groups, services, steps, plans and tests."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.errors import DomainError
from nabij.core.request import Request, number_in
from nabij.value import actions, queries
from nabij.value.choices import PIECES
from nabij.value.forms.models import PIECE_FORMS, ModelForm
from nabij.value.models import Scenario, ValueModel
from nabij.value.papers import words
from nabij.value.rules import codebook
from nabij.web.pages import UNPROCESSABLE, render_page


@door("value-setup", allows=access_rules.may_see_value)
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: Request, ref: str) -> HttpResponse:
    """Show all pieces; who may, changes the name and the length here."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    start = {
        name: getattr(model, name)
        for name in ("version", "name", "note", "destination", "starts_on", "years")
    }
    form = ModelForm(request.POST or None, initial=start)
    status = 200
    if request.method == "POST":
        queries.check_may_change(viewer=viewer)
        status = UNPROCESSABLE
        if form.is_valid():
            fields = dict(form.cleaned_data)
            version = fields.pop("version")
            try:
                actions.change_model(viewer=viewer, ref=ref, version=version, fields=fields)
            except actions.ModelChangedMeanwhile as error:
                status = error.http_status
                form.put_beside(model.version, str(error))
            else:
                messages.success(request, _("The model is changed."))
                return redirect("value:setup", ref)
    context = {
        "model": model,
        "tab": "setup",
        "form": form,
        "may_change": access_rules.may_change_value(viewer.roles),
        "kinds": [
            {
                "kind": kind,
                "title": PIECES[kind].title,
                "text": PIECES[kind].text,
                "icon": PIECES[kind].icon,
                "add": PIECES[kind].add,
                "rows": [(row.pk, row.name, _about(row, model)) for row in rows],
            }
            for kind, rows in queries.pieces(viewer=viewer, model=model).items()
        ],
    }
    return render_page(request, "value/setup.html", context, status=status)


@door("value-piece", allows=access_rules.may_change_value)
@require_http_methods(["GET", "POST"])
def piece(request: Request, ref: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add a piece or change one."""
    viewer = request.viewer
    model = queries.value_model(viewer=viewer, ref=ref)
    if kind not in PIECE_FORMS:
        raise queries.ModelNotFound
    row = queries.piece(viewer=viewer, model=model, kind=kind, pk=pk) if pk else None
    made_of = queries.setup_of(viewer=viewer, model=model)
    form = PIECE_FORMS[kind](
        request.POST or None,
        setup=made_of,
        places=codebook.slots(made_of),
        initial={"version": model.version, **_initial(kind, row)},
    )
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_piece(
                viewer=viewer,
                ref=ref,
                version=form.cleaned_data["version"],
                kind=kind,
                pk=pk,
                fields=form.stored(),
            )
        except actions.ModelChangedMeanwhile as error:
            status = error.http_status
            form.put_beside(model.version, str(error))
        except (actions.PlateausPromiseTooMuch, actions.TooManyPieces) as error:
            form.add_error("share" if kind == "plateaus" else "name", str(error))
        else:
            messages.success(request, _("Kept: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("value:setup", ref)
    context = {
        "model": model,
        "tab": "setup",
        "form": form,
        "kind": kind,
        "row": row,
        "title": PIECES[kind].title if row else PIECES[kind].add,
        "text": PIECES[kind].text,
    }
    return render_page(request, "value/piece.html", context, status=status)


@door("value-piece", allows=access_rules.may_change_value)
@require_POST
def remove(request: Request, ref: str, kind: str, pk: int) -> HttpResponse:
    if kind not in PIECE_FORMS:
        raise queries.ModelNotFound
    try:
        actions.remove_piece(
            viewer=request.viewer,
            ref=ref,
            version=number_in(request.POST, "version"),
            kind=kind,
            pk=pk,
        )
    except DomainError as error:
        if isinstance(error, queries.ModelNotFound):
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("Removed. Its estimates stay in the history."))
    return redirect("value:setup", ref)


@door("value-archive", allows=access_rules.may_change_value)
@require_POST
def archive(request: Request, ref: str) -> HttpResponse:
    actions.archive_model(
        viewer=request.viewer, ref=ref, version=number_in(request.POST, "version")
    )
    messages.success(request, _("The model is off the list. Its runs are kept."))
    return redirect("value:models")


def _initial(kind: str, row: models.Model | None) -> dict[str, Any]:
    """Return what a form starts with: shares in percent, a new piece with what is usual."""
    if row is None:
        usual: dict[str, dict[str, Any]] = {
            "plateaus": {"starts_after": 0, "ramp": 1, "share": "0"},
            "scenarios": dict.fromkeys(
                ("cost_share", "retention", "acquisition", "revenue", "cost"), "100"
            ),
            "products": {"group": "care", "is_commercial": True},
        }
        return usual.get(kind, {})
    found = {
        field.name: getattr(row, field.name)
        for field in row._meta.fields
        if field.name not in ("id", "model", "ref", "position")
    }
    if isinstance(row, Scenario):
        found |= {lever.kind: lever.strength for lever in row.levers.all()}
    shares = {"share", "cost_share", "retention", "acquisition", "revenue", "cost"}
    return {
        name: words.plain(value * 100, places=2)
        if isinstance(value, Decimal) and (name in shares or name.startswith("uptake"))
        else value
        for name, value in found.items()
    }


def _about(row: Any, model: ValueModel) -> str:
    """Return in a few words what a piece is."""
    kind = row._meta.model_name
    if kind == "product":
        paid = _("paid by clients") if row.is_commercial else _("paid by others")
        return f"{row.get_group_display()}, {paid}"
    if kind == "plateau":
        words_of = (
            _("starts after %(start)s months, works in full %(ramp)s months later, %(share)s%%")
            if model.step == "month"
            else _("starts after %(start)s years, works in full %(ramp)s years later, %(share)s%%")
        )
        share = words.plain(row.share * 100)
        return words_of % {"start": row.starts_after, "ramp": row.ramp, "share": share}
    if kind == "scenario":
        share = words.plain(row.cost_share * 100)
        return _("%(share)s%% of the budget") % {"share": share}
    if kind == "trial":
        return _("tells about: %(what)s") % {"what": words.what_of(row.code).lower()}
    return ""
