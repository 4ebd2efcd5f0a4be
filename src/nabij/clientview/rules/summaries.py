# SPDX-License-Identifier: EUPL-1.2
"""What a fact says in one line, in the words of its source."""

from collections.abc import Iterable
from typing import Any

from nabij.clientview.rules.grouping import dose_of
from nabij.dossiers.types import FactInView

LONGEST = 260


def summary(fact: FactInView) -> str:
    """Return the one line under the name of a fact; '' when it says no more than its name.

    Example: of a measurement `72 kg`, of a medicine its dosage, of a care plan its activities.
    """
    told = _SUMMARIES.get(fact.kind, _value)(fact) or _beginning(fact)
    return told if len(told) <= LONGEST else told[: LONGEST - 1].rstrip() + "…"


def reactions(fact: FactInView) -> list[dict[str, str]]:
    """Return the reactions of an allergy: what was seen, and how severe."""
    found = fact.details.get("reactions")
    return [r for r in found if r.get("manifestation") or r.get("text")] if found else []


def activities(fact: FactInView) -> list[dict[str, str]]:
    """Return what a care plan does, what is forbidden or over left in with its status."""
    found = fact.details.get("activities")
    return [a for a in found if a.get("text")] if isinstance(found, list) else []


def lines(value: Any) -> list[list[tuple[str, str]]]:
    """Return a detail as lines of (name, text); the name is '' where it stands alone.

    Example: a list of reactions gives one line each, with what was seen and how severe.
    """
    if isinstance(value, list):
        return [line for part in value for line in lines(part)]
    if isinstance(value, dict):
        parts = [(str(key), _text(part)) for key, part in value.items()]
        found = [(key, text) for key, text in parts if text]
        return [found] if found else []
    text = _text(value)
    return [[("", text)]] if text else []


def _beginning(fact: FactInView) -> str:
    """Return the first words of a note, where they were read along."""
    return " ".join(fact.text.split()) if fact.text != fact.code_text else ""


def _value(fact: FactInView) -> str:
    value = f"{fact.value} {fact.unit}".strip()
    return value if value != fact.code_text else ""


def _observation(fact: FactInView) -> str:
    absent = str(fact.details.get("absent", "")) if not fact.value else ""
    return _joined((_value(fact), str(fact.details.get("interpretation", "")), absent))


def _medication(fact: FactInView) -> str:
    amount = f"{fact.value} {fact.unit}".strip() if fact.category == "dispense" else ""
    return _joined((dose_of(fact), amount, str(fact.details.get("stop_reason", ""))))


def _allergy(fact: FactInView) -> str:
    return _joined(r.get("manifestation") or r.get("text", "") for r in reactions(fact))


def _care_plan(fact: FactInView) -> str:
    return _joined((a["text"] for a in activities(fact)), "; ")


def _visit(fact: FactInView) -> str:
    people = [name.name for name in fact.named("participant", "serviceProvider") if name.name]
    told = people or ([fact.author] if fact.author else [])
    return _joined((*dict.fromkeys(told), str(fact.details.get("location", ""))))


def _procedure(fact: FactInView) -> str:
    return _joined(str(fact.details.get(name, "")) for name in ("body_site", "outcome", "reason"))


def _directive(fact: FactInView) -> str:
    return str(fact.details.get("restrictions", ""))


def _note(fact: FactInView) -> str:
    sections = fact.details.get("sections")
    if fact.text:
        return _beginning(fact)
    return _joined((str(s) for s in sections), "; ") if isinstance(sections, list) else ""


def _goal(fact: FactInView) -> str:
    targets = fact.details.get("targets")
    return _joined((*(targets if isinstance(targets, list) else ()), fact.value), "; ")


def _care_team(fact: FactInView) -> str:
    return _joined(name.name for name in fact.named("participant") if name.name)


def _related(fact: FactInView) -> str:
    return _joined((fact.category, fact.value if fact.value != fact.category else ""))


def _nothing(fact: FactInView) -> str:
    return ""


_SUMMARIES = {
    "observation": _observation,
    "medication": _medication,
    "allergy": _allergy,
    "care_plan": _care_plan,
    "appointment": _visit,
    "encounter": _visit,
    "procedure": _procedure,
    "directive": _directive,
    "note": _note,
    "goal": _goal,
    "care_team": _care_team,
    "related_person": _related,
    "problem": lambda fact: _joined(
        str(fact.details.get(name, "")) for name in ("body_site", "severity")
    ),
    "coverage": lambda fact: _joined(str(p) for p in fact.details.get("payers", ())),
    "flag": lambda fact: str(fact.details.get("detail", "")),
    "questionnaire": _nothing,
}


def _joined(parts: Iterable[Any], between: str = ", ") -> str:
    told = list(dict.fromkeys(str(part) for part in parts if part))
    # A sentence that goes on needs no full stop of its own.
    return between.join([*(part.rstrip(".") for part in told[:-1]), *told[-1:]])


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _joined(_text(part) for part in value)
    if isinstance(value, dict):
        return _joined((_text(part) for part in value.values()), " ")
    return "" if value in (None, "", False) else str(value)
