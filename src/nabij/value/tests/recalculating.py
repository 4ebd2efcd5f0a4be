# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice as the judge of our spreadsheets: it calculates every formula again."""

import shutil
import subprocess
from pathlib import Path

import pytest

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    """Return the files as LibreOffice writes them after calculating everything again."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is not here, so no spreadsheet is recalculated: tools/setup.sh test")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    before, after = folder / "before", folder / "after"
    before.mkdir()
    for name, content in files.items():
        (before / f"{name}.xlsx").write_bytes(content)
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(after),
            *(str(before / f"{name}.xlsx") for name in files),
        ],
        capture_output=True,
        timeout=300,
        check=True,
    )
    return {name: after / f"{name}.xlsx" for name in files}
