# SPDX-License-Identifier: EUPL-1.2
"""Which resource a reference points at, by type and key of the same source.

An absolute address counts only when its server is one that this very file speaks for: another
server may use the same id for another patient, and a fact on the wrong patient is worse than a fact
that stays closed.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from nabij.dossiers.fhir.columns import source_key
from nabij.dossiers.fhir.types import Found, ReferenceFound

LONGEST_KEY = 200
_SERVER = re.compile(r"(https?://.+)/[A-Z][A-Za-z]+/[^/]+(?:/_history/[^/]+)?")
# Roles in which a urn that turns out to be a Patient is the one the resource is about.
_SUBJECT_ROLES = frozenset(
    [
        "patient",
        "subject",
        "beneficiary",
        "for",
        "participant.actor",
        "actor",
        "individual",
        "candidate",
        "deliverTo",
    ]
)

Target = tuple[str, str]
"""Type and key."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the `fullUrl`s of one file stand for."""

    targets: dict[str, Target] = field(default_factory=dict)
    servers: frozenset[str] = frozenset()

    def target_of(self, reference: ReferenceFound) -> Target | None:
        """Return type and key of what a reference points at, None when that cannot be told."""
        if reference.kind == "relative":
            for server in self.servers:
                if target := self.targets.get(f"{server}/{reference.reference}"):
                    return target
            return _target(reference)
        if reference.kind == "urn":
            return self.targets.get(reference.target_key or "")
        if reference.kind == "absolute":
            target = self.targets.get(reference.reference)
            if target is None and server_of(reference.reference) in self.servers:
                return _target(reference)
            return target
        return None

    def patient_of(
        self, subject: ReferenceFound | None, references: tuple[ReferenceFound, ...]
    ) -> str | None:
        """Return the key of the Patient that a resource is about, None when it cannot be told."""
        if subject is not None:
            target = self.target_of(subject)
            return target[1] if target is not None and target[0] == "Patient" else None
        patients = {
            target[1]
            for reference in references
            if reference.kind == "urn" and reference.role in _SUBJECT_ROLES
            if (target := self.target_of(reference)) is not None and target[0] == "Patient"
        }
        return patients.pop() if len(patients) == 1 else None


def addresses_of(entries: Iterable[Found]) -> Addresses:
    """Return what the `fullUrl`s of these entries stand for."""
    targets: dict[str, Target] = {}
    servers: set[str] = set()
    for found in entries:
        if found.full_url:
            targets[found.full_url] = (found.type, key_of(found))
            if server := server_of(found.full_url):
                servers.add(server)
    return Addresses(targets, frozenset(servers))


def key_of(found: Found) -> str:
    """Return the key of a resource: its id, or the hash of its content when it has none."""
    return source_key(found)[:LONGEST_KEY]


def server_of(address: str) -> str | None:
    """Return the address of the server in the address of a resource.

    Example:
        >>> server_of("https://host/fhir/Patient/1")
        'https://host/fhir'
    """
    match = _SERVER.fullmatch(address)
    return match[1] if match else None


def _target(reference: ReferenceFound) -> Target | None:
    if reference.target_type and reference.target_key:
        return reference.target_type, reference.target_key[:LONGEST_KEY]
    return None
