# SPDX-License-Identifier: EUPL-1.2
"""What is current, panel by panel: what holds, what is disputed, what could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nabij.clientview.rules.grouping import Item, Verdict, decision_of, items_of
from nabij.clientview.rules.statements import AFFIRMING, Stance, stance_of
from nabij.dossiers.types import FactInView
from nabij.matching.normalise import fold

# Kinds of which the panels tell; all of a person's facts of these kinds are read.
STATE_KINDS = (
    "allergy", "directive", "flag", "problem", "medication", "care_plan", "goal", "device",
    "nutrition", "care_team", "coverage", "related_person", "episode", "procedure", "task",
    "consent",
)  # fmt: skip
# No known allergy, no known drug allergy, no known food allergy, no known environmental allergy.
_NONE_KNOWN_CODES = frozenset({"716186003", "409137002", "429625007", "428607008"})
_NONE_KNOWN_WORDS = ("geen bekende", "geen allergie", "no known", "niet bekend met allerg")
# Support, informal support: the zib HelpFromOthers is a care plan of this category.
_HELP_CODES = frozenset({"243114000", "407542009"})
_HELP_WORDS = frozenset({"ondersteuning", "hulp van anderen", "help from others"})
_RESUSCITATION_CODES = frozenset({"89666000", "304253006", "439569004"})
_RESUSCITATION_WORDS = ("reanim", "resuscit")
MOST_PAST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One kind of fact: what holds now, and what is over. `past_count` counts all that is over.

    `none_known` holds the statements that there is nothing (no known allergies);
    `is_contradicted` tells that another source does name something. `retracted` is what a source
    took back and nobody says any more.
    """

    kind: str
    current: tuple[Item, ...] = ()
    past: tuple[Item, ...] = ()
    past_count: int = 0
    retracted: tuple[Item, ...] = ()
    none_known: tuple[Item, ...] = ()
    is_contradicted: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether no source says anything of this kind."""
        return not (self.current or self.past or self.none_known or self.retracted)


def panel(kind: str, facts: Sequence[FactInView], *, on: date) -> Panel:
    """Return the panel of one kind of fact, what needs attention first."""
    own = [fact for fact in facts if panel_of(fact) == kind]
    items = items_of(own, on=on)
    nothing = [item for item in items if is_none_known(item.lead.fact)]
    named = [item for item in items if not is_none_known(item.lead.fact)]
    current = [item for item in named if item.is_current]
    retracted = [item for item in named if item.stance is Stance.ERROR]
    past = [item for item in named if not item.is_current and item.stance is not Stance.ERROR]
    past.sort(key=lambda item: item.lead.on, reverse=True)
    says_none = [item for item in nothing if item.stance in AFFIRMING]
    return Panel(
        kind=kind,
        current=tuple(sorted(current, key=_attention)),
        past=tuple(past[:MOST_PAST]),
        past_count=len(past),
        retracted=tuple(retracted[:MOST_PAST]),
        none_known=tuple(says_none),
        is_contradicted=bool(says_none)
        and any(s.stance in AFFIRMING for item in current for s in item.statements),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Safety:
    """What one has to know before anything else: allergies, and what was decided on resuscitation.

    `says_none` tells that a source says that there is no allergy.
    """

    allergies: tuple[Item, ...]
    says_none: bool
    is_contradicted: bool
    resuscitation: tuple[Item, ...]


def safety(panels: Mapping[str, Panel]) -> Safety:
    """Return the line that stands on top of a client's page, also on a phone."""
    allergy, directive = panels.get("allergy"), panels.get("directive")
    return Safety(
        allergies=allergy.current if allergy else (),
        says_none=bool(allergy and allergy.none_known),
        is_contradicted=bool(allergy and allergy.is_contradicted),
        resuscitation=tuple(
            item
            for item in (directive.current if directive else ())
            if is_resuscitation(item.lead.fact)
        ),
    )


def panel_of(fact: FactInView) -> str:
    """Return the panel that a fact stands in: its kind, or `help` for what family and others do."""
    if fact.kind == "care_plan" and (
        fact.code in _HELP_CODES or fold(fact.code_text) in _HELP_WORDS
    ):
        return "help"
    return fact.kind


def is_none_known(fact: FactInView) -> bool:
    """Tell whether an allergy fact says that no allergy is known, which is not an allergy."""
    if fact.kind != "allergy":
        return False
    return fact.code in _NONE_KNOWN_CODES or fold(fact.code_text).startswith(_NONE_KNOWN_WORDS)


def is_resuscitation(fact: FactInView) -> bool:
    """Tell whether a directive is about resuscitation."""
    return fact.code in _RESUSCITATION_CODES or any(
        word in fold(fact.code_text) for word in _RESUSCITATION_WORDS
    )


def is_high_risk(fact: FactInView) -> bool:
    """Tell whether the source calls an allergy, or a reaction that was seen, dangerous."""
    if fact.kind != "allergy":
        return False
    reactions = fact.details.get("reactions") or []
    return fact.value == "high" or any(r.get("severity") == "severe" for r in reactions)


def permits(fact: FactInView) -> bool | None:
    """Return whether a directive permits its treatment; None when it does not say so for certain.

    Only a plain and understood yes is a permission. A yes with conditions is none, nor is a
    directive with a part that was not understood.

    Source: O-12 in docs/known-odd-data.md (a modifier can turn a permission into a refusal).
    """
    if not fact.is_understood or fact.is_error:
        return None
    return {"permit": True, "deny": False}.get(decision_of(fact))


def newest_by_code(observations: Sequence[FactInView], *, most: int = 8) -> list[FactInView]:
    """Return the newest measurement of each kind, the newest first."""
    newest: dict[str, FactInView] = {}
    for fact in observations:
        if fact.is_error or not fact.value:
            continue
        key = f"{fact.code_system}|{fact.code}" if fact.code else fold(fact.code_text)
        if key not in newest or _moment(fact) > _moment(newest[key]):
            newest[key] = fact
    return sorted(newest.values(), key=_moment, reverse=True)[:most]


def in_force(facts: Sequence[FactInView], kind: str, *, on: date) -> list[FactInView]:
    """Return the facts of a kind that hold on a day."""
    return [f for f in facts if f.kind == kind and stance_of(f, on=on) in AFFIRMING]


def _moment(fact: FactInView) -> tuple[date, float]:
    day = fact.starts.earliest if fact.starts else date.min
    return day, fact.starts_at.timestamp() if fact.starts_at else 0.0


def _attention(item: Item) -> tuple[bool, bool, bool, bool, int, str]:
    fact = item.lead.fact
    first = is_resuscitation(fact) if item.kind == "directive" else is_high_risk(fact)
    since = item.since.earliest.toordinal() if item.since else 0
    return (
        not first,
        item.verdict is not Verdict.CONTRADICT,
        item.stance is not Stance.UNCLEAR,
        item.verdict is not Verdict.DIFFER,
        -since,
        fold(item.title),
    )
