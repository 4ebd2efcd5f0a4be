# SPDX-License-Identifier: EUPL-1.2
"""Read the neutral tree: one shape for JSON and XML.

JSON gives the decoded object; XML gives the same shape without a schema, in which an element that
occurs once may stand alone where JSON has a list, and every primitive is a string. The functions
here treat one and many alike and never raise on an unexpected shape: a sender's mistake in one
element must not lose the rest of the resource.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from .types import Node

EMPTY: Node = {}


def every(node: Node | None, *names: str) -> list[Any]:
    """Return all values at the path, flattened; an absent element gives an empty list."""
    if len(names) == 1:
        value = node.get(names[0]) if type(node) is dict else None
        if type(value) is list:
            return value
        return [] if value is None else [value]
    found: list[Any] = [node]
    for name in names:
        values: list[Any] = []
        for item in found:
            if type(item) is dict:
                value = item.get(name)
                if type(value) is list:
                    values.extend(value)
                elif value is not None:
                    values.append(value)
        found = values
    return found


def nodes(node: Node | None, *names: str) -> list[Node]:
    """Return the elements with content at the path; primitives are left out."""
    if type(node) is not dict:
        return []
    if len(names) == 1:
        value = node.get(names[0])
        if type(value) is list:
            return [item for item in value if type(item) is dict]
        return [value] if type(value) is dict else []
    return [item for item in every(node, *names) if type(item) is dict]


def first(node: Node | None, *names: str) -> Any:
    """Return the first value at the path, or None; of a list the first that is not null."""
    value: Any = node
    for name in names:
        if type(value) is not dict:
            return None
        value = value.get(name)
        if type(value) is list:
            value = value[0] if value and value[0] is not None else _filled(value)
    return value


def _filled(values: list[Any]) -> Any:
    return next((item for item in values if item is not None), None)


def element(node: Node | None, *names: str) -> Node:
    """Return the first element with content at the path, or an empty one."""
    value = first(node, *names)
    return value if type(value) is dict else EMPTY


def plain(value: object) -> str:
    """Return a primitive as text: numbers as written, booleans as FHIR writes them; else ''."""
    if type(value) is str:
        return value.strip()
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    return ""


def text(node: Node | None, *names: str) -> str:
    """Return the first primitive at the path as text, '' when absent."""
    if len(names) == 1 and type(node) is dict:
        value = node.get(names[0])
        if value is None:
            return ""
        if type(value) is list:
            value = _filled(value)
    else:
        value = first(node, *names)
    return value.strip() if type(value) is str else plain(value)


def texts(node: Node | None, *names: str) -> list[str]:
    """Return all primitives at the path as text, empty ones left out."""
    return [written for value in every(node, *names) if (written := plain(value))]


def flag(node: Node | None, *names: str) -> bool | None:
    """Return a boolean, None when absent or not a boolean."""
    value = first(node, *names)
    if type(value) is bool:
        return value
    return {"true": True, "false": False}.get(value) if type(value) is str else None


def number(node: Node | None, *names: str) -> int | None:
    """Return a whole number, None when absent or not a whole number."""
    written = text(node, *names)
    return int(written) if len(written) < 10 and written.lstrip("-").isdecimal() else None


def primitives(node: Node | None, name: str) -> list[tuple[str, Node]]:
    """Return each value of a primitive element with the element that holds its extensions."""
    if type(node) is not dict:
        return []
    values, siblings = node.get(name), node.get("_" + name)
    if type(values) is not list:
        values = [] if values is None else [values]
    if type(siblings) is not list:
        siblings = [] if siblings is None else [siblings]
    found = []
    for index in range(max(len(values), len(siblings))):
        value = values[index] if index < len(values) else None
        sibling = siblings[index] if index < len(siblings) else None
        found.append((plain(value), sibling if type(sibling) is dict else EMPTY))
    return found


def extension(node: Node | None, *urls: str) -> Node:
    """Return the first extension with one of the urls, or an empty element."""
    if type(node) is dict and "extension" in node:
        for item in nodes(node, "extension"):
            if item.get("url") in urls:
                return item
    return EMPTY


def extensions(node: Node | None, *urls: str) -> list[Node]:
    """Return all extensions with one of the urls."""
    return [item for item in nodes(node, "extension") if item.get("url") in urls]


def extension_of(node: Node | None, name: str, *urls: str) -> Node:
    """Return the first extension with one of the urls on a primitive element."""
    if type(node) is dict and "_" + name in node:
        for _value, sibling in primitives(node, name):
            if found := extension(sibling, *urls):
                return found
    return EMPTY


def choice(node: Node | None, prefix: str = "value") -> tuple[str, Any]:
    """Return the type and value of a choice element (`value[x]`): ("Quantity", {...}).

    An absent choice gives ("", None).
    """
    if type(node) is dict:
        length = len(prefix)
        for name, value in node.items():
            if name.startswith(prefix) and name[length : length + 1].isupper():
                if type(value) is list:
                    value = _filled(value)
                if value is not None:
                    return name[length:], value
    return "", None


def joined(parts: Iterable[str], separator: str = ", ") -> str:
    """Join the parts that have content, each once, in order."""
    return separator.join(dict.fromkeys(part for part in parts if part))


def walk(node: Node) -> Iterator[tuple[str, Any]]:
    """Yield every name and value of the tree, in order of level; lists give each item."""
    queue: list[Node] = [node]
    for current in queue:
        for name, value in current.items():
            for item in value if type(value) is list else (value,):
                yield name, item
                if type(item) is dict:
                    queue.append(item)


def depth(tree: Node) -> int:
    """Return how many elements and lists lie within each other at the deepest place."""
    deepest = 1
    stack: list[tuple[Any, int]] = [(tree, 1)]
    while stack:
        value, level = stack.pop()
        deepest = max(deepest, level)
        inner = value.values() if type(value) is dict else value
        stack += [(item, level + 1) for item in inner if type(item) in (dict, list)]
    return deepest
