# SPDX-License-Identifier: EUPL-1.2
"""The page of who looked: for whom, after which second step, and what it says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access.models import AccessEntry
from nabij.core.viewer import Role
from nabij.privacy.tests.conftest import colleague, person, signed_in, viewer_of

PAGES = ("privacy:log", "privacy:colleagues")


@pytest.fixture
def url(anna):
    return reverse("privacy:person", args=[anna.ref])


@pytest.fixture
def looks(anja, anna):
    viewer = viewer_of(anja)
    record = access_actions.record_event
    record(viewer=viewer, event="contact-instructions", action="R", person_id=anna.pk)
    record(viewer=viewer, event="person", action="U", person_id=anna.pk)
    access_actions.record_refusal(viewer=viewer, event="picture", person_ids=[anna.pk])
    for _ in range(3):
        access_actions.record_list(viewer=viewer, event="search", object_ids=[anna.pk, 77])
    return viewer


@pytest.mark.parametrize("who", ["petra", "frits"])
def test_both_officers_read_in_plain_words_who_looked(who, url, looks, request):
    page = signed_in(request.getfixturevalue(who)).get(url).text
    assert "Anja" in page
    assert "contactafspraken" in page
    assert "wijzigde" in page
    assert "geweigerd" in page
    assert "3 keer" in page
    assert "Alleen de naam gezien" in page


def test_the_number_of_queries_does_not_grow_with_the_lines(url, looks, petra, anna):
    client = signed_in(petra)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(30):
        access_actions.record_event(viewer=looks, event="key-safe", action="R", person_id=anna.pk)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few) <= 16


def test_newest_first(url, looks, petra):
    page = signed_in(petra).get(url).text
    assert page.index("geweigerd</span>") < page.index("contactafspraken")


def test_a_look_at_somebody_else_is_not_shown(url, looks, petra, noord):
    other = person(noord, "Bos")
    access_actions.record_event(viewer=looks, event="key-safe", action="R", person_id=other.pk)
    assert "sleutelkluis" not in signed_in(petra).get(url).text


def test_a_sign_in_of_a_colleague_with_the_same_number_is_no_look(url, petra, anna, anja):
    viewer = viewer_of(anja)
    access_actions.record_log_use(viewer=viewer, event="second-factor", count=1)
    AccessEntry.objects.create(
        **{
            field.attname: getattr(AccessEntry.objects.latest("pk"), field.attname)
            for field in AccessEntry._meta.concrete_fields
            if field.attname not in {"id", "at"}
        }
        | {"object_type": "User", "object_ids": [anna.pk], "event": "somebody-else"}
    )
    assert "somebody else" not in signed_in(petra).get(url).text


def test_the_look_in_the_log_is_in_the_log(url, looks, petra, anna):
    client = signed_in(petra)
    client.get(url)
    entry = AccessEntry.objects.get(event="log-view")
    assert (entry.user_name, entry.object_ids, entry.action) == ("Petra", [anna.pk], "R")
    assert "keek in het inzagelog" in client.get(url).text


def test_without_the_entry_nothing_is_shown(url, looks, petra, as_role):
    with as_role("nabij_owner"), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON access_accessentry FROM nabij_app")
    for address in (url, reverse("privacy:colleagues")):
        answer = signed_in(petra).get(address)
        assert answer.status_code == 503
        assert "Anja" not in answer.text


def test_a_period_leaves_out_what_lies_outside(url, looks, petra):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = signed_in(petra).get(f"{url}?since={tomorrow}&until={tomorrow}").text
    assert "contactafspraken" not in page
    today = timezone.localdate()
    assert "contactafspraken" in signed_in(petra).get(f"{url}?since={today}&until={today}").text


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-03-05&until=2026-03-01", "since=x", "before=x", "before=9" + "9" * 30,
        "since=31-12-9999&until=31-12-9999", "since=0001-01-01&until=9999-12-31",
    ],
)  # fmt: skip
def test_a_strange_period_gets_a_sentence_and_never_an_error(url, looks, petra, query):
    assert signed_in(petra).get(f"{url}?{query}").status_code == 200


def test_more_than_a_page_goes_on(url, anna, anja, petra):
    viewer = viewer_of(anja)
    for _ in range(101):
        access_actions.record_event(viewer=viewer, event="key-safe", action="R", person_id=anna.pk)
    client = signed_in(petra)
    page = client.get(url).text
    assert page.count("sleutelkluis") == 100
    address = page.split('class="button" href="?since')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(f"{url}?since{address}").text
    # The first look at the log itself was newer; what remains is the oldest line and the making.
    assert rest.count("sleutelkluis") == 1


def test_lines_of_before_a_merge_are_shown_with_the_person(url, looks, petra, anna, noord, anja):
    from nabij.relations.models import Party

    before = person(noord, "Vries")
    access_actions.record_event(viewer=looks, event="household", action="R", person_id=before.pk)
    Party.objects.filter(pk=before.pk).update(canonical=anna)
    client = signed_in(petra)
    assert "huishouden" in client.get(url).text
    assert client.get(reverse("privacy:person", args=[before.ref])).headers["Location"] == url


def test_an_organisation_has_no_such_page(petra, url):
    from nabij.relations.models import Party

    linde = Party.objects.create(kind="organisation", name="L", sort_key="l", search_text="l")
    address = reverse("privacy:person", args=[linde.ref])
    assert signed_in(petra).get(address).status_code == 404


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER})
)
def test_no_other_role_reads_the_log(role, noord, url):
    client = signed_in(colleague("Xander", role, unit=noord))
    absent = client.get(reverse("privacy:person", args=["absent-ref"]))
    assert absent.status_code == 404
    for address in (url, *map(reverse, PAGES)):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, absent.content)


def test_the_second_factor_is_asked_first(petra, url):
    client = signed_in(petra, is_proven=False)
    for address in (url, *map(reverse, PAGES)):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "Anna" not in answer.text


def test_a_client_is_found_by_card_and_what_was_typed_stands_in_no_address(petra, anna, url):
    client = signed_in(petra)
    answer = client.post(reverse("privacy:log"), {"q": "vries"})
    assert answer.status_code == 200
    assert url in answer.text
    assert "1941" in answer.text
    assert AccessEntry.objects.filter(event="search", object_ids=[anna.pk]).exists()
    assert "Niets gevonden" in client.post(reverse("privacy:log"), {"q": "zzzzz"}).text


def test_the_totals_count_and_name_no_client(petra, looks, anna):
    page = signed_in(petra).get(reverse("privacy:colleagues")).text
    row = page.split(">Anja<")[1].split("</tr>")[0]
    numbers = [part.split("<")[0] for part in row.split('">')[1:]]
    assert numbers == ["1", "1", "0", "3", "1", "0"]
    assert "Vries" not in page
    assert AccessEntry.objects.filter(event="log-totals", object_type="AccessLog").exists()
