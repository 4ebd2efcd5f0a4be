# SPDX-License-Identifier: EUPL-1.2
"""Numbers of the value model in templates: `{% load value %}`."""

from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nabij.value.papers import words

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context: template.Context, text: str, of: str) -> SafeString:
    """Return a number as a link to the estimates on which it stands: `{% figure text "room" %}`.

    On the page of a kept run those are on the page itself, in the versions that it used.
    """
    return format_html('<a class="figure" href="{}">{}</a>', basis(context, of), text)


@register.simple_tag(takes_context=True)
def basis(context: template.Context, of: str) -> str:
    """Return the address of the estimates on which a figure stands."""
    if context.get("run"):
        return "#assumptions"
    return f"{reverse('value:estimates', args=[context['model'].ref])}?of={of}"


@register.filter
def whole_euro(value: Any) -> str:
    """Return an amount in whole euros: `€ 34.701`."""
    return "" if value in (None, "") else words.whole_euro(value)


@register.filter
def whole(value: Any) -> str:
    """Return a number without decimals, with separators: `1.036`."""
    return words.whole(Decimal(value))


@register.filter
def signed_euro(value: Any) -> str:
    """Return a difference in whole euros: `+€ 1.200`, `−€ 300`."""
    text = words.whole_euro(value)
    return text if Decimal(value) <= 0 else f"+{text}"


@register.filter
def per_unit(value: Any, unit: str) -> str:
    """Return the number of an estimate as people read it in its unit."""
    return words.amount(value, unit)


@register.filter
def plain_number(value: Any) -> str:
    """Return a number for the attribute of a slider: always with a point."""
    return f"{Decimal(value):f}"


@register.filter
def slider_number(value: Any) -> str:
    """Return what a number field holds as its slider needs it; nothing when it is no number."""
    text = str(value or "0").replace(",", ".")
    return text if text.replace(".", "", 1).isdigit() else "0"


@register.filter
def short_euro(value: Any) -> str:
    """Return a round amount in as few signs as possible: `€ 250k`, `€ 1,5 mln`."""
    return words.short_euro(Decimal(value))


@register.filter
def in_a_hundred(chance: float) -> int:
    """Return a chance as so many in a hundred."""
    return words.in_a_hundred(chance)
