# SPDX-License-Identifier: EUPL-1.2
"""Ordinary households: widows, couples, parents with a child, younger people; and their circle."""

from dataclasses import replace
from datetime import date

from nabij.demo.generator.builder import Builder
from nabij.demo.generator.chance import Chance, Weighted
from nabij.demo.generator.days import days_before
from nabij.demo.generator.names import Origin, Surname, make_name, origins, surname
from nabij.demo.generator.places import Place
from nabij.demo.generator.shapes import Address, Client, Person

_KINDS = Weighted(["single", "couple", "both", "with_child", "younger"], [52, 24, 13, 4, 7])


def add_household(builder: Builder, chance: Chance, room: int) -> None:
    """Add a household with one or two clients; two only when there is `room` for them."""
    kind = _KINDS.pick(chance)
    if kind == "both" and room < 2:
        kind = "couple"
    origin = origins().pick(chance)
    place = builder.places.pick(chance)
    moved_in = days_before(builder.today, 365 * (1 + 38 * chance.random()))
    address = builder.places.address(place, chance, starts_on=moved_in)
    home = _Home(builder, chance, origin, place, address, moved_in)
    if kind == "single":
        home.single()
    elif kind == "with_child":
        home.with_child()
    elif kind == "younger":
        home.younger()
    else:
        home.couple(both=kind == "both")


def old_age(chance: Chance) -> float:
    """Return an age as home care sees it: most between 75 and 95."""
    return float(64 + 34 * chance.random() ** 0.72)


class _Home:
    """One address with the people who live there."""

    def __init__(
        self,
        builder: Builder,
        chance: Chance,
        origin: Origin,
        place: Place,
        address: Address,
        moved_in: date,
    ) -> None:
        self.builder = builder
        self.chance = chance
        self.origin = origin
        self.place = place
        self.address = address
        self.moved_in = moved_in

    def _inhabitant(
        self,
        gender: str,
        age: float,
        family: Surname,
        *,
        is_client: bool,
        partner: Surname | None = None,
    ) -> Person:
        return self.builder.inhabitant(
            self.chance,
            origin=self.origin,
            family=family,
            gender=gender,
            born=days_before(self.builder.today, 365.25 * age),
            place=self.place,
            address=self.address,
            is_client=is_client,
            partner=partner,
        )

    def single(self) -> None:
        chance = self.chance
        gender = "female" if chance.happens(0.7) else "male"
        family = surname(self.origin, chance)
        was_married = chance.happens(0.8)
        takes_name = gender == "female" and was_married and self._marries_into_name()
        partner = surname(self.origin, chance) if takes_name else None
        person = self._inhabitant(gender, old_age(chance), family, is_client=True, partner=partner)
        client = self.builder.add_client(person, self.place, chance)
        self.builder.house([person], self.moved_in.isoformat())
        add_circle(
            self.builder,
            chance,
            client,
            origin=self.origin,
            family=partner or family,
            has_children=was_married,
        )

    def couple(self, *, both: bool) -> None:
        chance = self.chance
        his = surname(self.origin, chance)
        age = old_age(chance)
        her_partner = his if self._marries_into_name() else None
        she_is_client = both or chance.happens(0.45)
        he_is_client = both or not she_is_client
        man = self._inhabitant("male", age, his, is_client=he_is_client)
        woman = self._inhabitant(
            "female",
            max(55.0, age - 6 + 8 * chance.random()),
            surname(self.origin, chance),
            is_client=she_is_client,
            partner=her_partner,
        )
        married_on = f"{self.builder.today.year - int(age) + chance.number(22, 31)}"
        self.builder.house([man, woman], self.moved_in.isoformat())
        in_care = [
            person
            for person, is_client in ((man, he_is_client), (woman, she_is_client))
            if is_client
        ]
        children: list[Person] | None = None
        for person in in_care:
            other = woman if person is man else man
            client = self.builder.add_client(person, self.place, chance)
            if other not in in_care:
                self.builder.related.append(other)
            self.builder.relate(person.key, other.key, "partner", starts_on=married_on)
            if other not in in_care:
                self.builder.relate(
                    person.key, other.key, "informal_carer", starts_on=client.starts_on
                )
                self.builder.relate(person.key, other.key, "first_contact", rank=1)
            children = add_circle(
                self.builder,
                chance,
                client,
                origin=self.origin,
                family=his,
                has_children=True,
                known=children,
                has_first=other not in in_care,
            )

    def with_child(self) -> None:
        chance = self.chance
        family = surname(self.origin, chance)
        gender = "female" if chance.happens(0.7) else "male"
        age = old_age(chance)
        parent = self._inhabitant(gender, age, family, is_client=True)
        child = self._inhabitant(
            "female" if chance.happens(0.6) else "male",
            age - chance.number(22, 36),
            family,
            is_client=False,
        )
        client = self.builder.add_client(parent, self.place, chance)
        self.builder.related.append(child)
        self.builder.house([parent, child], self.moved_in.isoformat())
        self.builder.relate(parent.key, child.key, "child", rank=1)
        self.builder.relate(parent.key, child.key, "informal_carer", starts_on=client.starts_on)
        self.builder.relate(parent.key, child.key, "first_contact", rank=1)

    def younger(self) -> None:
        chance = self.chance
        gender = "female" if chance.happens(0.5) else "male"
        family = surname(self.origin, chance)
        age = 31 + 33 * chance.random()
        person = self._inhabitant(gender, age, family, is_client=True)
        client = self.builder.add_client(person, self.place, chance)
        members = [person]
        if chance.happens(0.5):
            partner_gender = "male" if gender == "female" and chance.happens(0.94) else "female"
            partner = self._inhabitant(
                partner_gender,
                age + chance.number(-4, 6),
                surname(self.origin, chance),
                is_client=False,
            )
            self.builder.related.append(partner)
            members.append(partner)
            self.builder.relate(person.key, partner.key, "partner")
            self.builder.relate(person.key, partner.key, "first_contact", rank=1)
            self.builder.relate(
                person.key, partner.key, "informal_carer", starts_on=client.starts_on
            )
        else:
            _add_other(self.builder, chance, client, self.place, self.origin, family)
        self.builder.house(members, self.moved_in.isoformat())

    def _marries_into_name(self) -> bool:
        """Tell whether a wife carries her husband's name; not so in every origin."""
        return self.origin.key not in {"turkish", "moroccan", "elsewhere"} and self.chance.happens(
            0.93
        )


def add_circle(
    builder: Builder,
    chance: Chance,
    client: Client,
    *,
    origin: Origin,
    family: Surname,
    has_children: bool,
    known: list[Person] | None = None,
    has_first: bool = False,
) -> list[Person]:
    """Add children, or a neighbour or friend, and who decides when the client cannot.

    `known` are children of the same couple made before. Returns the children.
    """
    children = known
    if children is None:
        count = chance.pick((0, 1, 1, 2, 2, 2, 3, 3, 4)) if has_children else 0
        children = [_child(builder, chance, client, origin, family) for _ in range(count)]
        builder.related.extend(children)
    person = client.person.key
    for rank, child in enumerate(children, 1):
        builder.relate(person, child.key, "child", rank=rank)
    near = children[0] if children else None
    if near is None:
        near = _add_other(
            builder,
            chance,
            client,
            builder.places.by_city(client.person.addresses[0].city),
            origin,
            family,
        )
    else:
        if not has_first:
            builder.relate(person, near.key, "first_contact", rank=1)
        elif chance.happens(0.6):
            builder.relate(person, near.key, "contact_person", rank=2)
        if chance.happens(0.55):
            builder.relate(person, near.key, "informal_carer", starts_on=client.starts_on)
    if (client.pattern == "dementia" and chance.happens(0.5)) or chance.happens(0.03):
        kind = chance.pick(("authorised", "authorised", "mentor", "curator"))
        builder.relate(
            person, near.key, kind, starts_on=days_before(builder.today, chance.number(60, 1400))
        )
    if chance.happens(0.04):
        builder.relate(
            person,
            near.key,
            "financial_administrator",
            starts_on=days_before(builder.today, chance.number(60, 1400)),
        )
    return children


def _child(
    builder: Builder, chance: Chance, client: Client, origin: Origin, family: Surname
) -> Person:
    gender = "female" if chance.happens(0.54) else "male"
    place = (
        builder.places.pick(chance)
        if chance.happens(0.65)
        else chance.pick(builder.places.elsewhere)
    )
    year = int(client.person.birth[:4]) + chance.number(21, 37)
    name = make_name(origin, gender, chance, is_old=False, family=family)
    if gender == "female" and origin.key not in {"turkish", "moroccan"} and chance.happens(0.4):
        own = name
        partner = surname(origin, chance)
        name = replace(
            own, partner_prefix=partner.prefix, partner_name=partner.name, name_use="partner_own"
        )
    return builder.person(
        chance,
        name=name,
        gender=gender,
        birth=f"{year}" if chance.happens(0.5) else "",
        place=place,
        addresses=(builder.places.address(place, chance),) if chance.happens(0.7) else (),
        is_old=False,
    )


def _add_other(
    builder: Builder,
    chance: Chance,
    client: Client,
    place: Place,
    family_origin: Origin,
    family: Surname,
) -> Person:
    """Add a neighbour, friend or niece as first contact of someone without children."""
    gender = "female" if chance.happens(0.6) else "male"
    kind = chance.pick(("neighbour", "neighbour", "friend", "niece_or_nephew", "sibling"))
    is_old_client = int(client.person.birth[:4]) < builder.today.year - 68
    is_family = kind in {"niece_or_nephew", "sibling"}
    origin = family_origin if is_family else origins().pick(chance)
    surname_of = family if is_family else surname(origin, chance)
    other = builder.person(
        chance,
        name=make_name(
            origin, gender, chance, is_old=kind == "sibling" and is_old_client, family=surname_of
        ),
        gender=gender,
        birth="",
        place=place,
        addresses=(builder.places.address(place, chance),) if chance.happens(0.6) else (),
        is_old=False,
    )
    builder.related.append(other)
    builder.relate(client.person.key, other.key, kind)
    builder.relate(client.person.key, other.key, "first_contact", rank=1)
    if chance.happens(0.35):
        builder.relate(client.person.key, other.key, "informal_carer", starts_on=client.starts_on)
    return other
