# SPDX-License-Identifier: EUPL-1.2
"""From all pairs of all records to what a run will write: who joins whom, and what is asked.

Members are the rows of the engine's table: patient records by their own key, persons' own details
by the person's key made negative. The machine never moves a record that is linked: it links what
belongs to nobody yet, and asks about the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from nabij.linkage.rules.groups import Bounds, Edges, Rows, groups
from nabij.linkage.rules.plan import MOST_PROPOSALS
from nabij.matching import mixture, safety
from nabij.matching.levels import LEVELS, levels_of
from nabij.matching.linking import Linked, contradictions
from nabij.matching.mixture import Model
from nabij.matching.pairing import Pairs
from nabij.matching.table import PersonTable

type Flags = NDArray[np.bool_]
type Evidence = list[dict[str, str | float]]
# What goes first when records are joined: our own client number, the BSN, the rest.
NUMBER, BSN, NAMED = range(3)
# Bits from which a pair is worth asking about: as likely as not.
WORTH_ASKING = 0.0
_MOST_BITS = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What is known of the rows beside what they say of who they are.

    Args:
        person: the person whom a row is, 0 for nobody yet.
        number: code of a client number of ours, -1 where there is none.
        is_own: from our own source; a person is rather made of such a record.
        has_name: without one nobody is made of it.
        is_changed: linked already, and not seen as it is now.
    """

    person: Rows
    number: NDArray[np.int32]
    is_own: Flags
    has_name: Flags
    is_changed: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing to write about the record of a row; `person` 0 is whoever the row `origin` is."""

    kind: str
    row: int
    person: int = 0
    origin: int = -1
    score: float = 0.0
    has_conflict: bool = False
    evidence: Evidence = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Compared:
    """Pairs with their levels, bits and what follows from them, the added pairs last."""

    left: Rows
    right: Rows
    levels: dict[str, NDArray[np.int8]]
    bits: NDArray[np.float32]
    has_conflict: Flags
    # Never of one person, whatever else joins them: twins, a generation apart, another BSN.
    apart: Flags
    is_number: Flags


@dataclass(slots=True)
class WholePlan:
    """What becomes of everybody.

    Args:
        asked: pairs of persons, the smaller key first, about whom the question stands or was
            answered.
        model: by which pairs that share no key are scored, and every level is explained.
    """

    table: PersonTable
    members: Members
    linked: Linked
    model: Model
    asked: frozenset[tuple[int, int]]

    def planned(self) -> Iterator[Planned]:
        """Yield what is to be written: persons to make, links, questions; each in order of rows.

        The same input gives the same plan. A plan for what a plan led to asks nothing new.
        """
        compared = self._compared()
        edges, edge_of = self._edges(compared)
        apart = compared.left[compared.apart], compared.right[compared.apart]
        bsn = self.table.codes("bsn")
        labels = groups(edges, Bounds(person=self.members.person, bsn=bsn, apart=apart))
        person, origin = self._outcome(labels)
        rows = np.arange(len(labels))
        is_new = (self.members.person == 0) & ((person > 0) | (origin >= 0))
        for row in np.flatnonzero(is_new & (origin == rows)).tolist():
            yield Planned(kind="person", row=row, score=1.0)
        yield from self._links(compared, edges, edge_of, labels, np.flatnonzero(is_new & (origin != rows)),
                               person, origin)  # fmt: skip
        yield from self._asks(compared, person, origin)
        yield from self._looks(compared)

    def _compared(self) -> _Compared:
        """Return the pairs of the engine, and those that a client number or a person adds."""
        left, right, is_number = self._added()
        pairs = Pairs(left, right, ())
        levels = levels_of(self.table, pairs)
        bits = mixture.score(levels, self.model) if len(pairs) else np.empty(0, np.float32)
        linked = self.linked
        both = {name: np.concatenate([linked.levels.of[name], levels.of[name]]) for name in LEVELS}
        ours = Pairs(
            np.concatenate([linked.pairs.left, left]), np.concatenate([linked.pairs.right, right]), ()
        )  # fmt: skip
        both["birth"] = self._to_the_day(both["birth"], ours)
        apart = np.concatenate([linked.contradicts, contradictions(levels)])
        return _Compared(
            left=ours.left,
            right=ours.right,
            levels=both,
            bits=np.concatenate([linked.scores, bits]),
            has_conflict=safety.conflicting(both),
            apart=apart,
            is_number=np.concatenate([np.zeros(len(linked.pairs), bool), is_number]),
        )

    def _to_the_day(self, birth: NDArray[np.int8], pairs: Pairs) -> NDArray[np.int8]:
        """Call two equal dates of which the day is unknown what they are: equal as far as known."""
        same, partial = (LEVELS["birth"].index(name) + 1 for name in ("same", "partial"))
        is_whole = self.table.codes("whole_birth")[pairs.left] >= 0
        return np.where((birth == same) & ~is_whole, np.int8(partial), birth)

    def _added(self) -> tuple[Rows, Rows, Flags]:
        """Return pairs that no key need bring together, and which are those of a client number.

        A record of ours meets who carries its client number, and a record that changed meets the
        other members of the person whom it is.
        """
        members = self.members
        numbered = np.flatnonzero(members.number >= 0)
        numbered = numbered[
            np.lexsort((numbered, members.person[numbered] == 0, members.number[numbered]))
        ]
        of_number = members.number[numbered]
        is_first = np.r_[True, of_number[1:] != of_number[:-1]][: len(numbered)]
        first = numbered[np.maximum.accumulate(np.where(is_first, np.arange(len(numbered)), 0))]
        waits = (members.person[numbered] == 0) & ~is_first
        left, right = [first[waits]], [numbered[waits]]
        changed = np.flatnonzero(members.is_changed)
        by_person = np.argsort(members.person, kind="stable")
        keys = members.person[by_person]
        starts, ends = (
            np.searchsorted(keys, members.person[changed], side) for side in ("left", "right")
        )
        for row, start, end in zip(changed.tolist(), starts, ends, strict=True):
            others = by_person[start:end]
            others = others[others != row]
            left.append(np.full(len(others), row))
            right.append(others)
        one, other = (np.concatenate(side).astype(np.int64) for side in (left, right))
        is_number = np.zeros(len(one), bool)
        is_number[: len(left[0])] = True
        return np.minimum(one, other), np.maximum(one, other), is_number

    def _edges(self, compared: _Compared) -> tuple[Edges, Rows]:
        """Return the pairs that the machine may link, and where each stands among all pairs.

        A client number decides unless name or birth date contradicts it.
        """
        against = np.logical_or.reduce(
            [
                safety.is_one_of(compared.levels, f, safety.CONFLICTS[f])
                for f in ("surname", "given", "birth")
            ]
        )
        by_number = compared.is_number & ~against
        may = safety.linkable(compared.levels) & ~compared.apart | by_number
        place = np.flatnonzero(may)
        has_bsn = safety.is_one_of(compared.levels, "bsn", frozenset({"same"}))[place]
        tier = np.where(by_number[place], NUMBER, np.where(has_bsn, BSN, NAMED))
        edges = Edges(
            left=compared.left[place],
            right=compared.right[place],
            tier=tier.astype(np.int8),
            bits=compared.bits[place],
        )
        return edges, place

    def _outcome(self, labels: Rows) -> tuple[Rows, Rows]:
        """Return per row its person (0: none), and the row of which a person is made (-1: none)."""
        members, size = self.members, len(labels)
        person = np.zeros(size, np.int64)
        known = np.flatnonzero(members.person)
        person[labels[known]] = members.person[known]
        person = person[labels]
        fit = np.flatnonzero((person == 0) & members.has_name)
        fit = fit[np.lexsort((self.table.keys[fit], ~members.is_own[fit], labels[fit]))]
        chosen, first = np.unique(labels[fit], return_index=True)
        origin = np.full(size, -1, np.int64)
        origin[chosen] = fit[first]
        return person, origin[labels]

    def _links(
        self, compared: _Compared, edges: Edges, edge_of: Rows, labels: Rows, joining: Rows,
        person: Rows, origin: Rows,
    ) -> Iterator[Planned]:  # fmt: skip
        """Yield the link of each joining row, with the surest pair that joined it."""
        inside = np.flatnonzero(labels[edges.left] == labels[edges.right])
        row = np.concatenate([edges.left[inside], edges.right[inside]])
        place = np.concatenate([inside, inside])
        order = np.lexsort((place, -edges.bits[place], edges.tier[place], row))
        own, first = np.unique(row[order], return_index=True)
        best = dict(zip(own.tolist(), edge_of[place[order][first]].tolist(), strict=True))
        explain = _Explainer(compared, self.model)
        for joined in joining.tolist():
            pair = best[joined]
            yield Planned(
                kind="link",
                row=joined,
                person=int(person[joined]),
                origin=-1 if person[joined] else int(origin[joined]),
                score=explain.score(pair),
                evidence=explain.evidence(pair),
            )

    def _asks(self, compared: _Compared, person: Rows, origin: Rows) -> Iterator[Planned]:
        """Yield what to ask: per two persons the likeliest pair, per person a few at most."""
        keys = self.table.keys
        # Who is still to be made goes by the row that it is made of, below zero.
        whose = np.where(person > 0, person, np.where(origin >= 0, -1 - origin, 0))
        left, right = whose[compared.left], whose[compared.right]
        has_bsn = safety.is_one_of(compared.levels, "bsn", frozenset({"same"}))
        # Where all else agrees, one of two numbers was written wrong more often than not.
        only_bsn = safety.is_one_of(compared.levels, "bsn", safety.CONFLICTS["bsn"]) & ~(
            np.logical_or.reduce(
                [
                    safety.is_one_of(compared.levels, f, bad)
                    for f, bad in safety.CONFLICTS.items()
                    if f != "bsn"
                ]
            )
        )
        likely = (compared.bits >= WORTH_ASKING) & (~compared.apart | only_bsn)
        has_record = (keys[compared.left] > 0) | (keys[compared.right] > 0)
        wanted = (left != right) & (left != 0) & (right != 0) & has_record
        place = np.flatnonzero(wanted & (likely | has_bsn | compared.is_number))
        # The later record is asked about; a person's own details are never the record.
        is_left = keys[compared.left[place]] > keys[compared.right[place]]
        asks = np.where(is_left, compared.left[place], compared.right[place])
        of = np.where(is_left, compared.right[place], compared.left[place])
        low, high = (pick(whose[asks], whose[of]) for pick in (np.minimum, np.maximum))
        order = np.lexsort((keys[of], keys[asks], -compared.bits[place], high, low))
        is_first = np.ones(len(order), bool)
        is_first[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
        chosen = order[is_first]
        chosen = chosen[np.lexsort((
            keys[of[chosen]], keys[asks[chosen]], -compared.bits[place[chosen]], whose[asks[chosen]]
        ))]  # fmt: skip
        explain = _Explainer(compared, self.model)
        asker, count = 0, 0
        for n in chosen.tolist():
            if whose[asks[n]] != asker:
                asker, count = int(whose[asks[n]]), 0
            count += 1
            if count > MOST_PROPOSALS or (int(low[n]), int(high[n])) in self.asked:
                continue
            target, pair = int(of[n]), int(place[n])
            yield Planned(
                kind="ask",
                row=int(asks[n]),
                person=int(person[target]),
                origin=-1 if person[target] else int(origin[target]),
                score=explain.score(pair),
                has_conflict=bool(compared.has_conflict[pair]),
                evidence=explain.evidence(pair),
            )

    def _looks(self, compared: _Compared) -> Iterator[Planned]:
        """Yield the linked rows that changed; with evidence where one contradicts its person."""
        members = self.members
        side = np.concatenate([compared.left, compared.right])
        other = np.concatenate([compared.right, compared.left])
        pair = np.tile(np.arange(len(compared.left)), 2)
        own = members.is_changed[side] & (members.person[side] == members.person[other])
        side, pair = side[own], pair[own]
        order = np.lexsort((pair, -compared.bits[pair], side))
        side, pair = side[order], pair[order]
        rows, first = np.unique(side, return_index=True)
        fits = np.bincount(side, ~compared.has_conflict[pair], minlength=len(self.table))
        best = dict(zip(rows.tolist(), pair[first].tolist(), strict=True))
        explain = _Explainer(compared, self.model)
        for row in np.flatnonzero(members.is_changed).tolist():
            planned = Planned(kind="look", row=row, person=int(members.person[row]))
            if row in best and not fits[row]:
                planned = replace(
                    planned,
                    score=explain.score(best[row]),
                    has_conflict=True,
                    evidence=explain.evidence(best[row]),
                )
            yield planned


class _Explainer:
    """Turns the levels of a pair into evidence; equal levels are worked out once."""

    def __init__(self, compared: _Compared, model: Model) -> None:
        self.compared = compared
        self.items: dict[tuple[str, int], dict[str, str | float]] = {
            (name, number): {
                "field": name, "level": level, "weight": round(model.weight(name, level), 2)
            }
            for name, levels in LEVELS.items()
            for number, level in enumerate(levels, 1)
        }  # fmt: skip

    def score(self, pair: int) -> float:
        """Return the odds of a pair as a share, 0..1."""
        bits = max(-_MOST_BITS, min(_MOST_BITS, float(self.compared.bits[pair])))
        return float(round(1 / (1 + 2**-bits), 4))

    def evidence(self, pair: int) -> Evidence:
        """Return the fields that both sides tell, each with its level and weight in bits."""
        found = [
            self.items[name, number]
            for name, levels in self.compared.levels.items()
            if (number := int(levels[pair]))
        ]
        if self.compared.is_number[pair]:
            return [{"field": "client_number", "level": "same", "weight": 0}, *found]
        return found
