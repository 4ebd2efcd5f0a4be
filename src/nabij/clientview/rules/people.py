# SPDX-License-Identifier: EUPL-1.2
"""Who is around the client: family and carers, professionals, organisations and who pays."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from nabij.clientview.rules.fragmentation import name_key, years_of
from nabij.clientview.rules.sameness import words_key
from nabij.clientview.rules.statements import AFFIRMING, stance_of
from nabij.core.identifiers import normalise_phone
from nabij.dossiers.types import FactInView, SourceInView
from nabij.matching.normalise import fold

LATELY = timedelta(days=365)
LASTING_KINDS = frozenset({"care_team", "care_plan"})
_FIRST_ROLES = frozenset({"1", "01"})
_PAYER_ROLES = ("payor", "issuer", "insurer", "policyHolder")
_COMMON = frozenset({"stichting", "de", "het", "praktijk", "centrum", "dr.", "bron"})
# Beginnings of words in a name or specialty, and the kind of care they stand for.
_CARE_TYPES = {
    "gp": ("huisarts", "praktijkonderst"),
    "pharmacy": ("apothe",),
    "hospital": ("ziekenhuis", "hospital", "polikliniek", "medisch centrum", "kliniek"),
    "day_care": ("dagop", "dagbest", "dagbehand"),
    "mental_health": ("ggz", "psych", "verslav"),
    "home_care": ("thuiszorg", "wijkverple", "wijkteam", "verzorgende"),
}


class Group(StrEnum):
    """What somebody is to the client; in the order of the picture."""

    FAMILY = "1-family"
    TEAM = "2-team"
    PROFESSIONAL = "3-professional"
    ORGANISATION = "4-organisation"
    FINANCIER = "5-financier"


_GROUPS = {
    "CareTeam": Group.TEAM,
    "Practitioner": Group.PROFESSIONAL,
    "PractitionerRole": Group.PROFESSIONAL,
    "Organization": Group.ORGANISATION,
    "HealthcareService": Group.ORGANISATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody near the client. `ref` is set when they are a relation of ours.

    `may_know` says what they may be told, and `told_of` what the client may be told of them, where
    anything is recorded. `rank` 1 is called first.
    `sources` tell of them; empty when only we do.
    """

    name: str
    relation: str
    role: str = ""
    phones: tuple[str, ...] = ()
    ref: str = ""
    rank: int | None = None
    is_representative: bool = False
    note: str = ""
    sources: tuple[SourceInView, ...] = ()
    fact_ref: str = ""
    may_know: str = ""
    told_of: str = ""
    is_shut_out: bool = False

    @property
    def first_relation(self) -> str:
        """Return what they are to the client in one word, where there is room for one."""
        return self.relation.split(", ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whom facts of one source name."""

    name: str
    target_type: str
    category: str = ""
    roles: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    last_on: date | None = None
    count: int = 0
    source: SourceInView


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """One party around the client, with what all sources tell of it.

    `is_ahead` tells that something is planned with it; then `last_on` lies in the future.
    """

    name: str
    group: Group
    what: str = ""
    care_type: str = ""
    last_on: date | None = None
    years: frozenset[int] = frozenset()
    sources: tuple[SourceInView, ...] = ()
    is_recent: bool = True
    is_ahead: bool = False


def contacts_of(own: Sequence[Contact], facts: Sequence[FactInView], *, on: date) -> list[Contact]:
    """Return the people near the client, once each: those we know first, whom to call on top.

    Somebody we know in several ways (daughter, informal carer) stands there once with all of them.
    A contact person whom a source tells of is one we know when a phone number or the whole name
    is the same. Whom the client shut out is not among them, whatever a source says.
    """
    found = _once_each(own)
    for fact in facts:
        if fact.kind != "related_person" or stance_of(fact, on=on) not in AFFIRMING:
            continue
        told = _contact(fact)
        at = next((n for n, known in enumerate(found) if _is_same(known, told)), None)
        if at is None:
            found.append(told)
        else:
            found[at] = _joined(found[at], told)
    found = [contact for contact in found if not contact.is_shut_out]
    return sorted(found, key=lambda c: (c.rank or 99, not c.ref, not c.phones, words_key(c.name)))


def first_to_call(contacts: Iterable[Contact]) -> Contact | None:
    """Return who is to be called first: the lowest rank that has a phone number.

    Where nobody has a rank it is the first of the list with a number.
    """
    with_phone = [contact for contact in contacts if contact.phones]
    return min(with_phone, key=lambda c: c.rank or 99, default=None)


def around(
    named: Sequence[Named],
    coverages: Sequence[FactInView],
    sources: Sequence[SourceInView],
    *,
    on: date,
) -> list[Around]:
    """Return the parties around the client, each once over all sources, by group and name.

    Somebody who only pays stands there as financier, not as provider. `is_recent` is false for
    who was last named more than a year ago.
    """
    found: dict[tuple[Group, str], Around] = {}
    payers = {name_key(name) for fact in coverages for name in payers_of(fact)}
    for one in named:
        group = _GROUPS.get(one.target_type)
        if group is None or _only_pays(one) or name_key(one.name) in payers:
            continue
        _add(found, _party(one, group, sources, on))
    for fact in coverages:
        for name in payers_of(fact):
            _add(found, _financier(name, fact, on))
    return sorted(found.values(), key=lambda a: (a.group, not a.is_recent, words_key(a.name)))


def drawn(parties: Sequence[Around], *, places: dict[Group, int]) -> list[Around]:
    """Return who fits in a drawing: of each group so many, those named last first."""
    chosen: list[Around] = []
    for group, most in places.items():
        own = [party for party in parties if party.group is group]
        own.sort(key=lambda a: (not a.is_recent, -(a.last_on or date.max).toordinal()))
        chosen += own[:most]
    return chosen


def short_titles(sources: Sequence[SourceInView]) -> dict[int, str]:
    """Return a short name for each source that still tells them apart: its first words.

    Example: `Huisartsen in de regio` beside `Apotheken in de regio` gives `Huisartsen`.
    """
    first = {source.id: source.title.split(" ", 1)[0] for source in sources}
    shared = Counter(first.values())
    return {
        source.id: source.title
        if shared[first[source.id]] > 1 or fold(first[source.id]) in _COMMON
        else first[source.id]
        for source in sources
    }


def payers_of(fact: FactInView) -> list[str]:
    """Return who pays according to a coverage."""
    named = [name.name for name in fact.named("payor", "issuer") if name.name]
    return named or [str(name) for name in fact.details.get("payers", ()) if name]


def care_type_of(name: str, category: str, sources: Sequence[SourceInView]) -> str:
    """Return the kind of care of a party: that of the source it is, else what its name says."""
    for source in sources:
        if name_key(source.title) == name_key(name):
            return source.care_type
    told = f" {fold(category)} {fold(name)}"
    for care_type, beginnings in _CARE_TYPES.items():
        if any(f" {beginning}" in told for beginning in beginnings):
            return care_type
    return ""


def _once_each(own: Sequence[Contact]) -> list[Contact]:
    found: dict[str, Contact] = {}
    for number, contact in enumerate(own):
        key = contact.ref or f"without-ref-{number}"
        known = found.get(key)
        found[key] = contact if known is None else _with_another_tie(known, contact)
    return list(found.values())


def _with_another_tie(known: Contact, other: Contact) -> Contact:
    ranks = [rank for rank in (known.rank, other.rank) if rank]
    return replace(
        known,
        relation=_both(known.relation, other.relation),
        note=_both(known.note, other.note),
        phones=tuple(dict.fromkeys((*known.phones, *other.phones))),
        rank=min(ranks, default=None),
        is_representative=known.is_representative or other.is_representative,
        may_know=known.may_know or other.may_know,
        told_of=known.told_of or other.told_of,
        is_shut_out=known.is_shut_out or other.is_shut_out,
    )


def _both(one: str, other: str) -> str:
    return ", ".join(dict.fromkeys(part for part in (*one.split(", "), other) if part))


def _contact(fact: FactInView) -> Contact:
    telecoms = fact.details.get("telecoms") or []
    phones = [normalise_phone(t.get("value", "")) for t in telecoms if t.get("system") == "phone"]
    codes = {str(code) for code in fact.details.get("role_codes") or []}
    is_first = bool(codes & _FIRST_ROLES) or fold(fact.value).startswith("eerste")
    return Contact(
        name=fact.code_text,
        relation=fact.category,
        role=fact.value if fact.value != fact.category else "",
        phones=tuple(dict.fromkeys(phone for phone in phones if phone)),
        rank=1 if is_first else None,
        sources=(fact.source,),
        fact_ref=fact.ref,
    )


def _is_same(known: Contact, told: Contact) -> bool:
    if set(known.phones) & set(told.phones):
        return True
    return bool(told.name) and words_key(known.name) == words_key(told.name)


def _joined(known: Contact, told: Contact) -> Contact:
    ranks = [rank for rank in (known.rank, told.rank if not known.ref else None) if rank]
    more = tuple(source for source in told.sources if source not in known.sources)
    return replace(
        known,
        relation=known.relation or told.relation,
        role=known.role or ("" if known.ref else told.role),
        phones=tuple(dict.fromkeys((*known.phones, *told.phones))),
        rank=min(ranks, default=None),
        sources=known.sources + more,
        fact_ref=known.fact_ref or told.fact_ref,
    )


def _only_pays(one: Named) -> bool:
    return bool(one.roles) and all(role.startswith(_PAYER_ROLES) for role in one.roles)


def _party(one: Named, group: Group, sources: Sequence[SourceInView], on: date) -> Around:
    return Around(
        name=one.name,
        group=group,
        what=one.category,
        care_type=care_type_of(one.name, one.category, sources),
        last_on=one.last_on,
        years=frozenset(one.years),
        sources=(one.source,),
        is_recent=one.last_on is None or on - one.last_on <= LATELY or _is_lasting(one),
        is_ahead=one.last_on is not None and one.last_on > on,
    )


def _is_lasting(one: Named) -> bool:
    """Tell whether it is named for what lasts: a team stays though it began years ago."""
    return not LASTING_KINDS.isdisjoint(one.kinds)


def _financier(name: str, fact: FactInView, on: date) -> Around:
    return Around(
        name=name,
        group=Group.FINANCIER,
        what=fact.category or fact.code_text,
        last_on=fact.ends.latest if fact.ends and fact.ends.latest < on else None,
        years=years_of(fact.starts, fact.ends, on=on),
        sources=(fact.source,),
        is_recent=stance_of(fact, on=on) in AFFIRMING,
    )


def _add(found: dict[tuple[Group, str], Around], one: Around) -> None:
    key = (one.group, name_key(one.name))
    known = found.get(key)
    if known is None:
        found[key] = one
        return
    days = [day for day in (known.last_on, one.last_on) if day]
    is_open = one.group is Group.FINANCIER and None in (known.last_on, one.last_on)
    found[key] = replace(
        known,
        name=max(known.name, one.name, key=len),
        what=known.what or one.what,
        care_type=known.care_type or one.care_type,
        last_on=None if is_open else max(days, default=None),
        years=known.years | one.years,
        sources=known.sources + tuple(s for s in one.sources if s not in known.sources),
        is_recent=known.is_recent or one.is_recent,
        is_ahead=known.is_ahead or one.is_ahead,
    )
