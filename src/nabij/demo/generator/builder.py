# SPDX-License-Identifier: EUPL-1.2
"""Collects the rows of the institution while its households are made."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from nabij.demo.generator import numbers
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.clients import ClientMaker
from nabij.demo.generator.days import days_before, part_of
from nabij.demo.generator.names import Origin, Surname, initials_of, make_name, plain, salutation
from nabij.demo.generator.places import Place, Places
from nabij.demo.generator.shapes import (
    Address,
    BsnCheck,
    Case,
    Client,
    Colleague,
    ContactPoint,
    Household,
    Organisation,
    Person,
    PersonName,
    Practitioner,
    Relationship,
    Stranger,
)

_DOCUMENTS = ("paspoort", "identiteitskaart", "rijbewijs")


class Builder:
    """Everything that is made so far, with the counters that keep keys and numbers unique."""

    def __init__(
        self,
        *,
        seed: int,
        today: date,
        places: Places,
        colleagues: tuple[Colleague, ...],
        organisations: tuple[Organisation, ...],
        practitioners: tuple[Practitioner, ...],
    ) -> None:
        self.seed = seed
        self.today = today
        self.places = places
        self.clients: list[Client] = []
        self.related: list[Person] = []
        self.households: list[Household] = []
        self.relationships: list[Relationship] = []
        self.cases: list[Case] = []
        self.strangers: list[Stranger] = []
        self.makes_clients = ClientMaker(
            seed=seed,
            today=today,
            colleagues=colleagues,
            organisations=organisations,
            practitioners=practitioners,
        )
        self._bsns: Iterator[str] = numbers.bsns()
        self._persons = 0
        self._phones = 10_000

    def phone(self, area: str = "") -> str:
        """Return a number not given out before: a landline when `area` is named."""
        self._phones += 1
        return numbers.landline(area, self._phones) if area else numbers.mobile(self._phones)

    def born(self, chance: Chance, youngest: int, oldest: int) -> date:
        """Return a birthday of someone between two ages, in full years."""
        return days_before(self.today, 365.25 * (youngest + chance.random() * (oldest - youngest)))

    def contact_points(
        self, name: PersonName, place: Place, chance: Chance, *, is_old: bool
    ) -> tuple[ContactPoint, ...]:
        """Return the ways to reach someone: the old mostly by landline, the young by mobile."""
        points: list[ContactPoint] = []
        if chance.happens(0.82 if is_old else 0.2):
            points.append(_point("phone", "home", self.phone(place.area), len(points)))
        if not points or chance.happens(0.55 if is_old else 0.9):
            points.append(_point("phone", "mobile", self.phone(), len(points)))
        if chance.happens(0.25 if is_old else 0.6):
            local = f"{plain(name.initials)}.{plain(name.own_name)}{chance.number(1, 99)}"
            points.append(_point("email", "home", f"{local}@post.example", len(points)))
        return tuple(points)

    def person(
        self,
        chance: Chance,
        *,
        name: PersonName,
        gender: str,
        birth: str,
        place: Place,
        addresses: tuple[Address, ...],
        is_old: bool,
        is_client: bool = False,
        language: str = "nl",
        contact_points: tuple[ContactPoint, ...] | None = None,
    ) -> Person:
        """Return a new person; clients get a BSN, most of them seen on an identity document."""
        self._persons += 1
        points = contact_points
        if points is None:
            points = self.contact_points(name, place, chance, is_old=is_old)
        return Person(
            key=f"P{self._persons:06d}",
            name=name,
            gender=gender,
            birth=birth,
            addresses=addresses,
            contact_points=points,
            bsn=next(self._bsns) if is_client else "",
            bsn_check=self._check(chance) if is_client and chance.happens(0.9) else None,
            language=language,
            form_of_address=_address_form(name, gender, chance) if is_client else "",
            is_shielded=is_client and chance.happens(0.003),
        )

    def _check(self, chance: Chance) -> BsnCheck:
        number = f"{chance.pick('NSBX')}{chance.pick('WPRK')}{chance.bits(7).upper()}"
        return BsnCheck(
            document_kind=chance.pick(_DOCUMENTS),
            document_number=number,
            seen_on=days_before(self.today, chance.number(20, 900)),
            colleague="anja" if chance.happens(0.5) else "willemijn",
        )

    def inhabitant(
        self,
        chance: Chance,
        *,
        origin: Origin,
        family: Surname,
        gender: str,
        born: date,
        place: Place,
        address: Address,
        is_client: bool,
        partner: Surname | None = None,
        name: PersonName | None = None,
    ) -> Person:
        """Return a person of the region with everything filled in from `origin`."""
        is_old = self.today.year - born.year > 68
        made = name or make_name(origin, gender, chance, is_old=is_old, family=family)
        if partner is not None:
            made = with_partner(made, partner, chance)
        abroad = origin.key in {"turkish", "moroccan", "elsewhere"}
        return self.person(
            chance,
            name=made,
            gender=gender,
            birth=part_of(
                born, chance, year=0.2 if abroad else 0.004, month=0.05 if abroad else 0.002
            ),
            place=place,
            addresses=(address,),
            is_old=is_old,
            is_client=is_client,
            language=origin.language if is_old else "nl",
        )

    def add_client(self, person: Person, place: Place, chance: Chance, **wishes: str) -> Client:
        """Take a person in as a client. `wishes` fix what chance would decide (see ClientMaker)."""
        client = self.makes_clients.make(len(self.clients), person, place, chance, wishes)
        self.clients.append(client)
        return client

    def relate(self, subject: str, object_: str, kind: str, **details: object) -> None:
        """Record a bond from one to the other; it began some time ago unless told."""
        self.relationships.append(
            Relationship(
                subject=subject,
                object=object_,
                kind=kind,
                starts_on=str(details.get("starts_on", "")),
                ends_on=str(details.get("ends_on", "")),
                rank=int(str(details.get("rank", 0))),
                note=str(details.get("note", "")),
            )
        )

    def house(self, members: list[Person], starts_on: str) -> None:
        """Record who live together."""
        names = " en ".join(
            dict.fromkeys(
                f"{member.name.own_prefix} {member.name.own_name}".strip() for member in members
            )
        )
        self.households.append(
            Household(
                key=f"H{len(self.households) + 1:06d}",
                label=f"Huishouden {names}",
                members=tuple(member.key for member in members),
                starts_on=starts_on,
            )
        )

    def replace_client(self, changed: Client) -> None:
        """Put a changed client back in its place."""
        position = int(changed.client_number) - self.makes_clients.first_number
        self.clients[position] = changed


def _point(system: str, use: str, value: str, before: int) -> ContactPoint:
    return ContactPoint(system=system, use=use, value=value, rank=before + 1)


def _address_form(name: PersonName, gender: str, chance: Chance) -> str:
    """Return how a client likes to be addressed: mostly formally, sometimes by the call name."""
    return name.call_name if chance.happens(0.18) else salutation(name, gender)


def with_partner(name: PersonName, partner: Surname, chance: Chance) -> PersonName:
    """Return the name of someone who married: most write the partner's name first."""
    roll = chance.random()
    use = "partner_own" if roll < 0.82 else "partner" if roll < 0.92 else "own"
    return replace(name, partner_prefix=partner.prefix, partner_name=partner.name, name_use=use)


def renamed(name: PersonName, given: str, call_name: str) -> PersonName:
    """Return the name with other first names and the initials that go with them."""
    return replace(name, given=given, call_name=call_name, initials=initials_of(given))
