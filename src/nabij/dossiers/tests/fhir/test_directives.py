# SPDX-License-Identifier: EUPL-1.2
"""A treatment directive is a permission only where the source says so in so many words."""

import pytest

from nabij.dossiers.tests.fhir.making import PATIENT, columns, concept, extension, xml

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
PERMITTED = NICTIZ + "zib-TreatmentDirective-TreatmentPermitted"
TREATMENT = NICTIZ + "zib-TreatmentDirective-Treatment"
RESTRICTIONS = NICTIZ + "zib-TreatmentDirective-Restrictions"
OTHER = NICTIZ + "ext-TreatmentDirective2.SpecificationOther"


def consent(version, **fields):
    return columns(
        {"resourceType": "Consent", "id": "c", "status": "active", "patient": PATIENT} | fields,
        version,
    )


def stu3(code=None, **fields):
    """Return a treatment directive after zib 2017."""
    modifiers = (
        [extension(PERMITTED, valueCodeableConcept=concept(code, f"de bron zegt {code}"))]
        if code
        else []
    )
    base = {
        "category": [concept("11291000146105", "behandelaanwijzing")],
        "extension": [extension(TREATMENT, valueCodeableConcept=concept("89666000", "reanimatie"))],
        "modifierExtension": modifiers,
    }
    return consent("stu3", **(base | fields))


def r4(provision, **fields):
    """Return a treatment directive after zib 2020."""
    base = {
        "scope": concept("treatment"),
        "category": [concept("129125009")],
        "provision": {"code": [concept("89666000", "reanimatie")]} | provision,
    }
    return consent("r4", **(base | fields))


@pytest.mark.parametrize(
    ("code", "decision"), [("JA", "permit"), ("NEE", "deny"), ("JA_MAAR", "restricted")]
)
def test_the_decision_of_stu3_stands_in_its_modifier(code, decision):
    """O-12: ignoring TreatmentPermitted can turn a refusal into a permission."""
    read = stu3(code)
    assert (read.kind, read.category, read.value) == ("directive", "treatment", decision)
    assert (read.code_text, read.is_understood, read.is_active) == ("reanimatie", True, True)
    assert read.details["decision"] == f"de bron zegt {code}"


def test_a_decision_that_is_not_known_is_no_permission_and_not_understood():
    read = stu3("MISSCHIEN")
    assert (read.value, read.is_understood) == ("unknown", False)


def test_a_directive_without_its_modifier_is_no_permission():
    assert stu3().value == "unknown"
    assert stu3(**{"except": [{"type": "permit"}]}).value == "unknown"


def test_the_restrictions_of_a_yes_but_are_shown():
    restriction = {
        "type": "deny",
        "extension": [extension(RESTRICTIONS, valueString="eerst overleg")],
    }
    read = stu3("JA_MAAR", **{"except": [restriction]})
    assert (read.value, read.details["restrictions"]) == ("restricted", "eerst overleg")


@pytest.mark.parametrize(
    ("kind", "decision"), [("permit", "permit"), ("deny", "deny"), ("ask", "unknown")]
)
def test_the_decision_of_r4_stands_in_the_provision(kind, decision):
    read = r4({"type": kind})
    assert (read.category, read.value, read.code_text) == ("treatment", decision, "reanimatie")


def test_r4_without_a_type_is_no_permission():
    assert r4({}).value == "unknown"


def test_the_other_decision_of_r4_is_a_restriction_with_its_words():
    read = r4({}, modifierExtension=[extension(OTHER, valueString="eerst overleg met echtgenote")])
    assert (read.value, read.is_understood) == ("restricted", True)
    assert read.details["restrictions"] == "eerst overleg met echtgenote"
    both = r4({"type": "permit"}, modifierExtension=[extension(OTHER, valueString="maar")])
    assert both.value == "restricted"


def test_a_provision_type_in_a_stu3_resource_is_no_permission():
    """The place of the decision belongs to the version, not to what happens to be there."""
    assert stu3(provision={"type": "permit"}).value == "unknown"


def test_an_unknown_modifier_on_a_permission_is_not_understood():
    read = r4(
        {"type": "permit"},
        modifierExtension=[extension("http://example.nl/never", valueBoolean=True)],
    )
    assert not read.is_understood


@pytest.mark.parametrize("status", ["inactive", "rejected", "entered-in-error", "draft"])
def test_a_directive_that_is_withdrawn_is_not_in_force(status):
    assert not r4({"type": "permit"}, status=status).is_active


def test_a_refusal_in_xml_is_a_refusal():
    text = xml(
        f'<id value="c"/><modifierExtension url="{PERMITTED}"><valueCodeableConcept><coding>'
        '<code value="NEE"/></coding></valueCodeableConcept></modifierExtension><status value="active"/>'
        '<category><coding><code value="11291000146105"/></coding></category>'
        '<patient><reference value="Patient/p1"/></patient>',
        "Consent",
    )
    assert columns(text, "stu3").value == "deny"


def test_a_living_will_says_which_kind_it_is_in_both_versions():
    code = concept(
        "NR", "niet reanimeren verklaring", "urn:oid:2.16.840.1.113883.2.4.3.11.60.40.4.14.1"
    )
    old = consent("stu3", category=[concept("11341000146107", "wilsverklaring"), code], dateTime="2018-04-09",
                  extension=[extension(NICTIZ + "Comment", valueString="penning")])  # fmt: skip
    new = consent("r4", scope=concept("adr"), category=[concept("acd")], dateTime="2018-04-09",
                  provision={"code": [code]},
                  extension=[extension(NICTIZ + "ext-Comment", valueString="penning")])  # fmt: skip
    for read in (old, new):
        assert (read.kind, read.category, read.code_text) == (
            "directive",
            "advance",
            "niet reanimeren verklaring",
        )
        assert (read.text, read.starts, read.value) == ("penning", "2018-04-09", "")


def test_a_consent_on_data_is_a_consent():
    read = consent(
        "r4",
        scope=concept("patient-privacy"),
        category=[concept("59284-0")],
        provision={"type": "deny"},
    )
    assert (read.kind, read.value) == ("consent", "deny")


def test_the_verification_and_the_parties_are_shown():
    check = extension(
        NICTIZ + "zib-TreatmentDirective-Verification",
        extension=[
            extension("Verified", valueBoolean=True),
            extension("VerifiedWith", valueCodeableConcept=concept("116154003", "patiënt")),
            extension("VerificationDate", valueDateTime="2018-04-09"),
        ],
    )
    read = stu3(
        "NEE",
        extension=[check],
        consentingParty=[{"reference": "RelatedPerson/1", "display": "Janni"}],
    )
    assert read.details["verified"] == {"is_verified": "yes", "with": "patiënt", "on": "2018-04-09"}
    assert read.details["parties"] == [{"role": "consenting", "name": "Janni"}]


def test_a_permission_with_exceptions_is_a_restricted_one():
    exception = {"provision": [{"type": "deny"}]}
    assert r4({"type": "permit"} | exception).value == "restricted"
    assert r4({"type": "deny"} | exception).value == "deny"
