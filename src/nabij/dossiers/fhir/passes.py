# SPDX-License-Identifier: EUPL-1.2
"""One pass over one file: counts positions, knows which ids were seen, checks each resource."""

import re

from .refusals import refuse
from .tree import depth, texts
from .types import Found, Limits, Media, Node, Refused

BASE = "http://hl7.org/fhir"
_TYPE = re.compile(r"[A-Z][A-Za-z]{1,60}")
_ID = re.compile(r"[^\s\x00-\x1f\x7f]{1,200}")
_LARGE_NAMES = frozenset(("data", "content", "div"))


class Pass:
    """The state of reading one file."""

    __slots__ = ("_said", "_seen", "limits", "position")

    def __init__(self, limits: Limits) -> None:
        """Start at position 0 with nothing seen."""
        self.limits = limits
        self.position = 0
        self._seen: dict[str, dict[str, int]] = {}
        self._said: tuple[str, ...] = ()

    def refused(self, code: str, pointer: str, original: bytes, **values: str | int) -> Refused:
        """Count and return a refusal."""
        position = self.position
        self.position += 1
        return refuse(code, position, pointer, original, **values)

    def resource(
        self,
        tree: Node,
        original: bytes,
        media: Media,
        pointer: str,
        full_url: str | None,
        declared: tuple[str, ...],
        may_repeat: bool,
    ) -> Found | Refused:
        """Count and return a resource, or a refusal when it cannot be kept as one.

        `may_repeat` is true in a history, where an id comes back with each version.
        """
        kind, key = tree.get("resourceType"), tree.get("id")
        if type(kind) is not str or (kind not in self._seen and _TYPE.fullmatch(kind) is None):
            return self.refused("not-fhir", pointer, original)
        ids = self._seen.setdefault(kind, {})
        if key is not None and (type(key) is not str or _ID.fullmatch(key) is None):
            return self.refused("bad-id", pointer, original)
        problem = self._size_problem(tree, original)
        if problem is not None:
            code, values = problem
            return self.refused(code, pointer, original, **values)
        if key is not None:
            content = hash(original)
            if ids.setdefault(key, content) != content and not may_repeat:
                return self.refused("duplicate-id", pointer, original, type=kind, id=key)
        if kind == "CapabilityStatement":
            self._said += tuple(f"{BASE}|{number}" for number in texts(tree, "fhirVersion"))
        position = self.position
        self.position += 1
        declared += self._said
        return Found(position, pointer, full_url, kind, key, media, original, tree, declared)

    def _size_problem(self, tree: Node, original: bytes) -> tuple[str, dict[str, str | int]] | None:
        limits = self.limits
        # A level costs at least one of these signs, so with few of them it cannot be deep.
        signs = original.count(b"{") + original.count(b"[") or original.count(b"<")
        if signs > limits.depth and depth(tree) > limits.depth:
            return "too-deep", {"limit": limits.depth}
        if len(original) > limits.string:
            name = _long_string(tree, limits)
            if name is not None:
                return "long-string", {"key": name, "limit": limits.string // 1024}
        return None


def _long_string(tree: Node, limits: Limits) -> str | None:
    stack: list[tuple[str, object]] = list(tree.items())
    while stack:
        name, value = stack.pop()
        if type(value) is str:
            if len(value) > (limits.data if name in _LARGE_NAMES else limits.string):
                return name
        elif type(value) is dict:
            stack.extend(value.items())
        elif type(value) is list:
            stack.extend((name, item) for item in value)
    return None
