# SPDX-License-Identifier: EUPL-1.2
"""Read resources out of JSON: single ones, bundles of every type, nested ones.

A bundle is decoded once for its envelope, in which each resource stays raw bytes, and each
resource once for its tree: so the original is exact, and a broken entry costs only itself.
"""

import json
import re
from collections.abc import Generator, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, Raw, UnsetType

from . import json_scan
from .passes import Pass
from .tree import texts
from .types import Found, Node, Refused

_DECODE = msgspec.json.Decoder(float_hook=Decimal).decode
_ENCODE = msgspec.json.Encoder(decimal_format="number").encode
_CONTROL = re.compile(rb"\\u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])")
_NUMBERLESS = re.compile(rb"[:\[,]\s*[+-]?(?:NaN|Infinity)\b")

Result = Found | Refused


class _Entry(msgspec.Struct, rename={"full_url": "fullUrl", "sibling": "_fullUrl"}):
    full_url: str | UnsetType | None = UNSET
    resource: Raw | UnsetType = UNSET
    request: Raw | UnsetType = UNSET
    response: Raw | UnsetType = UNSET
    search: Raw | UnsetType = UNSET
    link: Raw | UnsetType = UNSET
    id: Raw | UnsetType = UNSET
    extension: Raw | UnsetType = UNSET
    sibling: Raw | UnsetType = UNSET


class _Bundle(msgspec.Struct, rename={"kind": "resourceType", "total_": "_total"}):
    kind: Raw | UnsetType = UNSET
    id: Raw | UnsetType = UNSET
    meta: Raw | UnsetType = UNSET
    language: Raw | UnsetType = UNSET
    identifier: Raw | UnsetType = UNSET
    type: Raw | UnsetType = UNSET
    timestamp: Raw | UnsetType = UNSET
    total: Raw | UnsetType = UNSET
    link: Raw | UnsetType = UNSET
    entry: list[_Entry] | UnsetType = UNSET
    signature: Raw | UnsetType = UNSET
    total_: Raw | UnsetType = UNSET


_BUNDLE = msgspec.json.Decoder(_Bundle).decode
_ENTRY = msgspec.json.Decoder(_Entry).decode


class Where(NamedTuple):
    """The place of a value in its file and what the bundles around it say."""

    pointer: str = ""
    full_url: str | None = None
    declared: tuple[str, ...] = ()
    may_repeat: bool = False
    bundles: int = 0


def read_value(run: Pass, data: bytes, where: Where) -> Iterator[Result]:
    """Yield what one JSON value holds: the resources of a bundle, or the one resource."""
    bundle = _whole_bundle(data)
    if bundle is not None:
        yield from _bundle(run, bundle, where)
        return
    decoded = _decoded(data)
    if isinstance(decoded, _Problem):
        if looks_like_bundle(data):
            yield from _mended_bundle(run, data, where)
        else:
            yield run.refused(decoded.code, where.pointer, data, **decoded.values)
        return
    if decoded.get("resourceType") == "Bundle":
        yield from _mended_bundle(run, data, where)
        return
    yield run.resource(
        decoded, data, "json", where.pointer, where.full_url, where.declared, where.may_repeat
    )


def _whole_bundle(data: bytes) -> _Bundle | None:
    """Return the envelope of a sound bundle; None for all else.

    A field that stands twice would silently lose the first: the number of quotation marks then
    differs from what was decoded.
    """
    if b'"Bundle"' not in data or b'"entry"' not in data:
        return None
    try:
        bundle = _BUNDLE(data)
        if not isinstance(bundle.kind, Raw) or bytes(bundle.kind) != b'"Bundle"':
            return None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return bundle if _ENCODE(bundle).count(b'"') == data.count(b'"') else None


def _bundle(run: Pass, bundle: _Bundle, where: Where) -> Iterator[Result]:
    kind = _decode_or_none(bundle.type)
    inner = _inner(where, _decode_or_none(bundle.meta), kind)
    entries = list(enumerate(bundle.entry)) if isinstance(bundle.entry, list) else []
    # A history lists the newest first; the newest must be read last to win.
    for index, entry in reversed(entries) if kind == "history" else entries:
        pointer = f"{where.pointer}/entry/{index}"
        if isinstance(entry.resource, Raw):
            # The usual case, taken here: a generator for each entry costs a tenth of the speed.
            raw = bytes(entry.resource)
            tree = _decoded(raw)
            if not isinstance(tree, _Problem) and tree.get("resourceType") != "Bundle":
                yield run.resource(
                    tree,
                    raw,
                    "json",
                    pointer + "/resource",
                    entry.full_url or None,
                    inner.declared,
                    inner.may_repeat,
                )
                continue
        yield from _entry(run, entry, None, pointer, inner)


def _inner(where: Where, meta: object, kind: object) -> Where:
    declared = where.declared
    if isinstance(meta, dict):
        declared += tuple(texts(meta, "profile"))
    return Where(where.pointer, None, declared, kind == "history", where.bundles + 1)


def _raw_entry(run: Pass, data: bytes, pointer: str, where: Where) -> Iterator[Result]:
    """Yield what one entry of a broken bundle holds, or why it is refused."""
    try:
        entry = _ENTRY(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        problem = _decoded(data)
        code, values = problem if isinstance(problem, _Problem) else ("not-fhir", {})
        yield run.refused(code, pointer, data, **values)
        return
    if _ENCODE(entry).count(b'"') != data.count(b'"') and (name := _twice(data, 0)):
        yield run.refused("duplicate-key", pointer, data, key=name)
    else:
        yield from _entry(run, entry, data, pointer, where)


def _entry(
    run: Pass, entry: _Entry, data: bytes | None, pointer: str, where: Where
) -> Iterator[Result]:
    if where.bundles > run.limits.bundles_deep:
        limit = run.limits.bundles_deep
        yield run.refused("bundles-too-deep", pointer, data or _ENCODE(entry), limit=limit)
        return
    if not isinstance(entry.resource, Raw):
        yield _without_resource(run, entry, data or _ENCODE(entry), pointer)
        return
    full_url = entry.full_url or None
    pointer += "/resource"
    raw = bytes(entry.resource)
    tree = _decoded(raw)
    if isinstance(tree, _Problem):
        yield run.refused(tree.code, pointer, raw, **tree.values)
    elif tree.get("resourceType") == "Bundle":
        yield from read_value(run, raw, where._replace(pointer=pointer, full_url=full_url))
    else:
        yield run.resource(tree, raw, "json", pointer, full_url, where.declared, where.may_repeat)


def _without_resource(run: Pass, entry: _Entry, data: bytes, pointer: str) -> Refused:
    request = _decode_or_none(entry.request)
    if isinstance(request, dict) and request.get("method") == "DELETE":
        return run.refused("deletion", pointer, data, url=str(request.get("url", "")))
    return run.refused("no-resource", pointer, data)


def looks_like_bundle(data: bytes) -> bool:
    """Say whether a text that does not decode is a bundle by what can be seen of it."""
    if data[:1] != b"{" or b'"entry"' not in data:
        return False
    for name, start, _end in json_scan.members(data, 0):
        if name == "resourceType":
            return data.startswith(b'"Bundle"', start)
        if name == "entry":
            return True
    return False


def _mended_bundle(run: Pass, data: bytes, where: Where) -> Iterator[Result]:
    """Yield the sound entries of a bundle that is broken or cut off, and what is not."""
    names: set[str] = set()
    kind = meta = None
    for name, start, end in json_scan.members(data, 0):
        if name == "entry" and data[start : start + 1] == b"[":
            is_whole = yield from _mended_entries(run, data, start, _inner(where, meta, kind))
            if not is_whole:
                return
        elif end is None:
            yield _rest(run, data, start, where.pointer)
        elif name in names:
            yield run.refused("duplicate-key", where.pointer, data[start:end], key=name)
        elif name in ("type", "meta"):
            value = _decode_or_none(data[start:end])
            kind, meta = (value, meta) if name == "type" else (kind, value)
        names.add(name)
    end = json_scan.value_end(data, 0)
    if end is not None and data[end:].strip():
        yield run.refused("not-json", where.pointer, data[end:], detail="text after the end")


def _mended_entries(
    run: Pass, data: bytes, start: int, where: Where
) -> Generator[Result, None, bool]:
    """Yield what the entries hold; return whether the list of them is whole."""
    entries = list(enumerate(json_scan.elements(data, start)))
    rest = start + 1
    is_whole = True
    for index, (at, end) in reversed(entries) if where.may_repeat else entries:
        pointer = f"{where.pointer}/entry/{index}"
        if end is None:
            is_whole = False
            yield _rest(run, data, at, pointer)
        else:
            rest = max(rest, end)
            yield from _raw_entry(run, data[at:end], pointer, where)
    if is_whole and json_scan.value_end(data, start) is None:
        is_whole = False
        yield _rest(run, data, rest, f"{where.pointer}/entry")
    return is_whole


def _rest(run: Pass, data: bytes, at: int, pointer: str) -> Refused:
    """Return the refusal of all that follows the place where the text is no JSON any more."""
    sign = data[at : at + 1]
    if not sign.strip(b",: \t\r\n") or sign in b'{["':
        return run.refused("cut-off", pointer, data[at:])
    detail = f"unexpected {sign.decode('ascii', 'replace')!r}"
    return run.refused("not-json", pointer, data[at:], detail=detail)


class _Problem(NamedTuple):
    code: str
    values: dict[str, Any]


def _decode_or_none(raw: Raw | bytes | UnsetType) -> Any:
    if raw is UNSET:
        return None
    try:
        return _DECODE(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, InvalidOperation):
        return None


def _decoded(data: bytes) -> Node | _Problem:
    """Return the decoded object, or why it cannot be taken as one resource."""
    try:
        tree = _DECODE(data)
    except UnicodeDecodeError:
        return _Problem("encoding", {"encoding": "Windows-1252"})
    except RecursionError:
        return _Problem("too-deep", {"limit": 100})
    except (msgspec.ValidationError, InvalidOperation):
        return _Problem("bad-number", {})
    except msgspec.DecodeError as error:
        return _syntax(data, str(error))
    if type(tree) is list:
        return _Problem("not-fhir-list", {})
    if type(tree) is not dict:
        return _Problem("not-fhir", {})
    if b"\\u0" in data and _CONTROL.search(data):
        return _Problem("bad-character", {})
    # A field that stands twice loses its first value in decoding: two quotation marks fewer.
    if data.count(b'"') != _ENCODE(tree).count(b'"') or b"\\u0022" in data:
        name = _repeated(data)
        if name is not None:
            return _Problem("duplicate-key", {"key": name})
    return tree


def _syntax(data: bytes, message: str) -> _Problem:
    if _NUMBERLESS.search(data):
        return _Problem("not-a-number", {})
    if "truncated" in message and json_scan.value_end(data, 0) is None:
        return _Problem("cut-off", {})
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _Problem("encoding", {"encoding": "Windows-1252"})
    return _Problem("not-json", {"detail": message.removeprefix("JSON is malformed: ")})


def _twice(data: bytes, start: int) -> str | None:
    names: set[str] = set()
    for name, _start, _end in json_scan.members(data, start):
        if name in names:
            return name
        names.add(name)
    return None


class _Repeated(Exception):
    pass


def _repeated(data: bytes) -> str | None:
    """Return the name of a field that stands twice in one object, slowly and surely."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in items:
            if name in found:
                raise _Repeated(name)
            found[name] = value
        return found

    try:
        json.loads(data, object_pairs_hook=pairs, parse_float=str, parse_int=str)
    except _Repeated as repeated:
        return str(repeated)
    except (ValueError, RecursionError):
        return None
    return None
