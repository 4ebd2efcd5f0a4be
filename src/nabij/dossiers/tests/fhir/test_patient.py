# SPDX-License-Identifier: EUPL-1.2
"""A Patient gives one source's copy of a person, whatever the source left out or wrote twice."""

import pytest

from nabij.dossiers.fhir.persons import contradicts, display
from nabij.dossiers.fhir.types import NameFound, PatientColumns
from nabij.dossiers.tests.fhir.making import columns, concept, extension, xml

HL7 = "http://hl7.org/fhir/StructureDefinition/"
NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
BSN = "http://fhir.nl/fhir/NamingSystem/bsn"
BSN_OID = "urn:oid:2.16.840.1.113883.2.4.6.3"


def patient(version="stu3", **fields):
    read = columns({"resourceType": "Patient", "id": "p1"} | fields, version)
    assert isinstance(read, PatientColumns)
    return read


def name(family="", parts=None, given=(), **more):
    """Return a HumanName after nl-core: given is a list of (value, qualifier)."""
    extensions = [
        extension(HL7 + f"humanname-{k}", valueString=v) for k, v in (parts or {}).items()
    ]
    built = {
        "family": family,
        "_family": {"extension": extensions},
        "given": [value for value, _qualifier in given],
        "_given": [
            {"extension": [extension(HL7 + "iso21090-EN-qualifier", valueCode=q)]} if q else None
            for _value, q in given
        ],
    }
    return built | more


def order(code):
    return {"extension": [extension(HL7 + "humanname-assembly-order", valueCode=code)]}


BOTH = {"own-prefix": "van", "own-name": "Rijn", "partner-prefix": "de", "partner-name": "Vries"}


def test_birth_names_initials_and_call_name_are_taken_apart():
    """O-8: STU3 mixes them in `given`."""
    given = [("Anouk", "BR"), ("Maria", "BR"), ("A.", "IN"), ("M.", "IN"), ("Noukje", "CL")]
    found = patient(name=[name("van Rijn", BOTH, given, **order("NL3"))]).name
    assert found == NameFound(
        given_names="Anouk Maria", initials="A.M.", call_name="Noukje", own_prefix="van",
        own_name="Rijn", partner_prefix="de", partner_name="Vries", name_use="partner_own",
    )  # fmt: skip


def test_the_second_name_of_r4_is_the_call_name():
    """O-8: R4 uses a second name with use=usual."""
    names = [
        {"use": "usual", "given": ["Jo"]},
        name("van Rijn-de Vries", BOTH, [("Johanna", "BR")], use="official"),
        {"use": "old", "family": "Oud"},
    ]
    found = patient("r4", name=names).name
    assert (found.given_names, found.call_name, found.own_name) == ("Johanna", "Jo", "Rijn")
    assert found.name_use == "own_partner"


@pytest.mark.parametrize(
    ("code", "use"),
    [("NL1", "own"), ("NL2", "partner"), ("NL3", "partner_own"), ("NL4", "own_partner"), ("X", "")],
)
def test_the_assembly_order_says_which_name_is_used(code, use):
    assert patient(name=[name("x", BOTH, **order(code))]).name.name_use == use


def test_names_without_parts_keep_the_family_name_whole():
    """O-8: underscores, prefixes of test sets, a capital "Van der", diacritics."""
    for family in (
        "van_de_XXX_Quigleys",
        "Çelik-Noermohamed",
        "Żáïŀëñøŕ",
        "Van der Voort",
        "uijt te de",
    ):
        found = patient(name=[{"family": family, "given": ["Łukasz"]}]).name
        assert (found.own_name, found.own_prefix, found.given_names) == (family, "", "Łukasz")


def test_initials_without_a_qualifier_are_recognised_by_their_full_stop():
    assert patient(name=[{"given": ["J.P.", "Jan"]}]).name.initials == "J.P."


def test_a_text_that_contradicts_the_parts_is_kept_and_flagged():
    """O-8: "Tom van Duinen" with given name Erik."""
    read = patient(name=[{"text": "Tom van Duinen", "family": "van Duinen", "given": ["Erik"]}])
    assert read.name.text == "Tom van Duinen"
    assert read.warnings == ("name-text-differs",)
    assert not contradicts(NameFound(text="mw. J. de Boer", initials="J.", own_name="Boer"))


@pytest.mark.parametrize(
    ("use", "shown"),
    [("own", "Jo van Rijn"), ("partner", "Jo de Vries"), ("partner_own", "Jo de Vries-van Rijn"),
     ("own_partner", "Jo van Rijn-de Vries"), ("", "Jo van Rijn")],
)  # fmt: skip
def test_a_name_is_shown_after_its_name_use(use, shown):
    parts = NameFound(call_name="Jo", own_prefix="van", own_name="Rijn", partner_prefix="de",
                      partner_name="Vries", name_use=use)  # fmt: skip
    assert display(parts) == shown
    assert display(NameFound(text="Zoals geschreven", own_name="X")) == "Zoals geschreven"


def test_a_patient_with_nothing_but_a_name_or_less_is_read():
    """O-7."""
    read = patient(name=[{"text": "de Graaff"}])
    assert (read.name.text, read.birth, read.gender, read.bsn_state) == (
        "de Graaff",
        None,
        "",
        "absent",
    )
    assert patient().name == NameFound()
    assert patient(gender="unknown").gender == "unknown"
    assert patient(gender="vrouw").gender == ""


@pytest.mark.parametrize(
    "system", [BSN, BSN + "/", BSN_OID, BSN_OID.upper().replace("URN:OID", "urn:oid")]
)
def test_both_systems_of_the_bsn_are_one(system):
    """O-4."""
    read = patient(identifier=[{"system": system, "value": " 999911120 "}])
    assert (read.bsn, read.bsn_state) == ("999911120", "present")
    assert read.identifiers[0].system == "bsn"


def test_the_bsn_in_both_systems_is_no_conflict_and_two_numbers_are():
    """O-3 and O-4."""
    twice = [{"system": BSN, "value": "999911120"}, {"system": BSN_OID, "value": "999911120"}]
    assert patient(identifier=twice).warnings == ()
    two = [twice[0], {"system": BSN, "value": "111222333"}]
    assert patient(identifier=two).warnings == ("bsn-several",)


def test_two_patients_with_one_bsn_stay_two():
    """O-3: reading never decides on identity; both copies come out as they are."""
    one = patient(identifier=[{"system": BSN, "value": "999911120"}], birthDate="1964-07-25")
    other = patient(
        id="p2", identifier=[{"system": BSN, "value": "999911120"}], birthDate="1998-12-03"
    )
    assert (one.source_key, other.source_key) == ("p1", "p2")
    assert one.birth != other.birth


@pytest.mark.parametrize(
    "identifier",
    [
        {
            "system": BSN,
            "_value": {"extension": [extension(HL7 + "data-absent-reason", valueCode="masked")]},
        },
        {"system": BSN, "value": "*********"},
    ],
)
def test_a_masked_bsn_is_known_to_be_masked(identifier):
    """O-5."""
    read = patient(identifier=[identifier])
    assert (read.bsn, read.bsn_state) == ("", "masked")


def test_a_masked_bsn_in_xml_is_known_to_be_masked():
    """O-5."""
    text = xml(
        f'<id value="p1"/><identifier><system value="{BSN}"/><value><extension url="{HL7}'
        'data-absent-reason"><valueCode value="masked"/></extension></value></identifier>',
        "Patient",
    )
    assert columns(text, "stu3").bsn_state == "masked"


def test_a_bsn_that_lost_its_zero_is_padded_and_flagged():
    read = patient(identifier=[{"system": BSN, "value": "99911120"}])
    assert (read.bsn, read.warnings) == ("099911120", ("bsn-padded",))


@pytest.mark.parametrize("written", ["1941", "1941-03", "1941-03-09"])
def test_a_partial_birth_date_stays_partial(written):
    """O-9: 01-01 is never invented."""
    assert patient(birthDate=written).birth == written


@pytest.mark.parametrize(
    "written", ["00000000", "1941-13", "1941-02-30", "0000", "${DATE, T, Y, -70}", "1941-00-00"]
)
def test_a_birth_date_that_is_none_is_flagged_and_not_guessed(written):
    """O-9 and O-11."""
    read = patient(birthDate=written)
    assert read.birth is None
    assert read.warnings == ("birth-unread",)


def test_death_is_a_date_or_only_a_fact():
    assert (patient().is_deceased, patient(deceasedBoolean=False).is_deceased) == (False, False)
    assert patient(deceasedBoolean=True).deceased is None
    read = patient(deceasedDateTime="2024-11")
    assert (read.is_deceased, read.deceased) == (True, "2024-11")


def address(line="", parts=(), **more):
    """Return an Address after nl-core, with the parts of its line."""
    extensions = [
        extension(HL7 + f"iso21090-ADXP-{part}", valueString=value) for part, value in parts
    ]
    return {"line": [line], "_line": [{"extension": extensions}]} | more


def test_the_parts_of_an_address_win_over_the_line_that_repeats_them():
    """O-15: suffix twice, unit and "to" in extensions of `line`."""
    parts = [
        ("streetName", "Knolweg"), ("houseNumber", "1002"), ("buildingNumberSuffix", "A"),
        ("buildingNumberSuffix", "-"), ("unitID", "Hoogbouw"), ("additionalLocator", "to"),
    ]  # fmt: skip
    more = {"postalCode": "9999ZZ", "city": "Stitswerd", "district": "Het Hogeland"}
    found = patient(address=[address("Knolweg 1002 A - Hoogbouw to", parts, **more)]).addresses[0]
    assert (found.street, found.house_number, found.suffix) == ("Knolweg", "1002", "A -")
    assert (found.unit, found.to, found.text) == ("Hoogbouw", "to", "")
    assert (found.postcode, found.city, found.municipality) == (
        "9999ZZ",
        "Stitswerd",
        "Het Hogeland",
    )


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Knolweg 12", ("Knolweg", "12", "")),
        ("1e Jacob van Campenstr 15 A", ("1e Jacob van Campenstr", "15", "A")),
        ("Haspelslaan 131-2", ("Haspelslaan", "131", "2")),
        ("Plein 1945 7", ("Plein 1945", "7", "")),
        ("Postbus", ("Postbus", "", "")),
    ],
)
def test_a_dutch_line_without_parts_is_split_and_kept(line, parts):
    found = patient(address=[{"line": [line], "postalCode": "1012 NX"}]).addresses[0]
    assert (found.street, found.house_number, found.suffix) == parts
    assert found.text == (line if parts[1] else "")
    abroad = patient(address=[{"line": [line], "postalCode": "01104"}]).addresses[0]
    assert abroad.street == line


@pytest.mark.parametrize(
    ("url", "code", "use"),
    [
        ("zib-AddressInformation-AddressType", "PST", "postal"),
        ("zib-AddressInformation-AddressType", "PHYS", "visit"),
        ("ext-AddressInformation.AddressType", "TMP", "temp"),
        ("ext-AddressInformation.AddressType", "HP", "home"),
    ],
)
def test_the_kind_of_address_is_read_from_both_versions(url, code, use):
    kind = {
        "extension": [extension(NICTIZ + url, valueCodeableConcept=concept(code))],
        "use": "home",
    }
    assert patient(address=[address("x", **kind)]).addresses[0].use == use


def test_telecoms_know_a_mobile_number_in_both_versions():
    mobile = {"valueCodeableConcept": concept("MC")}
    stu3 = {"system": "phone", "value": "06-1", "use": "home",
            "extension": [extension(NICTIZ + "zib-ContactInformation-TelecomType", **mobile)]}  # fmt: skip
    r4 = {"system": "phone", "value": "06-2",
          "_system": {"extension": [extension(NICTIZ + "ext-CodeSpecification", **mobile)]}}  # fmt: skip
    plain = {"system": "email", "value": "a@b.nl", "use": "work", "rank": 1}
    found = patient(telecom=[stu3, r4, plain, {"system": "phone"}]).telecoms
    assert [(t.value, t.use) for t in found] == [
        ("06-1", "mobile"),
        ("06-2", "mobile"),
        ("a@b.nl", "work"),
    ]
    assert found[2].rank == 1


def test_contacts_practitioners_language_and_marriage_are_read():
    read = patient(
        contact=[
            {"relationship": [concept("WIFE", "echtgenote")], "name": {"text": "Jannie"},
             "organization": {"reference": "Organization/1"}, "period": {"start": "2020"}},
        ],
        generalPractitioner=[{"reference": "Practitioner/gp", "display": "Dr. Vaste"}],
        managingOrganization={"display": "Thuiszorg"},
        communication=[{"language": concept("tr", "Turks"), "preferred": True,
                        "extension": [extension(NICTIZ + "Comment", valueString="tolk nodig")]}],
        maritalStatus=concept("M", "gehuwd"),
        active=False,
    )  # fmt: skip
    contact = read.contacts[0]
    assert (contact.relationships, contact.relationship_codes) == (("echtgenote",), ("WIFE",))
    assert (contact.name.text, contact.starts) == ("Jannie", "2020")
    assert contact.organisation.target_key == "1"
    assert read.general_practitioners[0].display == "Dr. Vaste"
    assert read.managing_organisation.kind == "display_only"
    assert (read.languages[0].code, read.languages[0].comment) == ("tr", "tolk nodig")
    assert (read.marital_status, read.is_active) == ("gehuwd", False)


def test_an_unknown_modifier_on_a_patient_is_shown_as_not_understood():
    """O-12."""
    read = patient(
        modifierExtension=[extension("http://example.nl/not-this-one", valueBoolean=True)]
    )
    assert not read.is_understood
    assert read.unknown_modifiers == ("http://example.nl/not-this-one",)
