# SPDX-License-Identifier: EUPL-1.2
"""Read resources out of XML. The only module that parses XML: no DTD, no entities, no network.

Each resource becomes standalone canonical XML (its original) and the neutral tree that JSON gives.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from .json_reading import Result, Where
from .passes import Pass
from .tree import texts
from .types import Node

FHIR = "http://hl7.org/fhir"
_NS = "{" + FHIR + "}"
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE", re.DOTALL | re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_CHUNK = 64 * 1024


def _options() -> dict[str, Any]:
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "attribute_defaults": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
        "collect_ids": False,
    }


def parse(data: bytes) -> "etree._Element":
    """Return the root of an XML text under the guards.

    Raises:
        etree.XMLSyntaxError: it is not well-formed, too deep, or holds a text of over 10 MB.
    """
    return etree.fromstring(data, etree.XMLParser(**_options()))


def canonical(element: "etree._Element") -> bytes:
    """Return an element as standalone canonical XML (exclusive C14N, no comments)."""
    written: bytes = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    return written


def read_xml(run: Pass, data: bytes) -> Iterator[Result]:
    """Yield the resources of an XML file, or why it is refused."""
    declared = _DECLARED.match(data)
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        yield run.refused("encoding", "", data, encoding=encoding)
        return
    if _PROLOG.match(data):
        yield run.refused("xml-dtd", "", data)
        return
    try:
        root = parse(data)
    except etree.XMLSyntaxError as error:
        yield from _broken(run, data, str(error.msg or error))
        return
    if root.getroottree().docinfo.internalDTD is not None:
        yield run.refused("xml-dtd", "", data)
        return
    if not root.tag.startswith(_NS):
        yield run.refused("not-fhir-xml", "", data, element=root.tag)
        return
    yield from _read(run, root, Where("/" + _name(root)))


def _read(run: Pass, root: "etree._Element", where: Where) -> Iterator[Result]:
    if root.tag == _NS + "Bundle":
        entries = root.findall(_NS + "entry")
        yield from _entries(run, root, entries, where)
        return
    yield run.resource(
        tree_of(root),
        canonical(root),
        "xml",
        where.pointer,
        where.full_url,
        where.declared,
        where.may_repeat,
    )


def _entries(
    run: Pass, bundle: "etree._Element", entries: list["etree._Element"], where: Where
) -> Iterator[Result]:
    if where.bundles >= run.limits.bundles_deep:
        limit = run.limits.bundles_deep
        yield run.refused("bundles-too-deep", where.pointer, canonical(bundle), limit=limit)
        return
    kind = _value(bundle, "type")
    meta = bundle.find(_NS + "meta")
    declared = where.declared
    if meta is not None:
        declared += tuple(texts(tree_of(meta), "profile"))
    numbered = list(enumerate(entries, start=1))
    for index, entry in reversed(numbered) if kind == "history" else numbered:
        pointer = f"{where.pointer}/entry[{index}]"
        resources = entry.findall(f"{_NS}resource/{_NS}*")
        if not resources:
            yield _without_resource(run, entry, pointer)
        for resource in resources:
            inner = Where(
                f"{pointer}/resource/{_name(resource)}",
                _value(entry, "fullUrl") or None,
                declared,
                kind == "history",
                where.bundles + 1,
            )
            yield from _read(run, resource, inner)


def _without_resource(run: Pass, entry: "etree._Element", pointer: str) -> Result:
    request = entry.find(_NS + "request")
    if request is not None and _value(request, "method") == "DELETE":
        return run.refused("deletion", pointer, canonical(entry), url=_value(request, "url"))
    return run.refused("no-resource", pointer, canonical(entry))


def _broken(run: Pass, data: bytes, message: str) -> Iterator[Result]:
    """Yield the whole entries before the break, then the refusal of the file.

    Where exactly the sound part ends cannot be told from XML, so the refusal holds the whole
    file: mended and read again, what was already kept is seen to be the same.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield run.refused("encoding", "", data, encoding="Windows-1252")
        return
    parser = etree.XMLPullParser(events=("end",), tag=_NS + "entry", **_options())
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
    except etree.XMLSyntaxError:
        pass
    bundle, whole = _whole_entries(parser)
    if bundle is not None:
        yield from _entries(run, bundle, whole, Where("/Bundle"))
    root = _ROOT.search(data)
    if root is None or not data.endswith((b"</" + root[1] + b">", b"/>")):
        yield run.refused("cut-off", "", data)
    else:
        yield run.refused("not-xml", "", data, detail=message)


def _whole_entries(
    parser: "etree.XMLPullParser",
) -> tuple["etree._Element | None", list["etree._Element"]]:
    found: etree._Element | None = None
    whole: list[etree._Element] = []
    for _event, entry in cast(Iterator[tuple[str, etree._Element]], parser.read_events()):
        bundle = entry.getparent()
        if bundle is not None and bundle.tag == _NS + "Bundle" and bundle.getparent() is None:
            found = bundle
            whole.append(entry)
    return found, whole


def _name(element: "etree._Element") -> str:
    return str(etree.QName(element).localname)


def _value(element: "etree._Element", name: str) -> str:
    child = element.find(_NS + name)
    return "" if child is None else str(child.get("value") or "")


def tree_of(element: "etree._Element") -> Node:
    """Return the neutral tree of a FHIR element, without a schema.

    A primitive gives its value as string, with its extensions beside it under `_name`. An element
    that has only extensions may be either, and stands under both names. Narrative is left out.
    """
    tree: Node = {}
    name = _name(element)
    if name[:1].isupper():
        tree["resourceType"] = name
    for key, value in element.attrib.items():
        if key in ("id", "url"):
            tree[str(key)] = str(value)
    values: dict[str, list[Any]] = {}
    siblings: dict[str, list[Node | None]] = {}
    for child in element:
        if not str(child.tag).startswith(_NS):
            continue
        name = child.tag[len(_NS) :]
        value, sibling = _child(child)
        values.setdefault(name, []).append(value)
        siblings.setdefault(name, []).append(sibling)
    for name, found in values.items():
        tree[name] = found[0] if len(found) == 1 else found
        beside = siblings[name]
        if any(beside):
            tree["_" + name] = beside[0] if len(beside) == 1 else beside
    return tree


def _child(child: "etree._Element") -> tuple[Any, Node | None]:
    value = child.get("value")
    if value is not None:
        return str(value), tree_of(child) or None
    if (
        len(child) == 1
        and child[0].tag == f"{_NS}{_name(child[0])}"
        and _name(child[0])[:1].isupper()
    ):
        return tree_of(child[0]), None  # contained, or the resource of a parameter
    inner = tree_of(child)
    return inner, inner if inner and set(inner) <= {"extension", "id"} else None
