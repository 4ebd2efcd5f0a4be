# SPDX-License-Identifier: EUPL-1.2
"""Letters to who asked something: short, level B1, as text to copy."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from nabij.privacy.choices.erasures import WithholdGround
from nabij.privacy.choices.requests import Decision, RequestKind
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries.carrying_out import CarryingOut
from nabij.privacy.rules.erasing import WORD
from nabij.web import formats


def letter(
    *, row: PrivacyRequest, name: str, asker: str = "", on: date, carrying: CarryingOut
) -> str:
    """Return the letter that goes with how a request stands on a day: received, longer, decided."""
    parts = [
        _("Dear %(name)s,") % {"name": _who(asker, name)},
        _("On %(day)s you asked us: %(asked)s.")
        % {"day": _day(row.received_on), "asked": row.get_kind_display()},
        *_told(row, on),
        *_left_out(carrying),
        *_went(carrying),
        _if_not_agreed() if row.decision else "",
        _("Kind regards,") + "\n" + settings.NABIJ_INSTITUTION,
    ]
    return "\n\n".join(filter(None, parts))


def _told(row: PrivacyRequest, on: date) -> list[str]:
    if row.decision:
        told = [_("Our decision: %(decision)s.") % {"decision": row.get_decision_display()}]
        if row.ground:
            told.append(_("This is why: %(ground)s.") % {"ground": row.get_ground_display()})
        told.append("" if row.explanation == WORD else row.explanation)
        if (row.kind, row.decision) == (RequestKind.RECTIFICATION, Decision.REFUSED):
            told.append(
                _(
                    "You may add a statement of your own. It stays beside what you do not agree"
                    " with. Tell us what has to be in it."
                )
            )
        return told
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


def _who(asker: str, name: str) -> str:
    return ("" if asker == WORD else asker) or name or _("sir or madam")


def _left_out(carrying: CarryingOut) -> list[str]:
    """Say what is not in the copy, and on what ground."""
    there = next((copy.row for copy in carrying.copies if copy.is_there), None)
    return [
        _("Left out of your copy: %(count)s, %(ground)s.")
        % {"count": one["count"], "ground": WithholdGround(one["ground"]).label}
        for one in (there.withheld if there else ())
    ]


def _went(carrying: CarryingOut) -> list[str]:
    """Say what went, and what stayed on what ground."""
    if carrying.erasure is None or carrying.erasure.carried_out_at is None:
        return []
    went = sorted({part.words for part in carrying.goes})
    stayed: dict[str, list[str]] = {}
    for part in carrying.stays:
        stayed.setdefault(part.why, []).append(part.words)
    told = [_("This is gone:") + "".join(f"\n- {words}" for words in went)] if went else []
    if stayed:
        told.append(_("This stays, and this is why:"))
        told += [
            f"{why}" + "".join(f"\n- {words}" for words in sorted(set(of)))
            for why, of in stayed.items()
        ]
    return told


def _day(value: date) -> str:
    return formats.day(value)
