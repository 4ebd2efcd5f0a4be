# SPDX-License-Identifier: EUPL-1.2
"""Who lives in the world, with a canary in every field; made by the actions of relations."""

from dataclasses import dataclass
from datetime import date, timedelta

from nabij.access import actions as access_actions
from nabij.access.actions import RepresentationFields
from nabij.core.dates import PartialDate
from nabij.core.identifiers import format_phone
from nabij.core.viewer import Viewer
from nabij.relations import actions
from nabij.relations.actions import bulk
from nabij.relations.models import Identifier, Party
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)
from tests.matrix.canaries import Canaries

# Whom the table speaks of. `unit` is a team's name or ''; the rest says what is special.
PEOPLE = {
    "anna": {"unit": "noord", "what": "client of Noord with a whole dossier"},
    "bea": {"unit": "noord", "what": "known to Noord, in nobody's care"},
    "cor": {"unit": "zuid", "what": "client of Zuid with a dossier"},
    "dora": {"unit": "noord", "what": "client of Noord, archived"},
    "els": {"unit": "noord", "what": "client of Noord, shielded"},
    "greet": {"unit": "", "what": "Anna's daughter"},
    "hans": {"unit": "", "what": "patient of a practice, in no team yet"},
    "ivo": {"unit": "", "what": "works at a practice"},
    "jana": {"unit": "noord", "what": "merged into Anna"},
    "kees": {"unit": "", "what": "Anna's brother, shielded"},
}
LOOK_ALIKE = ("bea", "cor")  # of whom a source knows somebody much like them
BSNS = {  # invented; they pass the eleven test
    "anna": "123456782", "bea": "111222333", "cor": "234567806", "dora": "345678904",
    "hans": "999990019",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Numbers:
    """The values of one person that have a form of their own."""

    birth: date
    phone: str
    postcode: str
    bsn: str


def numbers_of(canaries: Canaries, name: str) -> Numbers:
    """Return birth date, phone, postcode and BSN of somebody, each a canary in all spellings."""
    place, birth = list(PEOPLE).index(name), birth_of(name)
    month = ("april", "mei", "juni")[place % 3]
    if name not in LOOK_ALIKE:  # theirs is that of their look-alike too
        canaries.value(
        name, "a", "birth", birth.isoformat(), f"{birth.day}-{birth.month}-{birth.year}",
        f"{birth.day} {month} {birth.year}", f"{birth.day:02}-{birth.month:02}-{birth.year}",
    )  # fmt: skip
    phone = f"+3161234500{place}"
    canaries.value(name, "a", "phone", phone, format_phone(phone), f"061234500{place}")
    postcode = f"8{place}17QX"
    canaries.value(name, "a", "postcode", postcode, f"{postcode[:4]} {postcode[4:]}")
    bsn = BSNS.get(name, "")
    if bsn:
        canaries.value(name, "s", "bsn", bsn, f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}")
    return Numbers(birth, phone, postcode, bsn)


def birth_of(name: str) -> date:
    """Return the birth date of somebody."""
    place = list(PEOPLE).index(name)
    return date(1931 + place, 4 + place % 3, 13 + place)


def make_people(*, viewer: Viewer, canaries: Canaries, units: dict[str, int]) -> dict[str, Party]:
    """Make everybody, with ties, household, instructions, key safe and checked BSN."""
    made = {name: _person(viewer, canaries, units, name) for name in PEOPLE}
    on = viewer.at.date()
    anna, greet, kees = made["anna"], made["greet"], made["kees"]
    for other, kind in ((greet, "child"), (kees, "sibling"), (made["cor"], "friend")):
        note = canaries.word("anna", "b", f"note-{kind}")
        actions.add_relationship(
            viewer=viewer, subject_ref=other.ref, object_ref=anna.ref, kind=kind, note=note
        )
    actions.add_relationship(
        viewer=viewer,
        subject_ref=anna.ref,
        object_ref=made["cor"].ref,
        kind="informal_carer",
        note=canaries.word("cor", "b", "note-carer"),
    )
    for name in ("anna", "bea", "cor", "els"):
        party = made[name]
        if name != "bea":  # who lives with Anna
            with_whom = [party.pk] if name != "anna" else [anna.pk, made["bea"].pk]
            label = canaries.word(name, "b", "household")
            bulk.add_households(viewer=viewer, households=[(label, with_whom, on)])
        actions.set_contact_instruction(
            viewer=viewer,
            ref=party.ref,
            kind="hearing",
            text=canaries.word(name, "b", "instruction"),
            starts_on=on - timedelta(days=1),
            ends_on=on + timedelta(days=90),
        )
        actions.set_key_safe(
            viewer=viewer,
            ref=party.ref,
            code=canaries.word(name, "s", "key-code"),
            place=canaries.word(name, "b", "key-place"),
        )
    for name in ("anna", "bea", "cor", "els"):
        _represent(viewer, canaries, name, made[name], by=made["greet"])
    for name, bsn in BSNS.items():
        number = canaries.word(name, "s", "document")
        check = BsnCheckFields(
            step="seen", document_kind="passport", document_number=number, checked_on=on
        )
        actions.set_bsn(viewer=viewer, ref=made[name].ref, bsn=bsn, check=check)
    for name in ("anna", "bea", "cor"):
        Identifier.objects.create(
            party=made[name], system="other", value=canaries.word(name, "a", "identifier")
        )
    return made


def _represent(viewer: Viewer, canaries: Canaries, name: str, person: Party, *, by: Party) -> None:
    """Let somebody stand for a client, by a paper that was seen, and judge what they decide."""
    on = viewer.at.date() - timedelta(days=1)
    access_actions.add_representation(
        viewer=viewer,
        person_id=person.pk,
        other_id=by.pk,
        fields=RepresentationFields(
            kind="authorised",
            tells=["appointments"],
            evidence=canaries.word(name, "b", "representation"),
            starts_on=on,
            is_checked=True,
        ),
    )
    access_actions.record_capacity(
        viewer=viewer,
        person_id=person.pk,
        matter="move",
        can_decide=False,
        judged_on=on,
        judged_by=canaries.word(name, "b", "capacity"),
    )


def make_organisation(*, viewer: Viewer, canaries: Canaries, worker: Party) -> Party:
    """Make the practice where Ivo works; an organisation is no person, so its class is n or a."""

    def word(data_class: str, field: str) -> str:
        return canaries.word("linde", data_class, field)

    practice = actions.create_organisation(
        viewer=viewer,
        fields=OrganisationFields(
            name=f"Praktijk {word('n', 'name')}",
            kind="general_practice",
            legal_name=f"{word('a', 'legal')} B.V.",
            website=f"https://{word('a', 'website').lower()}.example.nl",
            identifiers={"agb": "01234567"},
            addresses=(
                AddressFields(
                    use="visit",
                    street=word("a", "street"),
                    house_number="3",
                    postcode="8090QX",
                    city=word("n", "city"),
                ),
            ),
            contact_points=(ContactPointFields(system="phone", value="+31384567890"),),
        ),
    )
    canaries.value("linde", "a", "phone", "+31384567890", format_phone("+31384567890"))
    actions.add_relationship(
        viewer=viewer,
        subject_ref=worker.ref,
        object_ref=practice.ref,
        kind="employee",
        note=canaries.word("ivo", "a", "note-employee"),
    )
    return practice


def name_of(canaries: Canaries, name: str) -> PersonName:
    """Return the name of somebody; the surname is what a card shows."""
    return PersonName(
        given_names=canaries.word(name, "a", "given"),
        initials="Q.",
        call_name=canaries.word(name, "n", "call"),
        own_prefix="de",
        own_name=canaries.word(name, "n", "surname"),
        partner_prefix="van",
        partner_name=canaries.word(name, "n", "partner"),
        name_use="own_partner",
    )


def _person(viewer: Viewer, canaries: Canaries, units: dict[str, int], name: str) -> Party:
    numbers, unit = numbers_of(canaries, name), PEOPLE[name]["unit"]

    def word(data_class: str, field: str) -> str:
        return canaries.word(name, data_class, field)

    number = word("b", "client-number") if unit else ""
    home = AddressFields(
        street=word("a", "street"),
        house_number="7",
        suffix=word("a", "suffix"),
        unit_id=word("a", "place-in-building"),
        postcode=numbers.postcode,
        city=word("n", "city"),
        country=word("a", "country"),
    )
    hiding = AddressFields(use="temp", street=word("b", "secret-street"), is_secret=True)
    mail = f"{word('a', 'mail').lower()}@example.nl"
    return actions.create_person(
        viewer=viewer,
        fields=PersonFields(
            name=name_of(canaries, name),
            gender="female",
            birth=PartialDate(numbers.birth),
            language=word("a", "language"),
            client_number=number,
            unit_id=units.get(unit),
            is_shielded=name in {"els", "kees"},
            addresses=(home, hiding),
            contact_points=(
                ContactPointFields(
                    system="phone", value=numbers.phone, note=word("a", "phone-note")
                ),
                ContactPointFields(system="email", value=mail),
            ),
        ),
    )
