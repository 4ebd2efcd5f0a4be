# SPDX-License-Identifier: EUPL-1.2
"""Words of contact."""

from datetime import datetime

from django import template

from nabij.contact.queries.approaches import Approach
from nabij.web import formats

register = template.Library()


@register.filter
def approach_sentence(approach: Approach, now: datetime) -> str:
    """Return what another colleague did or is about to do: `Sanne belde 2 dagen geleden`."""
    when = formats.since(approach.at or approach.on, now=now)
    return approach.sentence % {"name": approach.colleague, "when": when}


@register.filter
def as_hours(minutes: int) -> str:
    """Return minutes as hours and minutes: `1:05`."""
    return f"{minutes // 60}:{minutes % 60:02}"
