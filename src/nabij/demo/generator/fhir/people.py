# SPDX-License-Identifier: EUPL-1.2
"""Patient, RelatedPerson, Practitioner, PractitionerRole and Organization in both versions."""

from functools import lru_cache

from nabij.demo.generator import numbers
from nabij.demo.generator.copies import BSN, Copy
from nabij.demo.generator.fhir.parts import (
    AGB,
    AGB_OID,
    BIG,
    HL7,
    NICTIZ,
    NL_CORE,
    ROLE_CODES,
    TERMINOLOGY,
    URA,
    UZOVI,
    Json,
    concept,
    extension,
    profile,
    reference,
)
from nabij.demo.generator.names import family_of, formal_name, full_name
from nabij.demo.generator.shapes import (
    Address,
    ContactPoint,
    Organisation,
    PersonName,
    Practitioner,
)

STU3, R4 = "stu3", "r4"
_ORDERS = {"own": "NL1", "partner": "NL2", "partner_own": "NL3", "own_partner": "NL4"}
_GENDER_CODES = {
    "male": ("M", "Man"),
    "female": ("F", "Vrouw"),
    "other": ("UN", "Ongedifferentieerd"),
}
_NUMBER_SYSTEMS = {"agb": AGB, "ura": URA, "uzovi": UZOVI}
# What someone is to the client: code of RoleCode by gender (female, male) with a Dutch title.
_FAMILY = {
    "partner": (("WIFE", "echtgenote"), ("HUSB", "echtgenoot")),
    "child": (("DAUC", "dochter"), ("SONC", "zoon")),
    "parent": (("MTH", "moeder"), ("FTH", "vader")),
    "sibling": (("SIS", "zus"), ("BRO", "broer")),
    "neighbour": (("NBOR", "buurvrouw"), ("NBOR", "buurman")),
    "friend": (("FRND", "vriendin"), ("FRND", "vriend")),
    "niece_or_nephew": (("NIECE", "nicht"), ("NEPHEW", "neef")),
}
_ROLES = {
    "first_contact": ("01", "Eerste relatie/contactpersoon"),
    "contact_person": ("02", "Tweede relatie/contactpersoon"),
    "curator": ("03", "Curator (juridisch)"),
    "authorised": ("", "Schriftelijk gemachtigde"),
    "mentor": ("15", "Mentor"),
    "financial_administrator": ("14", "Bewindvoerder"),
}


def _qualified(code: str) -> Json:
    return {"extension": [extension(HL7 + "iso21090-EN-qualifier", "Code", code)]}


_BIRTH, _INITIAL, _CALL = _qualified("BR"), _qualified("IN"), _qualified("CL")
_MASKED = {"extension": [extension(HL7 + "data-absent-reason", "Code", "masked")]}


def human_names(name: PersonName, version: str) -> list[Json]:
    """Return a name after nl-core: parts of the surname in extensions,
    initials where only those are known."""
    parts = (
        ("partner-prefix", name.partner_prefix),
        ("partner-name", name.partner_name),
        ("own-prefix", name.own_prefix),
        ("own-name", name.own_name),
    )
    family = {
        "extension": [
            extension(f"{HL7}humanname-{key}", "String", value) for key, value in parts if value
        ]
    }
    official: Json = {
        "extension": [extension(HL7 + "humanname-assembly-order", "Code", _ORDERS[name.name_use])]
    }
    if version == R4:
        official["use"] = "official"
    if version == R4:
        official["text"] = f"{name.given or name.initials} {family_of(name)}"
    else:
        official["text"] = full_name(name) if name.call_name else formal_name(name)
    official["family"], official["_family"] = family_of(name), family
    given, qualifiers = _given(name, version)
    if given:
        official["given"], official["_given"] = given, qualifiers
    if version == R4 and name.call_name:
        return [official, {"use": "usual", "given": [name.call_name]}]
    return [official]


def _given(name: PersonName, version: str) -> tuple[list[str], list[Json]]:
    if not name.given:
        initials = [f"{letter}." for letter in name.initials.split(".") if letter]
        return initials, [_INITIAL] * len(initials)
    given = name.given.split(" ")
    qualifiers = [_BIRTH] * len(given)
    if version == STU3:
        given += [name.initials, *([name.call_name] if name.call_name else [])]
        qualifiers += [_INITIAL, *([_CALL] if name.call_name else [])]
    return given, qualifiers


def address(found: Address, version: str) -> Json:
    """Return an address: street, number and suffix in extensions of the line,
    which repeats them."""
    number = f"{found.house_number}"
    line = f"{found.street} {number}"
    parts = [
        extension(HL7 + "iso21090-ADXP-streetName", "String", found.street),
        extension(HL7 + "iso21090-ADXP-houseNumber", "String", number),
    ]
    if found.suffix:
        line = f"{line} {found.suffix}"
        parts.append(extension(HL7 + "iso21090-ADXP-buildingNumberSuffix", "String", found.suffix))
    is_home = found.use == "home"
    kind = NICTIZ + (
        "zib-AddressInformation-AddressType"
        if version == STU3
        else "ext-AddressInformation.AddressType"
    )
    system = (
        "http://hl7.org/fhir/v3/AddressUse" if version == STU3 else TERMINOLOGY + "v3-AddressUse"
    )
    extensions = [
        extension(
            kind,
            "CodeableConcept",
            concept(system, *(("HP", "Officieel adres") if is_home else ("WP", "Werkadres"))),
        )
    ]
    if version == STU3 and is_home:
        extensions.append(extension(NL_CORE + "nl-core-address-official", "Boolean", True))
    postcode = found.postcode if version == STU3 else f"{found.postcode[:4]} {found.postcode[4:]}"
    return {
        "extension": extensions,
        "use": "home" if is_home else "work",
        "type": "both",
        "line": [line],
        "_line": [{"extension": parts}],
        "city": found.city,
        "postalCode": postcode,
        "country": "NLD" if version == STU3 else "Nederland",
    }


def telecoms(points: tuple[ContactPoint, ...], version: str, style: int) -> list[Json]:
    """Return phone numbers and e-mail addresses; numbers in the notation of the source."""
    found: list[Json] = []
    for point in points:
        if point.system == "url":
            continue
        one: Json = {"system": point.system}
        if point.system == "phone":
            one["value"] = numbers.as_dialled(point.value, style)
        else:
            one["value"] = point.value
        one["use"] = (
            "mobile"
            if point.use == "mobile" and version == R4
            else "work"
            if point.use == "work"
            else "home"
        )
        if version == STU3 and point.use == "mobile":
            mobile = concept("http://hl7.org/fhir/v3/AddressUse", "MC", "Mobiel telefoonnummer")
            one = {
                "extension": [
                    extension(
                        NICTIZ + "zib-ContactInformation-TelecomType", "CodeableConcept", mobile
                    )
                ],
                **one,
            }
        found.append(one)
    return found


def _gender(gender: str, version: str) -> Json:
    system = (
        "http://hl7.org/fhir/v3/AdministrativeGender"
        if version == STU3
        else TERMINOLOGY + "v3-AdministrativeGender"
    )
    code, title = _GENDER_CODES[gender]
    url = NICTIZ + ("code-specification" if version == STU3 else "ext-CodeSpecification")
    return {"extension": [extension(url, "CodeableConcept", concept(system, code, title))]}


def identifiers(copy: Copy, local_system: str, local: str) -> list[Json]:
    """Return the BSN as the source sends it (if at all) and the source's own number."""
    found: list[Json] = []
    if copy.is_masked:
        found.append({"use": "official", "system": BSN, "_value": _MASKED})
    elif copy.bsn:
        found.append({"use": "official", "system": copy.bsn_system, "value": copy.bsn})
    found.append({"system": local_system, "value": local})
    return found


def patient(
    copy: Copy,
    *,
    version: str,
    patient_id: str,
    local_system: str,
    phone_style: int,
    marital: str = "",
    practitioner: Json | None = None,
    deceased: str = "",
    language: str = "nl",
) -> Json:
    """Return a Patient as one source has it."""
    is_stu3 = version == STU3
    url = NL_CORE + "nl-core-patient" if is_stu3 else NICTIZ + "nl-core-Patient"
    found: Json = {
        "resourceType": "Patient",
        "id": patient_id,
        "meta": profile(url),
        "identifier": identifiers(copy, local_system, patient_id),
        "active": True,
        "name": human_names(copy.name, version),
    }
    if points := telecoms(copy.contact_points, version, phone_style):
        found["telecom"] = points
    if copy.gender in _GENDER_CODES:
        found["gender"], found["_gender"] = copy.gender, _gender(copy.gender, version)
    if copy.birth:
        found["birthDate"] = copy.birth
    if deceased:
        found["deceasedDateTime"] = deceased
    found["address"] = [address(copy.address, version)]
    if marital:
        system = (
            "http://hl7.org/fhir/v3/MaritalStatus" if is_stu3 else TERMINOLOGY + "v3-MaritalStatus"
        )
        titles = {"M": "Gehuwd", "W": "Verweduwd", "S": "Ongehuwd"}
        found["maritalStatus"] = concept(system, marital, titles[marital])
    if language != "nl":
        title = {"tr": "Turks", "ber": "Berbers", "pl": "Pools"}[language]
        found["communication"] = [
            {"language": concept("urn:ietf:bcp:47", language, title), "preferred": True}
        ]
    if practitioner:
        found["generalPractitioner"] = [practitioner]
    return found


def family_word(kinds: tuple[str, ...], gender: str) -> tuple[str, str]:
    """Return code and Dutch title of what someone is to the client."""
    for kind in kinds:
        if kind in _FAMILY:
            return _FAMILY[kind][0 if gender == "female" else 1]
    return ("O", "relatie")


def related_person(
    *,
    version: str,
    identifier: str,
    subject: Json,
    name: PersonName,
    gender: str,
    kinds: tuple[str, ...],
    points: tuple[ContactPoint, ...],
    home: Address | None,
    phone_style: int,
) -> Json:
    """Return a RelatedPerson; in STU3 the role stands in an extension, in R4 in `relationship`."""
    is_stu3 = version == STU3
    code, title = family_word(kinds, gender)
    bond = concept(
        "http://hl7.org/fhir/v3/RoleCode" if is_stu3 else TERMINOLOGY + "v3-RoleCode", code, title
    )
    roles = [concept(ROLE_CODES, *_ROLES[kind]) for kind in kinds if kind in _ROLES]
    found: Json = {
        "resourceType": "RelatedPerson",
        "id": identifier,
        "meta": profile(
            NL_CORE + "nl-core-relatedperson" if is_stu3 else NICTIZ + "nl-core-ContactPerson"
        ),
    }
    if is_stu3 and roles:
        url = NL_CORE + "nl-core-relatedperson-role"
        found["extension"] = [extension(url, "CodeableConcept", role) for role in roles]
    found["active"] = True
    found["patient"] = subject
    found["relationship"] = bond if is_stu3 else [*roles, bond]
    found["name"] = human_names(name, version)
    if phones := telecoms(points, version, phone_style):
        found["telecom"] = phones
    if gender in {"male", "female"}:
        found["gender"] = gender
    if home is not None:
        found["address"] = [address(home, version)]
    return found


def practitioner_name(person: Practitioner) -> PersonName:
    """Return the name of a professional, who is known by initials."""
    return PersonName(
        given="",
        initials=person.initials,
        call_name="",
        own_prefix=person.prefix,
        own_name=person.surname,
    )


def practitioner(person: Practitioner, version: str) -> Json:
    """Return a Practitioner with AGB and BIG numbers; STU3 sources send the AGB under its OID."""
    is_stu3 = version == STU3
    url = (
        NL_CORE + "nl-core-practitioner"
        if is_stu3
        else NICTIZ + "nl-core-HealthProfessional-Practitioner"
    )
    return {
        "resourceType": "Practitioner",
        "id": person.key,
        "meta": profile(url),
        "identifier": [
            {"system": AGB_OID if is_stu3 else AGB, "value": person.agb},
            {"system": BIG, "value": person.big},
        ],
        "active": True,
        "name": human_names(practitioner_name(person), version),
        "gender": person.gender,
    }


def practitioner_role(person: Practitioner, organisation: Organisation, version: str) -> Json:
    """Return what a professional does at an organisation."""
    is_stu3 = version == STU3
    url = (
        NL_CORE + "nl-core-practitionerrole"
        if is_stu3
        else NICTIZ + "nl-core-HealthProfessional-PractitionerRole"
    )
    return {
        "resourceType": "PractitionerRole",
        "id": f"{person.key}-rol",
        "meta": profile(url),
        "active": True,
        "practitioner": reference(f"Practitioner/{person.key}", person.name),
        "organization": reference(f"Organization/{organisation.key}", organisation.name),
        "specialty": [{"text": person.specialty}],
        "telecom": [{"system": "phone", "value": person.phone, "use": "work"}],
    }


@lru_cache(maxsize=256)
def _kind(kind: str) -> Json:
    code, title = {
        "general_practice": ("Z3", "Huisartspraktijk (zelfstandig of groepspraktijk)"),
        "hospital": ("V6", "Algemeen ziekenhuis"),
        "pharmacy": ("J8", "Openbare apotheek"),
        "home_care": ("T2", "Thuiszorg"),
        "mental_health": ("H1", "GGZ"),
        "day_care": ("", "Dagbesteding"),
        "insurer": ("", "Zorgverzekeraar"),
        "care_office": ("", "Zorgkantoor"),
        "municipality": ("", "Gemeente"),
    }.get(kind, ("", "Organisatie"))
    return concept("http://nictiz.nl/fhir/NamingSystem/organization-type", code, title)


def organisation(found: Organisation, version: str) -> Json:
    """Return an Organization with the numbers under which it is known."""
    is_stu3 = version == STU3
    url = (
        NL_CORE + "nl-core-organization"
        if is_stu3
        else NICTIZ + "nl-core-HealthcareProvider-Organization"
    )
    resource: Json = {"resourceType": "Organization", "id": found.key, "meta": profile(url)}
    numbered = [
        {"system": _NUMBER_SYSTEMS[number.system], "value": number.value}
        for number in found.numbers
        if number.system in _NUMBER_SYSTEMS
    ]
    if numbered:
        resource["identifier"] = numbered
    resource["active"] = True
    resource["type"] = [_kind(found.kind)]
    resource["name"] = found.name
    resource["telecom"] = telecoms(found.contact_points, version, 0)
    resource["address"] = [address(found.address, version)]
    return resource
