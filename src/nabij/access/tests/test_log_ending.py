# SPDX-License-Identifier: EUPL-1.2
"""Lines whose time has passed: only then, only by the owner, and the rest stays proven."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from nabij.access import actions, queries
from nabij.access.actions import LogTooYoung, NobodyAnswers
from nabij.access.models import AccessEntry, LogSeal, User
from nabij.access.tests.log_building import execute, rows, seal, unguarded, write_entries
from nabij.relations.models import Party

FIVE_YEARS = "interval '5 years'"


@pytest.fixture
def lotte(committing_db, tmp_path, settings):
    settings.NABIJ_HOME = tmp_path
    return User.objects.create_user("lotte@example.nl", "Lotte Smit")


def _viewer(lotte, *, ahead=timedelta()):
    return queries.machine_for(user_id=lotte.pk, at=timezone.now() + ahead, command="access-log")


def _years_ago(years, **more):
    return timezone.now() - timedelta(days=round(365.25 * years), **more)


def _codes():
    viewer = queries.machine(at=timezone.now(), command="test")
    found = queries.verify_log(viewer=viewer)
    return {finding.code for finding in found.findings} - {"head-missing"}


@pytest.fixture
def aged(lotte, as_role):
    """Six seals: two lines of nobody that we know from each of seven to two years ago."""
    with as_role("nabij_owner"):
        for years in (7, 6, 5, 4, 3, 2):
            # "Five" is a day short of it.
            at = f"now() - interval '{years} years' + interval '1 day'"
            write_entries(2, at=at, event=f"'{years}'")
            seal(2)
        yield lotte


def test_lines_older_than_five_years_end_and_the_rest_is_still_proven(aged):
    assert actions.end_log(viewer=_viewer(aged), before=_years_ago(5.1)) == 4

    assert set(AccessEntry.objects.exclude(event="log-end").values_list("event", flat=True)) == {
        "5", "4", "3", "2",
    }  # fmt: skip
    assert _codes() == set()
    ending = LogSeal.objects.get(kind="ending")
    assert (ending.entries, len(ending.ids)) == (4, 4)
    assert all(made.ids for made in LogSeal.objects.filter(kind="entries")), "the hashes stay"


def test_the_ending_itself_is_in_the_log_with_who_answers_for_it(aged):
    actions.end_log(viewer=_viewer(aged), before=_years_ago(5.1))
    entry = AccessEntry.objects.get(event="log-end")
    assert (entry.action, entry.object_type, entry.object_count) == ("D", "AccessLog", 4)
    assert (entry.responsible_id, entry.responsible_name) == (aged.pk, "Lotte Smit")
    assert not entry.user_is_initiator
    assert entry.responsible_role


def test_nobody_ends_lines_without_answering_for_it(aged):
    machine = queries.machine(at=timezone.now(), command="access-log")
    with pytest.raises(NobodyAnswers):
        actions.end_log(viewer=machine, before=_years_ago(6))


def test_a_day_short_of_five_years_is_too_young(aged):
    with pytest.raises(LogTooYoung):
        actions.end_log(viewer=_viewer(aged), before=_years_ago(5, hours=-36))
    assert AccessEntry.objects.count() == 12


def test_a_clock_put_forward_ends_nothing_that_is_young(aged):
    """The moment is held against the clock of the database, and against what is sealed."""
    in_six_years = _viewer(aged, ahead=timedelta(days=6 * 366))
    with pytest.raises(LogTooYoung):
        actions.end_log(viewer=in_six_years, before=timezone.now() + timedelta(days=300))
    assert AccessEntry.objects.count() == 12


def test_a_clock_of_the_server_put_forward_and_back_shows_in_the_chain(aged):
    """Who moves the clock of the database itself makes links whose order in time is wrong."""
    with unguarded():
        execute("UPDATE access_logseal SET made_at = made_at + interval '6 years' WHERE number = 3")
        for number in range(3, 7):
            execute(
                "UPDATE access_logseal SET previous = "
                "(SELECT hash FROM access_logseal WHERE number = %s) WHERE number = %s",
                [number - 1, number],
            )
            execute(
                "UPDATE access_logseal s SET hash = access.seal_hash(s) WHERE number = %s", [number]
            )
    assert _codes() == {"seal-clock"}


@pytest.mark.parametrize("years", [5, 4, 2])
def test_the_owner_cannot_delete_a_young_line_by_hand(aged, years):
    with pytest.raises(ProgrammingError, match="log-is-append-only"):
        execute("DELETE FROM access_accessentry WHERE event = %s", [str(years)])


def test_an_old_line_deleted_without_an_ending_is_found(aged):
    execute("DELETE FROM access_accessentry WHERE event = '7'")
    assert _codes() == {"entry-missing"}


def test_one_more_line_than_was_ended_is_found(aged):
    actions.end_log(viewer=_viewer(aged), before=_years_ago(6.5))
    execute("DELETE FROM access_accessentry WHERE event = '6'")
    assert _codes() == {"entry-missing"}


def test_a_line_stays_until_every_line_of_its_seal_is_old_enough(lotte, as_role):
    with as_role("nabij_owner"):
        with transaction.atomic():
            write_entries(2, at="now() - interval '6 years'")
            write_entries(1, at="now() - interval '4 years'")
        seal(3)
        assert actions.end_log(viewer=_viewer(lotte), before=_years_ago(5.5)) == 0
        assert _codes() == set()


def test_lines_about_a_person_who_is_known_here_stay_unless_told(lotte, as_role):
    """As long as the record is kept, the client can still be told who looked."""
    known = Party.objects.create(kind="person", name="Vries", sort_key="vries", search_text="").pk
    with as_role("nabij_owner"):
        at = "now() - interval '6 years'"
        write_entries(1, at=at, object_ids=f"ARRAY[{known}]", event="'known'")
        write_entries(1, at=at, object_ids=f"ARRAY[{known}, 999999]", event="'list'")
        write_entries(1, at=at, object_ids="ARRAY[999999]", event="'gone'")
        write_entries(1, at=at, object_ids=f"ARRAY[{known}]", object_type="'User'", event="'in'")
        seal(4)
        assert actions.end_log(viewer=_viewer(lotte), before=_years_ago(5.5)) == 2
        left = set(AccessEntry.objects.values_list("event", flat=True))
        assert left == {"known", "list", "log-end"}
        assert _codes() == set()
        assert actions.end_log(viewer=_viewer(lotte), before=_years_ago(5.5), also_kept=True) == 2
        assert _codes() == set()


def test_a_log_restored_elsewhere_is_sealed_on_and_proven(lotte, as_role):
    """Other transaction numbers, another server:
    the lines of the dump that no seal held as well."""
    write_entries(3)
    seal(3)
    write_entries(2, event="'tail'")
    with as_role("nabij_owner"), unguarded():
        # What a dump makes of it: rows written by one transaction, with numbers from elsewhere.
        execute("UPDATE access_accessentry SET xid = (xid::text::bigint + 1000000000)::text::xid8")
        execute(
            """UPDATE access_logseal SET system_id = '1', until_xid = until_xid + 1000000000,
                 hashes = (SELECT string_agg(access.entry_hash(e), ''::bytea ORDER BY id)
                           FROM access_accessentry e WHERE id = ANY (ids))"""
        )
        execute("UPDATE access_logseal s SET hash = access.seal_hash(s)")
    assert _codes() == {"database-moved"}
    write_entries(4, event="'new'")

    seal(6)

    assert _codes() == set()
    first, *rest = LogSeal.objects.order_by("number")
    closing, *new = rest
    assert (first.entries, closing.entries, sum(made.entries for made in new)) == (3, 2, 4)
    assert closing.until_xid == 2**63 - 1
    assert {made.era_from_id for made in new} == {6}
    write_entries(1)
    seal(1)
    assert _codes() == set()
    with as_role("nabij_owner"), unguarded():
        execute("UPDATE access_accessentry SET detail = 'x' WHERE event = 'tail'")
    assert _codes() == {"entry-changed"}
    assert rows("SELECT count(DISTINCT era_from_id) FROM access_logseal") == [(2,)]
