# SPDX-License-Identifier: EUPL-1.2
"""People who are easily taken for one another, set up on purpose; each is a `Case`.

Source: docs/known-odd-data.md, and what linkage must keep apart: twins, near-twins, namesakes,
father and son at one address, a BSN that a source gave to someone else, and people in another
provider's files who are no client of ours.
"""

from dataclasses import replace
from datetime import date, timedelta

from nabij.demo.generator import providers
from nabij.demo.generator.builder import Builder, renamed
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.days import days_before
from nabij.demo.generator.households import old_age
from nabij.demo.generator.names import Surname, make_name, origins, surname
from nabij.demo.generator.places import Place
from nabij.demo.generator.shapes import Address, Case, Client, Person, Stranger

_DUTCH = 0
_TWINS = (
    (("Jacoba Johanna", "Coby"), ("Johanna Jacoba", "Hannie")),
    (("Aaltje Grietje", "Alie"), ("Geertje Aaltje", "Geertje")),
    (("Maria Wilhelmina", "Rie"), ("Wilhelmina Maria", "Mien")),
    (("Klaasje", "Klaasje"), ("Trijntje", "Trijn")),
)
_NEAR_TWINS = (
    (("Geertruida", "Truus"), ("Margaretha", "Greet")),
    (("Hendrika", "Riek"), ("Hermina", "Mini")),
    (("Anna Maria", "Annemie"), ("Antonia Maria", "Tonny")),
    (("Berendina", "Dini"), ("Egberdina", "Dina")),
)
_NAMESAKES = (
    ("Hendrik Jan", "Henk"),
    ("Jan Willem", "Jan"),
    ("Pieter", "Piet"),
    ("Klaas", "Klaas"),
)
_FATHERS_AND_SONS = (
    ("Gerrit", "Gerard"),
    ("Jan", "Johan"),
    ("Albert", "Arend"),
    ("Berend", "Bert"),
)


def add_traps(builder: Builder, number: int) -> None:
    """Add one set of look-alikes: nine clients."""
    chance = Chance(builder.seed, "traps", number)
    _twins(builder, chance)
    _near_twins(builder, chance)
    _namesakes(builder, chance)
    _father_and_son(builder, chance)
    _shared_bsn(builder, chance)


def _spot(builder: Builder, chance: Chance) -> tuple[Place, Address]:
    place = builder.places.pick(chance)
    since = days_before(builder.today, chance.number(800, 9000))
    return place, builder.places.address(place, chance, starts_on=since)


def _someone(
    builder: Builder,
    chance: Chance,
    *,
    gender: str,
    born: date,
    family: Surname,
    spot: tuple[Place, Address],
    names: tuple[str, str] | None = None,
    partner: Surname | None = None,
) -> Person:
    place, address = spot
    origin = origins().choices[_DUTCH]
    name = make_name(origin, gender, chance, is_old=True, family=family)
    if names is not None:
        name = renamed(name, *names)
    return builder.inhabitant(
        chance,
        origin=origin,
        family=family,
        gender=gender,
        born=born,
        place=place,
        address=address,
        is_client=True,
        partner=partner,
        name=name,
    )


def _enter(builder: Builder, chance: Chance, person: Person, place: Place) -> Client:
    return builder.add_client(person, place, chance, variants="none", grounds="all")


def _case(builder: Builder, kind: str, clients: list[Client], note: str) -> None:
    builder.cases.append(
        Case(kind=kind, client_numbers=tuple(client.client_number for client in clients), note=note)
    )


def _family(chance: Chance) -> Surname:
    return surname(origins().choices[_DUTCH], chance)


def _twins(builder: Builder, chance: Chance) -> None:
    """Two sisters of one birth who live together: one surname, birth date and address."""
    spot = _spot(builder, chance)
    born, family = days_before(builder.today, 365.25 * old_age(chance)), _family(chance)
    sisters = [
        _someone(builder, chance, gender="female", born=born, family=family, spot=spot, names=names)
        for names in chance.pick(_TWINS)
    ]
    sisters = [replace(sister, birth=born.isoformat()) for sister in sisters]
    clients = [_enter(builder, chance, sister, spot[0]) for sister in sisters]
    builder.house(sisters, spot[1].starts_on.isoformat() if spot[1].starts_on else "")
    for one, other in ((sisters[0], sisters[1]), (sisters[1], sisters[0])):
        builder.relate(one.key, other.key, "sibling", note="tweeling")
        builder.relate(one.key, other.key, "first_contact", rank=1)
    _case(
        builder,
        "twins",
        clients,
        "Tweelingzussen op één adres: zelfde achternaam en geboortedatum.",
    )


def _near_twins(builder: Builder, chance: Chance) -> None:
    """Two women with one surname and birth date who have nothing to do with each other."""
    born, family = days_before(builder.today, 365.25 * old_age(chance)), _family(chance)
    clients = []
    for names in chance.pick(_NEAR_TWINS):
        spot = _spot(builder, chance)
        person = _someone(
            builder, chance, gender="female", born=born, family=family, spot=spot, names=names
        )
        person = replace(person, birth=born.isoformat())
        clients.append(_enter(builder, chance, person, spot[0]))
        builder.house([person], "")
    _case(builder, "near_twins", clients, "Zelfde achternaam en geboortedatum, maar geen familie.")
    _stranger(builder, chance, clients[0], "Gerritje")


def _namesakes(builder: Builder, chance: Chance) -> None:
    """Two men of one name in one town, born years apart."""
    family = _family(chance)
    place, _ = _spot(builder, chance)
    names = chance.pick(_NAMESAKES)
    clients = []
    for age in (old_age(chance), old_age(chance) - 7):
        address = builder.places.address(place, chance)
        born = days_before(builder.today, 365.25 * max(age, 60))
        person = _someone(
            builder,
            chance,
            gender="male",
            born=born,
            family=family,
            spot=(place, address),
            names=names,
        )
        clients.append(_enter(builder, chance, person, place))
        builder.house([person], "")
    _case(builder, "namesakes", clients, "Zelfde naam in dezelfde plaats, andere geboortedatum.")


def _father_and_son(builder: Builder, chance: Chance) -> None:
    """A father and a son with the same initials at one address, both in care."""
    family, spot = _family(chance), _spot(builder, chance)
    father_born = days_before(builder.today, 365.25 * (84 + 10 * chance.random()))
    son_born = father_born + timedelta(days=365 * 26 + chance.number(0, 300))
    old, young = chance.pick(_FATHERS_AND_SONS)
    father = _someone(
        builder, chance, gender="male", born=father_born, family=family, spot=spot, names=(old, old)
    )
    son = _someone(
        builder,
        chance,
        gender="male",
        born=son_born,
        family=family,
        spot=spot,
        names=(young, young),
    )
    clients = [_enter(builder, chance, person, spot[0]) for person in (father, son)]
    builder.house([father, son], "")
    builder.relate(father.key, son.key, "child", rank=1)
    builder.relate(son.key, father.key, "parent", rank=1)
    builder.relate(father.key, son.key, "first_contact", rank=1)
    _case(builder, "father_and_son", clients, "Vader en zoon met dezelfde voorletter op één adres.")


def _shared_bsn(builder: Builder, chance: Chance) -> None:
    """A client whose record in hospital carries the BSN of the client before."""
    other = builder.clients[-1]
    spot = _spot(builder, chance)
    born = days_before(builder.today, 365.25 * old_age(chance))
    person = _someone(
        builder, chance, gender="female", born=born, family=_family(chance), spot=spot
    )
    client = _enter(builder, chance, person, spot[0])
    builder.house([person], "")
    records = tuple(
        replace(record, variant=f"foreign_bsn={other.person.key}")
        if record.source == providers.HOSPITAL
        else record
        for record in client.records
    )
    client = replace(client, records=records)
    builder.replace_client(client)
    _case(builder, "shared_bsn", [client, other], "Het ziekenhuis gebruikt het BSN van een ander.")


def _stranger(builder: Builder, chance: Chance, client: Client, given: str) -> None:
    """Someone in the hospital's files with the client's surname and birth date."""
    place, address = _spot(builder, chance)
    person = builder.person(
        chance,
        name=renamed(client.person.name, given, given),
        gender="female",
        birth=client.person.birth,
        place=place,
        addresses=(address,),
        is_old=True,
        is_client=True,
    )
    number = len(builder.strangers) + 1
    builder.strangers.append(
        Stranger(
            person=person,
            source=providers.HOSPITAL,
            patient_id=f"{9_000_000 + number}",
            looks_like=client.client_number,
        )
    )
