# SPDX-License-Identifier: EUPL-1.2
"""The pages of linkage: who may see what, what they show, and what they never do.

Capabilities A-103, A-110, A-117.
"""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from nabij.linkage import choices
from nabij.linkage.models import Ground, RecordLink
from nabij.linkage.tests.building import (
    BSN,
    add_source,
    person_of,
    record_of,
    row,
    take_in,
)
from nabij.matching.levels import LEVELS
from nabij.matching.score import WEIGHTS

LIST = "/linkage/"
OTHERS = ["carla", "bram", "noor", "xander"]


def _url(link):
    return reverse("linkage:link", args=[link.ref])


def _active(source, key):
    record = record_of(source, key)
    return RecordLink.objects.get(patient_record=record, state__in=["automatic", "confirmed"])


def _decide(client, link, decision, stamp=None):
    stamp = stamp or client.get(_url(link)).context["review"].stamp
    return client.post(_url(link), {"decision": decision, "stamp": stamp})


@pytest.fixture
def many_proposals(maria, hospital):
    vague = {"bsn": "", "bsn_state": "masked", "postcode": "", "phones": ()}
    names = [("Bakker", "1930-02-01"), ("Visser", "1931-03-02"), ("Jansen", "1932-04-03")]
    for n, (name, birth) in enumerate(names):
        who = {"own_prefix": "", "own_name": name, "birth": birth, "name": ""}
        other = add_source(f"other{n}")
        take_in(other, row(f"a{n}", **who, bsn="", bsn_state="absent"))
        take_in(hospital, row(f"b{n}", **who, **vague))
    return list(RecordLink.objects.filter(needs_review=True).order_by("-score", "pk"))


def test_the_list_names_both_persons_and_the_source(anja, proposal):
    page = anja.client.get(LIST).text
    assert "Marie van den Berg" in page
    assert "Ziekenhuis Isala" in page
    assert _url(proposal) in page


def test_an_empty_list_says_that_all_is_judged(anja):
    assert "Alle koppelingen zijn beoordeeld" in anja.client.get(LIST).text


@pytest.mark.parametrize("name", ["bram", "noor", "xander"])
def test_other_roles_do_not_get_the_list(name, request, proposal):
    assert request.getfixturevalue(name).client.get(LIST).status_code == 404


def test_a_colleague_of_another_team_gets_a_list_without_what_is_not_theirs(carla, proposal):
    page = carla.client.get(LIST).text
    assert "Marie van den Berg" not in page


def test_the_list_costs_as_many_queries_for_three_as_for_one(
    anja, many_proposals, django_assert_max_num_queries
):
    client = anja.client
    with django_assert_max_num_queries(11):
        assert client.get(LIST).text.count("data-label") >= 12


def test_both_copies_stand_side_by_side_and_differences_are_marked(anja, proposal):
    page = anja.client.get(_url(proposal)).text
    for shown in ("Assendorperstraat 12", "Kerkstraat 1", "9-3-1941", "verschilt",
                  "Zelfde geboortedatum", "Huisartsenpraktijk De Linde", "Ziekenhuis Isala"):  # fmt: skip
        assert shown in page
    assert "afgeschermd door de bron" in page


def test_a_bsn_is_never_shown(anja, maria, hospital):
    take_in(hospital, row("p1", birth="1964-02-08"))
    (link,) = RecordLink.objects.filter(needs_review=True)
    page = anja.client.get(_url(link)).text
    assert BSN not in page
    assert "Zelfde BSN" in page
    assert "tegenspraak" in page


def test_one_letter_is_called_one_letter(anja, maria, hospital):
    take_in(hospital, row("p1", own_name="Bergh", bsn="", bsn_state="absent", birth="1941"))
    (link,) = RecordLink.objects.filter(needs_review=True)
    assert "Achternaam verschilt één letter" in anja.client.get(_url(link)).text


def test_a_birth_year_beside_the_whole_date_is_no_difference(anja, maria, hospital):
    take_in(hospital, row("p1", bsn="", bsn_state="absent", birth="1941"))
    (link,) = RecordLink.objects.filter(needs_review=True)
    page = anja.client.get(_url(link)).text
    assert "Geboortedatums kloppen met elkaar voor zover bekend" in page
    assert "verschilt" not in page


def test_a_source_whose_name_is_a_diagnosis_is_not_named_to_the_reviewer(anja, maria):
    ggz = add_source("ggz", "mental_health", title="GGZ Zwolle")
    take_in(ggz, row("z1", bsn="", bsn_state="absent", birth="1941"))
    (link,) = RecordLink.objects.filter(needs_review=True)
    linked = reverse("linkage:person", args=[maria.ref])
    take_in(ggz, row("z2"))
    for address in (LIST, _url(link), linked):
        page = anja.client.get(address).text
        assert "GGZ" not in page
        assert "mental_health" not in page
        assert "bron afgeschermd" in page


def test_who_looked_at_two_copies_stands_in_the_log_of_both_persons(
    anja, proposal, hospital, maria, log
):
    anja.client.get(_url(proposal))
    entries = log("link-review")
    assert {entry.object_id for entry in entries} == {maria.pk, person_of(hospital, "p1")}
    assert {(entry.purpose, entry.action, entry.user_id) for entry in entries} == {
        ("HOPERAT", "R", anja.user.pk)
    }
    anja.client.get(LIST)
    (listed,) = log("links")
    assert set(listed.object_ids) == {maria.pk, person_of(hospital, "p1")}
    assert listed.is_name_only


def test_the_same_opens_the_next_and_the_last_one_the_list(anja, many_proposals):
    client = anja.client
    first, second, third = many_proposals
    assert _decide(client, first, "same").url == _url(second)
    assert _decide(client, second, "different").url == _url(third)
    assert _decide(client, third, "same").url == LIST
    states = [RecordLink.objects.get(pk=link.pk).state for link in many_proposals]
    assert states == ["confirmed", "rejected", "confirmed"]


def test_looking_changes_nothing_and_the_last_is_followed_by_the_first(anja, many_proposals):
    for link, following, earlier in zip(
        many_proposals,
        many_proposals[1:] + many_proposals[:1],
        many_proposals[-1:] + many_proposals[:-1],
        strict=True,
    ):
        page = anja.client.get(_url(link)).context
        assert anja.client.get(page["next"]).url == _url(following)
        assert anja.client.get(page["previous"]).url == _url(earlier)
    assert RecordLink.objects.filter(needs_review=True).count() == 3


def test_the_way_back_to_what_was_judged_leads_on(anja, carla, many_proposals):
    first, second, _third = many_proposals
    _decide(anja.client, first, "different")
    response = anja.client.get(_url(first), follow=True)
    assert response.redirect_chain == [(_url(second), 302)]
    assert "Die is al beoordeeld" in response.text


def test_from_what_is_absent_forbidden_or_judged_one_goes_on_at_the_front(
    anja, carla, many_proposals
):
    last, nothing = many_proposals[-1], reverse("linkage:link", args=["x" * 16])
    _decide(anja.client, last, "same")
    for away in (nothing, _url(last)):
        assert anja.client.get(f"{away}?go=next").url == _url(many_proposals[0])
    assert len({carla.client.get(f"{away}?go=next").url for away in (nothing, _url(last))}) == 1


def test_the_second_of_two_colleagues_hears_that_it_was_decided(anja, pieter, proposal):
    client = pieter.client
    stamp = client.get(_url(proposal)).context["review"].stamp
    _decide(anja.client, proposal, "same", stamp)
    response = client.post(_url(proposal), {"decision": "different", "stamp": stamp}, follow=True)
    assert "Anja heeft dit beoordeeld terwijl je keek: dezelfde persoon" in response.text
    proposal.refresh_from_db()
    assert proposal.state == "confirmed"


def test_who_decides_on_old_data_gets_the_new_data(anja, proposal, hospital):
    client = anja.client
    stamp = client.get(_url(proposal)).context["review"].stamp
    take_in(hospital, row("p1", city="Kampen", bsn="", bsn_state="masked", postcode="", phones=()))
    response = client.post(_url(proposal), {"decision": "same", "stamp": stamp}, follow=True)
    assert "Kampen" in response.text
    assert "veranderd terwijl je keek" in response.text
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


@pytest.mark.parametrize("name", OTHERS)
def test_absent_and_forbidden_look_the_same(name, request, proposal, maria, gp):
    client = request.getfixturevalue(name).client
    nothing = "x" * 16
    record = record_of(gp, "maria").ref
    pairs = [
        (_url(proposal), reverse("linkage:link", args=[nothing])),
        (reverse("linkage:person", args=[maria.ref]), reverse("linkage:person", args=[nothing])),
        (reverse("linkage:ground", args=[record]), reverse("linkage:ground", args=[nothing])),
        (
            reverse("linkage:unlink", args=[_active(gp, "maria").ref]),
            reverse("linkage:unlink", args=[nothing]),
        ),
    ]
    for real, absent in pairs:
        for method in (client.get, client.post):
            if method == client.post and "persons" in real:
                continue
            first, second = method(real), method(absent)
            assert (first.status_code, second.status_code) == (404, 404)
            assert first.text == second.text
    assert RecordLink.objects.get(pk=proposal.pk).state == "proposed"


def test_the_page_of_a_person_lists_sources_grounds_and_links(anja, maria, gp, hospital):
    take_in(hospital, row("p1"))
    page = anja.client.get(reverse("linkage:person", args=[maria.ref])).text
    for shown in ("Huisartsenpraktijk De Linde", "Ziekenhuis Isala", "geen grondslag",
                  "Automatisch gekoppeld", "Ontkoppelen"):  # fmt: skip
        assert shown in page


def test_a_person_with_twenty_records_costs_no_more_queries(
    anja, maria, django_assert_max_num_queries
):
    for n in range(20):
        take_in(add_source(f"s{n}"), row(f"r{n}"))
    client, url = anja.client, reverse("linkage:person", args=[maria.ref])
    with django_assert_max_num_queries(12):
        assert client.get(url).text.count("Ontkoppelen") >= 20


def test_a_record_is_unlinked_after_a_question(anja, maria, hospital, log):
    take_in(hospital, row("p1"))
    link = _active(hospital, "p1")
    url, client = reverse("linkage:unlink", args=[link.ref]), anja.client
    asked = client.get(url)
    assert "Ziekenhuis Isala" in asked.text
    response = client.post(url, {"stamp": asked.context["record"].stamp}, follow=True)
    assert "Het dossier is ontkoppeld" in response.text
    assert person_of(hospital, "p1") != maria.pk
    assert {entry.object_id for entry in log("unlinked")} == {maria.pk, person_of(hospital, "p1")}


def test_a_record_that_was_kept_apart_can_be_judged_again(anja, maria, hospital, proposal, log):
    url, client = reverse("linkage:person", args=[maria.ref]), anja.client
    _decide(client, proposal, "different")
    (kept,) = client.get(url).context["apart"]
    again = reverse("linkage:reconsider", args=[kept.link_ref])
    assert client.post(again, {"stamp": kept.stamp}).url == _url(proposal)
    assert len(log("link-reconsidered")) == 2
    assert "Dit is veranderd" in client.post(again, {"stamp": kept.stamp}, follow=True).text
    _decide(client, proposal, "same")
    assert person_of(hospital, "p1") == maria.pk
    assert client.get(url).context["apart"] == []


def test_the_only_record_of_a_person_cannot_be_unlinked_and_the_page_says_why(anja, maria, gp):
    url, client = reverse("linkage:unlink", args=[_active(gp, "maria").ref]), anja.client
    stamp = client.get(url).context["record"].stamp
    assert "uit dit dossier ontstaan" in client.post(url, {"stamp": stamp}, follow=True).text


def test_a_refusal_is_recorded_by_form(anja, maria, gp):
    url, client = reverse("linkage:ground", args=[record_of(gp, "maria").ref]), anja.client
    assert "Nog geen." in client.get(url).text
    today = timezone.localdate().isoformat()
    form = {"decision": "refused", "kind": "consent", "starts_on": today, "evidence": "by phone"}
    response = client.post(url, form, follow=True)
    assert "geweigerd" in response.text
    ground = Ground.objects.get()
    assert (ground.decision, ground.recorded_by, ground.evidence) == (
        "refused", anja.user, "by phone",
    )  # fmt: skip
    assert "by phone" in client.get(url).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": "2020-01-01"}, "Deze dag ligt vóór de eerste"),
        ({"evidence": ""}, "Hoe weten we dat?"),
        ({"decision": "perhaps"}, "Wat heeft de cliënt besloten?"),
    ],
)
def test_a_form_that_is_not_right_says_so_and_records_nothing(anja, maria, gp, change, sentence):
    url = reverse("linkage:ground", args=[record_of(gp, "maria").ref])
    form = {"decision": "given", "kind": "consent", "starts_on": "2026-01-01", "evidence": "told"}
    response = anja.client.post(url, form | change)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert sentence in response.text
    assert not Ground.objects.exists()


def test_no_page_is_kept_by_a_browser(anja, proposal, maria, gp):
    addresses = [LIST, _url(proposal), reverse("linkage:person", args=[maria.ref]),
                 reverse("linkage:ground", args=[record_of(gp, "maria").ref]),
                 reverse("linkage:unlink", args=[_active(gp, "maria").ref])]  # fmt: skip
    for address in addresses:
        assert anja.client.get(address).headers["Cache-Control"] == "no-store"


def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client, proposal):
    for address in (LIST, _url(proposal)):
        assert client.get(address).status_code == 302


def test_every_piece_of_evidence_of_the_engine_has_words():
    levels = [*WEIGHTS.items(), *LEVELS.items()]
    codes = {f"{field}-{level}" for field, names in levels for level in names}
    assert codes | {"client_number-same", "surname-one-letter"} == set(choices.REASONS)
    with translation.override("nl"):
        assert str(choices.REASONS["birth-same"]) == "zelfde geboortedatum"
