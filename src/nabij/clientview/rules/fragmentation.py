# SPDX-License-Identifier: EUPL-1.2
"""How scattered the care is: providers and financiers per year, and care given twice at a time.

Source: capabilities A-105 and A-106.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from nabij.clientview.rules.current import panel_of
from nabij.clientview.rules.sameness import words_key
from nabij.clientview.rules.statements import AFFIRMING, Stance, stance_of
from nabij.core.dates import PartialDate
from nabij.dossiers.types import FactInView
from nabij.matching.normalise import fold

CARE_KINDS = frozenset({"care_plan", "episode", "procedure", "task", "care_team"})
SHORTEST_CARE = timedelta(days=7)
ORGANISATION_TYPES = frozenset({"Organization", "HealthcareService"})
# Kinds of help by the beginnings of words; what several providers may give side by side.
FAMILIES: dict[str, tuple[str, ...]] = {
    "personal_care": ("persoonlijke verzorging", "wassen", "douchen", "adl", "aankleden", "kousen"),
    "nursing": ("verpleging", "wijkverpleging", "wondzorg", "wondverzorging", "stomazorg"),
    "medication_help": ("medicatie", "medicijn", "baxter"),
    "household": ("huishoud", "schoonmaak"),
    "guidance": ("begeleiding", "ondersteuning thuis", "dagstructuur", "dag doornemen"),
    "day_care": ("dagbesteding", "dagopvang", "dagbehandeling", "dagverzorging"),
    "meals": ("maaltijd", "tafeltje dekje", "samen eten", "hulp bij eten", "eten en drinken"),
    "physiotherapy": ("fysiotherap", "oefentherap"),
    "occupational_therapy": ("ergotherap",),
    "dietetics": ("dietist", "dieetadvies"),
    "case_management": ("casemanage", "zorgcoordinat", "trajectbegeleid"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Involved:
    """A provider or financier and the years in which facts name it."""

    name: str
    years: frozenset[int]
    is_financier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """Who was involved in one year: names in order, each once."""

    year: int
    providers: tuple[str, ...]
    financiers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One side of care that is given twice."""

    provider: str
    fact: FactInView


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The same kind of help by two providers in one period; `ends` None: it goes on.

    `is_certain` is false when a date of which only a part is known decides.
    """

    family: str
    parts: tuple[Part, Part]
    starts: PartialDate
    ends: PartialDate | None
    is_certain: bool


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the form in which one organisation written in two ways is one.

    Legal forms and the word for its kind of care say nothing about which one it is.

    Example:
        >>> name_key("Stichting Isala klinieken") == name_key("Isala Klinieken")
        True
    """
    noise = {"stichting", "bv", "vof", "maatschap", "cooperatie", "nv"}
    words = [w for w in fold(name).replace(".", "").replace(",", " ").split() if w not in noise]
    return " ".join(words) or fold(name)


def years_of(starts: PartialDate | None, ends: PartialDate | None, *, on: date) -> frozenset[int]:
    """Return the years a period touches, up to this one; a period without an end goes on."""
    if starts is None:
        return frozenset()
    last = min(ends.year if ends else on.year, on.year)
    return frozenset(range(starts.year, last + 1))


def by_year(involved: Iterable[Involved], *, on: date, years: int = 6) -> list[Year]:
    """Return who was involved in each of the last `years` years, oldest first.

    Years before the first in which anybody is named are left out; one without anybody in between
    stays, for that tells something too.
    """
    named = list(involved)
    window = range(on.year - years + 1, on.year + 1)
    known = [year for year in window if any(year in one.years for one in named)]
    if not known:
        return []
    return [
        Year(
            year=year,
            providers=_names(one for one in named if year in one.years and not one.is_financier),
            financiers=_names(one for one in named if year in one.years and one.is_financier),
        )
        for year in range(known[0], on.year + 1)
    ]


def families_of(fact: FactInView) -> frozenset[str]:
    """Return which kinds of help a fact is about (`personal_care`); a plan may hold several."""
    activities = fact.details.get("activities") or []
    told = [fact.code_text, fact.category, *(a.get("text", "") for a in activities)]
    lines = [f" {fold(str(line))}" for line in told]
    return frozenset(
        family
        for family, beginnings in FAMILIES.items()
        if any(f" {beginning}" in line for beginning in beginnings for line in lines)
    )


def provider_of(fact: FactInView) -> str:
    """Return who gives the care: the organisation the fact names, else its source."""
    for name in fact.named(
        "performer", "serviceProvider", "managingOrganization", "owner", "author"
    ):
        if name.target_type in ORGANISATION_TYPES and name.name:
            return name.name
    return fact.source.title


def double_care(facts: Sequence[FactInView], *, on: date) -> list[Overlap]:
    """Return where two providers give the same kind of help at the same time, latest first.

    Only care that lasts is compared (an end, or still running), and a pair of providers stands
    there once for each kind of help: with its longest overlap. The sources may be one: a general
    practice may tell of both.
    """
    parts: dict[str, list[Part]] = {}
    for fact in facts:
        if fact.kind in CARE_KINDS and panel_of(fact) != "help" and _lasts(fact, on):
            for family in families_of(fact):
                parts.setdefault(family, []).append(Part(provider=provider_of(fact), fact=fact))
    found: dict[tuple[str, frozenset[str]], Overlap] = {}
    for family, given in parts.items():
        for one, other in combinations(given, 2):
            pair = frozenset({name_key(one.provider), name_key(other.provider)})
            overlap = _overlap(family, one, other) if len(pair) == 2 else None
            kept = found.get((family, pair))
            if overlap and (kept is None or _days(overlap, on) > _days(kept, on)):
                found[family, pair] = overlap
    return sorted(found.values(), key=lambda o: (o.ends is None, o.starts), reverse=True)


def merged(involved: Iterable[Involved]) -> list[Involved]:
    """Return the parties with two spellings of one name made one, under the longest spelling."""
    kept: dict[tuple[str, bool], Involved] = {}
    for one in involved:
        key = (name_key(one.name), one.is_financier)
        before = kept.get(key)
        name = max((before.name if before else "", one.name), key=len)
        years = one.years | (before.years if before else frozenset())
        kept[key] = Involved(name=name, years=years, is_financier=one.is_financier)
    return list(kept.values())


def _names(involved: Iterable[Involved]) -> tuple[str, ...]:
    return tuple(sorted({one.name for one in involved}, key=words_key))


def _lasts(fact: FactInView, on: date) -> bool:
    stance = stance_of(fact, on=on)
    if fact.starts is None or stance not in AFFIRMING | {Stance.ENDED}:
        return False
    if fact.ends is None:
        return stance is not Stance.ENDED
    return fact.ends.latest - fact.starts.earliest >= SHORTEST_CARE


def _overlap(family: str, one: Part, other: Part) -> Overlap | None:
    first, second = one.fact, other.fact
    if first.starts is None or second.starts is None:
        return None
    starts = max(first.starts, second.starts, key=lambda d: d.earliest)
    ends_known = [fact.ends for fact in (first, second) if fact.ends]
    ends = min(ends_known, key=lambda d: d.latest) if ends_known else None
    if ends is not None and starts.earliest >= ends.latest:
        return None
    is_certain = ends is None or starts.latest <= ends.earliest
    ordered = (one, other) if first.starts.earliest <= second.starts.earliest else (other, one)
    return Overlap(family=family, parts=ordered, starts=starts, ends=ends, is_certain=is_certain)


def _days(overlap: Overlap, on: date) -> int:
    last = overlap.ends.latest if overlap.ends else on
    return (last - overlap.starts.earliest).days
