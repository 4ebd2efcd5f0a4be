# SPDX-License-Identifier: EUPL-1.2
"""Bring third-party browser files into the project (development only; users need no Node).

    python tools/vendor.py          fetch the packages below, copy their files, write vendor.lock
    python tools/vendor.py --check  compare the files that are there with vendor.lock

A package comes by exact name and version through `npm pack`; only the listed files are kept,
each with the licence of its package beside it. The lock file names version and sha256 of each.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

WEB = Path(__file__).resolve().parents[1] / "src" / "nabij" / "web"
FOLDER = WEB / "static" / "vendor"
LOCK = WEB / "vendor.lock"


@dataclass(frozen=True)
class Package:
    """A package, the files to copy (source: target) and its licence."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


PACKAGES = [
    Package(
        "htmx.org",
        "4.0.1",
        "0BSD",
        {"dist/htmx.esm.min.js": "htmx/htmx.esm.min.js", "LICENSE": "htmx/LICENSE"},
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        {
            "files/inter-latin-wght-normal.woff2": "inter/inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter/inter-latin-ext.woff2",
            "LICENSE": "inter/LICENSE",
        },
    ),
    Package("@tabler/icons", "3.51.0", "MIT", {"LICENSE": "icons/LICENSE"}),
]

# Names as at Tabler: https://tabler.io/icons
ICONS = [
    "activity",
    "affiliate",
    "alert-circle",
    "alert-hexagon",
    "alert-triangle",
    "arrow-back-up",
    "arrow-left",
    "arrow-right",
    "arrows-diff",
    "arrows-join-2",
    "arrows-split-2",
    "bandage",
    "bell",
    "building",
    "building-community",
    "building-hospital",
    "cake",
    "calendar",
    "calendar-event",
    "calendar-off",
    "chart-bar",
    "check",
    "checks",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-check",
    "circle-dashed",
    "clipboard-check",
    "clipboard-heart",
    "clipboard-list",
    "clock",
    "copy",
    "copy-check",
    "database",
    "database-import",
    "device-mobile",
    "device-tablet",
    "door",
    "download",
    "ear",
    "external-link",
    "eye",
    "eye-off",
    "file-certificate",
    "file-import",
    "file-text",
    "files",
    "filter",
    "first-aid-kit",
    "flag",
    "folder",
    "folder-open",
    "git-compare",
    "hand-stop",
    "headset",
    "heart-handshake",
    "heartbeat",
    "help-circle",
    "hierarchy-2",
    "history",
    "home",
    "home-check",
    "home-heart",
    "hospital",
    "id",
    "info-circle",
    "key",
    "keyboard",
    "language",
    "lifebuoy",
    "link",
    "list-check",
    "list-details",
    "lock",
    "lock-open",
    "login",
    "logout",
    "mail",
    "map-pin",
    "medicine-syrup",
    "menu-2",
    "message",
    "message-circle",
    "moon",
    "notes",
    "nurse",
    "package",
    "pencil",
    "phone",
    "phone-call",
    "pill",
    "pin",
    "player-play",
    "plus",
    "printer",
    "question-mark",
    "refresh",
    "report-medical",
    "rotate-clockwise",
    "route",
    "salad",
    "search",
    "send",
    "settings",
    "shield-check",
    "shield-lock",
    "star",
    "stethoscope",
    "sun",
    "sun-moon",
    "target-arrow",
    "timeline-event",
    "tool",
    "transfer-in",
    "trash",
    "unlink",
    "upload",
    "urgent",
    "user",
    "user-check",
    "user-plus",
    "user-question",
    "user-shield",
    "users",
    "users-group",
    "vaccine",
    "versions",
    "wallet",
    "wheelchair",
    "world",
    "writing-sign",
    "x",
    "zoom-question",
]

SPRITE = FOLDER / "icons" / "icons.svg"
BLANK = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
LICENCE_NOTE = (
    "<!-- Tabler Icons (MIT), see LICENSE beside this file. Built by tools/vendor.py. -->"
)


def unpack(package: Package, into: Path) -> Path:
    """Fetch the package into a folder and return the folder of its contents."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--silent"]
    command += ["--pack-destination", str(into)]
    subprocess.run(command, check=True, cwd=into, stderr=subprocess.DEVNULL)
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def sprite(icons: Path) -> str:
    """Return one SVG with a symbol for each icon of `ICONS`."""
    symbols = []
    for name in ICONS:
        found = BODY.search((icons / f"{name}.svg").read_text("utf-8"))
        if not found:
            sys.exit(f"{name}.svg is not an icon as expected")
        body = " ".join(BLANK.sub("", found[1]).split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    opening = '<svg xmlns="http://www.w3.org/2000/svg">'
    return "\n".join([opening, LICENCE_NOTE, *symbols, "</svg>", ""])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch() -> None:
    """Copy the files of each package and write the lock file."""
    locked = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as name:
            contents = unpack(package, Path(name))
            targets = []
            for source, target in package.files.items():
                path = FOLDER / target
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes((contents / source).read_bytes())
                targets.append(path)
            if package.name == "@tabler/icons":
                SPRITE.write_text(sprite(contents / "icons" / "outline"), "utf-8")
                targets.append(SPRITE)
            locked.append(
                {
                    "name": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "files": {
                        path.relative_to(FOLDER).as_posix(): sha256(path)
                        for path in sorted(targets)
                    },
                }
            )
    LOCK.write_text(json.dumps(locked, indent=2) + "\n", "utf-8")


def differences() -> list[str]:
    """Return what differs between the vendored files and the lock file, a sentence each."""
    locked: dict[str, str] = {}
    for package in json.loads(LOCK.read_text("utf-8")):
        locked |= package["files"]
    here = {p.relative_to(FOLDER).as_posix(): p for p in FOLDER.rglob("*") if p.is_file()}
    found = [f"{name} is not in vendor.lock" for name in sorted(here.keys() - locked.keys())]
    found += [f"{name} is missing" for name in sorted(locked.keys() - here.keys())]
    for name in sorted(locked.keys() & here.keys()):
        if sha256(here[name]) != locked[name]:
            found.append(f"{name} was changed")
    return found


if __name__ == "__main__":
    if "--check" not in sys.argv:
        fetch()
    if problems := differences():
        sys.exit("\n".join(problems))
    print(f"{FOLDER.name}: as in {LOCK.name}")
