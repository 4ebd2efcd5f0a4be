# SPDX-License-Identifier: EUPL-1.2
"""R5 for commands: which read persons stands here, and what they hand out stands in the log."""

import io

import pytest
from django.core.management import call_command, get_commands

from tests.matrix import judge

# What a command shows of persons on its output: one without a line fails.
SHOWS = {
    "access_log": "keys of persons, to who runs the server; the export is itself in the log",
    "care_relations": "nobody: it takes a list in",
    "demo": "nobody: it invents an institution",
    "erasures": "nobody: counts",
    "intake": "nobody: counts and reasons",
    "keys": "nobody",
    "link": "nobody: counts",
    "merge": "refs and counts, to a colleague with the rights for it; both stand in the log",
    "migrate": "nobody",
    "openapi": "nobody: it tells of addresses",
    "quarantine": "what was refused, to who runs the server; the export is in the log",
    "roster": "nobody: counts and reasons",
    "serve": "nobody",
    "setup_database": "nobody",
    "sources": "nobody: names of sources",
    "staff_marks": "nobody: it takes hashes of colleagues in",
    "user": "nobody: colleagues",
    "value": "nobody: totals",
    "worker": "nobody",
}


def test_every_command_of_ours_says_what_it_shows_of_persons():
    ours = {name for name, app in get_commands().items() if str(app).startswith("nabij.")}
    assert ours == set(SHOWS)


@pytest.mark.parametrize("command", [["sources"], ["quarantine"], ["link", "--all"]])
def test_a_command_that_shows_nobody_shows_nobody(world, walker, command):
    output = io.StringIO()
    call_command(*command, stdout=output, stderr=output)
    told = {c for c in world.canaries.found_in(output.getvalue()) if c.owner in world.persons}
    assert told == set()


def test_what_a_command_hands_out_of_the_refused_names_each_person_in_the_log(
    world, walker, tmp_path
):
    walker.new_lines()
    call_command("quarantine", "export", str(tmp_path / "all.zip"), stdout=io.StringIO())
    opened = "\n".join(judge.opened((tmp_path / "all.zip").read_bytes()))
    shown = {world.persons[c.owner] for c in world.canaries.found_in(opened) if c.data_class == "q"}
    (line,) = walker.new_lines()
    assert shown
    assert set(line.object_ids) == shown
    assert (line.event, line.action, line.is_name_only) == ("quarantine-export", "E", False)


def test_linking_everybody_stands_in_the_log_with_who_why_and_how_many(world, walker):
    walker.new_lines()
    call_command("link", "--all", stdout=io.StringIO())
    *_pieces, line = walker.new_lines()
    assert (line.event, line.user_id, line.access_point) == ("link-all", 0, "link")
    assert (line.purpose, line.object_ids) == ("HOPERAT", [])
    assert line.detail.split()[1] == "records:"
    assert int(line.detail.split()[0]) > 0
