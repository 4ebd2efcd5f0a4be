# SPDX-License-Identifier: EUPL-1.2
"""What every address below /api/ shares: the shapes of all, and reading what is sent.

A package has its addresses in `api.py`; `config.api` puts them together.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError
from ninja.parser import Parser
from pydantic import ConfigDict

from nabij.web.problems import SAID, problem


class Sent(Schema):
    """What a program sends; a name that nobody knows is a mistake, and said."""

    model_config = ConfigDict(extra="forbid")


class Wrong(Schema):
    """One thing to mend: where it stands in what was sent, and a sentence."""

    field: str
    detail: str


class Problem(Schema):
    """Why something was not done."""

    title: str
    status: int
    code: str
    detail: str
    errors: list[Wrong] = []


class TextParser(Parser):
    """Read JSON, of which every text can be stored: without NUL and without half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what was sent.

        Raises:
            ValueError: it is no JSON, or has a text that no database takes.
        """
        found = super().parse_body(request)
        text = json.dumps(found, ensure_ascii=False)
        text.encode()
        if r"\u0000" in text:
            raise ValueError
        return found


def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that what was sent is no JSON."""
    return problem(400, *SAID[400])


def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say per field what is to be mended. What was typed is not repeated."""
    wrong = [
        {
            "field": ".".join(str(part) for part in one["loc"][2:] or one["loc"][-1:]),
            "detail": _sentence(one["type"], one.get("ctx", {})),
        }
        for one in error.errors
    ]
    return problem(422, "not-valid", _("What was sent does not do."), errors=wrong)


def _sentence(kind: str, context: dict[str, Any]) -> str:
    if kind == "missing":
        return _("This is missing.")
    if kind == "extra_forbidden":
        return _("This is not known here.")
    if kind == "string_too_long":
        return _("Use at most %(most)s characters.") % {"most": context["max_length"]}
    return _("This has another form than the description of the API says.")
