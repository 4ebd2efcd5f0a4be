# SPDX-License-Identifier: EUPL-1.2
"""A resource as it came in, laid out for people: the same content, indented."""

import json

import msgspec

MOST_CHARACTERS = 120_000
# Documents carry their bytes as base64: nobody reads those.
LONGEST_STRING = 2_000


def pretty(content: bytes, media: str) -> tuple[str, bool]:
    """Return the original as indented text, and whether something of it was left out.

    JSON is laid out anew with its numbers as they were written; XML is shown as it came. Very
    long strings (attachments) and very long originals are cut, which the answer tells.
    """
    if media == "json":
        return _cut(_indented(content))
    return _cut((content.decode("utf-8", "replace"), False))


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
    """Return a line with its letters instead of escapes, where it is one plain string."""
    head, quote, tail = line.partition(': "')
    if not quote or "\\u" not in tail:
        return line
    ending = "," if tail.endswith(",") else ""
    try:
        value = json.loads(f'"{tail.removesuffix(",").removesuffix(chr(34))}"')
    except ValueError:
        return line
    return f"{head}: {json.dumps(value, ensure_ascii=False)}{ending}"


def _cut(given: tuple[str, bool]) -> tuple[str, bool]:
    text, is_cut = given
    if len(text) <= MOST_CHARACTERS:
        return text, is_cut
    return text[:MOST_CHARACTERS] + "\n…", True
