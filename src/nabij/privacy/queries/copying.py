# SPDX-License-Identifier: EUPL-1.2
"""Everything about one person that goes into their copy, row by row, in words and as values.

Works inside `access.actions.open_for_own_request` only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from nabij.access import queries as access_queries
from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.dossiers.queries.copies import StoredResource, originals_of
from nabij.privacy import queries as log_queries
from nabij.privacy.choices.erasures import WithholdGround
from nabij.privacy.choices.history import FIELDS
from nabij.privacy.choices.kinds import COLUMNS, NOT_ON_PAPER, UNIT_OF_VALUE
from nabij.privacy.models import PrivacyRequest, Withholding
from nabij.privacy.queries.holdings import STATEMENT, Whose, found
from nabij.privacy.rules.classification import TABLE
from nabij.web import formats

LOG = "access.AccessEntry"
ORIGINAL = "dossiers.Original"
# Columns that say nothing of the person: keys, what is reckoned from others, how it lies sealed.
UNSAID = frozenset(
    {
        "id", "pk", "uid", "version", "entry_key", "search_text", "sort_key", "match_keys", "hash",
        "key_id", "cipher", "blind_index", "previous_blind_index", "bsn_index", "person_ids",
        "previous_bsn_index", "bsn_sealed", "document_number", "examined_at", "stamp", "undo",
    }
)  # fmt: skip
# Of who or what a row points to, the name of these is said.
NAMED = ("relations.Party", "access.User", "access.Unit", "linkage.Source")
TEXTS = {
    "contact.Interaction": ("contact.InteractionText", "interaction"),
    "contact.Task": ("contact.TaskText", "task"),
    "contact.Appointment": ("contact.AppointmentText", "appointment"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its model and key, when it was made if known, and the columns that say something."""

    label: str
    key: str
    values: tuple[tuple[str, str, Any], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All rows of one model."""

    label: str
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Content:
    """All of a copy; `withheld` says how many were left out, on what ground."""

    person: Whose
    sections: list[Section] = field(default_factory=list)
    originals: list[StoredResource] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    withheld: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name under which the person stands."""
        for section in self.sections:
            if section.label == "relations.Party":
                return next(str(v) for n, _words, v in section.rows[0].values if n == "name")
        return ""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind are in it."""
        return {one.label: len(one.rows) for one in self.sections} | {
            ORIGINAL: len(self.originals),
            LOG: len(self.log),
        }


def content_of(
    *, viewer: Viewer, person: Whose, request: PrivacyRequest, until: datetime
) -> Content:
    """Return everything about a person but what was decided to be left out.

    One SQL query a kind of row that has a class in `rules.classification`, and a few more.

    Args:
        until: the log of before this moment, so that a second making gives the same bytes.
    """
    content = Content(person)
    left_out = _withheld(request)
    for label, held in TABLE.items():
        if not held.is_copied or label in (LOG, ORIGINAL):
            continue
        rows = found(label, person, for_copy=True).distinct().order_by("pk")
        if left_out:
            rows = rows.exclude(_of_interactions(label, left_out))
        made = tuple(_row(label, one) for one in rows)
        if made:
            content.sections.append(Section(label, made))
    content.originals = list(originals_of(viewer=viewer, records=person.records))
    content.log = list(_log(viewer, person, until))
    shared = _of_others(person)
    content.withheld = {
        ground: count
        for ground, count in (
            (str(WithholdGround.CONFIDENCE), len(left_out)),
            (str(WithholdGround.OTHERS), shared),
        )
        if count
    }
    return content


def confided(*, person: Whose) -> "models.QuerySet[Any]":
    """Return what others said about this person in confidence, newest first; not read yet."""
    rows: models.QuerySet[Any] = found("contact.Interaction", person)
    return (
        rows.filter(in_confidence_at__isnull=False)
        .exclude(counterpart__in=person.keys)
        .distinct()
        .order_by("-at", "-pk")
    )


def decisions(request: PrivacyRequest) -> dict[int, Withholding]:
    """Return what was decided about each remark: of several decisions the last. One SQL query."""
    rows = Withholding.objects.filter(request=request).select_related("decided_by")
    return {row.interaction_id: row for row in rows.order_by("pk")}


def undecided(*, person: Whose, request: PrivacyRequest) -> bool:
    """Tell whether nobody looked yet at a remark that was made in confidence."""
    remarks = set(confided(person=person).values_list("pk", flat=True))
    return bool(remarks - decisions(request).keys())


def _withheld(request: PrivacyRequest) -> list[int]:
    return [key for key, row in decisions(request).items() if row.is_withheld]


def _of_interactions(label: str, keys: Sequence[int]) -> Q:
    """Return which rows of a model are of these contacts."""
    if label == "contact.Interaction":
        return Q(pk__in=keys)
    model: Any = apps.get_model(label)
    names = [
        column.name
        for column in model._meta.concrete_fields
        if column.related_model is apps.get_model("contact.Interaction")
    ]
    # What was to be done because of it says the same, in its text and steps.
    names += [
        f"{column.name}__interaction"
        for column in model._meta.concrete_fields
        if column.related_model is apps.get_model("contact.Task")
    ]
    asked = Q(pk__in=[])
    for name in names:
        asked |= Q(**{f"{name}__in": keys})
    return asked


def _of_others(person: Whose) -> int:
    """Return how many texts do not open because they are also about somebody else."""
    count = 0
    for label, (text_label, parent) in TEXTS.items():
        texts: Any = apps.get_model(text_label)
        opened = texts.objects.values(parent)
        count += found(label, person).exclude(pk__in=opened).distinct().count()
    for label, held in TABLE.items():
        if held.is_copied and held.copied_by != held.found_by:
            theirs = found(label, person, for_copy=True).values("pk")
            count += found(label, person).exclude(pk__in=theirs).distinct().count()
    return count


def _log(viewer: Viewer, person: Whose, until: datetime) -> Iterator[dict[str, Any]]:
    lines = access_queries.entries_between(
        viewer=viewer,
        since=datetime(1995, 1, 1, tzinfo=UTC),
        until=until,
        person_ids=person.keys,
        shown_as=log_queries.shown_under(viewer=viewer, person_ids=person.keys),
    )
    return (_of_this_person(line, person) for line in lines)


def _of_this_person(line: dict[str, Any], person: Whose) -> dict[str, Any]:
    """Return a line without whom else it was about, their records, and what was typed."""
    keys = [key for key in line["object_ids"] if key in person.keys] or [person.person_id]
    return line | {
        "object_id": keys[0],
        "object_ids": keys,
        "object_count": 1,
        "records": [key for key in line["records"] if key in person.records],
        "sensitive_records": [key for key in line["sensitive_records"] if key in person.records],
        "search_query": "",
    }


def _row(label: str, one: Any) -> Row:
    values = []
    for column in one._meta.concrete_fields:
        if column.name in UNSAID or (column.primary_key and not column.is_relation):
            continue
        value = _value(one, column)
        if value not in (None, "", [], {}):
            values.append((column.name, _words(column), value))
    if label == "relations.Identifier" and one.cipher is not None:
        number = crypto.unseal(bytes(one.cipher), context=one.uid.bytes).decode()
        values.append(("value", "BSN", number))
    if label == STATEMENT and (beside := _beside(one)):
        values.append(("beside", str(COLUMNS["beside"]), beside))
    return Row(label, _key(one), tuple(values))


def _words(column: Any) -> str:
    """Return what a column is called on paper, '' where it says nothing to a reader."""
    if column.name in NOT_ON_PAPER or column.name.endswith("_precision"):
        return ""
    if column.name == "unit" and not column.is_relation:
        return str(UNIT_OF_VALUE)
    known: Promise | None = COLUMNS.get(column.name) or FIELDS.get(column.name)
    if known is None and isinstance(column.verbose_name, Promise):
        known = column.verbose_name
    return str(known or "")


def _beside(one: Any) -> str:
    """Return what a statement stands beside, as it is called today."""
    if one.interaction is not None:
        return formats.moment(one.interaction.at)
    facts: Any = apps.get_model("dossiers.Fact")
    named = facts.objects.filter(
        source=one.source_id, type=one.fact_type, source_key=one.fact_key, superseded_at=None
    )
    return str(named.values_list("code_text", flat=True).first() or "")


def _key(one: Any) -> str:
    if isinstance(one.pk, tuple):  # a version: its ref alone is that of all versions
        return "-".join(map(str, one.pk))
    return str(getattr(one, "ref", "") or one.pk)


def _value(one: Any, column: Any) -> Any:
    """Return what a column says: a name for who it points to, words for a choice."""
    if isinstance(column, models.BinaryField):
        return None
    if column.is_relation:
        other = getattr(one, column.name)
        named = other is not None and other._meta.label in NAMED
        return str(other) if named else None
    if column.choices and not column.name.endswith("_precision"):
        return str(getattr(one, f"get_{column.name}_display")())
    return getattr(one, column.name)
