# SPDX-License-Identifier: EUPL-1.2
"""Decide whether a resource is STU3 or R4: by what is said, never because it parsed.

Of 208 STU3 files 144 also parse as R4, so parsing proves nothing (O-1).
"""

import re
from functools import lru_cache

from .refusals import refuse
from .tree import element, texts
from .types import Found, Refused, Version

_NAMES: dict[Version, str] = {"stu3": "STU3", "r4": "R4"}
# The first family that matches decides; HL7's own profiles without a version say nothing.
_FAMILIES: tuple[tuple[re.Pattern[str], Version], ...] = (
    (re.compile(r"http://hl7\.org/fhir/(?:3\.0|STU3)/"), "stu3"),
    (re.compile(r"http://hl7\.org/fhir/(?:4\.0|R4)/"), "r4"),
    (re.compile(r"http://hl7\.org/fhir/StructureDefinition/[^|]+\|3\.0"), "stu3"),
    (re.compile(r"http://hl7\.org/fhir/StructureDefinition/[^|]+\|4\.0"), "r4"),
    (re.compile(r"http://hl7\.org/fhir\|3\.0"), "stu3"),
    (re.compile(r"http://hl7\.org/fhir\|4\.0"), "r4"),
    (re.compile(r"http://hl7\.org/fhir/(?:us|uv)/"), "r4"),
    (re.compile(r"https?://fhir\.nl/fhir/StructureDefinition/nl-core-"), "stu3"),
    (re.compile(r"http://nictiz\.nl/fhir/StructureDefinition/(?:nl-core-|mp-|ext-)"), "r4"),
    (
        re.compile(
            r"http://nictiz\.nl/fhir/StructureDefinition/"
            r"(?:zib-|gp-|iwlz-|eAfspraak-|eOverdracht-|IHE\.MHD\.|vitalsign-|BgZ-|BgLZ-|"
            r"Bundle-|MedicationOverview|WoundCharacteristics)"
        ),
        "stu3",
    ),
    (re.compile(r"http://medmij\.nl/fhir/StructureDefinition/port-"), "stu3"),
)
_NUMBERS: tuple[tuple[str, Version], ...] = (("3.0", "stu3"), ("4.0", "r4"))


@lru_cache(maxsize=4096)
def version_of_profile(profile: str) -> Version | None:
    """Return the version a profile url belongs to, None when it says nothing.

    Example:
        >>> version_of_profile("http://fhir.nl/fhir/StructureDefinition/nl-core-patient")
        'stu3'
    """
    return next((version for family, version in _FAMILIES if family.match(profile)), None)


def decide_version(
    found: Found, *, declared: str | None = None, source_version: str | None = None
) -> Version | Refused:
    """Return the FHIR version of a resource, or the refusal that says why it is not known.

    In order: declared with the command, the source's setting, what the resource says of itself
    (meta.profile, fhirVersion), what the bundles around it and a CapabilityStatement before it in
    the file say. A resource whose own
    profile or fhirVersion contradicts the declared or set version is refused.

    Raises:
        ValueError: declared or source_version is neither stu3 nor r4 (nor empty).

    Source: O-1 in docs/known-odd-data.md.
    """
    chosen = _chosen(declared) or _chosen(source_version)
    number = _fhir_version(found) if "fhirVersion" in found.tree else ""
    own: Version | None = None
    said = ""
    if number:
        own, said = next((v for start, v in _NUMBERS if number.startswith(start)), None), number
        if own is None:
            return _refused(found, "unsupported-version", version=number)
    meta = found.tree.get("meta")
    if type(meta) is dict and "profile" in meta:
        for profile in texts(meta, "profile"):
            version = version_of_profile(profile)
            if version is None:
                continue
            against = chosen or own
            if against is not None and version != against:
                return _other(found, profile, version, against)
            own, said = version, profile
    if chosen is not None:
        return chosen if own in (None, chosen) else _other(found, said, own, chosen)
    around = next((v for profile in found.declared if (v := version_of_profile(profile))), None)
    return own or around or _refused(found, "unknown-version")


def _chosen(version: str | None) -> Version | None:
    if not version:
        return None
    if version == "stu3":
        return "stu3"
    if version == "r4":
        return "r4"
    raise ValueError(version)


def _fhir_version(found: Found) -> str:
    numbers = texts(found.tree, "fhirVersion")
    return numbers[0] if numbers and "meta" not in element(found.tree, "fhirVersion") else ""


def _other(found: Found, profile: str, version: Version | None, against: Version) -> Refused:
    name = _NAMES[version] if version else ""
    return _refused(found, "other-version", profile=profile, version=name, declared=_NAMES[against])


def _refused(found: Found, code: str, **values: str) -> Refused:
    return refuse(code, found.position, found.pointer, found.original, **values)
