# SPDX-License-Identifier: EUPL-1.2
"""Compile the translations into the wheel."""

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the .mo files before the files of the wheel are collected."""
        if version == "editable":
            return  # the set-up does it, and does it again when a catalogue changes
        sys.path.insert(0, self.root)
        from tools import messages

        messages.main("compile", [])
