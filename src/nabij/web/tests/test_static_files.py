# SPDX-License-Identifier: EUPL-1.2
"""The files that browsers get: third parties' as locked, ours without another server."""

import re
from pathlib import Path

from django.core.management import call_command
from tools import vendor

WEB = Path(__file__).resolve().parents[1]


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


def test_our_style_and_script_name_no_other_server():
    ours = [*(WEB / "static" / "web").rglob("*.css"), *(WEB / "static" / "web").rglob("*.js")]

    assert ours
    assert not [path for path in ours if re.search(r"https?://", path.read_text("utf-8"))]


def test_every_file_that_our_style_names_exists(tmp_path, settings):
    # A storage that names files by their content follows each url() and fails on a hole.
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        },
    }
    call_command("collectstatic", interactive=False, verbosity=0)

    assert len(list(tmp_path.glob("web/css/tokens.*.css"))) == 1
    assert "inter-latin." in next(tmp_path.glob("web/css/tokens.*.css")).read_text("utf-8")
