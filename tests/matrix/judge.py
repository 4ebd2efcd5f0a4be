# SPDX-License-Identifier: EUPL-1.2
"""Compare an answer with the table: what it shows, and what the log says of it."""

import base64
import html
import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from nabij.access.models import AccessEntry
from nabij.clientview.rules import round_sheet
from tests.matrix import table
from tests.matrix.canaries import Canary
from tests.matrix.world import NOBODY, World

SIGN_IN = "/sign-in/"
_PHRASE = re.compile(r'class="passphrase">([^<]+)<')
_DATA = re.compile(r"data:[\w/]+;base64,([\w+/=]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, opened as far as its reader can open it."""

    status: int
    location: str
    text: str
    bytes: bytes
    shown: frozenset[Canary]

    @property
    def is_sign_in(self) -> bool:
        """Tell whether it leads to the sign-in page, or tells a program to sign in."""
        return self.status == 401 or (self.status == 302 and self.location.startswith(SIGN_IN))

    def outcome(self, world: World, owner: str) -> str:
        """Return what it is in the words of the table, for one person."""
        if self.status in {301, 302, 303, 401}:
            return "sign-in" if self.is_sign_in else ">"
        if self.status in {200, 409, 422}:
            return world.canaries.classes_of(owner, self.shown) or "."
        return {403: "!", 404: "-"}.get(self.status, str(self.status))


def read(world: World, response: Any) -> Answer:
    """Return an answer with everything in it that can be read: headers, files, packed files."""
    content = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    text = "\n".join((headers, cookies, *opened(content)))
    return Answer(
        status=response.status_code,
        location=response.get("Location", ""),
        text=text,
        bytes=headers.encode() + content,
        shown=frozenset(world.canaries.found_in(text)),
    )


def opened(content: bytes) -> list[str]:
    """Return the texts in a file or page, those of the files packed in it too."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                text for name in archive.namelist() for text in (name, *opened(archive.read(name)))
            ]
    text = content.decode("utf-8", "replace")
    inside = [base64.b64decode(data) for data in _DATA.findall(text)]
    files = [found for data in inside for found in opened(data)]
    if phrase := _PHRASE.search(text):
        files += [_unsealed(file, phrase[1]) for file in files if 'id="sealed"' in file]
    return [text, html.unescape(text), *files]


def _unsealed(file: str, passphrase: str) -> str:
    """Return what stands on a round sheet, opened as the colleague opens it."""
    found = re.search(r'id="sealed"[^>]*>(.*?)</script>', file, re.DOTALL)
    assert found, "the file of a round sheet has changed"
    fields = json.loads(found[1])
    sealed = round_sheet.SealedSheet(
        salt=base64.b64decode(fields["salt"]),
        nonce=base64.b64decode(fields["nonce"]),
        cipher=base64.b64decode(fields["cipher"]),
        ends_at=fields["ends_at"],
    )
    return round_sheet.open_sheet(sealed, passphrase=passphrase).decode()


def entries_since(last: int) -> list[AccessEntry]:
    """Return the lines of the log behind one, oldest first."""
    return list(AccessEntry.objects.filter(pk__gt=last).order_by("pk"))


def wrong_content(world: World, viewer: str, answer: Answer, expected: str, owner: str) -> str:
    """Return what differs from the cell of one person, '' when nothing does."""
    if expected not in {"-", ".", ">", "!"}:
        has = world.classes_of(owner)
        expected = "".join(c for c in expected if c in has) or "."
    if viewer == NOBODY:
        expected = "sign-in"
    found = answer.outcome(world, owner)
    if found == expected:
        return ""
    why = ", ".join(sorted(str(c) for c in answer.shown if c.owner == owner))
    return f"{found} instead of {expected} ({why})"


def too_much(world: World, viewer: str, answer: Answer) -> list[str]:
    """Return what an answer shows of anybody beyond the ceiling."""
    who = world.who(viewer)
    return [
        f"shows {canary}"
        for canary in sorted(answer.shown, key=str)
        if canary.owner in world.persons
        and canary.data_class
        not in table.ceiling(who, world.relation(viewer, world.stands_as(canary.owner)))
    ] + [
        f"shows the name of {canary.owner}"
        for canary in answer.shown
        if canary.owner == "source-ggz"
        and any(other.owner in world.persons for other in answer.shown)
        and "d" not in table.ceiling(who, "client")
    ]


def wrong_log(
    world: World, viewer: str, answer: Answer, entries: list[AccessEntry], *, on_page_of: str = ""
) -> list[str]:
    """Return what the log leaves out of an answer, or says too much.

    One line per person whose data is shown; what is shown beside somebody (the name and phone of a
    relative, on the page of a client) is part of that person's line. The log may name the person
    on whose page a swap comes.
    """
    done = [entry for entry in entries if entry.outcome == "success"]
    refused = [entry for entry in entries if entry.outcome == "refused"]
    wrong = []
    if answer.status == 404 and viewer != NOBODY and len(refused) != 1:
        wrong.append(f"{len(refused)} lines about the refusal")
    if answer.status != 404 and refused:
        wrong.append("a refusal in the log, and an answer")
    if viewer == NOBODY and done:
        wrong.append("somebody who is not signed in stands in the log")
    named = {pk for entry in done for pk in entry.object_ids}
    for owner, pk in world.persons.items():
        if owner == "linde":  # an organisation is no person
            continue
        classes = world.canaries.classes_of(owner, answer.shown)
        if classes:
            wrong += _lines_about(world, owner, classes, done, answer, pk)
        elif owner == on_page_of:
            continue
        elif pk in named and answer.status == 200 and not _may_show_nothing(done, pk):
            wrong.append(f"the log says that {owner} was shown")
    return wrong


def _lines_about(
    world: World, owner: str, classes: str, done: list[AccessEntry], answer: Answer, pk: int
) -> list[str]:
    own = [entry for entry in done if pk in entry.object_ids]
    if not own:
        is_beside = set(classes) <= set("nab") and any(not e.is_name_only for e in done)
        return [] if is_beside else [f"{owner} is shown ({classes}) and not in the log"]
    wrong = []
    # A round sheet reads who is visited, and then exports what it says of them.
    deeds = [entry.action for entry in own if entry.action in "RE"]
    if len(deeds) > len(set(deeds)):
        wrong.append(f"{len(deeds)} lines that {owner} was read")
    if all(entry.is_name_only for entry in own) and set(classes) - {"n"}:
        wrong.append(f"the log says name only of {owner}: {classes}")
    facts = {
        canary
        for canary in answer.shown
        if canary.owner == owner
        and canary.data_class != "q"  # what was refused belongs to no record
        and canary.field.partition("-")[0] in world.sources
    }
    opened = {record for entry in own for record in entry.records}
    for canary in facts:
        source = canary.field.partition("-")[0]
        if world.record_at(owner, source) not in opened:
            wrong.append(f"the record behind {canary} is not in the log")
    return wrong


def _may_show_nothing(done: list[AccessEntry], pk: int) -> bool:
    """Tell whether it was a write, or the opening of a dossier in which nothing is."""
    own = [entry for entry in done if pk in entry.object_ids]
    return any(entry.action in "CUD" or (entry.classes and not entry.records) for entry in own)
