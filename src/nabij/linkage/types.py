# SPDX-License-Identifier: EUPL-1.2
"""What other packages hand to linkage and get back from it. Plain values, no tables."""

from dataclasses import dataclass
from typing import Literal

BsnState = Literal["present", "masked", "absent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One source's copy of a person, as read from its Patient resource.

    Args:
        source_key: id of the Patient at the source; with the source it names the record.
        name: `name.text` as the source wrote it; '' when there is none.
        birth: FHIR date (`1941`, `1941-03`, `1941-03-09`), never completed; '' when absent.
        deceased: FHIR date; '' when absent or when only "has died" is known.
        bsn: nine digits in the clear; it is sealed and indexed here. '' unless `bsn_state` is
            'present': a masked BSN is unknown, not different.
        hash: SHA-256 of the resource; another hash means another version.
    """

    source_key: str
    hash: bytes
    fhir_version: str
    name: str = ""
    given_names: str = ""
    initials: str = ""
    call_name: str = ""
    own_prefix: str = ""
    own_name: str = ""
    partner_prefix: str = ""
    partner_name: str = ""
    name_use: str = ""
    birth: str = ""
    gender: str = ""
    is_deceased: bool = False
    deceased: str = ""
    street: str = ""
    house_number: str = ""
    house_number_suffix: str = ""
    postcode: str = ""
    city: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    client_number: str = ""
    bsn: str = ""
    bsn_state: BsnState = "absent"


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """What a linking run did, in records.

    `automatic` joined a known person, `new` got a person of their own, of which `proposed` may be
    a known person after all and wait for a colleague; `waiting` have no identity yet and belong to
    nobody. A record that was linked before and now contradicts its person counts as `proposed`.
    """

    automatic: int = 0
    proposed: int = 0
    new: int = 0
    waiting: int = 0

    def __add__(self, other: "LinkCounts") -> "LinkCounts":
        """Return the sum of two runs; what waits is counted once, by the last."""
        return LinkCounts(
            self.automatic + other.automatic,
            self.proposed + other.proposed,
            self.new + other.new,
            other.waiting,
        )
