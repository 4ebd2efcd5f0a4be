# SPDX-License-Identifier: EUPL-1.2
"""What script adds, what it refuses, and that the pages work without it."""

import pytest
from playwright.sync_api import expect

INTO_TARGET = "path => htmx.ajax('GET', path, {target: '#target'})"


def swap(page, path):
    page.evaluate(INTO_TARGET, path)


def test_htmx_swaps_a_piece_under_trusted_types(visit):
    page = visit("/")
    swap(page, "/piece/plain/")

    expect(page.locator("#target #done")).to_have_text('Gelukt: 3 < 4, onset="2020" in woorden')
    assert page.complaints.all() == []


@pytest.mark.parametrize("name", ["script", "event", "address", "frame", "nested", "hx", "style"])
def test_a_piece_that_could_run_is_refused_whole(visit, name):
    page = visit("/")
    swap(page, f"/piece/{name}/")

    expect(page.locator("#messages")).to_contain_text("Dat lukte niet")
    expect(page.locator("#target")).to_be_empty()
    assert page.evaluate("window.ran") is None
    assert any("RefusedHtml" in text or "refused" in text for text in page.complaints)


def test_text_cannot_become_html_past_the_policy(visit):
    page = visit("/")

    tried = "try { document.body.innerHTML = '<b>x</b>'; 'done' } catch (error) { error.name }"
    assert page.evaluate(tried) == "TypeError"
    second = "try { trustedTypes.createPolicy('nabij', {}); 'made' } catch (error) { error.name }"
    assert page.evaluate(second) == "TypeError"


def test_a_whole_page_after_the_session_ended_is_gone_to_and_not_swapped_in(visit):
    page = visit("/")
    swap(page, "/piece/whole/")

    page.wait_for_url("**/piece/whole/")


def test_a_failure_of_the_server_keeps_the_page_and_says_so(visit):
    page = visit("/")
    swap(page, "/piece/whole/?status=500")

    expect(page.locator("#messages")).to_contain_text("Dat lukte niet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("de Vries")


def test_a_refusal_by_a_rule_is_told_at_the_place_for_messages(visit):
    page = visit("/")
    swap(page, "/refused/")

    expect(page.locator("#messages .notice.bad")).to_have_text("Dat kan niet")
    expect(page.locator("#target")).to_be_empty()


def test_htmx_sends_the_csrf_token_with_a_post(visit):
    page = visit("/")
    page.evaluate("htmx.ajax('POST', '/posted/', {source: '#open-remote', target: '#target'})")

    expect(page.locator("#done")).to_have_text("POST ok")


def test_going_back_asks_the_server_again(visit):
    page = visit("/")
    page.get_by_label("Tekst").fill("anna")
    expect(page.locator("#rows li")).to_have_count(1)

    assert page.evaluate("htmx.config.history") == "reload"
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_key_goes_to_the_search_box(visit, keys):
    page = visit("/")
    page.keyboard.press(keys)

    expect(page.get_by_role("searchbox")).to_be_focused()


def test_single_keys_do_nothing_while_somebody_types(visit):
    page = visit("/")
    page.get_by_label("Achternaam").fill("a")
    page.keyboard.type("/?b")

    expect(page.get_by_label("Achternaam")).to_have_value("a/?b")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_question_mark_lists_the_keys_of_this_page(visit):
    page = visit("/")
    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Toetsen op deze pagina")
    expect(dialog.get_by_role("row").filter(has_text="Bel")).to_be_visible()


def test_single_keys_can_be_switched_off_and_ctrl_k_stays(visit):
    page = visit("/", cookies={"nabij_keys": "off"})
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("Control+k")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_g_and_a_digit_go_to_a_page_of_the_menu(visit):
    page = visit("/")
    page.keyboard.press("g")
    page.keyboard.press("2")

    page.wait_for_url("**/relations/")


def test_a_dialog_opens_over_the_page_and_closes_again(visit):
    page = visit("/")
    page.get_by_role("link", name="Ontkoppel").click()
    dialog = page.get_by_role("dialog", name="Ontkoppelen?")
    expect(dialog).to_be_visible()

    dialog.get_by_role("link", name="Sluit").click()
    expect(dialog).to_be_hidden()


def test_what_the_server_sends_for_a_dialog_opens_it_under_its_own_name(visit):
    page = visit("/")
    page.get_by_role("link", name="Uit de server").click()

    expect(page.get_by_role("dialog", name="Uit een venster")).to_be_visible()


def test_chosen_files_are_listed(visit, tmp_path):
    file = tmp_path / "dossier.json"
    file.write_text("{}")
    page = visit("/")
    page.get_by_label("Sleep bestanden").set_input_files(file)

    expect(page.locator(".drop li")).to_have_text("dossier.json (1 kB)")


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(visit):
    page = visit("/?wrong")
    expect(page.locator(".errors")).to_be_focused()

    page.get_by_role("link", name="Achternaam: Dit veld is verplicht.").click()
    expect(page.get_by_label("Achternaam")).to_be_focused()


def test_an_error_belongs_to_its_field(visit):
    page = visit("/?wrong")

    expect(page.get_by_label("Achternaam")).to_have_accessible_description(
        "Zonder voorvoegsel: Vries, niet de Vries. Dit veld is verplicht."
    )


def test_on_a_phone_the_menu_opens_without_script(visit):
    page = visit("/", width=390, script=False)
    expect(page.get_by_role("link", name="Rondeblad")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Rondeblad")).to_be_visible()


def test_search_filter_and_language_work_without_script(visit):
    page = visit("/", script=False)
    page.get_by_label("Tekst").fill("anna")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.locator("#rows li")).to_have_count(1)

    page.get_by_role("searchbox").fill("bakker")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/relations/")  # what is searched for stands in no address

    page.get_by_role("button", name="Je instellingen").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="To the content")).to_be_attached()
