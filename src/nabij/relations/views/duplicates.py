# SPDX-License-Identifier: EUPL-1.2
"""Who may be known already: a hint while somebody types,
and a question when it may not be shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.refs import is_ref
from nabij.core.request import Request
from nabij.relations import actions, queries
from nabij.relations.forms.editing import person_options
from nabij.relations.forms.persons import PersonForm, person_fields_from
from nabij.web.pages import no_store, render_page, wants_partial

KNOWN, HIDDEN = "relations/parts/known_persons.html", "relations/parts/known_hidden.html"


@door("duplicates", allows=access_rules.may_register)
@require_POST
def known(request: Request) -> HttpResponse:
    """Answer, while somebody types, who may already be known; only a piece of the form."""
    return no_store(render_page(request, KNOWN, _found(request, is_recording=False)))


@door("duplicate-question", allows=access_rules.may_register)
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask the administrator about who may not be shown; what was typed stays in the form."""
    context = _found(request, is_recording=True)
    hidden = context["known"].hidden
    if hidden is not None and hidden.state == "":
        actions.ask_whether_known(viewer=request.viewer, person_ids=hidden.person_ids)
        context["known"] = queries.with_answers(viewer=request.viewer, known=context["known"])
    if wants_partial(request):
        return no_store(render_page(request, HIDDEN, context))
    relate_to = request.POST.get("relate_to", "")
    context["relate_to"] = relate_to if is_ref(relate_to) else ""
    return no_store(render_page(request, "relations/person_form.html", context))


@door("duplicate-questions", allows=access_rules.may_answer_questions)
@require_safe
def questions(request: Request) -> HttpResponse:
    """Show the administrator who asks; of the persons it is about nothing."""
    rows = queries.questions(viewer=request.viewer)
    access_actions.record_overview(
        viewer=request.viewer,
        event="duplicate-questions",
        object_type="Question",
        count=len(rows),
    )
    return no_store(render_page(request, "relations/questions.html", {"rows": rows}))


@door("duplicate-answer", allows=access_rules.may_answer_questions)
@require_POST
def answer(request: Request, ref: str) -> HttpResponse:
    actions.answer_question(viewer=request.viewer, ref=ref, answer=request.POST.get("answer", ""))
    messages.success(request, _("Your answer is recorded. The colleague sees it in the form."))
    return redirect("relations:questions")


def _found(request: Request, *, is_recording: bool) -> dict[str, Any]:
    viewer = request.viewer
    form = PersonForm(request.POST, **person_options(viewer))
    form.is_valid()  # what is not right yet simply does not take part
    found = queries.duplicates_of(
        viewer=viewer,
        fields=person_fields_from(form.cleaned_data, None),
        bsn=form.cleaned_data.get("bsn", ""),
        is_recording=is_recording,
    )
    return {"form": form, "known": found}
