# SPDX-License-Identifier: EUPL-1.2
"""The lists of persons and of organisations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Upper
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.dates import OLDEST_YEAR
from nabij.core.viewer import Viewer
from nabij.lists.types import BulkAction, Column, Filter, Listing, Sort
from nabij.relations.actions import bulk_rows as bulk
from nabij.relations.choices import BUSINESS_KINDS, OrganisationKind, RelationshipKind
from nabij.relations.forms.editing import organisation_editing, person_editing, units_of
from nabij.relations.forms.ties import InstructionForm
from nabij.relations.models import Party, PartyQuerySet
from nabij.relations.queries import lists as queries
from nabij.web.fields import TextField

OWN_TEAMS = "own"
# What people are to us or to others, as far as a list of them is of use.
KINDS = (
    RelationshipKind.CLIENT, RelationshipKind.MEMBER, RelationshipKind.PROSPECT,
    RelationshipKind.LEAD, RelationshipKind.INFORMAL_CARER, RelationshipKind.CONTACT_PERSON,
    RelationshipKind.REFERRER, RelationshipKind.EMPLOYEE, RelationshipKind.VOLUNTEER,
)  # fmt: skip


class TeamForm(forms.Form):
    """Which team."""

    team = forms.TypedChoiceField(label=_("Team"), coerce=int)

    @classmethod
    def of(cls, viewer: Viewer, data: QueryDict | None) -> "TeamForm":
        """Return the form with the teams of this viewer."""
        form = cls(data)
        form.fields["team"].choices = units_of(viewer)  # type: ignore[attr-defined]
        return form


def _instruction_form(viewer: Viewer, data: QueryDict | None) -> InstructionForm:
    return InstructionForm(data, today=localdate(viewer.at))


def _text(label: Any) -> TextField:
    return TextField(
        label=label, required=False, max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("all")), *choices])


def _year(label: Any, viewer: Viewer) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=OLDEST_YEAR,
        max_value=viewer.at.year,
        widget=forms.NumberInput({"autocomplete": "off", "inputmode": "numeric"}),
    )


def _teams(viewer: Viewer) -> forms.ChoiceField | None:
    teams = access_queries.own_teams(viewer=viewer)
    if not teams:
        return None
    choices = [(team.ref, team.name) for team in teams]
    return _choice(_("Team"), [(OWN_TEAMS, _("my teams")), *choices])


def _of_team(viewer: Viewer, chosen: str) -> Q:
    if chosen == OWN_TEAMS:
        return Q(unit_id__in=sorted(viewer.unit_ids))
    return Q(unit__ref=chosen)


def _kinds(viewer: Viewer) -> forms.ChoiceField:
    sees_b = access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION)
    offered = KINDS if sees_b else [kind for kind in KINDS if kind in BUSINESS_KINDS]
    return _choice(_("Is"), [(kind.value, kind.label) for kind in offered])


def _persons(viewer: Viewer) -> list[PartyQuerySet]:
    return [part.persons() for part in Party.objects.current().parts_visible_to(viewer)]


def _organisations(viewer: Viewer) -> list[PartyQuerySet]:
    return [Party.objects.visible_to(viewer).current().organisations()]


def _sees_b(roles: Any) -> bool:
    return access_rules.may(roles, access_rules.DataClass.ORGANISATION)


NAMED = Filter(name="name", field=lambda viewer: _text(_("Name begins with")), keeps=queries.named)
CITY = Filter(name="city", field=lambda viewer: _text(_("City")), keeps=queries.lives_in)
TEAM = Filter(name="team", field=_teams, keeps=_of_team)
BY_NAME = Sort(name="name", label=_("by name"), key="sort_key")
BY_CITY = Sort(
    name="city", label=_("by city"), key="place", annotates={"place": Upper("city")},
    lacks=Q(city=""),
)  # fmt: skip
BY_CHANGE = Sort(
    name="changed", label=_("changed last first"), key="updated_at", is_descending=True
)
CITY_COLUMN = Column(name="city", label=_("City"), is_first=True)
PHONE = Column(
    name="phone", label=_("Phone"), is_first=True, category="contact", edits="phone", is_short=True
)
EMAIL = Column(name="email", label=_("E-mail"), category="contact", edits="email")
ADDRESS = Column(name="address", label=_("Address"), is_first=True, category="contact")
POSTCODE = Column(name="postcode", label=_("Postcode"), category="contact")
UNIT = Column(name="unit", label=_("Team"), is_first=True, category="contact", edits="unit_id")
CHANGED = Column(name="changed", label=_("Changed"), category="contact")

PERSONS = Listing(
    name="persons",
    title=_("Persons"),
    icon="users",
    page="clientview:person",
    allows=access_rules.may_see_cards,
    parts=_persons,
    reads=queries.person_rows,
    columns=(
        Column(
            name="birth",
            label=_("Born"),
            is_first=True,
            category="contact",
            is_short=True,
        ),
        CITY_COLUMN,
        PHONE,
        EMAIL,
        ADDRESS,
        POSTCODE,
        UNIT,
        Column(name="roles", label=_("Is"), is_first=True, category="contact"),
        Column(name="approach", label=_("Approach"), is_first=True, is_short=True),
        Column(
            name="client_number",
            label=_("Client number"),
            category="contact",
            allows=_sees_b,
        ),
        CHANGED,
    ),
    filters=(
        NAMED,
        CITY,
        Filter(
            name="born_since",
            field=lambda viewer: _year(_("Born in or after"), viewer),
            keeps=queries.born_since,
        ),
        Filter(
            name="born_until",
            field=lambda viewer: _year(_("Born in or before"), viewer),
            keeps=queries.born_until,
        ),
        TEAM,
        Filter(name="kind", field=_kinds, keeps=queries.has_kind),
        Filter(
            name="approach",
            field=lambda viewer: _choice(_("Approach"), [("yes", _("may be approached"))]),
            keeps=queries.approachable,
        ),
    ),
    sorts=(
        BY_NAME,
        BY_CITY,
        Sort(
            name="oldest", label=_("oldest first"), key="birth_on", lacks=Q(birth_on__isnull=True)
        ),
        Sort(
            name="youngest",
            label=_("youngest first"),
            key="birth_on",
            is_descending=True,
            lacks=Q(birth_on__isnull=True),
        ),
        BY_CHANGE,
    ),
    edits=person_editing,
    may_edit=access_rules.may_register,
    leaves=queries.who_may_leave,
    actions=(
        BulkAction(
            name="team",
            label=_("Give to a team"),
            allows=access_rules.may_register,
            form=TeamForm.of,
            does=bulk.give_person_to_team,
            undoes=bulk.give_person_back,
        ),
        BulkAction(
            name="instruction",
            label=_("Contact instruction"),
            allows=access_rules.may_register,
            form=_instruction_form,
            does=bulk.instruct,
            undoes=bulk.take_instruction_back,
        ),
    ),
)

ORGANISATIONS = Listing(
    name="organisations",
    title=_("Organisations"),
    icon="building",
    page="accounts:organisation",
    allows=access_rules.may_see_cards,
    parts=_organisations,
    reads=queries.organisation_rows,
    columns=(
        Column(name="kind", label=_("Kind"), is_first=True, edits="kind"),
        CITY_COLUMN,
        PHONE,
        EMAIL,
        Column(name="website", label=_("Website"), edits="website"),
        ADDRESS,
        POSTCODE,
        UNIT,
        CHANGED,
    ),
    filters=(
        NAMED,
        Filter(
            name="kind",
            field=lambda viewer: _choice(_("Kind"), OrganisationKind.choices),
            keeps=lambda viewer, kind: Q(organisation__kind=kind),
        ),
        CITY,
        TEAM,
    ),
    sorts=(BY_NAME, BY_CITY, BY_CHANGE),
    edits=organisation_editing,
    may_edit=access_rules.may_register_organisations,
    actions=(
        BulkAction(
            name="team",
            label=_("Give to a team"),
            allows=access_rules.may_register_organisations,
            form=TeamForm.of,
            does=bulk.give_organisation_to_team,
            undoes=bulk.give_organisation_back,
        ),
    ),
)
