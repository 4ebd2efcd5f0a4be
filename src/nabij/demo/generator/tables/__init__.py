# SPDX-License-Identifier: EUPL-1.2
"""The lists behind the demo, one TOML file a subject; written for this project."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the list `name` as it stands in its file; treat it as read-only."""
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
