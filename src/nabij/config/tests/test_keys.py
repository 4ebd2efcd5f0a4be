# SPDX-License-Identifier: EUPL-1.2
"""Keys are replaced while others work: nothing is lost, nothing is not found, nothing stays behind."""

import pytest
from django.core.management import CommandError, call_command


def test_the_command_makes_a_keyring_once(tmp_path, settings, capsys):
    settings.NABIJ_KEYS_FILE = tmp_path / "ring.json"
    call_command("keys", "create")
    assert "safe place" in capsys.readouterr().out
    before = settings.NABIJ_KEYS_FILE.read_text()
    with pytest.raises(CommandError, match="already"):
        call_command("keys", "create")
    call_command("keys", "create", "--if-absent")
    assert settings.NABIJ_KEYS_FILE.read_text() == before
