# SPDX-License-Identifier: EUPL-1.2
"""The search box (capability A-02): any notation, never more than the card."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.core.paging import parse_cursor
from nabij.relations import queries, rules
from nabij.relations.models import Party
from nabij.relations.queries.search import _with, _with_number

pytestmark = pytest.mark.django_db


def names(found):
    return [row.card.name for row in found.page.rows]


def exact(found):
    """The names that match; look-alikes of the name, offered when nothing does, left out."""
    return [] if found.is_guess else names(found)


def search(colleague, text, **options):
    return queries.search(viewer=colleague.viewer, text=text, **options)


@pytest.mark.parametrize(
    "text",
    [
        "anna", "de Vries", "vries anna", "ANNA VRIES", "berg", "van den berg", "johanna", "ánná",
        "vrie", "ries", "vries-van den berg", "vries zwolle", "van der vries", "anna 1941",
        "anna maart 1941", "vries 9/3/41", "09031941 anna", "9 mrt 1941", "09031941", "9-3-41",
        "038-123 45 67", "+31 (0)38 1234567", "0031381234567", "06 12345678", "anna@example.nl",
        "8011 ab 12", "8011AB", "8011ab12", "10023", "123456782", "1234.56.782",
        "vries 8011ab",
    ],
)  # fmt: skip
def test_a_colleague_finds_her_client_however_it_is_typed(anja, anna, text):
    assert anna.name in names(search(anja, text))


@pytest.mark.parametrize("text", ["dykstra", "dijkstra", "ijk", "dyk", "lukasz", "łukasz"])
def test_other_spellings_of_one_letter_are_found(anja, record, text):
    record(given_names="Łukasz", own_name="Dijkstra")

    assert names(search(anja, text)) == ["Łukasz Dijkstra"]


@pytest.mark.parametrize(
    "text", ["anna 1942", "anna 10-3-1941", "8011ab 13", "0381234568", "piet vries", "10024"]
)
def test_what_does_not_hold_is_not_found(anja, anna, text):
    assert anna.name not in exact(search(anja, text))


@pytest.mark.parametrize("text", ["anna", "de vries", "anna 1941", "anna vries zwolle"])
def test_another_unit_finds_the_card_by_what_is_on_it(carla, anna, text):
    [found] = search(carla, text).page.rows

    assert (found.card.name, found.card.birth_year, found.card.city) == (anna.name, 1941, "Zwolle")
    assert found.card.is_open is False


@pytest.mark.parametrize(
    "text",
    [
        "038-1234567", "anna@example.nl", "8011AB 12", "8011ab12", "10023", "123456782",
        "9-3-1941", "09031941", "anna 8011AB",
    ],
)  # fmt: skip
def test_another_unit_learns_nothing_beyond_the_card_by_searching(carla, anna, text):
    found = search(carla, text)
    assert exact(found) == []
    assert {row.reasons for row in found.page.rows} <= {("similar",)}


def test_a_whole_birth_date_tells_another_unit_no_more_than_the_year(carla, anna):
    """The card shows 1941, so any day of that year finds it, and no day is confirmed."""
    for text in ("anna 9-3-1941", "anna 10-3-1941"):
        [found] = search(carla, text).page.rows
        assert found.reasons == ("name", "birth_year")


def test_client_number_and_bsn_are_for_roles_that_may_use_them(bram, anna):
    assert names(search(bram, "10023")) == []
    assert names(search(bram, "123456782")) == []
    assert names(search(bram, "0381234567")) == [anna.name]


def test_a_shielded_person_is_found_by_her_own_team_only(anja, carla, record, noord):
    hidden = record(call_name="Greet", own_name="Stil", unit=noord, is_shielded=True)

    assert names(search(anja, "stil")) == [hidden.name]
    assert names(search(carla, "stil")) == []


def test_an_administrator_finds_nobody(xander, anna):
    assert names(search(xander, "anna")) == []


def test_archived_and_merged_persons_are_not_found(anja, anna, record):
    gone, merged = record(own_name="Weg"), record(own_name="Samen")
    gone.archived_at = timezone.now()
    gone.save()
    merged.canonical = anna
    merged.save()

    assert names(search(anja, "weg")) == names(search(anja, "samen")) == []


def test_a_secret_address_is_not_found_and_its_city_not_shown(anja, record, noord):
    address = {"postcode": "8017CA", "house_number": "1", "city": "Ommen", "is_secret": True}
    record(own_name="Geheim", unit=noord, address=address)

    assert names(search(anja, "8017CA 1")) == []
    assert search(anja, "geheim").page.rows[0].card.city == ""


def test_it_says_why_it_found_somebody(anja, anna, practice):
    reasons = {
        text: search(anja, text).page.rows[0].reasons
        for text in ("anna", "johanna", "038 1234567", "10023", "123456782", "8011AB", "01234567")
    }

    assert reasons == {
        "anna": ("name",),
        "johanna": ("other_name",),
        "038 1234567": ("phone",),
        "10023": ("client_number",),
        "123456782": ("bsn",),
        "8011AB": ("address",),
        "01234567": ("identifier",),
    }


def test_a_typing_error_gives_look_alikes_and_says_so(anja, anna):
    found = search(anja, "anna vriess")

    assert found.is_guess
    assert names(found) == [anna.name]
    assert found.page.rows[0].reasons == ("similar",)


def test_organisations_are_found_by_name_and_number(carla, practice):
    for text in ("linde", "huisartsenpraktijk zwolle", "12345678"):
        assert names(search(carla, text)) == [practice.name]
    assert names(search(carla, "linde", kind="person")) == []


def test_names_sort_the_dutch_way(anja, record):
    for prefix, name in (("van der", "Zee"), ("", "Vriesema"), ("de", "Vries"), ("", "Aa")):
        record(call_name="Jo", own_prefix=prefix, own_name=name)
    record(call_name="Jo", own_name="Vries", partner_name="Berg", name_use="own_partner")

    assert names(search(anja, "jo")) == [
        "Jo Aa", "Jo de Vries", "Jo Vries-Berg", "Jo Vriesema", "Jo van der Zee"
    ]  # fmt: skip


def test_pages_follow_each_other_without_gap_or_overlap(anja, record):
    for number in range(7):
        record(call_name="Jo", own_name="Pagina", given_names=f"Jo {'abcdefg'[number]}")
    seen, cursor = [], None
    while True:
        found = search(anja, "pagina", cursor=cursor, size=3)
        seen += [row.card.id for row in found.page.rows]
        if found.page.next is None:
            break
        cursor = parse_cursor(str(found.page.next))

    assert len(seen) == len(set(seen)) == 7
    before = search(anja, "pagina", cursor=found.page.previous, size=3)
    assert [row.card.id for row in before.page.rows] == seen[3:6]
    assert before.page.previous is not None


@pytest.mark.parametrize("text", ["anna", "0381234567", "123456782", "anna 9-3-1941", "nobody"])
def test_it_takes_at_most_four_queries_however_many_are_found(anja, anna, record, text):
    for _number in range(10):
        record(call_name="Anna", own_name="Vries", phones=["+31381234567"])
    viewer = anja.viewer
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = queries.search(viewer=viewer, text=text)
        assert all(row.card.name for row in found.page.rows)

    assert len(captured) <= 4


def test_one_search_is_one_line_in_the_log_with_the_ids_and_without_numbers(anja, anna, log):
    search(anja, "anna")
    search(anja, "123456782")

    by_name, by_number = log("search")
    assert by_name.object_ids == by_number.object_ids == [anna.pk]
    assert by_name.is_name_only
    assert by_name.search_query == "anna"
    assert "123456782" not in by_number.search_query


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "%", "_", "'; drop table", "(", "🙂", "a" * 900]
)
def test_strange_texts_do_no_harm(anja, anna, text):
    assert search(anja, text) is not None


@pytest.fixture
def crowd(db, as_role):
    """Twenty thousand persons, so that the planner chooses as it does in a real institution."""
    with as_role("nabij_owner"), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO relations_party (ref, kind, name, sort_key, search_text, birth_on,
                birth_precision, city, is_shielded, version)
            SELECT lpad(n::text, 16, 'r'), 'person', 'Jo ' || md5(n::text), md5(n::text),
                ' jo ' || md5(n::text) || ' ', date '1930-01-01' + n % 20000, 'day', '', false, 1
            FROM generate_series(1, 20000) n
            """
        )
        cursor.execute("SELECT gin_clean_pending_list('party_search')")
        # All that the search reads: a table without statistics counts as some two thousand rows.
        cursor.execute(
            "ANALYZE relations_party, relations_contactpoint, relations_identifier,"
            " relations_address, access_carerelation, access_occasion, access_death"
        )


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("vries", "party_search"),
        ("vries anna", "party_search"),
        ("9-3-1941", "party_birth"),
        ("0381234567", "relations_party_pkey"),
    ],
)
def test_a_search_reads_an_index_and_never_the_whole_table(anja, anna, crowd, text, index):
    """At a million rows a sequential scan is what makes peers slow."""
    wanted = rules.recognise(text, today=timezone.localdate())
    viewer = anja.viewer
    cards = Party.objects.cards(viewer).order_by("sort_key", "pk")
    found = _with_number(cards, viewer, wanted) if wanted.is_number else _with(cards, wanted)
    plan = found.explain()

    assert index in plan
    assert "Seq Scan on relations_party" not in plan
