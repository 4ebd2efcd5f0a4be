# SPDX-License-Identifier: EUPL-1.2
"""Persons and organisations: the one table to point to and list from."""

from functools import cache
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Now, Upper
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.dates import PartialDate, from_columns
from nabij.core.history import tracked
from nabij.core.refs import new_ref
from nabij.core.viewer import Role, Viewer
from nabij.relations.choices import (
    BUSINESS_KINDS,
    PartyKind,
    PrecisionChoice,
)
from nabij.relations.models.checks import date_has_precision
from nabij.relations.types import Card

CURRENT = Q(archived_at__isnull=True, canonical__isnull=True)
CARD_FIELDS = ("ref", "kind", "name", "sort_key", "birth_on", "birth_precision", "city")


def _may_see(viewer: Viewer) -> bool:
    return access_rules.may(viewer.roles, access_rules.DataClass.IDENTITY)


def _scope(viewer: Viewer) -> Q:
    """Return which parties lie in the units and the care of this viewer."""
    if viewer.is_machine:
        return Q(pk__isnull=False)
    return (
        Q(kind=PartyKind.ORGANISATION)
        | _of_own_unit(viewer)
        | _of_no_unit(viewer)
        | Q(pk__in=access_queries.person_ids_in_care(viewer=viewer))
        | _in_emergency(viewer)
        | Q(pk__in=access_queries.person_ids_of_cases(viewer=viewer))
    )


def _in_emergency(viewer: Viewer) -> Q:
    """Return for whom the viewer pushed the emergency button, while it runs.

    Never who is shielded.
    """
    running = viewer.emergency_now
    if running is None or not access_rules.may_use_emergency(viewer.roles):
        return Q(pk__in=())
    return Q(pk=running.person_id, is_shielded=False)


def _of_own_unit(viewer: Viewer, own: Q | None = None) -> Q:
    """Return which persons this viewer may see because they belong to a unit of theirs.

    To give care is no reason to see clients whom others care for: who does nothing else sees
    the relatives and contacts of the unit. `own` is one of their units instead of all.
    """
    own = own or Q(unit__in=viewer.unit_ids)
    if viewer.roles == {Role.CARE_PROFESSIONAL}:
        own &= Q(client_number__isnull=True) & ~_has_dossier()
    return own


def _of_no_unit(viewer: Viewer) -> Q:
    """Return which persons that belong to no unit this viewer may see.

    Relatives and contacts: for who organises care. Roles without that right see who works for an
    organisation, and no relatives of clients. Somebody whom a dossier is about is no contact but a
    patient who has no team yet: only who judges links sees them.
    """
    rest = Q(unit__isnull=True, is_shielded=False)
    if not access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION):
        at_work = Party.objects.filter(
            relationships_from__kind__in=BUSINESS_KINDS,
            relationships_from__object__kind=PartyKind.ORGANISATION,
            relationships_from__ends_on__isnull=True,
        )
        rest &= Q(pk__in=at_work.values(whose=Coalesce("canonical_id", "pk")))
    if not access_rules.may_review_links(viewer.roles):
        rest &= ~_has_dossier()
    return rest


@cache
def known_by_work() -> Q:
    """Return the condition that somebody is known for whom they work for, and not in care.

    Who works somewhere and is a client too is a client here: what is said with them is care data.
    """
    at_work = Party.objects.filter(
        pk=OuterRef("pk"),
        relationships_from__kind__in=BUSINESS_KINDS,
        relationships_from__object__kind=PartyKind.ORGANISATION,
    )
    in_care = Party.objects.filter(pk=OuterRef("pk"), care_relations__isnull=False)
    return (
        Q(Exists(at_work)) & Q(client_number__isnull=True) & ~_has_dossier() & ~Q(Exists(in_care))
    )


@cache
def _has_dossier() -> Q:
    return _of_whoever_they_were("record_links")


@cache
def objecting() -> Q:
    """Return the condition that nobody approaches somebody but for care: all that crosses."""
    return _of_whoever_they_were("objections", lifted_at=None) | unused_but_for_care()


@cache
def unused_but_for_care() -> Q:
    """Return the condition that the use of all that is no care is restricted (AVG 18)."""
    of_all = {"source": None, "interaction": None, "record": None}
    return _of_whoever_they_were("restrictions", lifted_at=None, **of_all)


def _of_whoever_they_were(rows: str, **kept: Any) -> Q:
    """Return the condition that somebody, or who was merged into them, has such rows.

    `rows` is the name under which they point to their person. The table of persons is only asked
    for who was merged: these conditions stand in most of our statements, and take time to plan.
    """
    relation: Any = Party._meta.get_field(rows)
    found, whose = relation.related_model._default_manager.filter(**kept), relation.field.name
    of_oneself = found.filter(**{whose: OuterRef("pk")})
    of_merged = found.filter(**{f"{whose}__canonical": OuterRef("pk")})
    return Q(Exists(of_oneself)) | Q(Exists(of_merged))


class PartyQuerySet(models.QuerySet["Party"]):
    """Vocabulary only: filters that chain. Questions live in `queries`."""

    def visible_to(self, viewer: Viewer) -> "PartyQuerySet":
        """Keep whose contact data this viewer may see: the one gate beyond the card.

        Persons of the viewer's units, of no unit, or in the care of the viewer or a unit of
        theirs; a care professional sees clients by care only. A shielded person without a unit
        opens by care only. Organisations are open to every role that sees identity and contact.
        """
        if not (viewer.is_machine or _may_see(viewer)):
            return self.none()
        return self.filter(_scope(viewer))

    def parts_visible_to(self, viewer: Viewer) -> "list[PartyQuerySet]":
        """Return what `visible_to` keeps of persons, in parts that may overlap.

        Together they are the same; each by itself is read in order by an index, which
        the database cannot do for all of them at once.
        """
        if viewer.is_machine:
            return [self.persons()]
        if not _may_see(viewer):
            return [self.none()]
        of_units = [_of_own_unit(viewer, Q(unit=unit)) for unit in sorted(viewer.unit_ids)]
        in_care = Q(pk__in=access_queries.person_ids_in_care(viewer=viewer))
        others = (_of_no_unit(viewer), in_care, _in_emergency(viewer))
        return [self.persons().filter(part) for part in (*of_units, *others)]

    def cards(self, viewer: Viewer, *, for_rights: bool = False) -> "PartyQuerySet":
        """Keep who may appear by name for this viewer, with the fields of a card only.

        Every role that works with relations may see a card; shielded persons only where
        `visible_to` lets them through. `is_open` tells whether it lets this one through.
        `for_rights`: of the log and of requests officers see who is shielded too.
        """
        if not (viewer.is_machine or access_rules.may_see_cards(viewer.roles)):
            return self.none()
        sees_more = viewer.is_machine or _may_see(viewer)
        scope = _scope(viewer) if sees_more else Q(pk__isnull=True)
        is_open = models.Case(
            models.When(scope, then=models.Value(True)),
            default=models.Value(False),
            output_field=models.BooleanField(),
        )
        shown = self.current()
        if not (for_rights and access_rules.may_read_log(viewer.roles)):
            shown = shown.filter(Q(is_shielded=False) | scope)
        return shown.annotate(is_open=is_open, is_objecting=objecting()).only(*CARD_FIELDS)

    def current(self) -> "PartyQuerySet":
        """Leave out who was archived and who was merged into another."""
        return self.filter(CURRENT)

    def persons(self) -> "PartyQuerySet":
        """Keep persons."""
        return self.filter(kind=PartyKind.PERSON)

    def organisations(self) -> "PartyQuerySet":
        """Keep organisations."""
        return self.filter(kind=PartyKind.ORGANISATION)


PartyManager = models.Manager.from_queryset(PartyQuerySet)


@tracked(of=("id",), without=("sort_key", "search_text", "updated_at", "updated_by"))
class Party(models.Model):
    """A person or an organisation (NL: relatie): what lists, searches and links need of it."""

    ref = models.CharField(max_length=16, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=12, choices=PartyKind)
    name = models.CharField(_("name"), max_length=250)
    # Its own collation: the order of names may not change with the server or its operating system.
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    search_text = models.TextField(editable=False)
    birth_on = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(max_length=5, choices=PrecisionChoice, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    client_number = models.CharField(
        _("client number"), max_length=20, unique=True, null=True, blank=True
    )
    unit = models.ForeignKey(
        "access.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    canonical = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_index=False,  # hardly anybody is merged: a partial index below
    )
    is_shielded = models.BooleanField(_("shielded"), default=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_by = models.ForeignKey(
        "access.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PartyManager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.CheckConstraint(name="party_kind_known", condition=Q(kind__in=PartyKind.values)),
            models.CheckConstraint(name="party_has_name", condition=~Q(name="") & ~Q(sort_key="")),
            models.CheckConstraint(
                name="party_birth_has_precision", condition=date_has_precision("birth")
            ),
            models.CheckConstraint(
                name="party_organisation_is_not_born",
                condition=Q(kind=PartyKind.PERSON) | Q(birth_on__isnull=True),
            ),
            models.CheckConstraint(
                name="party_canonical_is_another",
                condition=Q(canonical__isnull=True) | ~Q(canonical=models.F("pk")),
            ),
            models.CheckConstraint(
                name="party_client_number_not_empty", condition=~Q(client_number="")
            ),
        ]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="party_search"),
            models.Index(fields=["sort_key", "id"], name="party_sort"),
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(kind=PartyKind.ORGANISATION),
                name="party_organisations",
            ),
            models.Index(fields=["birth_on"], name="party_birth"),
            # Lists: what a team has by name, a place by name, and what changed last.
            models.Index(
                fields=["kind", "unit", "sort_key", "id"], condition=CURRENT, name="party_of_unit"
            ),
            models.Index(Upper("city"), "sort_key", "id", condition=CURRENT, name="party_of_city"),
            models.Index(fields=["updated_at", "id"], condition=CURRENT, name="party_changed"),
            models.Index(
                fields=["canonical"],
                condition=Q(canonical__isnull=False),
                name="party_canonical",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def birth(self) -> PartialDate | None:
        """Return the birth date with its precision."""
        return from_columns(self.birth_on, self.birth_precision)

    @property
    def is_person(self) -> bool:
        """Tell whether this is a natural person."""
        return self.kind == PartyKind.PERSON

    @property
    def card(self) -> Card:
        """Return the card of a row of `Party.objects.cards(viewer)`. No query."""
        return Card(
            id=self.pk,
            ref=self.ref,
            is_person=self.is_person,
            name=self.name,
            birth_year=self.birth_on.year if self.birth_on else None,
            city=self.city,
            is_open=bool(getattr(self, "is_open", False)),
            is_objecting=bool(getattr(self, "is_objecting", False)),
        )
