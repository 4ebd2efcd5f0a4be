# SPDX-License-Identifier: EUPL-1.2
"""The register of processing, read from the doors and jobs that there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, get_resolver

from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.privacy.choices.processings import BY_EVENT, BY_PACKAGE, Processing


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """One processing with what does it: events of the doors, and names of jobs."""

    processing: Processing
    doors: tuple[str, ...]
    jobs: tuple[str, ...]


def register(*, viewer: Viewer) -> list[Processed]:
    """Return every processing with its doors and jobs, in the order of the register. No query.

    Raises:
        NotFound: the viewer reads no register.
    """
    if not access_rules.may_read_log(viewer.roles):
        raise NotFound
    doors: dict[int, set[str]] = defaultdict(set)
    for view in views():
        doors[id(processing_of(view))].add(view.door.event)
    named: dict[int, set[str]] = defaultdict(set)
    for name in jobs.names():
        named[id(BY_PACKAGE[name.partition(".")[0]])].add(name)
    known = {id(one): one for one in (*BY_PACKAGE.values(), *BY_EVENT.values())}
    return [
        Processed(
            processing=one,
            doors=tuple(sorted(doors[key])),
            jobs=tuple(sorted(named[key])),
        )
        for key, one in known.items()
        if doors[key] or named[key]
    ]


def processing_of(view: Any) -> Processing:
    """Return the processing that a view belongs to. No query.

    Raises:
        KeyError: its package is in no processing: put it in `choices.processings`.
    """
    package = view.__module__.split(".")[1]
    return BY_EVENT.get(view.door.event) or BY_PACKAGE[package]


def processing_of_event(*, viewer: Viewer, event: str) -> Processing | None:
    """Return the processing of a line of the log, None for what no door does. No query."""
    return BY_EVENT.get(event) or _by_event().get(event)


def views() -> Iterator[Any]:
    """Yield every view of the product that asks a sign-in."""
    yield from (view for view in _below(get_resolver()) if not view.door.is_public)


@cache
def _by_event() -> dict[str, Processing]:
    return {view.door.event: processing_of(view) for view in views()}


def _below(resolver: Any) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if hasattr(pattern.callback, "door"):
                yield pattern.callback
        else:
            yield from _below(pattern)
