# SPDX-License-Identifier: EUPL-1.2
"""Names, addresses and telecoms of people and organisations after nl-core, in STU3 and R4 form."""

import re
from typing import Literal, cast

from .codes import codes_of
from .dates import period
from .tree import (
    choice,
    extension,
    extension_of,
    first,
    flag,
    joined,
    nodes,
    number,
    plain,
    primitives,
    text,
    texts,
)
from .types import AddressFound, NameFound, Node, TelecomFound

_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
QUALIFIER = (_HL7 + "iso21090-EN-qualifier",)
ORDER = (_HL7 + "humanname-assembly-order",)
COMMENT = (_NICTIZ + "Comment", _NICTIZ + "ext-Comment")
CODE_SPECIFICATION = (_NICTIZ + "code-specification", _NICTIZ + "ext-CodeSpecification")
_ADDRESS_TYPE = (
    _NICTIZ + "zib-AddressInformation-AddressType",
    _NICTIZ + "ext-AddressInformation.AddressType",
)
_OFFICIAL = ("http://fhir.nl/fhir/StructureDefinition/nl-core-address-official",)
_TELECOM_TYPE = (_NICTIZ + "zib-ContactInformation-TelecomType",)

NameUse = Literal["own", "partner", "partner_own", "own_partner", ""]
_NAME_USE: dict[str, NameUse] = {
    "NL1": "own",
    "NL2": "partner",
    "NL3": "partner_own",
    "NL4": "own_partner",
}
_ADXP = _HL7 + "iso21090-ADXP-"
_LINE_PARTS = {
    _ADXP + "streetName": "street",
    _ADXP + "houseNumber": "house_number",
    _ADXP + "buildingNumberSuffix": "suffix",
    _ADXP + "unitID": "unit",
    _ADXP + "additionalLocator": "to",
}
_POSTCODE = re.compile(r"[1-9]\d{3} ?[A-Z]{2}", re.IGNORECASE)
_DUTCH_LINE = re.compile(
    r"(?P<street>\S.*?[^\W\d].*?)\s+(?P<house_number>\d{1,5})"
    r"(?:\s?-\s?(?P<addition>\w{1,5})|\s?(?P<letter>[A-Za-z]\w{0,4}))?"
)
AddressUse = Literal["home", "temp", "postal", "visit", "work", "old", ""]
_V3_ADDRESS: dict[str, AddressUse] = {
    "PST": "postal",
    "HP": "home",
    "PHYS": "visit",
    "TMP": "temp",
    "WP": "work",
    "HV": "home",
}
TelecomSystem = Literal["phone", "email", "fax", "url", "sms", "pager", "other"]
TelecomUse = Literal["home", "work", "mobile", "temp", "old", ""]
_TELECOM_SYSTEMS = ("phone", "email", "fax", "url", "sms", "pager", "other")
_TELECOM_USES = ("home", "work", "mobile", "temp", "old")
_MOBILE = frozenset(("MC", "MOB"))


def name_of(node: Node, field: str = "name") -> NameFound:
    """Return one name in parts out of all names of a person.

    The official name is the base; a second name with use `usual` or `nickname` gives the call name
    (R4). STU3 mixes birth names (BR), initials (IN) and the call name (CL) in `given`; without
    qualifiers a `given` that ends in a full stop is an initial. Names that are no longer used are
    left out.

    Source: nl-core-NameInformation (STU3 and R4), O-8 in docs/known-odd-data.md.
    """
    names = [name for name in nodes(node, field) if text(name, "use") not in ("old", "maiden")]
    if not names:
        names = nodes(node, field)
    base = next(
        (name for name in names if text(name, "use") == "official"),
        next((name for name in names if "family" in name), names[0] if names else {}),
    )
    given, initials, call = _given(base)
    if not call:
        usual = [n for n in names if n is not base and text(n, "use") in ("usual", "nickname")]
        call = next((" ".join(texts(name, "given")) for name in usual if "given" in name), "")
    own_prefix, own, partner_prefix, partner = _family(base)
    order = _NAME_USE.get(plain(first(extension(base, *ORDER), "valueCode")), "")
    if not order and partner:
        whole_own, whole_partner = f"{own_prefix} {own}".strip(), f"{partner_prefix} {partner}"
        order = _order(text(base, "family"), whole_own, whole_partner.strip())
    return NameFound(
        given_names=given,
        initials=initials,
        call_name=call,
        own_prefix=own_prefix,
        own_name=own,
        partner_prefix=partner_prefix,
        partner_name=partner,
        name_use=order,
        prefix=joined(texts(base, "prefix"), " "),
        suffix=joined(texts(base, "suffix"), " "),
        text=text(base, "text") or next((t for n in names if (t := text(n, "text"))), ""),
    )


def _given(name: Node) -> tuple[str, str, str]:
    births: list[str] = []
    initials: list[str] = []
    calls: list[str] = []
    for value, sibling in primitives(name, "given"):
        if not value:
            continue
        qualifier = plain(first(extension(sibling, *QUALIFIER), "valueCode"))
        if qualifier == "IN" or (not qualifier and len(value) < 8 and value.endswith(".")):
            initials.append(value)
        elif qualifier == "CL":
            calls.append(value)
        else:
            births.append(value)
    return " ".join(births), "".join(initials), " ".join(calls)


def _family(name: Node) -> tuple[str, str, str, str]:
    """Return own prefix, own name, partner prefix, partner name.

    Without the parts the whole family name is the own name: a prefix in it is not guessed here.
    """
    parts: dict[str, str] = {}
    for _value, sibling in primitives(name, "family"):
        for item in nodes(sibling, "extension"):
            url = item.get("url")
            if type(url) is str and url.startswith(_HL7 + "humanname-"):
                parts[url[len(_HL7 + "humanname-") :]] = plain(choice(item)[1])
    own, partner = parts.get("own-name", ""), parts.get("partner-name", "")
    if not own and not partner:
        own = " ".join(texts(name, "family"))
    return parts.get("own-prefix", ""), own, parts.get("partner-prefix", ""), partner


def _order(family: str, own: str, partner: str) -> NameUse:
    """Return the name use that the order in the family name shows (R4 may not say it apart)."""
    if family == own:
        return "own"
    if family == partner:
        return "partner"
    if family.startswith(own) and family.endswith(partner):
        return "own_partner"
    return "partner_own" if family.startswith(partner) and family.endswith(own) else ""


def contradicts(name: NameFound) -> bool:
    """Say whether the text of a name holds none of its given names, or not its family name."""
    if not name.text:
        return False
    written = name.text.casefold()
    given = f"{name.given_names} {name.call_name} {name.initials}".casefold().split()
    family = [part.casefold() for part in (name.own_name, name.partner_name) if part]
    return (bool(given) and not any(part in written for part in given)) or (
        bool(family) and not any(part in written for part in family)
    )


def display(name: NameFound) -> str:
    """Return a name in one line: as the source wrote it, else put together after its name use."""
    if name.text:
        return name.text
    own = joined((name.own_prefix, name.own_name), " ")
    partner = joined((name.partner_prefix, name.partner_name), " ")
    family = {
        "partner": partner or own,
        "partner_own": joined((partner, own), "-"),
        "own_partner": joined((own, partner), "-"),
    }.get(name.name_use, own or partner)
    front = name.call_name or name.given_names or name.initials
    return joined((name.prefix, front, family, name.suffix), " ")


def addresses(node: Node, field: str = "address") -> tuple[AddressFound, ...]:
    """Return the addresses in parts; the parts win over a `line` that repeats them.

    Without parts a line of a Dutch address is split into street, number and suffix when it has
    that form; the line then stays in `text`.

    Source: O-15 in docs/known-odd-data.md.
    """
    return tuple(_address(item) for item in nodes(node, field))


def _address(item: Node) -> AddressFound:
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line, sibling in primitives(item, "line"):
        found = _line_parts(sibling)
        parts = {**found, **parts}
        if line and not found:
            lines.append(line)
    starts, ends = period(item, "period")
    postcode = text(item, "postalCode")
    written = joined(lines)
    if not parts and _POSTCODE.fullmatch(postcode):
        parts = _split(lines)
    street = " ".join(parts.get("street", []))
    return AddressFound(
        use=_address_use(item),
        street=street or written,
        house_number=" ".join(parts.get("house_number", [])),
        suffix=" ".join(parts.get("suffix", [])),
        unit=" ".join(parts.get("unit", [])),
        to=" ".join(parts.get("to", [])),
        postcode=postcode,
        city=text(item, "city"),
        municipality=text(item, "district"),
        country=text(item, "country"),
        text=text(item, "text") or (written if street else ""),
        starts=starts,
        ends=ends,
        is_official=flag(extension(item, *_OFFICIAL), "valueBoolean") is True,
    )


def _line_parts(sibling: Node) -> dict[str, list[str]]:
    """Return the parts of one line; a suffix may stand twice (house letter and addition)."""
    parts: dict[str, list[str]] = {}
    for item in nodes(sibling, "extension"):
        name = _LINE_PARTS.get(plain(item.get("url")))
        value = plain(choice(item)[1])
        if name is not None and value:
            parts.setdefault(name, []).append(value)
    return parts


def _split(lines: list[str]) -> dict[str, list[str]]:
    """Return street, number and suffix of a Dutch address in one line, nothing when in doubt."""
    match = _DUTCH_LINE.fullmatch(lines[0]) if len(lines) == 1 else None
    if match is None:
        return {}
    suffix = match["addition"] or match["letter"]
    return {
        "street": [match["street"]],
        "house_number": [match["house_number"]],
        "suffix": [suffix] if suffix else [],
    }


def _address_use(item: Node) -> AddressUse:
    use = text(item, "use")
    if use in ("old", "temp", "work"):
        return cast(AddressUse, use)
    for _system, code in codes_of(extension(item, *_ADDRESS_TYPE), "valueCodeableConcept"):
        if code in _V3_ADDRESS:
            return _V3_ADDRESS[code]
    if use == "home":
        return "home"
    return "postal" if text(item, "type") == "postal" else ""


def telecoms(node: Node, field: str = "telecom") -> tuple[TelecomFound, ...]:
    """Return the ways to reach someone; a mobile number is recognised by use or by type."""
    found = []
    for item in nodes(node, field):
        value = text(item, "value")
        if value:
            system = text(item, "system")
            known = cast(TelecomSystem, system if system in _TELECOM_SYSTEMS else "other")
            comment = plain(choice(extension(item, *COMMENT))[1])
            found.append(
                TelecomFound(known, value, _telecom_use(item), number(item, "rank"), comment)
            )
    return tuple(found)


def _telecom_use(item: Node) -> TelecomUse:
    stu3 = extension(item, *_TELECOM_TYPE) if "extension" in item else {}
    r4 = extension_of(item, "system", *CODE_SPECIFICATION)
    codes = codes_of(stu3, "valueCodeableConcept") + codes_of(r4, "valueCodeableConcept")
    if any(code in _MOBILE for _system, code in codes):
        return "mobile"
    use = text(item, "use")
    return cast(TelecomUse, use if use in _TELECOM_USES else "")


def city_of(node: Node) -> str:
    """Return the city of the first address that has one."""
    return next((city for item in nodes(node, "address") if (city := text(item, "city"))), "")
