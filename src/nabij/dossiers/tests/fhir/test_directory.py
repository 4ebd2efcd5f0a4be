# SPDX-License-Identifier: EUPL-1.2
"""Providers, places and products are read with a name and their numbers in one notation."""

import pytest

from nabij.dossiers.fhir.types import DirectoryColumns, IdentifierFound
from nabij.dossiers.tests.fhir.making import columns, concept

SYSTEMS = "http://fhir.nl/fhir/NamingSystem/"


def entry(kind, **fields):
    read = columns({"resourceType": kind, "id": "x"} | fields, "stu3")
    assert isinstance(read, DirectoryColumns)
    return read


@pytest.mark.parametrize(
    ("system", "value", "found"),
    [
        (SYSTEMS + "agb-z", "01000002", IdentifierFound("agb", "01000002")),
        (SYSTEMS + "agb-z", "1000002", IdentifierFound("agb", "01000002", "present", "padded")),
        ("urn:oid:2.16.840.1.113883.2.4.6.1", "06000001", IdentifierFound("agb", "06000001")),
        (SYSTEMS + "uzovi", "7095", IdentifierFound("uzovi", "7095")),
        ("urn:oid:2.16.840.1.113883.2.4.6.4", "7095", IdentifierFound("uzovi", "7095")),
        (SYSTEMS + "ura", "00003333", IdentifierFound("ura", "00003333")),
        ("urn:oid:2.16.528.1.1007.3.3", "00003333", IdentifierFound("ura", "00003333")),
        (
            SYSTEMS + "big",
            "21870932 2.16.528.1.1007.5.1",
            IdentifierFound("big", "21870932", "present", "odd"),
        ),
        (SYSTEMS + "big", "12345678901", IdentifierFound("big", "12345678901")),
        (
            SYSTEMS + "agb-z",
            "nog niet bekend",
            IdentifierFound("agb", "nog niet bekend", "present", "odd"),
        ),
        ("http://eigen.example/id", "A-1.2", IdentifierFound("http://eigen.example/id", "A-1.2")),
    ],
)
def test_numbers_of_providers_come_in_one_notation_and_odd_ones_are_flagged(system, value, found):
    read = entry("Practitioner", identifier=[{"system": system, "value": value}])
    assert read.identifiers == (found,)
    assert read.warnings == ((f"{found.system}-{found.note}",) if found.note else ())


def test_a_practitioner_has_a_name_and_a_specialty():
    read = entry("Practitioner", name=[{"family": "Jansen", "given": ["A."], "prefix": ["Dr."]}],
                 qualification=[{"code": concept("01.015", "huisarts")}], address=[{"city": "Utrecht"}],
                 telecom=[{"system": "phone", "value": "030"}])  # fmt: skip
    assert (read.name, read.specialty, read.city) == ("Dr. A. Jansen", "huisarts", "Utrecht")
    assert read.telecoms[0].value == "030"


def test_a_role_is_named_after_its_practitioner_and_says_where():
    read = entry("PractitionerRole", practitioner={"reference": "Practitioner/1", "display": "A. Jansen"},
                 organization={"display": "Praktijk Oost"}, specialty=[concept("01.015", "huisarts")], active=False)  # fmt: skip
    assert (read.name, read.specialty, read.details["organisation"]) == (
        "A. Jansen",
        "huisarts",
        "Praktijk Oost",
    )
    assert not read.is_active
    nameless = entry(
        "PractitionerRole",
        specialty=[concept("01.015", "huisarts")],
        organization={"display": "Praktijk Oost"},
    )
    assert nameless.name == "huisarts, Praktijk Oost"


def test_organisations_places_and_products_are_named():
    house = entry(
        "Organization",
        name="Apotheek",
        type=[concept("J8", "apotheek")],
        partOf={"display": "Keten"},
    )
    assert (house.name, house.type_text, house.type_code, house.details["part_of"]) == (
        "Apotheek",
        "apotheek",
        "J8",
        "Keten",
    )
    assert entry("Location", description="vleugel zuid").name == "vleugel zuid"
    drug = entry(
        "Medication",
        code=concept("1", "ibuprofen 600 mg"),
        ingredient=[{"itemCodeableConcept": concept("2", "ibuprofen")}],
    )
    assert (drug.name, drug.details["ingredients"]) == ("ibuprofen 600 mg", ["ibuprofen"])
    assert entry("Device", type=concept("1", "rollator")).name == "rollator"


def test_a_code_system_without_concepts_is_kept():
    """O-14: content not-present; the codes come from elsewhere."""
    read = entry(
        "CodeSystem",
        name="COD163",
        url="http://istandaarden.nl/COD163",
        content="not-present",
        status="active",
    )
    assert (read.name, read.details["url"]) == ("COD163", "http://istandaarden.nl/COD163")
    assert "count" not in read.details


def test_the_report_of_a_server_is_kept_with_what_it_says():
    read = entry(
        "OperationOutcome", issue=[{"severity": "warning", "diagnostics": "niet alles getoond"}]
    )
    assert read.details["issues"] == ["niet alles getoond"]
    assert read.source_key == "x"
