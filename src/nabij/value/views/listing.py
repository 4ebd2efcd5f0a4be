# SPDX-License-Identifier: EUPL-1.2
"""The list of models, a new one, and an example to start from."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.value import actions, queries
from nabij.value.choices import Step
from nabij.value.forms.models import NewModelForm
from nabij.web.pages import UNPROCESSABLE, render_page


@door("value-models", allows=access_rules.may_see_value)
@require_safe
def models(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "models": queries.value_models(viewer=viewer),
        "may_change": access_rules.may_change_value(viewer.roles),
    }
    return render_page(request, "value/models.html", context)


@door("value-model-new", allows=access_rules.may_change_value)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    viewer = request.viewer
    today = localdate(viewer.at)
    first = today.replace(year=today.year + 1, month=1, day=1)
    start = {"starts_on": first, "years": 5, "step": Step.MONTH}
    form = NewModelForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        model = actions.create_model(viewer=viewer, **form.cleaned_data)
        return redirect("value:estimates", model.ref)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render_page(request, "value/new.html", {"form": form}, status=status)


@door("value-model-new", allows=access_rules.may_change_value)
@require_POST
def example(request: Request) -> HttpResponse:
    """Fill an example and open it."""
    model = actions.create_example(viewer=request.viewer, key=request.POST.get("key", ""))
    return redirect("value:outcome", model.ref)
