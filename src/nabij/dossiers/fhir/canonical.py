# SPDX-License-Identifier: EUPL-1.2
"""Bring a resource into one form, so that two notations of the same content are equal bytes."""

import json
from decimal import Decimal
from typing import Any

from . import xml_reading
from .types import Media


def canonical(original: bytes, media: Media) -> bytes:
    """Return the canonical form: JSON with sorted keys and exact numbers, XML as exclusive C14N.

    Whitespace between JSON tokens, escapes and the order of fields do not count; 7.20 and 7.2
    differ, as FHIR says precision has meaning. Comments and processing instructions of XML do not
    count.

    Raises:
        ValueError: the bytes are not JSON.
        lxml.etree.XMLSyntaxError: the bytes are not XML.
    """
    if media == "xml":
        return xml_reading.canonical(xml_reading.parse(original))
    return _written(json.loads(original, parse_float=Decimal, parse_int=_whole)).encode()


def _whole(written: str) -> Decimal:
    return Decimal(written)


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        members = (f"{json.dumps(name)}:{_written(item)}" for name, item in sorted(value.items()))
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(item) for item in value) + "]"
    return json.dumps(value)
