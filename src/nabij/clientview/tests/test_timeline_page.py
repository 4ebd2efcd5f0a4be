# SPDX-License-Identifier: EUPL-1.2
"""The timeline: filters, pages, and what a swap gets."""

import pytest
from django.utils import timezone

from nabij.clientview.tests.building import fact, store
from nabij.core.dates import DAY

pytestmark = pytest.mark.usefixtures("in_care")
SWAP = {"HX-Request": "true"}


@pytest.fixture
def measured(dossier, records):
    on = timezone.localdate()
    return store(
        *[
            fact(
                records["own"],
                "observation",
                f"Meting {n:03}",
                type="Observation",
                value=str(n),
                starts=(on - n * DAY).isoformat(),
            )
            for n in range(120)
        ]
    )


def _titles(page):
    return [line.split("<")[0] for line in page.split(">Meting ")[1:]]


def test_a_swap_gets_the_lines_only_and_has_an_entry_of_its_own(fatima, url, measured, log):
    client = fatima.client
    log(since_now=True)
    page = client.get(url, {"kind": "observation"}, headers=SWAP).text
    assert "<html" not in page
    assert "Meting 000" in page
    assert "CANARY-C-ALLERGY" not in page
    (entry,) = log()
    assert (entry.event, entry.detail) == ("timeline", "timeline observation")


def test_fifty_lines_a_page_and_every_line_once(fatima, url, measured):
    client = fatima.client
    seen, address = [], f"{url}?kind=observation"
    for _page in range(4):
        page = client.get(address, headers=SWAP).text
        seen += _titles(page)
        after = [part for part in page.split('href="') if "page=" in part.split('"')[0]]
        if len(seen) >= 120:
            break
        address = url + after[-1].split('"')[0].replace("&amp;", "&")
    assert seen == [f"{n:03}" for n in range(120)]


def test_pages_go_back_too(fatima, url, measured):
    client = fatima.client
    first = client.get(url, {"kind": "observation"}, headers=SWAP).text
    onward = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"{url}?{onward}", headers=SWAP).text
    back = second.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    assert _titles(client.get(f"{url}?{back}", headers=SWAP).text) == _titles(first)


@pytest.mark.parametrize(
    ("typed", "shown", "hidden"),
    [
        ({"q": "peniciLLINE"}, "CANARY-C-ALLERGY", "CANARY-C-PROBLEM"),
        ({"kind": "problem"}, "CANARY-C-PROBLEM", "CANARY-C-ALLERGY"),
        ({"since": "2019", "until": "2019"}, "CANARY-C-ALLERGY", "CANARY-C-PROBLEM"),
        ({"until": "mei 2011"}, "CANARY-C-PROBLEM", "CANARY-C-ALLERGY"),
        ({"q": "canary problem"}, "CANARY-C-PROBLEM", "CANARY-C-ALLERGY"),
    ],
)
def test_a_filter_shows_what_fits(fatima, url, dossier, typed, shown, hidden):
    page = fatima.post(f"{url}timeline/", typed, headers=SWAP).text
    assert shown in page
    assert hidden not in page


def test_a_filter_by_source(fatima, url, dossier, sources):
    page = fatima.get(url, data={"source": sources["hospital"].ref}, headers=SWAP).text
    assert "Ziekenhuis Noord" in page
    assert "Huisartsenpraktijk" not in page


def test_text_is_searched_in_notes_without_showing_them(fatima, url, dossier):
    page = fatima.post(f"{url}timeline/", {"q": "CANARY-C-NOTE"}, headers=SWAP).text
    assert "Rapportage" in page


def test_accents_do_not_matter(fatima, url, dossier, records):
    store(fact(records["gp"], "problem", "Hernia nuclei pulposi Zoë"))
    assert "Zoë" in fatima.post(f"{url}timeline/", {"q": "zoe"}, headers=SWAP).text


@pytest.mark.parametrize(
    "typed",
    [
        {"page": "x"},
        {"page": "WyJ4IiwxLDBd"},
        {"q": "\x00%_'\"<script>"},
        {"q": "%_'\"<script>"},
        {"s": "broken"},
        {"s": "ë"},
        {"source": "' or 1=1 --"},
        {"kind": "nonsense"},
        {"since": "32-13-2020"},
        {"page": "WyIyMDI2LTAxLTAxIiwxLDBd"},
    ],
)
def test_odd_input_is_no_error_and_opens_nothing_else(fatima, url, dossier, typed):
    if "q" in typed:
        response = fatima.post(f"{url}timeline/", typed, headers=SWAP)
    else:
        response = fatima.get(url, data=typed, headers=SWAP)
    holds_null = "\0" in "".join(typed.values())
    assert response.status_code == (400 if holds_null else 200)
    assert "CANARY-D" not in response.text
    assert "<script>" not in response.text


def test_a_call_shows_no_content_in_the_timeline_nor_by_searching(anja, anna, url, dossier):
    from django.urls import reverse

    client = anja.client
    client.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    for typed in ({}, {"q": "CANARY"}, {"kind": "problem"}, {"kind": "allergy"}):
        page = client.post(f"{url}timeline/", typed, headers=SWAP).text
        for canary in ("CANARY-C", "CANARY-D", "CANARY-GGZ", "Metoprolol"):
            assert canary not in page


def test_a_swap_without_a_way_in_shows_no_line(karim, anja, url, dossier):
    for colleague in (karim, anja):
        assert "CANARY" not in colleague.get(url, headers=SWAP).text


def test_words_never_stand_in_an_address(fatima, karim, url, dossier, log):
    """Decision 16: they go there sealed, for this colleague only."""
    client = fatima.client
    typed = {"q": "peniciLLINE", "kind": "allergy", "since": "", "coming": ""}
    plain = client.post(f"{url}timeline/", typed)
    assert plain.status_code == 302
    address = plain.headers["Location"]
    assert address.startswith(f"{url}?kind=allergy&s=")
    assert "penicilline" not in address.lower()

    page = client.get(address.partition("#")[0]).text
    assert "CANARY-C-ALLERGY" in page
    assert 'value="peniciLLINE"' in page
    swap = client.post(f"{url}timeline/", typed, headers=SWAP)
    assert swap.headers["HX-Replace-Url"].startswith(f"{url}?kind=allergy&s=")

    old = client.get(url, {"q": "peniciLLINE"})
    assert old.status_code == 302
    assert "penicilline" not in old.headers["Location"].lower()
    assert not any("penicilline" in str(vars(entry)).lower() for entry in log())


def test_a_sealed_address_opens_no_words_for_a_colleague(fatima, anna, url, dossier, noord):
    from nabij.access.tests.cast import add_colleague
    from nabij.core.viewer import Role

    address = fatima.client.post(f"{url}timeline/", {"q": "peniciLLINE"}).headers["Location"]
    page = add_colleague("Noor", Role.CARE_PROFESSIONAL, noord).get(address.partition("#")[0]).text
    assert "peniciLLINE" not in page


def test_the_filter_of_somebody_elses_client_is_absent(karim, url, dossier, log):
    client = karim.client
    log(since_now=True)
    answer = client.post(f"{url}timeline/", {"q": "x"}, headers=SWAP)
    assert answer.status_code == 404
    assert [entry.outcome for entry in log()] == ["refused"]


def test_the_next_page_goes_on_at_the_timeline(fatima, url, dossier, records):
    store(
        *(
            fact(records["own"], "observation", f"Meting {number}", starts="2024-01-01")
            for number in range(60)
        )
    )
    page = fatima.get(url).text
    assert "#what-happened" in page.partition('rel="next"')[2].partition(">")[0]
