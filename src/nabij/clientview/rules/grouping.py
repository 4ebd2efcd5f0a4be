# SPDX-License-Identifier: EUPL-1.2
"""One line for what several sources say, with whether they agree. Nothing is solved silently."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.clientview.rules.sameness import (
    same_things,
    strength_of,
    words_in_order,
    words_key,
)
from nabij.clientview.rules.statements import (
    AFFIRMING,
    CURRENT,
    HAND_OUT,
    Stance,
    Statement,
    statement,
)
from nabij.core.dates import PartialDate
from nabij.dossiers.types import FactInView, SourceInView


class Verdict(StrEnum):
    """How the sources stand towards each other."""

    SINGLE = "single"
    AGREE = "agree"
    DIFFER = "differ"  # both may be true: another dose, ended at one and running at the other
    CONTRADICT = "contradict"  # both cannot be true


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing in the picture: what leads, what each source says of it, and their verdict.

    `statements` holds the latest word of each source on each form of it, newest first; `facts`
    everything behind them.
    """

    title: str
    lead: Statement
    statements: tuple[Statement, ...]
    facts: tuple[FactInView, ...]
    verdict: Verdict

    @property
    def kind(self) -> str:
        """Return the kind of fact."""
        return self.lead.fact.kind

    @property
    def stance(self) -> Stance:
        """Return how the leading source stands towards it."""
        return self.lead.stance

    @property
    def sources(self) -> tuple[SourceInView, ...]:
        """Return the sources that say something of it, each once, the leading one first."""
        found = {self.lead.fact.source.id: self.lead.fact.source}
        for said in self.statements:
            found.setdefault(said.fact.source.id, said.fact.source)
        return tuple(found.values())

    @property
    def since(self) -> PartialDate | None:
        """Return when it began: the earliest date a source that affirms it names.

        The date of a device itself is that of its making.
        """
        said = [s for s in self.statements if s.stance in AFFIRMING] or list(self.statements)
        dates = [s.fact.starts for s in said if s.fact.starts and s.fact.type != "Device"]
        return min(dates, key=lambda starts: starts.earliest, default=None)

    @property
    def is_disputed(self) -> bool:
        """Tell whether the sources do not say the same."""
        return self.verdict in {Verdict.DIFFER, Verdict.CONTRADICT}

    @property
    def is_current(self) -> bool:
        """Tell whether a source still holds it; what cannot be read or is disputed counts."""
        return any(said.stance in CURRENT for said in self.statements)


def items_of(facts: Sequence[FactInView], *, on: date) -> list[Item]:
    """Return the facts as items: what several sources report stands there once.

    Facts that a source took back are left out, unless nothing else was said of the thing.
    """
    return [_item(group, on) for group in same_things(facts)]


def latest_words(statements: Iterable[Statement]) -> list[Statement]:
    """Return the last word of each source on each form of a thing, newest first.

    A source that sends the same medicine every month says one thing; a source that sends two
    strengths says two. What a source took back gives way to whatever else it says.
    """
    last: dict[tuple[int, str], Statement] = {}
    for said in statements:
        fact = said.fact
        form = words_key(fact.code_text) if fact.kind == "medication" else ""
        key = (fact.source.id, form if fact.is_understood else fact.ref)
        if key not in last or _weight(said) > _weight(last[key]):
            last[key] = said
    ordered = sorted(last.values(), key=_weight, reverse=True)
    return [s for s in ordered if s.stance is not Stance.ERROR] or ordered


def verdict_on(statements: Sequence[Statement]) -> Verdict:
    """Return whether statements about one thing agree.

    Affirmed here and denied there is a contradiction, also within one source; two decisions in a
    directive too. Ended here and running there, or another dose, is a difference.
    """
    stances = {said.stance for said in statements}
    sources = {said.fact.source.id for said in statements}
    decisions = {decision_of(said.fact) for said in statements if said.stance in AFFIRMING} - {""}
    if (stances & AFFIRMING and Stance.DENIED in stances) or len(decisions) > 1:
        return Verdict.CONTRADICT
    if len(sources) == 1:
        return Verdict.SINGLE
    if _ended_elsewhere(statements) or _doses_differ(statements):
        return Verdict.DIFFER
    return Verdict.AGREE


def decision_of(fact: FactInView) -> str:
    """Return what a treatment directive decides: `permit`, `deny`, `restricted`, '' when unknown.

    Of any other fact it is ''.
    """
    decided = fact.value if fact.kind == "directive" else ""
    return decided if decided in {"permit", "deny", "restricted"} else ""


def dose_of(fact: FactInView) -> str:
    """Return how a medicine is to be used, in the words of the source; '' when it does not say."""
    return str(fact.details.get("dosage", "") or "")


def _item(facts: Sequence[FactInView], on: date) -> Item:
    said = latest_words(statement(fact, on=on) for fact in facts)
    lead = min(said, key=_leads)
    return Item(
        title=lead.fact.code_text,
        lead=lead,
        statements=tuple(said),
        facts=tuple(facts),
        verdict=verdict_on(said),
    )


def _leads(said: Statement) -> tuple[bool, bool, int]:
    """Put first what holds, of that what is more than a delivery, of that the newest."""
    return said.stance not in CURRENT, said.stance is Stance.SUPPLIED, -said.on.toordinal()


def _weight(said: Statement) -> tuple[bool, date, int, int]:
    return said.stance is not Stance.ERROR, said.on, said.fact.version, said.fact.id


def _ended_elsewhere(statements: Sequence[Statement]) -> bool:
    """Tell whether it ended at one source while another goes on.

    A medicine that was handed out before another source ended it does not speak against the end.
    """
    holds = [said for said in statements if said.stance in AFFIRMING]
    at = {said.fact.source.id for said in holds}
    over = [s for s in statements if s.stance is Stance.ENDED and s.fact.source.id not in at]
    over = [s for s in over if s.fact.category not in HAND_OUT]
    return any(
        said.stance is not Stance.SUPPLIED or said.on > ended.on for said in holds for ended in over
    )


def _doses_differ(statements: Sequence[Statement]) -> bool:
    """Tell whether two sources say another dose or strength of a medicine that both hold."""
    by_source: dict[int, set[str]] = {}
    for said in statements:
        if said.fact.kind == "medication" and said.stance in AFFIRMING and dose_of(said.fact):
            told = f"{strength_of(said.fact.code_text)} · {dose_of(said.fact)}"
            by_source.setdefault(said.fact.source.id, set()).add(words_in_order(told))
    told_by = list(by_source.values())
    return any(told != told_by[0] for told in told_by[1:])
