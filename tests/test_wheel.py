# SPDX-License-Identifier: EUPL-1.2
"""The wheel holds all that running needs, and its entry point runs."""

import configparser
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("nabij-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A throwaway environment with the wheel, beside the packages of this one."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # The folder alone: the .pth files in it, with the clone's own path, are not followed.
    (packages / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder


def run(installed, *arguments):
    (packages,) = installed.glob("lib/python*/site-packages")
    entry_points = configparser.ConfigParser()
    entry_points.read(next(packages.glob("nabij-*.dist-info")) / "entry_points.txt")
    module, function = entry_points["console_scripts"]["nabij"].split(":")
    return subprocess.run(
        [
            installed / "bin" / "python",
            "-c",
            f"import sys; sys.argv = ['nabij', *sys.argv[1:]]\n"
            f"import {module}; sys.stderr.write({module}.__file__)\n{module}.{function}()",
            *arguments,
        ],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
    )


def test_the_entry_point_of_the_wheel_lists_the_commands(installed):
    answer = run(installed, "--help")
    assert answer.stderr.startswith(str(installed))
    assert "migrate" in answer.stdout
    assert run(installed, "--version").stdout.startswith("nabij ")


def test_a_command_of_the_wheel_explains_itself(installed):
    assert "--port" in run(installed, "serve", "--help").stdout


def test_the_wheel_holds_translations_templates_and_static_files_but_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    catalogues = {
        path.relative_to(ROOT / "src") for path in ROOT.glob("src/nabij/*/locale/**/*.po")
    }
    assert {str(path.with_suffix(".mo")) for path in catalogues} <= names
    for kind in ("templates", "static"):
        wanted = {
            str(path.relative_to(ROOT / "src"))
            for path in ROOT.glob(f"src/nabij/*/{kind}/**/*")
            if path.is_file()
        }
        assert wanted <= names
    assert not [name for name in names if "/tests/" in name]
