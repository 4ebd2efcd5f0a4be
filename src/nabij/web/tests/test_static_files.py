# SPDX-License-Identifier: EUPL-1.2
"""The files that browsers get: third parties' as locked, ours without anything inline."""

import re
from pathlib import Path

import pytest
from tools import vendor

PACKAGES = Path(__file__).resolve().parents[2]
WEB = PACKAGES / "web"
# The round sheet is a file of its own that opens without a server, so it carries all it needs.
STANDS_ALONE = "clientview/templates/clientview/round_sheet/file.html"
TEMPLATES = [
    path
    for path in PACKAGES.rglob("templates/**/*.html")
    if "tests" not in path.parts and path.relative_to(PACKAGES).as_posix() != STANDS_ALONE
]
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:|\bhx-on", re.I
)


def test_third_party_files_are_as_locked():
    assert vendor.differences() == []


def test_a_changed_an_extra_and_a_missing_file_are_each_noticed(tmp_path, monkeypatch):
    for path in vendor.FOLDER.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(vendor.FOLDER)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(vendor, "FOLDER", tmp_path)
    (tmp_path / "extra.js").touch()
    (tmp_path / "inter" / "LICENSE").unlink()
    (tmp_path / "icons" / "icons.svg").write_text("<svg/>")

    assert vendor.differences() == [
        "extra.js is not in vendor.lock",
        "inter/LICENSE is missing",
        "icons/icons.svg was changed",
    ]


def test_every_third_party_package_has_its_licence_beside_it():
    folders = [path for path in vendor.FOLDER.iterdir() if path.is_dir()]

    assert folders
    assert all((folder / "LICENSE").exists() for folder in folders)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(PACKAGES).as_posix())
def test_no_template_holds_script_or_style_of_its_own(path):
    assert INLINE.findall(path.read_text("utf-8")) == []


def test_our_style_and_script_name_no_other_server():
    ours = [*(WEB / "static" / "web").rglob("*.css"), *(WEB / "static" / "web").rglob("*.js")]

    assert ours
    assert not [path for path in ours if re.search(r"https?://", path.read_text("utf-8"))]
