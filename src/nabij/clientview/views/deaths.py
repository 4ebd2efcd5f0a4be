# SPDX-License-Identifier: EUPL-1.2
"""A death: recorded, taken back when it was a mistake, and the dossier afterwards as a case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.clientview import actions, queries
from nabij.clientview.forms.deaths import AfterDeathForm, DeathForm
from nabij.core.dates import end_of_day
from nabij.core.errors import NotFound
from nabij.core.request import Request, number_in
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Person
from nabij.relations.queries import keys as relations_keys
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("death", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def death(request: Request, ref: str) -> HttpResponse:
    """Record that somebody died, or show what was recorded."""
    viewer = request.viewer
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    form = None
    if request.method == "POST":
        form = DeathForm(request.POST, today=localdate(viewer.at), birth=person.birth)
        if form.is_valid():
            given = {name: form.cleaned_data[name] for name in ("on", "source", "told", "contact")}
            try:
                stopped = actions.record_death(viewer=viewer, ref=ref, **given)
            except access_actions.NoSuchColleague as error:
                form.add_error("contact", str(error))
            except access_actions.AlreadyDied as error:
                messages.error(request, str(error))
                return redirect("clientview:death", ref=ref)
            else:
                said = ngettext(
                    "The death is recorded. %(n)s task, call-back or appointment stopped.",
                    "The death is recorded. %(n)s tasks, call-backs and appointments stopped.",
                    stopped,
                )
                messages.success(request, said % {"n": stopped})
                return redirect("clientview:person", ref=ref)
    return _death_page(request, person, form)


@door("death", allows=access_rules.may_register, about=relations_keys.persons_of)
@require_POST
def death_undo(request: Request, ref: str) -> HttpResponse:
    """Take back a death that was recorded by mistake: all is as it was."""
    number = number_in(request.POST, "number")
    try:
        actions.take_back_death(viewer=request.viewer, ref=ref, number=number)
    except actions.DeathChangedMeanwhile as error:
        messages.error(request, str(error))
        return redirect("clientview:death", ref=ref)
    messages.success(request, _("It is taken back. What had stopped goes on."))
    return redirect("clientview:person", ref=ref)


@door("after-death", allows=access_rules.may_open_after_death, about=relations_keys.persons_of)
@require_http_methods(["GET", "HEAD", "POST"])
def after_death(request: Request, ref: str) -> HttpResponse:
    """Show by which cases the dossier of somebody who died opens, and open it for a colleague."""
    viewer = request.viewer
    person = relations_queries.person_card(viewer=viewer, ref=ref)
    found = access_queries.death_of(viewer=viewer, person_id=person.id)
    if found is None:
        raise NotFound
    form = AfterDeathForm(request.POST or None, today=localdate(viewer.at))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        end = end_of_day(given.pop("last_on"))
        try:
            access_actions.open_after_death(viewer=viewer, person_id=person.id, until=end, **given)
        except access_actions.CaseTooLong as error:
            form.add_error("last_on", str(error))
        except access_actions.NoSuchColleague as error:
            form.add_error("colleague", str(error))
        else:
            messages.success(request, _("The dossier is open to this colleague, until that day."))
            return redirect("clientview:after_death", ref=ref)
    access_actions.record_event(viewer=viewer, event="after-death", action="R", person_id=person.id)
    context = {
        "person": person,
        "death": found,
        "cases": access_queries.after_death_cases(viewer=viewer, person_id=person.id),
        "form": form,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return no_store(render_page(request, "clientview/after_death.html", context, status=status))


@door("after-death", allows=access_rules.may_open_after_death, about=relations_keys.persons_of)
@require_POST
def after_death_end(request: Request, ref: str, case_ref: str) -> HttpResponse:
    """End a case after death."""
    viewer = request.viewer
    person = relations_queries.person_card(viewer=viewer, ref=ref)
    access_actions.close_after_death(viewer=viewer, person_id=person.id, ref=case_ref)
    messages.success(request, _("The dossier is shut again for this colleague."))
    return redirect("clientview:after_death", ref=ref)


def _death_page(request: Request, person: Person, form: DeathForm | None) -> HttpResponse:
    viewer = request.viewer
    recorded = access_queries.death_of(viewer=viewer, person_id=person.id)
    told = queries.deaths_told(viewer=viewer, person_id=person.id)
    access_actions.record_event(viewer=viewer, event="death", action="R", person_id=person.id)
    first = told[0] if told else None
    initial = {
        "on": first.on if first else person.deceased,
        "source": "record" if first else "family",
        "told": first.title if first else "",
    }
    context = {
        "person": person,
        "death": recorded,
        "told": told,
        "form": form or DeathForm(initial=initial, today=localdate(viewer.at), birth=person.birth),
    }
    status = UNPROCESSABLE if form else 200
    return no_store(render_page(request, "clientview/death.html", context, status=status))
