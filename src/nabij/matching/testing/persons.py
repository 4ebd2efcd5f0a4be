# SPDX-License-Identifier: EUPL-1.2
"""Invents persons as several sources write them, with the truth of who is who.

What makes linking hard is in it: couples and children at one address with one phone, twins, fathers
and sons of one name, women under their own name here and their husband's there, everyday names,
initials only, moves, care homes, typing errors, swapped days and months, BSNs that are absent.
Everything is drawn from one seed; nobody in it exists.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from nabij.core.identifiers import is_bsn
from nabij.matching.records import PersonRecord
from nabij.matching.testing import names

LETTERS = "abcdefghijklmnopqrstuvwxyz"
FIRST_DAY, DAYS, LAST_DAY = date(1922, 1, 1), 36500, date(2024, 12, 31)
PERSONS_PER_PLACE = 2500


@dataclass(frozen=True, slots=True)
class Told:
    """A record as a source tells it, and the number of the person whom it is about."""

    record: PersonRecord
    person: int


@dataclass(slots=True)
class _Person:
    number: int
    sex: str
    given: tuple[str, ...]
    call: str
    prefix: str
    surname: str
    partner: tuple[str, str] | None
    birth: date
    home: tuple[str, str, str]
    home_before: tuple[str, str, str]
    phone: str
    mobile: str
    email: str
    bsn: str


def told(*, records: int, seed: int, bsn_share: float = 0.75) -> Iterator[Told]:
    """Yield about `records` records in a random order of persons, at most `records`.

    Args:
        bsn_share: how many of the records tell a BSN; 0 for sources that may not know it.
    """
    maker = _Maker(random.Random(seed), records, bsn_share)  # noqa: S311 - invents, guards nothing
    return maker.records(records)


class _Maker:
    def __init__(self, chance: random.Random, records: int, bsn_share: float) -> None:
        self.chance, self.bsn_share = chance, bsn_share
        self.places = max(2, records // PERSONS_PER_PLACE)
        common = [tuple(text.split("|")) for text in _split(names.COMMON_SURNAMES)]
        tail = [
            (chance.choice(names.PREFIXES), f"{stem}{ending}")
            for stem in names.STEMS
            for ending in names.ENDINGS
        ]
        chance.shuffle(tail)
        self.surnames = [*common, *tail]
        self.weights = _cumulative(1 / (rank + 6) ** 0.85 for rank in range(len(self.surnames)))
        self.women, self.men = (
            [_named(text) for text in given] for given in (names.WOMEN, names.MEN)
        )
        self.given_weights = {
            "female": _cumulative(1 / (rank + 4) for rank in range(len(self.women))),
            "male": _cumulative(1 / (rank + 4) for rank in range(len(self.men))),
        }
        self.count, self.made = 0, 0
        self.care_homes = [self.home() for _ in range(max(1, self.places // 3))]

    def records(self, most: int) -> Iterator[Told]:
        """Yield the records of one household after another."""
        while True:
            for person in self.household():
                for position in range(self._copies()):
                    if self.made == most:
                        return
                    yield Told(self.copy(person, self.made, position), person.number)
                    self.made += 1

    def _copies(self) -> int:
        return self.chance.choices((1, 2, 3, 4), cum_weights=(30, 65, 90, 100))[0]

    def household(self) -> list[_Person]:
        """Return who live together: one, two, or a family with at times twins."""
        chance, kind = self.chance, self.chance.random()
        home, phone = self.home(), self.landline()
        if kind < 0.12:
            home = chance.choice(self.care_homes)
        first = self.person(home, phone, surname=self.surname())
        if kind < 0.45:
            return [first]
        second = self.person(
            home, phone, surname=self.surname(), near=first.birth,
            sex="male" if first.sex == "female" else "female",
        )  # fmt: skip
        wife, man = (first, second) if first.sex == "female" else (second, first)
        if chance.random() < 0.6:
            wife.partner = (man.prefix, man.surname)
        if kind < 0.75:
            return [first, second]
        return [first, second, *self._children(man, home, phone)]

    def _children(self, man: _Person, home: tuple[str, str, str], phone: str) -> list[_Person]:
        chance = self.chance
        born = man.birth + timedelta(days=chance.randint(9000, 14000))
        found: list[_Person] = []
        for _ in range(chance.choices((1, 2, 3), cum_weights=(40, 85, 100))[0]):
            is_twin = bool(found) and chance.random() < 0.12
            born = found[-1].birth if is_twin else born + timedelta(days=chance.randint(400, 1500))
            if born > LAST_DAY:
                break
            child = self.person(home, phone, surname=(man.prefix, man.surname), birth=born)
            if child.sex == "male" and chance.random() < 0.08:  # named after his father
                child.given, child.call = man.given, man.call
            if is_twin and chance.random() < 0.3:
                child.given = (_other_name(chance, self.given(child.sex), found[-1].given[0]),)
                child.call = child.given[0]
            found.append(child)
        return found

    def person(
        self,
        home: tuple[str, str, str],
        phone: str,
        *,
        surname: tuple[str, str],
        sex: str = "",
        near: date | None = None,
        birth: date | None = None,
    ) -> _Person:
        chance = self.chance
        sex = sex or chance.choice(("female", "male"))
        given, call = chance.choices(
            self.women if sex == "female" else self.men, cum_weights=self.given_weights[sex]
        )[0]
        more = tuple(self.given(sex)[0] for _ in range(chance.choice((0, 0, 1, 1, 2))))
        self.count += 1
        mobile = f"06{chance.randint(10_000_000, 59_999_999)}"
        return _Person(
            number=self.count,
            sex=sex,
            given=(given, *more),
            call=call if chance.random() < 0.8 else given,
            prefix=surname[0],
            surname=surname[1],
            partner=None,
            birth=birth or self.birth(near),
            home=home,
            home_before=self.home(),
            phone=phone if chance.random() < 0.75 else "",
            mobile=mobile if chance.random() < 0.7 else "",
            email=f"{call.lower()}.{surname[1].lower()}{chance.choice(('', chance.randint(1, 99)))}"
            f"@{chance.choice(('ziggo', 'kpnmail', 'hetnet', 'gmail'))}.example",
            bsn=self.bsn(),
        )

    def given(self, sex: str) -> tuple[str, str]:
        """Return a given name and the everyday name that goes with it."""
        from_ = self.women if sex == "female" else self.men
        return self.chance.choices(from_, cum_weights=self.given_weights[sex])[0]

    def surname(self) -> tuple[str, str]:
        """Return prefix and surname; the common ones far more often than the rare."""
        prefix, name = self.chance.choices(self.surnames, cum_weights=self.weights)[0]
        return prefix, name

    def birth(self, near: date | None) -> date:
        """Return a birth date, or one within ten years of another."""
        if near is None:
            return FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        return min(near + timedelta(days=self.chance.randint(-3600, 3600)), LAST_DAY)

    def home(self) -> tuple[str, str, str]:
        """Return postcode, house number and suffix."""
        chance = self.chance
        place, street = 1000 + chance.randrange(self.places) % 9000, chance.randrange(120)
        letters = f"{LETTERS[street // 20].upper()}{LETTERS[street % 20].upper()}"
        suffix = chance.choice(("a", "b", "bis", "2")) if chance.random() < 0.06 else ""
        return f"{place}{letters}", str(int(chance.triangular(1, 180, 8))), suffix

    def landline(self) -> str:
        """Return a phone number of a house."""
        return f"0{self.chance.randint(10, 78)}{self.chance.randint(2_000_000, 9_999_999)}"

    def bsn(self) -> str:
        """Return nine digits that pass the check."""
        while True:
            value = f"{self.chance.randint(10_000_000, 999_999_99):08d}"
            rest = sum(int(digit) * (9 - i) for i, digit in enumerate(value)) % 11
            if rest < 10 and is_bsn(f"{value}{rest}"):
                return f"{value}{rest}"

    def copy(self, person: _Person, key: int, position: int) -> PersonRecord:
        """Return what one source writes of a person, with its habits and its errors."""
        chance = self.chance
        home = person.home if chance.random() < 0.9 else person.home_before
        tells_bsn = chance.random() < self.bsn_share
        record = PersonRecord(
            key=key,
            surnames=self._surnames(person),
            birth_on=person.birth if chance.random() < 0.985 else None,
            birth_precision="day",
            gender=person.sex if chance.random() < 0.97 else "unknown",
            postcode=home[0],
            house_number=home[1],
            suffix=home[2] if chance.random() < 0.8 else "",
            phones=tuple(
                filter(None, (number for number in (person.phone, person.mobile)
                              if chance.random() < 0.6))
            ),
            emails=(person.email,) if chance.random() < 0.35 else (),
            bsn_index=person.bsn.encode() if tells_bsn else None,
            bsn_state="present" if tells_bsn else "absent",
            **self._given(person),
        )  # fmt: skip
        if record.birth_on is None:
            record = replace(record, birth_precision="")
        return self._with_errors(record)

    def _surnames(self, person: _Person) -> tuple[str, ...]:
        own = f"{person.prefix} {person.surname}".strip()
        if person.partner is None:
            return (own,)
        partner, how = " ".join(filter(None, person.partner)), self.chance.random()
        if how < 0.35:
            return (own,)
        return (partner,) if how < 0.55 else (partner, own)

    def _given(self, person: _Person) -> dict[str, Any]:
        how, letters = self.chance.random(), "".join(f"{name[0]}." for name in person.given)
        if how < 0.45:
            return {"given_names": " ".join(person.given), "initials": letters,
                    "call_name": person.call if self.chance.random() < 0.5 else ""}  # fmt: skip
        if how < 0.65:
            return {"call_name": person.call, "initials": letters}
        if how < 0.8:
            return {"given_names": person.call}
        return {"initials": letters if self.chance.random() < 0.7 else letters[:2]}

    def _with_errors(self, record: PersonRecord) -> PersonRecord:
        chance = self.chance
        changes: dict[str, Any] = {}
        if chance.random() < 0.04:
            first, *rest = record.surnames
            changes["surnames"] = (typed_wrong(first, chance), *rest)
        if record.given_names and chance.random() < 0.03:
            changes["given_names"] = typed_wrong(record.given_names, chance)
        if record.birth_on and chance.random() < 0.025:
            changes |= _wrong_birth(record.birth_on, chance)
        if chance.random() < 0.02:
            changes["house_number"] = str(int(record.house_number) + chance.choice((-1, 1, 10)))
        if chance.random() < 0.015:
            changes["postcode"] = record.postcode[:-1] + chance.choice(LETTERS).upper()
        if record.phones and chance.random() < 0.02:
            changes["phones"] = (digit_wrong(record.phones[0], chance), *record.phones[1:])
        if record.bsn_index and chance.random() < 0.003:
            changes["bsn_index"] = digit_wrong(record.bsn_index.decode(), chance).encode()
        return replace(record, **changes) if changes else record


def typed_wrong(text: str, chance: random.Random) -> str:
    """Return a text with one typing error: a letter left out, added, replaced or swapped."""
    place = chance.randrange(max(1, len(text) - 1))
    before, letter, after = text[:place], text[place : place + 1], text[place + 1 :]
    other = chance.choice(LETTERS)
    return chance.choice(
        (before + after, before + letter + other + after, before + other + after,
         before + after[:1] + letter + after[1:])
    )  # fmt: skip


def digit_wrong(text: str, chance: random.Random) -> str:
    """Return a number with one other digit."""
    place = chance.randrange(2, len(text))
    return text[:place] + chance.choice("0123456789") + text[place + 1 :]


def _wrong_birth(birth: date, chance: random.Random) -> dict[str, Any]:
    """Swap day and month, miss a day or a year, or know the year only."""
    how = chance.random()
    if how < 0.3 and birth.day <= 12:
        return {"birth_on": birth.replace(month=birth.day, day=birth.month)}
    if how < 0.6:
        return {"birth_on": birth - timedelta(days=chance.choice((1, 10, 30)))}
    if how < 0.8:
        year = birth.year - chance.choice((1, 10))
        return {"birth_on": birth.replace(year=year, day=min(birth.day, 28))}
    return {"birth_on": date(birth.year, 1, 1), "birth_precision": "year"}


def _other_name(chance: random.Random, offered: tuple[str, str], taken: str) -> str:
    """Return a name with the first letter that is taken, as parents of twins like."""
    name = offered[0]
    return taken[0] + name[1:] if name[0] != taken[0] and chance.random() < 0.5 else name


def _split(text: str) -> list[str]:
    """Return the surnames of a list.

    A prefix may hold spaces, so `|` tells where the name starts.
    """
    found, prefix = [], ""
    for word in text.split():
        before, bar, name = word.partition("|")
        prefix = f"{prefix} {before}".strip()
        if bar:
            found.append(f"{prefix}|{name}")
            prefix = ""
    return found


def _named(text: str) -> tuple[str, str]:
    given, _, call = text.partition("=")
    return given, call or given


def _cumulative(weights: Iterator[float]) -> list[float]:
    total, found = 0.0, []
    for weight in weights:
        total += weight
        found.append(total)
    return found
