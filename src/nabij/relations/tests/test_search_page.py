# SPDX-License-Identifier: EUPL-1.2
"""The search page: /relations/."""

import pytest

pytestmark = pytest.mark.django_db
URL = "/relations/"
HTMX = {"HX-Request": "true"}


def test_the_page_opens_with_what_one_can_type(anja):
    page = anja.client.get(URL)

    assert page.status_code == 200
    assert "<html" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_what_was_typed_never_stands_in_the_address_of_the_page(anja, anna):
    """Addresses stay in history and logs; a BSN or a name has no place there."""
    for method in ("get", "post"):
        answer = getattr(anja.client, method)(URL, {"q": "123456782"})
        assert answer.status_code == 302
        assert "123456782" not in answer.headers["Location"]
        page = anja.client.get(answer.headers["Location"])
        assert anna.name in page.text
        assert 'value="123456782"' in page.text


def test_the_address_opens_nothing_for_another_colleague(anja, carla, anna):
    address = anja.client.post(URL, {"q": "vries"}).headers["Location"]

    assert anna.name not in carla.client.get(address).text
    assert anna.name in anja.client.get(address).text


@pytest.mark.parametrize("token", ["x", "é", "AAAA", "%00", "A" * 3000])
def test_a_broken_address_is_an_empty_search(anja, token):
    assert anja.client.get(URL, {"s": token}).status_code == 200


def test_htmx_gets_the_rows_only_and_the_address_to_keep(anja, anna):
    rows = anja.client.post(URL, {"q": "anna"}, headers=HTMX)

    assert anna.name in rows.text
    assert "<html" not in rows.text
    assert rows.headers["HX-Replace-Url"].startswith(f"{URL}?s=")


def test_going_back_in_the_browser_gets_the_whole_page(anja, anna):
    address = anja.client.post(URL, {"q": "anna"}).headers["Location"]
    restored = {**HTMX, "HX-History-Restore-Request": "true"}

    assert "<html" in anja.client.get(address, headers=restored).text


def test_another_unit_sees_the_card_and_its_page_and_no_more(carla, anna):
    page = carla.client.post(URL, {"q": "anna"}, follow=True)

    assert anna.name in page.text
    assert f"/persons/{anna.ref}/" in page.text
    assert "alleen kaartje" in page.text
    assert "9-3-1941" not in page.text
    assert "1941" in page.text


def test_bram_who_may_only_read_is_offered_no_recording(bram, anja):
    assert "persons/new" not in bram.client.get(URL).text
    assert "persons/new" in anja.client.get(URL).text


def test_a_role_without_relations_finds_no_page(xander):
    assert xander.client.get(URL).status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_door(client, db):
    assert client.get(URL).status_code == 302


def test_pages_are_walked_by_their_links(anja, record, monkeypatch):
    for number in range(60):
        record(call_name=f"Jo{number:02}", own_name="Pagina")
    page = anja.client.post(URL, {"q": "pagina"}, follow=True)
    assert page.text.count("<li>") >= 50
    link = page.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = anja.client.get(f"{URL}{link}")

    assert "Jo59 Pagina" in second.text
    assert "Jo00 Pagina" not in second.text


def test_it_takes_one_search_of_queries_beside_the_session(
    anja, anna, record, django_assert_max_num_queries
):
    for _number in range(20):
        record(call_name="Anna", own_name="Vries")
    client = anja.client
    address = client.post(URL, {"q": "anna vries"}).headers["Location"]
    with django_assert_max_num_queries(8):  # session, user, viewer, and a search of four at most
        client.get(address)


def test_markup_in_a_name_stays_text(anja, record):
    record(own_name="<script>alert(1)</script>")
    page = anja.client.post(URL, {"q": "script"}, follow=True)

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize(("name", "shows"), [("anja", True), ("bram", True), ("xander", False)])
def test_the_search_box_of_the_page_head_is_for_who_may_search(request, name, shows):
    page = request.getfixturevalue(name).client.get("/")
    assert page.status_code == 200
    assert ('id="find"' in page.text) is shows
