# SPDX-License-Identifier: EUPL-1.2
"""Reads of facts, which work inside `access.actions.open_dossier` only.

The database raises `no-access-entry` elsewhere, whether or not there is a row; inside, it shows the
rows of the opened records and classes and nothing else. Each function also names the records it
wants, so that the planner knows how many there are.

`restricted` is what of the person may not be used (AVG 18): a fact of that stays out, or bears its
mark where it has to stay in sight.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    Func,
    IntegerField,
    JSONField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear, JSONObject, Left, NullIf

from nabij.core import crypto
from nabij.core.errors import NotFound
from nabij.core.paging import PAGE_SIZE, Cursor, Page, page_by_moment
from nabij.core.viewer import Viewer
from nabij.dossiers.models import Fact, Original, Reference
from nabij.dossiers.queries.opened import EntryWritten, MayBeUsed, Restricted
from nabij.dossiers.rules import originals
from nabij.dossiers.rules.in_view import FACT_COLUMNS, fact_in_view, may_name, source_in_view
from nabij.dossiers.types import FactCount, FactInView, NamedParty, OriginalInView

PARTY_TYPES = (
    "Organization",
    "HealthcareService",
    "Practitioner",
    "PractitionerRole",
    "CareTeam",
    "RelatedPerson",
)
_OPENED = EntryWritten()
# How much of a note comes along in a list.
LONGEST_BEGINNING = 280
UNDATED = datetime(1, 1, 1, tzinfo=UTC)
_SOURCE = (
    "source_id", "source__ref", "source__title", "source__care_type", "source__data_class",
    "source__is_own",
)  # fmt: skip
_READ = (
    *FACT_COLUMNS, *_SOURCE, "author", "patient_record_id", "starts_on", "starts_precision", "ends_on",
    "ends_precision",
)  # fmt: skip
# Not by author: a name that is left out because it tells a diagnosis must not be found either.
_SEARCHED = ("code_text", "category", "value", "text", "code")
# The name a reference goes by: the directory's, else the fact's it points at, else as written.
_NAME = Coalesce(
    NullIf(F("target_resource__name"), Value("")),
    NullIf(F("display"), Value("")),
    F("target_fact__code_text"),
    Value(""),
)
_CATEGORY = Coalesce(F("target_resource__category"), Value(""))


class FactNotFound(NotFound):
    code = "fact-not-found"


def state_facts(
    *,
    viewer: Viewer,
    records: Sequence[int],
    kinds: Collection[str],
    visits_from: date | None,
    sensitive: Collection[int] = (),
    restricted: Restricted = (),
) -> list[FactInView]:
    """Return all facts of these kinds, the visits since a day, and the newest measurements.

    Without `visits_from` no visit comes along. Of measurements the newest of each code comes along.
    `sensitive` names the records of which names that tell a diagnosis may be shown. One SQL query.
    """
    newest = (
        _facts(records, restricted)
        .filter(kind="observation", is_error=False)
        .exclude(value="")
        .order_by("code_system", "code", "code_text", "-starts_on", "-id")
        .distinct("code_system", "code", "code_text")
        .values("pk")
    )
    wanted = Q(kind__in=list(kinds)) | Q(pk__in=newest)
    if visits_from is not None:
        wanted |= Q(kind="appointment", starts_on__gte=visits_from)
    rows = _read(_facts(records, restricted).filter(wanted)).order_by("-starts_on", "-id")
    return [fact_in_view(row, sensitive=sensitive, restricted=restricted) for row in rows]


def timeline(
    *,
    viewer: Viewer,
    records: Sequence[int],
    source: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    past_until: date | None = None,
    words: Iterable[str] = (),
    cursor: Cursor | None = None,
    size: int = PAGE_SIZE,
    sensitive: Collection[int] = (),
    restricted: Restricted = (),
) -> Page[FactInView]:
    """Return one page of all facts, the latest first; undated ones go by when they were recorded.

    `source` is a ref. Every one of `words` must occur, accents and capitals aside. `until` is
    included, and leaves out what has no date; `past_until` does not. A line brings the beginning
    of its text along. One SQL query.
    """
    facts = _facts(records, restricted).annotate(
        moment=Coalesce(
            F("starts_at"),
            Cast(F("starts_on"), DateTimeField()),
            Cast(F("recorded_on"), DateTimeField()),
            Value(UNDATED, DateTimeField()),
        )
    )
    if source:
        facts = facts.filter(source__ref=source)
    if kind:
        facts = facts.filter(kind=kind)
    if since:
        facts = facts.filter(Q(starts_on__gte=since) | Q(ends_on__gte=since))
    if until:
        facts = facts.filter(starts_on__lte=until)
    if past_until:
        facts = facts.filter(Q(starts_on__lte=past_until) | Q(starts_on__isnull=True))
    for word in words:
        facts = facts.filter(_contains(word))
    rows = _read(facts.annotate(beginning=Left("text", LONGEST_BEGINNING)), "moment", "beginning")
    page = page_by_moment(rows, key="moment", cursor=cursor, size=size)
    return page.map(lambda row: fact_in_view(row, sensitive=sensitive, restricted=restricted))


def overview(
    *,
    viewer: Viewer,
    records: Sequence[int],
    sensitive: Collection[int] = (),
    restricted: Restricted = (),
) -> tuple[list[FactCount], list[NamedParty]]:
    """Return how many facts each source has of each kind, and whom the facts name.

    Parties stand there once per source, those named last first. A name that itself tells a
    diagnosis is left out, except for `sensitive` records. One SQL query.
    """
    columns = (
        *_SOURCE, "patient_record_id", "what", "named", "speciality", "roles", "kinds", "years",
        "last_on", "count",
    )  # fmt: skip
    counted = (
        _facts(records, restricted)
        .values(
            *_SOURCE,
            "patient_record_id",
            what=Value(""),
            named=F("kind"),
            speciality=Value(""),
        )
        .annotate(
            roles=Value([], ArrayField(CharField())),
            kinds=Value([], ArrayField(CharField())),
            years=_years("starts_on"),
            last_on=Max("starts_on"),
            count=Count("pk"),
        )
    )
    named = (
        Reference.objects.filter(
            _OPENED,
            MayBeUsed(restricted, of="fact__"),
            patient_record_id__in=_keys(records),
            target_type__in=PARTY_TYPES,
            fact__patient_record_id__in=_keys(records),
            fact__superseded_at__isnull=True,
            fact__is_error=False,
        )
        .values(
            *_SOURCE,
            "patient_record_id",
            what=F("target_type"),
            named=_NAME,
            speciality=_CATEGORY,
        )
        .annotate(
            roles=ArrayAgg("role", distinct=True),
            kinds=ArrayAgg("fact__kind", distinct=True),
            years=_years("fact__starts_on"),
            last_on=Max("fact__starts_on"),
            count=Count("fact_id", distinct=True),
        )
    )
    both = counted.values_list(*columns).union(named.values_list(*columns), all=True)
    counts, parties = [], []
    for values in both:
        row = dict(zip(columns, values, strict=True))
        if not row["what"]:
            counts.append(_count(row))
        elif row["named"] and may_name(
            row["named"],
            row["speciality"],
            record=row["patient_record_id"],
            sensitive=sensitive,
        ):
            parties.append(_party(row))
    parties.sort(key=lambda party: (party.last_on or date.min, party.name), reverse=True)
    return counts, parties


def fact(
    *,
    viewer: Viewer,
    records: Sequence[int],
    ref: str,
    sensitive: Collection[int] = (),
    restricted: Restricted = (),
) -> FactInView:
    """Return one fact with its text and every reference, an earlier version too. Two SQL queries.

    A restricted one too, with its mark: who shows it asks on what ground.

    Raises:
        FactNotFound: there is none, or it is not open to this opening.
    """
    rows = Fact.objects.filter(_OPENED, patient_record_id__in=_keys(records), ref=ref)
    row = rows.values(*_READ, "text").first()
    if row is None:
        raise FactNotFound
    references = Reference.objects.filter(_OPENED, fact_id=row["id"]).order_by("position")
    found = references.values(
        **_reference_columns(), fact_ref=Coalesce("target_fact__ref", Value(""))
    )
    return fact_in_view(row | {"parties": list(found)}, sensitive=sensitive, restricted=restricted)


def facts_by_key(
    *,
    viewer: Viewer,
    records: Sequence[int],
    keys: Collection[tuple[int, str, str]],
    sensitive: Collection[int] = (),
    restricted: Restricted = (),
) -> dict[tuple[int, str, str], FactInView]:
    """Return the facts that these sources, types and keys name, in their version of today.

    One SQL query, none where nothing is asked.
    """
    if not keys:
        return {}
    named = Q()
    for source_id, type_, source_key in keys:
        named |= Q(source_id=source_id, type=type_, source_key=source_key)
    rows = _read(_facts(records, restricted).filter(named))
    found = (fact_in_view(row, sensitive=sensitive, restricted=restricted) for row in rows)
    return {one.key: one for one in found}


def original(*, viewer: Viewer, records: Sequence[int], ref: str) -> OriginalInView:
    """Return the resource of a fact as it came in. One SQL query.

    Raises:
        FactNotFound: there is none, or it is not open to this opening.
        KeyMissing, SealBroken: it cannot be opened.
    """
    row = (
        Original.objects.filter(_OPENED, patient_record_id__in=_keys(records), fact__ref=ref)
        .select_related("fact")
        .defer("fact__text", "fact__details")
        .first()
    )
    if row is None:
        raise FactNotFound
    context = originals.resource_context(
        source_id=row.fact.source_id,
        type=row.fact.type,
        source_key=row.fact.source_key,
        hash=bytes(row.fact.hash),
    )
    content = originals.unpack(bytes(row.content), context=context, keys=crypto.keyring())
    return OriginalInView(media=row.media, content=content)


def versions(*, viewer: Viewer, records: Sequence[int], ref: str) -> list[FactInView]:
    """Return every version of the fact with this ref, the newest first. One SQL query."""
    one = Fact.objects.filter(_OPENED, patient_record_id__in=_keys(records), ref=ref)
    rows = (
        Fact.objects.filter(
            _OPENED,
            patient_record_id__in=_keys(records),
            source_id__in=one.values("source_id"),
            type__in=one.values("type"),
            source_key__in=one.values("source_key"),
        )
        .order_by("-version")
        .values(*_READ)
    )
    return [fact_in_view(row, sensitive=()) for row in rows]


def _years(column: str) -> ArrayAgg:
    return ArrayAgg(
        ExtractYear(column),
        distinct=True,
        filter=Q(**{f"{column}__isnull": False}),
        default=Value([], ArrayField(IntegerField())),
    )


def _count(row: dict[str, Any]) -> FactCount:
    return FactCount(
        source=source_in_view(row), kind=row["named"], years=tuple(row["years"]), count=row["count"]
    )


def _party(row: dict[str, Any]) -> NamedParty:
    return NamedParty(
        source=source_in_view(row),
        target_type=row["what"],
        name=row["named"],
        category=row["speciality"],
        roles=tuple(row["roles"]),
        kinds=tuple(row["kinds"]),
        years=tuple(row["years"]),
        last_on=row["last_on"],
        count=row["count"],
    )


def _keys(records: Sequence[int]) -> list[int]:
    """Return the keys to look for; never none, or Django would not ask the database at all."""
    return list(records) or [0]


def _facts(records: Sequence[int], restricted: Restricted) -> QuerySet[Fact]:
    return Fact.objects.filter(
        _OPENED,
        MayBeUsed(restricted),
        patient_record_id__in=_keys(records),
        superseded_at__isnull=True,
    )


def _read(facts: QuerySet[Fact], *more: str) -> QuerySet[Fact, dict[str, Any]]:
    parties = (
        Reference.objects.filter(fact_id=OuterRef("pk"), target_type__in=PARTY_TYPES)
        .order_by("position")
        .values(json=JSONObject(**_reference_columns()))
    )
    rows: QuerySet[Fact, dict[str, Any]] = facts.values(
        *_READ,
        *more,
        # One JSON value instead of an array of them: read at once.
        parties=Func(ArraySubquery(parties), function="TO_JSONB", output_field=JSONField()),
    )
    return rows


def _reference_columns() -> dict[str, Any]:
    return {
        "called": _NAME,
        "speciality": _CATEGORY,
        "in_role": F("role"),
        "at_path": F("path"),
        "of_type": F("target_type"),
        "is_in_state": F("state"),
        "key": F("target_key"),
    }


def _contains(word: str) -> Q:
    found = Q()
    for column in _SEARCHED:
        found |= Q(**{f"{column}__unaccent__icontains": word})
    return found
