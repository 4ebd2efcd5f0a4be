# SPDX-License-Identifier: EUPL-1.2
"""Keep the Dutch catalogues complete; each package has its own, beside its code.

    python tools/messages.py extract [PACKAGE ...]   list the messages in use
    python tools/messages.py check [PACKAGE ...]     say what is missing or wrong; exit 1 if any
    python tools/messages.py update [PACKAGE ...]    add missing messages (empty), drop unused ones
    python tools/messages.py compile [PACKAGE ...]   write the .mo files that Django reads

Messages are English in code and templates; Django's extraction of templates and Babel's of
Python are used, so no GNU gettext is needed.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "nabij"
LANGUAGE = "nl"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")
LEADING_BLANKS = re.compile(r"^[ \t]+", re.MULTILINE)

Key = tuple[str, str]  # context ("" for none) and singular msgid
Use = tuple[str, str, str]  # place (path:line), singular, plural ("" for none)


def packages() -> list[str]:
    return sorted(p.parent.name for p in SOURCE.glob("*/__init__.py"))


def catalogue_path(package: str) -> Path:
    return SOURCE / package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def messages_in_use(package: str) -> dict[Key, Use]:
    """Return the messages of a package's code and templates, each with its first place."""
    found: dict[Key, Use] = {}
    for path in _files(SOURCE / package):
        for line, message, context in _messages(path):
            singular, plural = (message, "") if isinstance(message, str) else message[:2]
            if singular:
                place = f"{path.relative_to(SOURCE)}:{line}"
                found.setdefault((context or "", singular), (place, singular, plural))
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        is_text = path.suffix == ".py" or (
            path.suffix in {".html", ".txt"} and "templates" in inside
        )
        if is_text and not {"tests", "migrations"} & set(inside):
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # What is left of the template is names in a row; indentation would mean something.
        text = LEADING_BLANKS.sub("", templatize(text, origin=str(path)))
    # On Python 3.12 and later an f-string is no message, so Babel need not look into it.
    for line, message, _comments, context in extract("python", BytesIO(text.encode()), KEYWORDS):
        yield line, message, context


def read_catalogue(package: str) -> Catalog | None:
    path = catalogue_path(package)
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _key(message: Message) -> Key:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", singular)


def _entries(catalogue: Catalog | None) -> dict[Key, Message]:
    return {_key(message): message for message in catalogue or [] if message.id}


def problems(package: str) -> list[str]:
    """Return what is wrong with a package's catalogue, a sentence each."""
    used = messages_in_use(package)
    entries = _entries(read_catalogue(package))
    found = []
    for key, (place, singular, plural) in used.items():
        if key not in entries:
            found.append(f"{place}: no Dutch for {singular!r}")
        elif bool(plural) != (not isinstance(entries[key].id, str)):
            found.append(f"{place}: {singular!r} has one form here and two there")
    for key, message in entries.items():
        if key not in used:
            found.append(f"{package}: {key[1]!r} is not used any more")
        found += [f"{package}: {key[1]!r} {fault}" for fault in _faults(message)]
    return found


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "is fuzzy"
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if len(texts) != len(ids) or not all(texts):
        yield "has no Dutch"
        return
    allowed = set(PLACEHOLDER.findall(" ".join(ids)))
    for number, (given, text) in enumerate(zip(ids, texts, strict=True)):
        wanted, there = set(PLACEHOLDER.findall(given)), set(PLACEHOLDER.findall(text))
        # "One thing" may leave the number out, and may name it.
        is_singular_of_two = number == 0 and len(ids) == 2
        if there - allowed or (wanted != there and not is_singular_of_two):
            yield f"has other placeholders in Dutch: {sorted(wanted)} and {sorted(there)}"


def disagreements() -> list[str]:
    """Return messages that packages translate differently: Django would show only one of them."""
    translations: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for package in packages():
        for key, message in _entries(read_catalogue(package)).items():
            if message.string and any(message.string):
                translations[key][str(message.string)].append(package)
    return [
        f"{key[1]!r} differs: "
        + "; ".join(f"{text} ({', '.join(p)})" for text, p in by_text.items())
        for key, by_text in translations.items()
        if len(by_text) > 1
    ]


def update(package: str) -> None:
    """Add what is missing with empty Dutch, and drop what is not used any more."""
    used = messages_in_use(package)
    if not used:
        return
    catalogue = Catalog(locale=LANGUAGE, project="nabij", charset="utf-8", fuzzy=False)
    entries = _entries(read_catalogue(package))
    for key, (_place, singular, plural) in used.items():
        ids = (singular, plural) if plural else singular
        kept = entries.get(key)
        string = kept.string if kept else (("", "") if plural else "")
        catalogue.add(ids, string, context=key[0] or None)
    path = catalogue_path(package)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, catalogue, width=100, no_location=True, omit_header=True)
    header = (
        "# SPDX-License-Identifier: EUPL-1.2\n"
        'msgid ""\nmsgstr ""\n"Language: nl\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    path.write_text(header + written.getvalue().decode().strip() + "\n", "utf-8")


def compile_catalogue(package: str) -> None:
    """Write the .mo file of a package beside its .po file."""
    catalogue = read_catalogue(package)
    if catalogue is not None:
        with catalogue_path(package).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


def main(command: str, names: list[str]) -> int:
    chosen = names or packages()
    if command == "extract":
        for package in chosen:
            for (context, _id), (place, singular, plural) in messages_in_use(package).items():
                print(f"{place}: {singular!r}", f"/ {plural!r}" * bool(plural), context)
    elif command == "update":
        for package in chosen:
            update(package)
    elif command == "compile":
        for package in chosen:
            compile_catalogue(package)
    elif command == "check":
        found = [problem for package in chosen for problem in problems(package)] + disagreements()
        print("\n".join(found) or "all messages have Dutch")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
