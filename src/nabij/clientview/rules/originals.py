# SPDX-License-Identifier: EUPL-1.2
"""A resource as it came in, laid out for people: the same content, indented."""

import json
import re
from collections.abc import Iterable
from html import escape

import msgspec

from nabij.core.identifiers import is_bsn

MOST_CHARACTERS = 120_000
# Documents carry their bytes as base64: nobody reads those.
LONGEST_STRING = 2_000
HIDDEN = "•••••••••"
_STRING = re.compile(r'(?P<head>\s*(?:"[^"]*": )?)(?P<value>".*")(?P<ending>,?)')
_NINE_DIGITS = re.compile(r"(?<![\w.-])\d{9}(?![\w-])")


def pretty(content: bytes, media: str, *, hidden: Iterable[str] = ()) -> tuple[str, bool]:
    """Return the original as indented text, and whether something of it was left out.

    JSON is laid out anew with its numbers as they were written; XML is shown as it came. Very
    long strings (attachments) and very long originals are cut, which the answer tells. BSNs and
    the words of `hidden` are dots.
    """
    text, is_cut = (
        _indented(content) if media == "json" else (content.decode("utf-8", "replace"), False)
    )
    return _cut((_without_words(_without_bsn(text), hidden), is_cut))


def _without_words(text: str, words: Iterable[str]) -> str:
    """Hide words in every spelling that JSON, XML and its narrative have for them."""
    spelled = {
        spelling
        for word in filter(None, words)
        for spelling in (
            word,
            json.dumps(word)[1:-1],
            json.dumps(word, ensure_ascii=False)[1:-1],
            escape(word),
            escape(word, quote=False),
        )
    }
    if not spelled:
        return text
    longest_first = sorted(spelled, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), HIDDEN, text, flags=re.IGNORECASE)


def _without_bsn(text: str) -> str:
    """Hide BSNs: they show by a click of their own, which the log names."""
    return _NINE_DIGITS.sub(lambda found: HIDDEN if is_bsn(found[0]) else found[0], text)


def _indented(content: bytes) -> tuple[str, bool]:
    try:
        plain = msgspec.json.format(content, indent=2).decode("utf-8", "replace")
    except (msgspec.DecodeError, ValueError):
        return content.decode("utf-8", "replace"), False
    lines, is_cut = [], False
    for line in plain.split("\n"):
        if len(line) > LONGEST_STRING:
            is_cut = True
            lines.append(line[:200] + "…")
        else:
            lines.append(_readable(line))
    return "\n".join(lines), is_cut


def _readable(line: str) -> str:
    """Return a line with its letters instead of escapes, where its value is a string."""
    found = _STRING.fullmatch(line)
    if found is None or "\\u" not in found["value"]:
        return line
    try:
        value = json.loads(found["value"])
    except ValueError:
        return line
    return f"{found['head']}{json.dumps(value, ensure_ascii=False)}{found['ending']}"


def _cut(given: tuple[str, bool]) -> tuple[str, bool]:
    text, is_cut = given
    if len(text) <= MOST_CHARACTERS:
        return text, is_cut
    return text[:MOST_CHARACTERS] + "\n…", True
