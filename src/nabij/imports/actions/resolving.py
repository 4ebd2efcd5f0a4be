# SPDX-License-Identifier: EUPL-1.2
"""Rows that name others: relationships and contacts. Whom they name is looked up set by set."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

import msgspec

from nabij.contact import queries as contact_queries
from nabij.contact import rules as contact_rules
from nabij.contact.actions.many import Past, add_interactions
from nabij.contact.queries.interactions import Moment
from nabij.core.viewer import Viewer
from nabij.imports.actions.comparing import drafts_of
from nabij.imports.actions.planning import lay_down
from nabij.imports.actions.reading import RowOutcome
from nabij.imports.actions.rows import EVENT, refuse, write_down
from nabij.imports.choices import Outcome
from nabij.imports.models import Import
from nabij.imports.rules.contact import ContactRow
from nabij.imports.rules.parts import Drafted
from nabij.imports.rules.ties import TieRow
from nabij.imports.types import Problem
from nabij.relations.actions import bulk
from nabij.relations.queries import many
from nabij.relations.queries.many import Named
from nabij.relations.types import Card

AT_ONCE = 5_000
type Cards = Mapping[Named, Sequence[Card]]
_GONE = Problem("", "not-found", "")


def plan_ties(*, viewer: Viewer, found: Import) -> None:
    """Say of every relationship of a file whether it is new, known, or cannot be, and why."""
    rows, shown, seen = list[RowOutcome](), set[int](), set[many.TieKey]()
    for group in batched(drafts_of(found), AT_ONCE):
        ties = [(draft.number, _tie(draft)) for draft in group]
        cards = many.cards_named(
            viewer=viewer, named=[who for _n, row in ties for who in (_who(row), _whom(row))]
        )
        keys = {card.id for cards_ in cards.values() for card in cards_}
        seen |= many.recorded_ties(viewer=viewer, ids=keys)
        shown |= keys
        rows += [(number, *_became_tie(row, cards, seen), None) for number, row in ties]
    lay_down(viewer=viewer, found=found, rows=rows, shown=shown)


def _became_tie(
    row: TieRow, cards: Cards, seen: set[many.TieKey]
) -> tuple[Outcome, tuple[Problem, ...]]:
    subject, object_ = _one(cards, _who(row), "subject"), _one(cards, _whom(row), "object")
    wrong = tuple(side for side in (subject, object_) if isinstance(side, Problem))
    if isinstance(subject, Problem) or isinstance(object_, Problem):
        return Outcome.ERROR, wrong
    if not many.may_tie(subject, object_, row.kind):
        return Outcome.ERROR, (Problem("tie", "cannot-relate"),)
    key = many.tie_key(subject.id, object_.id, row.kind, starts=row.starts, ends=row.ends)
    if key in seen:
        return Outcome.SAME, ()
    seen.add(key)
    return Outcome.NEW, ()


def write_ties(viewer: Viewer, found: Import, waiting: Sequence[Drafted]) -> None:
    """Record the relationships of a piece; whose sides are out of sight by now is refused."""
    rows = [_tie(draft) for draft in waiting]
    cards = many.cards_named(
        viewer=viewer, named=[who for row in rows for who in (_who(row), _whom(row))]
    )
    bonds = [
        bulk.Bond(
            subject_id=_key(cards, _who(row)),
            object_id=_key(cards, _whom(row)),
            kind=row.kind,
            starts=row.starts,
            ends=row.ends,
            note=row.note,
        )
        for row in rows
    ]
    _write(found, waiting, bulk.add_ties(viewer=viewer, bonds=bonds, event=EVENT))


def plan_contact(*, viewer: Viewer, found: Import) -> None:
    """Say of every contact of a file whether it is new, known, asked about or twice there."""
    rows, shown, seen = list[RowOutcome](), set[int](), _Seen()
    for group in batched(drafts_of(found), AT_ONCE):
        contacts = [(draft.number, _contact(draft)) for draft in group]
        cards = many.cards_named(viewer=viewer, named=[_with(row) for _n, row in contacts])
        keys = {card.id for cards_ in cards.values() for card in cards_}
        at_work = many.known_by_work_ids(viewer=viewer, ids=keys)
        seen.known |= contact_queries.moments_with(viewer=viewer, ids=keys)
        shown |= keys
        for number, row in contacts:
            card = _one(cards, _with(row), "party")
            rows.append((number, *_became_contact(viewer, number, row, card, at_work, seen), None))
    doubtful = seen.doubtful()
    rows = [(n, *(_ASKED if n in doubtful else (one, why)), key) for n, one, why, key in rows]
    lay_down(viewer=viewer, found=found, rows=rows, shown=shown)


_ASKED = (Outcome.ASK, (Problem("", "contact-known"),))


@dataclass(slots=True)
class _Seen:
    """The contacts that are known, how many each; and the rows of the file, the first of each text.

    What was said before cannot be read here. So as many rows at one moment as are known are those;
    of more rows nobody can tell which of them are.
    """

    known: dict[Moment, int] = field(default_factory=dict)
    same: dict[Moment, list[int]] = field(default_factory=lambda: defaultdict(list))
    first: dict[bytes, int] = field(default_factory=dict)

    def doubtful(self) -> set[int]:
        """Return the rows of moments at which the file has more contacts than are known."""
        return {
            number
            for moment, numbers in self.same.items()
            if len(numbers) > self.known[moment]
            for number in numbers
        }


def _became_contact(
    viewer: Viewer,
    number: int,
    row: ContactRow,
    card: Card | Problem,
    at_work: set[int],
    seen: _Seen,
) -> tuple[Outcome, tuple[Problem, ...]]:
    if isinstance(card, Problem):
        return Outcome.ERROR, (card,)
    if not card.is_open:
        return Outcome.ERROR, (Problem("party", "not-found", row.number or row.name),)
    is_private = _is_private(card, at_work)
    if not contact_rules.may_record_contact(viewer.roles, is_private=is_private):
        return Outcome.ERROR, (Problem("party", "may-not-record"),)
    moment = (card.id, row.at, row.channel)
    said = hashlib.sha256(f"{card.id} {row.at} {row.channel} {row.text}".encode()).digest()
    first = seen.first.setdefault(said, number)
    if row.decision == "nieuw":
        return Outcome.NEW, ()
    if row.decision == "bekend":
        return Outcome.SAME, ()
    if first != number and row.has_time:
        return Outcome.TWICE, (Problem("", "same-row", str(first)),)
    if first != number:
        return Outcome.ASK, (Problem("", "contact-alike", str(first)),)
    if moment not in seen.known:
        return Outcome.NEW, ()
    if not row.has_time:
        return _ASKED
    seen.same[moment].append(number)
    return Outcome.SAME, ()


def write_contact(viewer: Viewer, found: Import, waiting: Sequence[Drafted]) -> None:
    """Record the contacts of a piece; with whoever is out of sight by now is refused."""
    rows = [_contact(draft) for draft in waiting]
    cards = many.cards_named(viewer=viewer, named=[_with(row) for row in rows])
    at_work = many.known_by_work_ids(
        viewer=viewer, ids={card.id for cards_ in cards.values() for card in cards_}
    )
    fit = {
        place: card
        for place, row in enumerate(rows)
        for card in cards.get(_with(row), ())[:1]
        if card.is_open
    }
    past = [
        Past(
            counterpart_id=card.id,
            is_private=_is_private(card, at_work),
            colleague_id=rows[place].colleague_id,
            channel=rows[place].channel,
            direction=rows[place].direction,
            topic=rows[place].topic,
            outcome=rows[place].outcome,
            at=rows[place].at,
            text=rows[place].text,
        )
        for place, card in fit.items()
    ]
    keys = dict(zip(fit, add_interactions(viewer=viewer, past=past, event=EVENT), strict=True))
    _write(found, waiting, [keys.get(place, 0) for place in range(len(rows))])


def _write(found: Import, waiting: Sequence[Drafted], keys: Sequence[int]) -> None:
    pairs = list(zip(waiting, keys, strict=True))
    write_down(found, ((draft.number, key) for draft, key in pairs if key))
    refuse(found, [draft.number for draft, key in pairs if not key], _GONE)


def _is_private(card: Card, at_work: set[int]) -> bool:
    return card.is_person and card.id not in at_work


def _one(cards: Cards, who: Named, column: str) -> Card | Problem:
    """Return the one who is named so, or why there is none."""
    fit = cards.get(who, ())
    if len(fit) == 1:
        return fit[0]
    said = who.number or who.name
    return Problem(column, "found-several" if fit else "not-found", said[:40])


def _key(cards: Cards, who: Named) -> int:
    fit = cards.get(who, ())
    return fit[0].id if len(fit) == 1 else 0


def _who(row: TieRow) -> Named:
    return Named(row.subject_number, _called(row.subject), row.subject_birth)


def _whom(row: TieRow) -> Named:
    return Named(row.object_number, _called(row.object), row.object_birth)


def _with(row: ContactRow) -> Named:
    return Named(row.number, _called(row.name), row.birth)


def _called(name: str) -> str:
    return " ".join(name.split())


def _tie(draft: Drafted) -> TieRow:
    return msgspec.json.decode(draft.made, type=TieRow)


def _contact(draft: Drafted) -> ContactRow:
    return msgspec.json.decode(draft.made, type=ContactRow)
