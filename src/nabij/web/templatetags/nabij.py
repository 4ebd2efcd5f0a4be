# SPDX-License-Identifier: EUPL-1.2
"""Tags and filters for every page; a builtin of the template engine, so nothing need be loaded."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nabij.core.identifiers import format_phone
from nabij.web import field_html, formats
from nabij.web.network import Network, lay_out

register = template.Library()

SPRITE = Path(__file__).resolve().parents[1] / "static" / "vendor" / "icons" / "icons.svg"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the icons that the sprite holds."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text("utf-8")))


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """Show an icon of the sprite; with `title` it speaks, without it is decoration."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"There is no icon {name!r}; see tools/vendor.py.")
    if title:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}">{}</svg>', title, _drawing(name)
        )
    return _decoration(name)


@cache
def _drawing(name: str) -> SafeString:
    return format_html('<use href="{}#{}"></use>', static("vendor/icons/icons.svg"), name)


@cache
def _decoration(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true">{}</svg>', _drawing(name))


@register.filter
def dutch_date(value: Any) -> str:
    """Return a date, moment or partial date: `9-3-1941`, `maart 1941`, `1941`."""
    return formats.day(value)


@register.filter
def dutch_moment(value: Any) -> str:
    """Return a moment in Dutch time: `9-3-2026 14:05`."""
    return formats.moment(value)


@register.filter
def clock(value: Any) -> str:
    """Return the time of a moment in Dutch time: `14:05`."""
    return formats.clock(value)


@register.simple_tag
def dutch_period(starts: Any, ends: Any) -> str:
    """Return a period: `9-3-2025 t/m 1-2-2026`, `sinds 9-3-2025`, `tot en met 1-2-2026`."""
    return formats.period(starts, ends)


@register.filter
def euro(value: Any) -> str:
    """Return an amount: `€ 1.234,56`."""
    return formats.euro(value)


@register.filter
def number(value: Any) -> str:
    """Return a number with separators: `2.418`; `14,6`."""
    return formats.number(value)


@register.filter
def phone(value: Any) -> str:
    """Return a phone number as people write it: `038 123 45 67`."""
    return format_phone(str(value)) if value else ""


@register.filter
def until(value: Any, now: Any) -> str:
    """Return a moment that comes, as short as it can: `17:30`, `morgen 10:15`."""
    return formats.until(value, now=now)


@register.filter
def since(value: Any, now: Any = None) -> str:
    """Return how long ago a day or moment was, in one unit: `3 dagen geleden`."""
    return formats.since(value, now=now)


@register.filter
def initials(name: Any) -> str:
    """Return at most two letters for an avatar: `J. de Vries` gives `JV`."""
    return formats.initials(str(name or ""))


@register.simple_tag
def avatar(name: str, kind: str = "") -> SafeString:
    """Show the initials in a circle; `kind` may be `large`, `organisation` or both."""
    return format_html(
        '<span class="avatar {}" aria-hidden="true">{}</span>', kind, formats.initials(name)
    )


@register.simple_tag
def source(title: str, care_type: str = "", url: str = "") -> SafeString:
    """Show where a fact comes from: the source's letter in the colour of its type of care."""
    letter = formats.initials(title)[:1] or "?"
    tag = "a" if url else "span"
    href = format_html(' href="{}"', url) if url else ""
    opening = format_html('<{} class="source {}"{}>', mark_safe(tag), care_type, href)  # noqa: S308
    inside = format_html('<b aria-hidden="true">{}</b>{}', letter, title)
    return format_html("{}{}</{}>", opening, inside, mark_safe(tag))  # noqa: S308


@register.simple_tag
def field(bound: BoundField, width: str = "") -> SafeString:
    """Show a form field: label, control, help, error at the field. `width`: short or medium."""
    return field_html.shown(bound, width=width, error_icon=icon("alert-circle"))


@register.simple_tag
def draft(*parts: str) -> SafeString:
    """Let what is typed in this form be kept until it is sent: `{% draft "person" ref %}`.

    The parts name the form: what is kept is offered where a form has the same name.
    """
    name = ":".join(str(part) for part in parts if part)
    return format_html('<input type="hidden" name="draft" value="{}">', name)


@register.inclusion_tag("web/components/errors.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """Show above a form what is wrong, with a link to each field; nothing when all is well."""
    return {"form": form}


@register.inclusion_tag("web/components/network.html")
def network(picture: Network) -> dict[str, Any]:
    """Draw who is around somebody; the same as a list where there is no room."""
    return {"picture": picture, "drawing": lay_out(picture)}


@register.inclusion_tag("web/components/pages.html", takes_context=True)
def pages(
    context: dict[str, Any], page: Any, parameter: str = "page", place: str = ""
) -> dict[str, Any]:
    """Show links to the rows before and after this `core.paging.Page`, keeping the filters.

    `place` is the id of the part of the page to go on at; without it, at the top.
    """
    anchor = f"#{place}" if place else ""
    query = context["request"].GET.copy()
    links = {}
    for name in ("previous", "next"):
        cursor = getattr(page, name)
        query[parameter] = str(cursor)
        links[name] = f"?{query.urlencode()}{anchor}" if cursor else ""
    return links
