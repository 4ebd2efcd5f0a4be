# SPDX-License-Identifier: EUPL-1.2
"""A person or organisation to be changed, by its whole form or in one cell of a list."""

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations import actions, queries
from nabij.relations.forms.organisations import OrganisationForm, organisation_initial
from nabij.relations.forms.persons import PersonForm, person_initial
from nabij.web.merging import Editing, Saved


def units_of(
    viewer: Viewer, *, current: int | None = None, name: str = ""
) -> list[tuple[int, str]]:
    """Return the teams that a colleague may choose, the present one of a party included."""
    units = {unit.pk: unit.name for unit in access_queries.own_teams(viewer=viewer)}
    if current is not None:
        units.setdefault(current, name)
    return list(units.items())


def person_options(viewer: Viewer) -> dict[str, Any]:
    """Return what the form of a person asks beside its data."""
    return {
        "today": localdate(viewer.at),
        "units": units_of(viewer),
        "may_use_bsn": access_rules.may_use_bsn(viewer.roles),
    }


def person_editing(*, viewer: Viewer, ref: str) -> Editing:
    """Return a person to be changed. The caller logs that it was shown.

    Raises:
        PartyNotFound: there is none, or the viewer may see the card at most.
    """
    person_id, version, fields = queries.person_fields(viewer=viewer, ref=ref)
    units = units_of(viewer, current=fields.unit_id, name=_("present team"))
    options = person_options(viewer) | {"units": units}
    now = person_initial(fields, version)

    def write(form: PersonForm, version: int) -> None:
        actions.change_person(
            viewer=viewer, ref=ref, version=version, fields=form.to_fields(fields)
        )

    return Editing(
        id=person_id,
        now=now,
        form=lambda data: PersonForm(data, initial=now, **options),
        write=write,
        meanwhile=actions.ChangedMeanwhile,
    )


def organisation_editing(*, viewer: Viewer, ref: str) -> Editing:
    """Return an organisation to be changed.

    Raises:
        PartyNotFound: there is none, or this role sees no relations.
    """
    found = queries.organisation(viewer=viewer, ref=ref)
    units = units_of(viewer, current=found.fields.unit_id, name=found.unit_name)
    now = organisation_initial(found.fields, found.version)

    def write(form: OrganisationForm, version: int) -> None:
        fields = form.to_fields(found.fields)
        actions.change_organisation(viewer=viewer, ref=ref, version=version, fields=fields)

    return Editing(
        id=found.id,
        now=now,
        form=lambda data: OrganisationForm(data, initial=now, units=units),
        write=write,
        meanwhile=actions.ChangedMeanwhile,
    )


def saved_message(saved: Saved) -> str:
    """Return what to say when it is saved, and what of a colleague is kept beside it."""
    if not saved.differences:
        return _("Your changes are saved.")
    fields = ", ".join(one.label for one in saved.differences)
    return _("Saved. What a colleague changed meanwhile is kept too: %(fields)s.") % {
        "fields": fields
    }
