# SPDX-License-Identifier: EUPL-1.2
"""Writes a resource as FHIR XML. The members of the dictionary must stand in FHIR's order."""

from itertools import zip_longest
from typing import Any
from xml.sax.saxutils import escape, quoteattr  # only escapes; reads nothing

from nabij.demo.generator.fhir.parts import Json

_EXTENSIONS = frozenset({"extension", "modifierExtension"})


def as_xml(resource: Json) -> bytes:
    """Return the resource as a UTF-8 document."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _resource(resource, parts, ' xmlns="http://hl7.org/fhir"')
    parts.append("\n")
    return "".join(parts).encode()


def _resource(resource: Json, parts: list[str], namespace: str = "") -> None:
    name = resource["resourceType"]
    parts.append(f"<{name}{namespace}>")
    _members(resource, parts, skip="resourceType")
    parts.append(f"</{name}>")


def _members(element: Json, parts: list[str], skip: str = "") -> None:
    for key, value in element.items():
        if key == skip:
            continue
        if key[0] == "_":
            # A primitive without a value has only its extensions; else they were written with it.
            if key[1:] not in element:
                _member(key[1:], None, value, parts)
            continue
        extra = element.get(f"_{key}")
        if isinstance(value, list):
            for one, its_extra in zip_longest(value, extra or ()):
                _member(key, one, its_extra, parts)
        else:
            _member(key, value, extra, parts)


def _member(key: str, value: Any, extra: Json | None, parts: list[str]) -> None:
    if isinstance(value, dict):
        if "resourceType" in value:
            parts.append(f"<{key}>")
            _resource(value, parts)
            parts.append(f"</{key}>")
        elif key in _EXTENSIONS:
            parts.append(f"<{key} url={quoteattr(value['url'])}>")
            _members(value, parts, skip="url")
            parts.append(f"</{key}>")
        else:
            parts.append(f"<{key}>")
            _members(value, parts)
            parts.append(f"</{key}>")
        return
    if key == "div":
        parts.append(value)
        return
    attribute = "" if value is None else f' value="{_text(value)}"'
    if extra:
        parts.append(f"<{key}{attribute}>")
        _members(extra, parts)
        parts.append(f"</{key}>")
    else:
        parts.append(f"<{key}{attribute}/>")


def _text(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    return escape(str(value), {'"': "&quot;", "\n": "&#10;"})
