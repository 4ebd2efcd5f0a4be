# SPDX-License-Identifier: EUPL-1.2
"""Who of the invented institution plays a part in the tour."""

from nabij.core.viewer import Role
from nabij.demo.generator.shapes import Institution


def cast_keys(institution: Institution) -> list[str]:
    """Return the keys of the colleagues who can sign in: one for each role, and the cast."""
    found = [institution.cast[name] for name in ("anja", "fatima", "bram", "carla", "nadia")]
    seen: set[str] = set()
    for colleague in institution.colleagues:
        new = set(colleague.roles) - seen
        if colleague.key not in found and new - {Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL}:
            found.append(colleague.key)
        seen |= set(colleague.roles)
    return found
