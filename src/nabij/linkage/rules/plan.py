# SPDX-License-Identifier: EUPL-1.2
"""From scored pairs to links: who joins whom, and what a colleague is asked.

Members of persons are named by a key: a patient record by its own key, a person's own details by
the person's key made negative. A person that is still to be made is named by the record it is made
of, made negative: `-record`. Persons that exist have positive keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nabij.matching import Evidence, Field, ScoredPair, safety

MOST_PROPOSALS = 5
# A client number of our own decides unless one of these contradicts it.
_AGAINST_A_NUMBER: frozenset[Field] = frozenset({"surname", "given", "birth"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom a record may be, judged over all that is known of that person."""

    person: int
    score: float
    is_strong: bool
    conflicts: tuple[Field, ...]
    evidence: tuple[Evidence, ...]
    by_number: bool = False

    @property
    def has_same_bsn(self) -> bool:
        """Tell whether the BSNs are known and equal."""
        return any(item.field == "bsn" and item.level == "same" for item in self.evidence)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What becomes of one record: `person` is `-record` when it gets a person of its own.

    `contradicted` says why a record that was linked before no longer fits its person.
    """

    record: int
    person: int
    joined: Candidate | None
    proposals: tuple[Candidate, ...] = ()
    contradicted: ScoredPair | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether a person is to be made of this record."""
        return self.person == -self.record


def contradictions(evidence: Iterable[Evidence]) -> tuple[Field, ...]:
    """Return the fields of identity that contradict each other."""
    return safety.conflicts({item.field: item.level for item in evidence})


@dataclass(slots=True)
class Planner:
    """Assigns records one by one, each seeing what became of those before it.

    Args:
        person_of: member key to person, for all that was there before.
        pairs: for each record its scored pairs; `right` is a member or another record.
        by_number: record to the person who carries its client number (own sources only).
        barred: (record, person) that a colleague said are not the same.
        asked: pairs of persons about whom the question stands or was answered.
    """

    person_of: dict[int, int]
    pairs: Mapping[int, Sequence[ScoredPair]]
    by_number: Mapping[int, int]
    barred: frozenset[tuple[int, int]]
    asked: set[frozenset[int]] = field(default_factory=set)

    def assign(self, record: int) -> Assignment:
        """Return what becomes of a record that belongs to nobody yet.

        Exactly one strong candidate: it joins. None, or several: it gets a person of its own, and
        the candidates are proposed. Our own client number goes before a BSN, and an equal BSN
        before name and address alone.
        """
        candidates = self._candidates(record)
        agreeing = [c for c in candidates if c.is_strong]
        strong = [c for c in agreeing if c.by_number]
        strong = strong or [c for c in agreeing if c.has_same_bsn] or agreeing
        joined = strong[0] if len(strong) == 1 else None
        person = joined.person if joined else -record
        self.person_of[record] = person
        return Assignment(record, person, joined, self._proposals(person, candidates))

    def re_examine(self, record: int) -> Assignment:
        """Return what to ask about a record that is linked already; it is never moved."""
        person = self.person_of[record]
        own = [p for p in self.pairs.get(record, ()) if self.person_of.get(p.right) == person]
        best = max(own, key=lambda pair: pair.score, default=None)
        fits = best is None or not all(contradictions(pair.evidence) for pair in own)
        proposals = self._proposals(person, self._candidates(record))
        return Assignment(record, person, None, proposals, None if fits else best)

    def _candidates(self, record: int) -> list[Candidate]:
        by_person: dict[int, list[ScoredPair]] = {}
        for pair in self.pairs.get(record, ()):
            person = self.person_of.get(pair.right)
            if person is not None and (record, person) not in self.barred:
                by_person.setdefault(person, []).append(pair)
        numbered = self.by_number.get(record)
        if numbered is not None and (record, numbered) not in self.barred:
            by_person.setdefault(numbered, [])
        found = [
            _judge(person, pairs, by_number=person == numbered)
            for person, pairs in by_person.items()
        ]
        possible = [c for c in found if c is not None]
        return sorted(possible, key=lambda c: (-c.score, c.person))

    def _proposals(self, person: int, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
        chosen: list[Candidate] = []
        for candidate in candidates:
            question = frozenset({person, candidate.person})
            if candidate.person == person or question in self.asked:
                continue
            if len(chosen) < MOST_PROPOSALS:
                self.asked.add(question)
                chosen.append(candidate)
        return tuple(chosen)


def _judge(person: int, pairs: Sequence[ScoredPair], *, by_number: bool) -> Candidate | None:
    """Return the verdict on a record and a person, from the verdicts on that person's members.

    The member that agrees best speaks for the person, because names and addresses change; but a
    different BSN at any member keeps the record apart until somebody looks.
    """
    if by_number:
        return _judge_by_number(person, pairs)
    best = max(
        (pair for pair in pairs if pair.decision != "none"),
        key=lambda pair: (pair.decision == "strong", pair.score),
        default=None,
    )
    if best is None:
        return None
    other_bsn = any(e.field == "bsn" and e.level == "different" for p in pairs for e in p.evidence)
    conflicts: tuple[Field, ...] = best.conflicts
    if other_bsn and "bsn" not in conflicts:
        conflicts = ("bsn", *conflicts)
    is_strong = best.decision == "strong" and not conflicts
    return Candidate(person, best.score, is_strong, conflicts, best.evidence)


def _judge_by_number(person: int, pairs: Sequence[ScoredPair]) -> Candidate:
    """Judge by our own client number: it decides unless name or birth date contradicts it."""
    best = max(pairs, key=lambda pair: pair.score, default=None)
    evidence = best.evidence if best else ()
    conflicts = tuple(f for f in contradictions(evidence) if f in _AGAINST_A_NUMBER)
    score = best.score if best and conflicts else 1.0
    return Candidate(person, score, not conflicts, conflicts, evidence, by_number=True)
