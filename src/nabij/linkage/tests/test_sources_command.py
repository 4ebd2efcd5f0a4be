# SPDX-License-Identifier: EUPL-1.2
"""`nabij sources` lists and adds the places that dossiers come from."""

import json

import pytest
from django.core.management import CommandError, call_command

from nabij.linkage import queries
from nabij.linkage.tests.building import MACHINE

pytestmark = pytest.mark.django_db


def _run(capsys, *arguments):
    call_command("sources", *arguments)
    return capsys.readouterr().out


def test_a_source_is_added_and_listed(capsys):
    _run(capsys, "--add", "ggz", "--title", "GGZ Zwolle", "--care-type", "mental_health",
         "--fhir", "r4")  # fmt: skip
    assert queries.source_named(viewer=MACHINE, name="ggz").data_class == "d"
    (found,) = json.loads(_run(capsys, "--json"))
    assert (found["name"], found["fhir_version"], found["ground"]) == ("ggz", "r4", "")
    assert "GGZ Zwolle" in _run(capsys)


def test_a_name_is_short_and_used_once_and_the_kind_of_care_is_needed(capsys):
    with pytest.raises(CommandError, match="care-type"):
        _run(capsys, "--add", "gp")
    with pytest.raises(CommandError):
        _run(capsys, "--add", "two words", "--care-type", "gp")
    _run(capsys, "--add", "gp", "--care-type", "gp")
    with pytest.raises(CommandError):
        _run(capsys, "--add", "gp", "--care-type", "gp")


def test_an_unknown_source_is_named_as_such():
    with pytest.raises(queries.SourceNotFound):
        queries.source_named(viewer=MACHINE, name="nowhere")
