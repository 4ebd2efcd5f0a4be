# SPDX-License-Identifier: EUPL-1.2
"""A copy to read, as a PDF: what the Bundle says in words."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nabij.clientview.choices import CODES, DETAILS
from nabij.privacy.choices import ACTIONS, EVENTS
from nabij.privacy.choices.erasures import WithholdGround
from nabij.privacy.choices.kinds import KINDS, OTHER
from nabij.privacy.queries.copying import LOG, Content, Row
from nabij.web import formats
from nabij.web.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parents[1] / "templates" / "privacy" / "copy.typ"
# The paper is to be read; the Bundle has every line of the log.
MOST_LOOKS = 500
# Columns of a dossier in which sources send codes.
CODED = frozenset({"category", "details", "status", "value"})


def paper(content: Content, *, at: datetime, name: str) -> bytes:
    """Return the paper, in the language that is active. A second or so."""
    return typeset(TEMPLATE, _content(content, at, name), at=at)


def _content(content: Content, at: datetime, name: str) -> dict[str, Any]:
    day = formats.day(at)
    return {
        "language": formats.language(),
        "title": _("Your data at %(institution)s") % {"institution": settings.NABIJ_INSTITUTION},
        "subtitle": _("A copy for %(name)s, made on %(day)s") % {"name": name, "day": day},
        "footer": f"{settings.NABIJ_INSTITUTION} · {name} · {day}",
        "intro": [
            _("This is everything that we have recorded about you."),
            _(
                "The file beside this paper holds the same for computers (FHIR), with your dossier"
                " exactly as we got it."
            ),
            *_left_out(content.withheld),
        ],
        "sections": [*_sections(content), _looks(content)],
    }


def _left_out(withheld: dict[str, int]) -> list[str]:
    return [
        _("Left out: %(count)s, %(ground)s.")
        % {"count": count, "ground": WithholdGround(ground).label}
        for ground, count in withheld.items()
    ]


def _sections(content: Content) -> Iterable[dict[str, Any]]:
    titles: dict[str, list[list[list[str]]]] = {}
    for section in content.sections:
        rows = titles.setdefault(str(KINDS.get(section.label, OTHER)), [])
        rows.extend(line for row in section.rows if (line := _line(row)))
    return [{"title": title, "rows": rows, "note": ""} for title, rows in titles.items() if rows]


def _line(row: Row) -> list[list[str]]:
    """Return the columns of a row, each as its name and what it says."""
    coded = CODED if row.label.startswith("dossiers.") else frozenset()
    return [
        [words, _in_words(value) if name in coded else _said(value)]
        for name, words, value in row.values
        if words
    ]


def _in_words(value: Any) -> str:
    """Return what a source sent with the words for its codes, as on the page of a fact."""
    if isinstance(value, dict):
        return "; ".join(
            f"{DETAILS.get(name, name.replace('_', ' '))}: {_in_words(one)}"
            for name, one in value.items()
        )
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_words, value))
    return str(CODES.get(value, value)) if isinstance(value, str) else _said(value)


def _looks(content: Content) -> dict[str, Any]:
    shown = content.log[-MOST_LOOKS:][::-1]
    rest = len(content.log) - len(shown)
    return {
        "title": str(KINDS[LOG]),
        "rows": [
            [
                [formats.moment(one["at"]), one["user_name"]],
                [str(ACTIONS.get(one["action"], "")), str(EVENTS.get(one["event"], one["event"]))],
            ]
            for one in shown
        ],
        "note": _("The file for computers has %(rest)s more.") % {"rest": rest} if rest else "",
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(one)}" for name, one in value.items())
    return str(value)
