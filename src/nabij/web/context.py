# SPDX-License-Identifier: EUPL-1.2
"""What the page frame needs: navigation, the colleague's name, and display preferences.

The settings name two functions that list, for a request, the pages of the menu and the actions
that can be started from anywhere:

    NABIJ_NAVIGATION = "nabij.config.navigation.navigation"
    NABIJ_COMMANDS = "nabij.config.navigation.commands"
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string

from nabij.core.request import Request
from nabij.core.viewer import RunningEmergency
from nabij.web.choices import COOKIE, PREFERENCES, TITLES, Density, Keys, Theme

MINUTE = timedelta(minutes=1)


class NavigationItem(Protocol):
    """One line of the side navigation; `icon` is a name of the sprite."""

    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def icon(self) -> str: ...
    @property
    def is_current(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A display preference: the field's name, its title, its choices, and the chosen value."""

    name: str
    title: str | Promise
    choices: list[tuple[str, str | Promise]]
    value: str


def chosen(request: HttpRequest, name: str) -> str:
    """Return the value of one preference: the cookie's if it is a known one, else the first."""
    known = [str(value) for value in PREFERENCES[name].values]
    cookie = request.COOKIES.get(COOKIE.format(name), "")
    return cookie if cookie in known else known[0]


def _items(setting: str, request: HttpRequest) -> Sequence[NavigationItem]:
    source = getattr(settings, setting, "")
    if not source or not hasattr(request, "viewer"):
        return []
    items = cast("Callable[[HttpRequest], Sequence[NavigationItem]]", import_string(source))
    return items(request)


def _colleague(request: HttpRequest) -> str:
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.colleague_id:
        return str(viewer.name)
    return ""


def _may_search(request: HttpRequest) -> bool:
    """Tell whether this colleague may search relations, by the rule of the search page itself."""
    try:
        view = resolve(reverse("relations:search")).func
    except NoReverseMatch:
        return False
    rule = getattr(view, "door", None)
    return rule is None or rule.allows(request.viewer.roles)  # type: ignore[attr-defined]


def _is_inside(request: HttpRequest) -> bool:
    """Tell whether this page asks things by itself: not one that opens before the second step."""
    match = request.resolver_match
    early = match is not None and getattr(match.func, "opens_before_second_factor", False)
    return bool(_colleague(request)) and not early


def _address(name: str) -> str:
    """Return an address, '' where these pages are shown without the package that has it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _minutes_left(request: HttpRequest, emergency: RunningEmergency | None) -> int:
    if emergency is None:
        return 0
    return ceil((emergency.ends_at - cast("Request", request).viewer.at) / MINUTE)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what `web/base.html` shows around every page (a context processor)."""
    values = {name: chosen(request, name) for name in PREFERENCES}
    colleague, is_inside = _colleague(request), _is_inside(request)
    emergency = cast("Request", request).viewer.emergency_now if colleague else None
    return {
        "emergency": emergency,
        "emergency_minutes": _minutes_left(request, emergency),
        "navigation": SimpleLazyObject(lambda: _items("NABIJ_NAVIGATION", request)),
        "commands": SimpleLazyObject(lambda: _items("NABIJ_COMMANDS", request)),
        "colleague": colleague,
        "may_search": bool(colleague) and _may_search(request),
        # A page asks by itself whether a call rings (often, where an exchange tells) and how many
        # notices wait.
        "pulse_url": _address("desk:pulse") if is_inside else "",
        "pulse_every": "3s" if getattr(settings, "NABIJ_EXCHANGES", None) else "60s",
        "drafts_url": _address("desk:draft") if is_inside else "",
        "lock_after": getattr(settings, "NABIJ_LOCK_AFTER", 300),
        "theme": "" if values["theme"] == Theme.AUTO else values["theme"],
        "density": "" if values["density"] == Density.COMPACT else values["density"],
        "has_keys": values["keys"] == Keys.ON,
        "preferences": [
            Preference(
                name=name,
                title=TITLES[name],
                choices=list(kind.choices),
                value=values[name],
            )
            for name, kind in PREFERENCES.items()
        ],
    }
