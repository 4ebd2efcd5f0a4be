# SPDX-License-Identifier: EUPL-1.2
"""The version comes from what is said, never from "it parsed"."""

import pytest

from nabij.dossiers.fhir.types import Refused
from nabij.dossiers.fhir.version import decide_version, version_of_profile
from nabij.dossiers.tests.fhir.making import bundle, observation, only, read

NICTIZ = "http://nictiz.nl/fhir/StructureDefinition/"
STU3 = {"meta": {"profile": ["http://fhir.nl/fhir/StructureDefinition/nl-core-patient"]}}
R4 = {"meta": {"profile": [NICTIZ + "nl-core-Patient"]}}


def decide(resource, **how):
    version = decide_version(only(resource), **how)
    return version.code if isinstance(version, Refused) else version


def test_what_parses_as_both_is_refused_when_nothing_says_which():
    """O-1: this resource is valid in STU3 and in R4."""
    refused = decide_version(only(observation()))
    assert isinstance(refused, Refused)
    assert refused.code == "unknown-version"
    assert refused.original == only(observation()).original


def test_the_order_is_command_then_source_then_the_resource_itself():
    assert decide(observation(), declared="stu3", source_version="r4") == "stu3"
    assert decide(observation(), source_version="r4") == "r4"
    assert decide(observation(), declared="", source_version="") == "unknown-version"
    assert decide(observation(**STU3)) == "stu3"
    assert decide(observation(**R4)) == "r4"


def test_a_profile_that_contradicts_the_declared_version_is_refused():
    refused = decide_version(only(observation(**STU3)), declared="r4")
    assert isinstance(refused, Refused)
    assert refused.code == "other-version"
    assert "nl-core-patient" in refused.sentence
    assert "STU3" in refused.sentence
    assert decide(observation(**R4), source_version="stu3") == "other-version"
    assert decide(observation(**R4), declared="r4") == "r4"


def test_two_profiles_of_two_versions_on_one_resource_are_refused():
    both = {"meta": {"profile": [*STU3["meta"]["profile"], *R4["meta"]["profile"]]}}
    assert decide(observation(**both)) == "other-version"


def test_the_bundle_around_a_resource_speaks_for_it_when_it_says_nothing():
    data = bundle(observation(), **{"meta": {"profile": [NICTIZ + "zib-Bundle"]}})
    assert decide_version(read(data)[0]) == "stu3"


@pytest.mark.parametrize(
    ("written", "version"),
    [("3.0.2", "stu3"), ("4.0.1", "r4"), (["4.0.1"], "r4"), ("5.0.0", "unsupported-version"),
     ("1.0.2", "unsupported-version"), ("4.3.0", "unsupported-version")],
)  # fmt: skip
def test_a_resource_that_states_its_fhir_version_is_believed(written, version):
    statement = {"resourceType": "CapabilityStatement", "id": "c", "fhirVersion": written}
    assert decide(statement) == version


def test_a_stated_version_that_contradicts_the_declared_one_is_refused():
    statement = {"resourceType": "CapabilityStatement", "id": "c", "fhirVersion": "4.0.1"}
    assert decide(statement, declared="stu3") == "other-version"


@pytest.mark.parametrize(
    ("profile", "version"),
    [
        (NICTIZ + "zib-Problem", "stu3"),
        (NICTIZ + "gp-Encounter", "stu3"),
        (NICTIZ + "IHE.MHD.Minimal.DocumentReference", "stu3"),
        (NICTIZ + "nl-core-Problem", "r4"),
        (NICTIZ + "mp-MedicationAgreement", "r4"),
        ("http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient", "r4"),
        ("http://hl7.org/fhir/StructureDefinition/vitalsigns|4.0.1", "r4"),
        ("http://hl7.org/fhir/3.0/StructureDefinition/Patient", "stu3"),
        ("http://hl7.org/fhir/StructureDefinition/vitalsigns", None),
        ("http://example.nl/fhir/StructureDefinition/own", None),
    ],
)
def test_profile_families_say_their_version(profile, version):
    assert version_of_profile(profile) == version


def test_a_version_that_does_not_exist_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="r5"):
        decide_version(only(observation()), declared="r5")


def test_a_capability_statement_speaks_for_what_follows_it_in_the_file():
    statement = {"resourceType": "CapabilityStatement", "id": "c", "fhirVersion": "3.0.2"}
    found = read(bundle(statement, observation()))
    assert [decide_version(item) for item in found] == ["stu3", "stu3"]
    assert decide(observation()) == "unknown-version"
