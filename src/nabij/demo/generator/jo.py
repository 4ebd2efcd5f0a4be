# SPDX-License-Identifier: EUPL-1.2
"""The household of mevrouw Jo de Vries-van den Berg, the client of the tour; and Dirk.

Jo is 84, a widow with a piano and a cat, and wants to stay in her own house in Hattem. Her daughter
Marja cares for her and decides with her. Her dossiers stand in `jo_story`.
"""

from dataclasses import replace
from datetime import date, timedelta

from nabij.demo.generator import providers
from nabij.demo.generator.builder import Builder
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.names import origins
from nabij.demo.generator.places import Place
from nabij.demo.generator.shapes import (
    Address,
    BsnCheck,
    Case,
    Client,
    ContactInstruction,
    ContactPoint,
    Ground,
    KeySafe,
    Person,
    PersonName,
    SourceRecord,
)


def birthday_of(age: int, month: int, day: int, today: date) -> str:
    """Return the birth date of someone who is `age` today."""
    year = today.year - age - (1 if (today.month, today.day) < (month, day) else 0)
    return date(year, month, day).isoformat()


def add_jo(builder: Builder) -> Client:
    """Add Jo, her children and her neighbour."""
    chance = Chance(builder.seed, "jo")
    place = builder.places.by_city("Hattem")
    today = builder.today
    address = _address("Kerkstraat", 214, "8051KV", place, date(today.year - 52, 5, 1))
    jo = _person(
        builder,
        chance,
        name=PersonName(
            given="Johanna Maria",
            initials="J.M.",
            call_name="Jo",
            own_prefix="van den",
            own_name="Berg",
            partner_prefix="de",
            partner_name="Vries",
            name_use="partner_own",
        ),
        gender="female",
        birth=birthday_of(84, 3, 9, today),
        place=place,
        address=address,
        is_client=True,
    )
    client = builder.add_client(
        jo,
        place,
        chance,
        pattern="jo",
        weight="heavy",
        practice="gp-7",
        day_care="yes",
        mental_health="no",
        grounds="all",
        variants="none",
    )
    client = _with_details(client, today)
    builder.replace_client(client)
    marja = _person(
        builder, chance,
        name=PersonName(given="Maria Cornelia", initials="M.C.", call_name="Marja", own_prefix="de", own_name="Vries"),
        gender="female", birth=f"{int(jo.birth[:4]) + 26}-11-02", place=place,
        address=_address("Populierenlaan", 88, "8052GX", place, None),
    )  # fmt: skip
    groningen = builder.places.by_city("Groningen")
    henk = _person(
        builder, chance,
        name=PersonName(given="Hendrik", initials="H.", call_name="Henk", own_prefix="de", own_name="Vries"),
        gender="male", birth=f"{int(jo.birth[:4]) + 29}", place=groningen,
        address=_address("Korreweg", 231, "9712AB", groningen, None),
    )  # fmt: skip
    corrie = _person(
        builder, chance,
        name=PersonName(given="Cornelia", initials="C.", call_name="Corrie", own_prefix="", own_name="Westerink"),
        gender="female", birth="", place=place, address=_address("Kerkstraat", 216, "8051KV", place, None),
    )  # fmt: skip
    builder.related.extend((marja, henk, corrie))
    builder.house([jo], f"{today.year - 52}-05")
    since = client.starts_on
    builder.relate(jo.key, marja.key, "child", rank=1)
    builder.relate(jo.key, marja.key, "first_contact", rank=1)
    builder.relate(jo.key, marja.key, "informal_carer", starts_on=since, note="komt elke dag langs")
    builder.relate(
        jo.key,
        marja.key,
        "authorised",
        starts_on=today - timedelta(days=520),
        note="levenstestament",
    )
    builder.relate(jo.key, henk.key, "child", rank=2)
    builder.relate(jo.key, henk.key, "contact_person", rank=2, note="bellen als Marja niet opneemt")
    builder.relate(jo.key, corrie.key, "neighbour", note="heeft een sleutel en zorgt voor de kat")
    builder.cases.append(
        Case(
            kind="showpiece",
            client_numbers=(client.client_number,),
            note="Rijk dossier over vijf bronnen.",
        )
    )
    return client


def _with_details(client: Client, today: date) -> Client:
    """Return Jo with her own agreements, instructions and key safe."""
    since = today - timedelta(days=560)
    days = {
        providers.GP: 555,
        providers.HOSPITAL: 36,
        providers.PHARMACY: 555,
        providers.DAY_CARE: 300,
    }
    kinds = {
        providers.GP: "consent",
        providers.HOSPITAL: "handoff",
        providers.PHARMACY: "consent",
        providers.DAY_CARE: "consent",
    }
    evidence = {
        "consent": "Toestemmingsformulier, getekend door mevrouw en haar dochter",
        "handoff": "Verpleegkundige overdracht bij ontslag, ontvangen per eOverdracht",
        "own_record": "Zorgovereenkomst",
    }
    records = tuple(
        SourceRecord(
            source=record.source,
            patient_id=record.patient_id,
            ground=Ground(
                kind=kinds.get(record.source, "own_record"),
                decision="given",
                starts_on=today - timedelta(days=days.get(record.source, 560)),
                ends_on=None,
                evidence=evidence[kinds.get(record.source, "own_record")],
            ),
            variant={providers.GP: "masked_bsn", providers.HOSPITAL: "oid_bsn", providers.PHARMACY: "initials_only", providers.DAY_CARE: "no_bsn"}.get(record.source, ""),
        )
        for record in client.records
    )  # fmt: skip
    instruction = [
        ContactInstruction(
            kind="hearing",
            text="Slechthorend rechts: laat de telefoon lang overgaan en spreek rustig.",
            starts_on=today - timedelta(days=400),
            ends_on=today + timedelta(days=330),
        ),
        ContactInstruction(
            kind="address",
            text="Aanspreken met mevrouw De Vries; wie haar goed kent zegt Jo.",
            starts_on=today - timedelta(days=400),
            ends_on=None,
        ),
        ContactInstruction(
            kind="family",
            text="Bij verandering eerst dochter Marja bellen, ook 's avonds.",
            starts_on=today - timedelta(days=60),
            ends_on=today + timedelta(days=120),
        ),
    ]
    check = BsnCheck(
        document_kind="identiteitskaart",
        document_number="NWK4R80C2",
        seen_on=today - timedelta(days=410),
        colleague="anja",
    )
    return replace(
        client,
        person=replace(
            client.person, bsn_check=check, is_shielded=False, form_of_address="mevrouw De Vries"
        ),
        starts_on=since,
        instructions=tuple(instruction),
        key_safe=KeySafe(code="1942", place="achterdeur, rechts achter de klimop"),
        records=records,
        has_wlz=False,
        has_wmo=True,
        insurer="insurer-1",
        policy_number="44018207",
        housing="",
        ends_on=None,
        coordinator="fatima",
    )


def add_dirk(builder: Builder) -> Client:
    """Add Dirk Hofstede, who will look into his own record one day."""
    chance = Chance(builder.seed, "dirk")
    place = builder.places.by_city("Wezep")
    dirk = _person(
        builder, chance,
        name=PersonName(given="Dirk Jan", initials="D.J.", call_name="Dirk", own_prefix="", own_name="Hofstede"),
        gender="male", birth=birthday_of(71, 6, 21, builder.today), place=place,
        address=_address("Stationsweg", 167, "8091AK", place, None), is_client=True,
    )  # fmt: skip
    builder.house([dirk], "")
    return builder.add_client(
        dirk, place, chance, pattern="wound", weight="medium", grounds="all", variants="none"
    )


def _address(
    street: str, house_number: int, postcode: str, place: Place, starts_on: date | None
) -> Address:
    return Address(
        use="home",
        street=street,
        house_number=house_number,
        suffix="",
        postcode=postcode,
        city=place.city,
        municipality_code=place.municipality,
        starts_on=starts_on,
    )


def _person(
    builder: Builder,
    chance: Chance,
    *,
    name: PersonName,
    gender: str,
    birth: str,
    place: Place,
    address: Address,
    is_client: bool = False,
) -> Person:
    phone = ContactPoint(system="phone", use="home", value=builder.phone(place.area), rank=1)
    mobile = ContactPoint(system="phone", use="mobile", value=builder.phone(), rank=2)
    return builder.person(
        chance,
        name=name,
        gender=gender,
        birth=birth,
        place=place,
        addresses=(address,),
        is_old=is_client,
        is_client=is_client,
        language=origins().choices[0].language,
        contact_points=(phone,) if is_client else (mobile, phone),
    )
