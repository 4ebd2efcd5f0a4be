# SPDX-License-Identifier: EUPL-1.2
"""Which patients a refused resource names, as far as that can be told of what could not be read."""

import re

_KEY = rb"([A-Za-z0-9.\-]{1,64})"
_REFERENCE = re.compile(rb"[\"'/ ]Patient/" + _KEY)
_IS_PATIENT = re.compile(rb"\"resourceType\"\s*:\s*\"Patient\"|<(?:\w+:)?Patient[\s>]")
_OWN_KEY = re.compile(rb"\"id\"\s*:\s*\"" + _KEY + rb"\"|<(?:\w+:)?id\s+value\s*=\s*[\"']" + _KEY)


def patients_named(content: bytes) -> set[str]:
    """Return the keys of the patients that a resource is, or refers to.

    It looks at the bytes, not at a tree: what is refused is often cut off or malformed. A key too
    many names somebody in the log who was not shown; one too few hides somebody who was. So of a
    patient every id that stands in it counts.

    Example:
        >>> sorted(patients_named(b'{"subject": {"reference": "Patient/p1"}, "code": {'))
        ['p1']
    """
    found = {match[1] for match in _REFERENCE.finditer(content)}
    if _IS_PATIENT.search(content):
        found |= {match[1] or match[2] for match in _OWN_KEY.finditer(content)}
    return {key.decode("ascii") for key in found}
