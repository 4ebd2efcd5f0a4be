# SPDX-License-Identifier: EUPL-1.2
"""What a merge of two parties would do: both sides, what may be chosen, what comes along."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nabij.access import rules as access_rules
from nabij.core.dates import from_columns
from nabij.core.errors import DomainError, NotFound
from nabij.core.stamps import stamp
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.choices import (
    COMES_ALONG,
    MERGE_FIELDS,
    FormOfAddress,
    Gender,
    IdentifierSystem,
    Language,
    OrganisationKind,
)
from nabij.relations.models import (
    Address,
    ContactPoint,
    HouseholdMember,
    KeySafe,
    Merge,
    Party,
)
from nabij.relations.models.merges import members, version_of
from nabij.relations.queries.cards import PartyNotFound, person_cards
from nabij.relations.queries.merge_pairs import (
    columns_of,
    detail_of,
    fields_of,
    obstacle_to_merge,
    pair_to_merge,
    party_to_merge,
    rows_to_choose,
)
from nabij.relations.rules.merges import field_values, is_unknown
from nabij.relations.types import Card, ContactPointFields

NOT_CHOSEN = frozenset({"derived", "shield"})


class MergeNotFound(NotFound):
    code = "merge-not-found"
    message = gettext_lazy("This merge does not exist, or you may not see it.")


def kept_of_merge(*, viewer: Viewer, ref: str) -> Card:
    """Return the one into whom somebody was merged. At most three SQL queries.

    Raises:
        MergeNotFound: there is no such merge, or this viewer may not undo it.
    """
    found = Merge.objects.filter(ref=ref).select_related("kept").first()
    if found is None:
        raise MergeNotFound
    try:
        kept = party_to_merge(viewer=viewer, ref=found.kept.ref)
    except PartyNotFound as error:
        raise MergeNotFound from error
    return person_cards(viewer=viewer, ids=[kept.pk])[kept.pk]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """One field with its value at each of the two; '' where it is not known.

    `is_given` proposes the value of the one that is given up: where only that one has it.
    """

    name: str
    label: str
    kept: str
    given: str
    is_given: bool

    @property
    def differs(self) -> bool:
        """Tell whether somebody has to choose."""
        return bool(self.kept and self.given) and self.kept != self.given


@dataclass(frozen=True, slots=True, kw_only=True)
class PointChoice:
    """A phone number or address to reach somebody at, and at which of the two it stands."""

    id: int
    fields: ContactPointFields
    of_kept: bool
    of_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Two parties side by side.

    `comes_along` says in words how much of the given one is shown with the kept one from then on,
    as far as the viewer may see it. `obstacle` says why they cannot be merged (this way round).
    """

    kept: Card
    given: Card
    is_person: bool
    fields: tuple[FieldChoice, ...]
    points: tuple[PointChoice, ...]
    comes_along: tuple[str, ...]
    obstacle: DomainError | None
    is_birth_contradicting: bool
    stamp: str

    @property
    def chosen(self) -> list[str]:
        """Return the names of the fields for which the given one's value is proposed."""
        return [field.name for field in self.fields if field.is_given]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeLine:
    """One merge of a party, in words."""

    ref: str
    given_name: str
    reason: str
    merged_at: datetime
    merged_by: str
    ended_at: datetime | None
    ended_by: str
    end_reason: str
    may_undo: bool


def merge_preview(*, viewer: Viewer, kept_ref: str, given_ref: str) -> MergePreview:
    """Return what a merge of `given` into `kept` would do; nothing changes.

    About twenty SQL queries. The caller logs that both were shown.

    Raises:
        PartyNotFound: one is not there, is merged or archived, is of another kind, or may not be
            seen or merged by this viewer.
    """
    kept, given = pair_to_merge(viewer=viewer, kept_ref=kept_ref, given_ref=given_ref)
    cards = person_cards(viewer=viewer, ids=[kept.pk, given.pk])
    fields = (*_column_choices(kept, given), *_row_choices(kept, given))
    points = tuple(_points(kept, given))
    births = [party.birth for party in (kept, given) if party.birth]
    seen = [(one.name, one.kept, one.given) for one in fields], [point.id for point in points]
    return MergePreview(
        kept=cards[kept.pk],
        given=cards[given.pk],
        is_person=kept.is_person,
        fields=fields,
        points=points,
        comes_along=tuple(_comes_along(viewer, given)),
        obstacle=obstacle_to_merge(viewer=viewer, kept=kept, given=given),
        is_birth_contradicting=len(births) == 2 and not births[0].may_be(births[1]),
        stamp=stamp(version_of(kept), version_of(given), *seen),
    )


def merges_of(*, viewer: Viewer, ref: str) -> tuple[Card, list[MergeLine]]:
    """Return a party and its merges, the latest first; the last one still in force may be undone.

    At most four SQL queries; the caller logs it.

    Raises:
        PartyNotFound: there is none, or this viewer may not merge it.
    """
    party = party_to_merge(viewer=viewer, ref=ref)
    rows = list(
        Merge.objects.filter(kept=party)
        .select_related("given", "merged_by", "ended_by")
        .order_by("-pk")
    )
    open_ones = [row.pk for row in rows if row.ended_at is None]
    lines = [
        MergeLine(
            ref=row.ref,
            given_name=row.given.name,
            reason=row.reason,
            merged_at=row.merged_at,
            merged_by=row.merged_by.name if row.merged_by else "",
            ended_at=row.ended_at,
            ended_by=row.ended_by.name if row.ended_by else "",
            end_reason=row.end_reason,
            may_undo=bool(open_ones) and row.pk == open_ones[0],
        )
        for row in rows
    ]
    return person_cards(viewer=viewer, ids=[party.pk])[party.pk], lines


def _column_choices(kept: Party, given: Party) -> Iterator[FieldChoice]:
    fields = fields_of(kept)
    mine = field_values(columns_of(kept, detail_of(kept)), fields)
    theirs = field_values(columns_of(given, detail_of(given)), fields)
    for name in fields:
        if name in NOT_CHOSEN:
            continue
        ours, other = _text(kept, name), _text(given, name)
        yield FieldChoice(
            name=name,
            label=str(MERGE_FIELDS[name]),
            kept=ours,
            given=other,
            is_given=is_unknown(mine[name]) and not is_unknown(theirs[name]),
        )


def _text(party: Party, name: str) -> str:
    """Return a field of a party in words."""
    if name == "unit":
        return party.unit.name if party.unit else ""
    if not party.is_person:
        detail = party.organisation
        kind = OrganisationKind(detail.kind).label
        return str({"name": party.name, "kind": kind}.get(name) or getattr(detail, name, ""))
    person = party.person
    if name == "name":
        return rules.full_name(person.name) or party.name
    if name == "birth":
        return str(party.birth or "")
    if name == "death":
        on = from_columns(person.deceased_on, person.deceased_precision)
        return str(on or "") or (_("has died") if person.is_deceased else "")
    if name == "gender":
        return "" if person.gender == Gender.UNKNOWN else str(Gender(person.gender).label)
    if name == "language":
        return str(dict(Language.choices).get(person.language, person.language))
    return str(FormOfAddress(person.form_of_address).label) if person.form_of_address else ""


def _row_choices(kept: Party, given: Party) -> Iterator[FieldChoice]:
    for name, (mine, theirs) in rows_to_choose(kept, given).items():
        if name != IdentifierSystem.BSN:
            yield FieldChoice(
                name=name,
                label=str(MERGE_FIELDS[name]),
                kept=_row_text(mine),
                given=_row_text(theirs),
                is_given=False,
            )


def _row_text(row: Any) -> str:
    if isinstance(row, Address):
        return ", ".join(
            filter(None, [row.street_line, f"{row.shown_postcode} {row.city}".strip()])
        )
    if isinstance(row, KeySafe):
        place = row.place or _("place not known")
        return _("%(place)s, code of %(on)s") % {"place": place, "on": f"{row.changed_at:%d-%m-%Y}"}
    return row.household.label if isinstance(row, HouseholdMember) else row.value


def _points(kept: Party, given: Party) -> Iterator[PointChoice]:
    rows = ContactPoint.objects.filter(left_out__isnull=True).order_by("system", "rank", "pk")
    mine = {(row.system, row.value): row for row in rows.filter(party__in=members(kept.pk))}
    theirs = {(row.system, row.value): row for row in rows.filter(party=given)}
    for key, row in (mine | {key: row for key, row in theirs.items() if key not in mine}).items():
        yield PointChoice(id=row.pk, fields=row.fields, of_kept=key in mine, of_given=key in theirs)


def _comes_along(viewer: Viewer, given: Party) -> Iterator[str]:
    """Yield in words what points to the given one, kind by kind, as far as the viewer may know."""
    counted: dict[str, int] = {}
    for relation in _tables_that_point_to_parties():
        label = relation.related_model._meta.label
        along = COMES_ALONG.get(label, COMES_ALONG[""])
        if along is None or not _may_know(viewer, along.data_class):
            continue
        rows = relation.related_model._default_manager.filter(**{relation.field.name: given})
        key = label if label in COMES_ALONG else ""
        counted[key] = counted.get(key, 0) + rows.filter(**along.only).count()
    for label, count in counted.items():
        if count and (along := COMES_ALONG[label]):
            yield along.words(count)


def _may_know(viewer: Viewer, data_class: str) -> bool:
    return viewer.is_machine or access_rules.may(viewer.roles, data_class)


def _tables_that_point_to_parties() -> Sequence[Any]:
    fields: Sequence[Any] = Party._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete]
