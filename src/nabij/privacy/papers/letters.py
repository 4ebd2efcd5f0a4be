# SPDX-License-Identifier: EUPL-1.2
"""Letters to who asked something: short, level B1, as text to copy."""

from datetime import date

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nabij.privacy.models import PrivacyRequest
from nabij.web import formats


def letter(*, row: PrivacyRequest, name: str, on: date) -> str:
    """Return the letter that goes with how a request stands on a day: received, longer, decided."""
    parts = [
        _("Dear %(name)s,") % {"name": row.asker_name or name},
        _("On %(day)s you asked us: %(asked)s.")
        % {"day": _day(row.received_on), "asked": row.get_kind_display()},
        *_told(row, on),
        _("Kind regards,") + "\n" + settings.NABIJ_INSTITUTION,
    ]
    return "\n\n".join(filter(None, parts))


def _told(row: PrivacyRequest, on: date) -> list[str]:
    if row.decision:
        told = [_("Our decision: %(decision)s.") % {"decision": row.get_decision_display()}]
        if row.ground:
            told.append(_("This is why: %(ground)s.") % {"ground": row.get_ground_display()})
        return [*told, row.explanation, _if_not_agreed()]
    told = []
    if row.extension_reason:
        told.append(_("We need more time, because: %(reason)s") % {"reason": row.extension_reason})
    if not row.identity:
        told.append(_("We first need to know that it is you. We will contact you about it."))
    if on > row.due_on:
        sorry = _(
            "We should have answered on %(day)s at the latest. We are sorry that we are late."
        )
        return [*told, sorry % {"day": _day(row.due_on)}, _if_not_agreed()]
    told.append(_("You get our answer on %(day)s at the latest.") % {"day": _day(row.due_on)})
    return [*told, _if_not_agreed()] if row.extension_reason else told


def _if_not_agreed() -> str:
    """Return where to complain: told with what somebody may not agree with (AVG 12 paragraph 4)."""
    return _(
        "Do you not agree? Call us, or write to our data protection officer. You can also"
        " complain to the Autoriteit Persoonsgegevens."
    )


def _day(value: date) -> str:
    return formats.day(value, language=(get_language() or "nl")[:2])
