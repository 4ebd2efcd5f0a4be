# SPDX-License-Identifier: EUPL-1.2
"""The pages: what they say, who may see them, and that nothing is lost between two editors."""

import re
from decimal import Decimal

import pytest

from nabij.value.choices import BASES
from nabij.value.models import Estimate, Run, Scenario, ValueModel

pytestmark = pytest.mark.django_db


def test_an_empty_list_offers_an_example_and_states_our_answer(mira):
    page = mira.client.get("/value/").text

    assert "Verdienen betere cliënten een betere behandeling?" in page
    assert "zorg volgt de behoefte, nooit de waarde" in page
    assert 'value="one-group"' in page


def test_the_example_gives_the_outcome_that_was_reckoned_by_hand(mira):
    """A-21, A-26, A-27: 81 combinations counted out give 36 in 100 and 34,701 euro."""
    page = mira.client.post("/value/example/", {"key": "one-group"}, follow=True).text

    assert "In 36 van de 100 gevallen verliest dit plan geld." in page
    assert "Een proef met 250 cliënten op opbrengst per cliënt is netto €\xa034.701 waard" in page
    assert "€\xa0322.135" in page


def test_a_moved_lever_answers_with_a_piece_that_is_refined_after(mira, small):
    plan = small.scenarios.first()
    moved = {"plan": plan.ref, "retention": "20", "acquisition": "8", "revenue": "4", "cost": "2"}
    quick = mira.client.post(f"/value/{small.ref}/", moved, headers={"HX-Request": "true"}).text
    fine = mira.client.post(
        f"/value/{small.ref}/", moved | {"fine": "1"}, headers={"HX-Request": "true"}
    ).text

    assert "<html" not in quick
    assert "1.000 gevallen" in quick
    assert "Wat moeten we eerst testen?" not in quick
    assert "Wat moeten we eerst testen?" in fine
    # 1056, 1103.04 and 1142.5536 clients x 678 euro, less 600,000 and the budgets, at 6%.
    assert "Naar beste schatting levert dit plan in 3 jaar €\xa076.316 meer op" in fine
    assert plan.levers.get(kind="retention").strength == 1


def test_without_script_the_whole_page_comes_back_with_the_levers_as_they_were_put(mira, small):
    plan = small.scenarios.first()
    page = mira.client.post(f"/value/{small.ref}/", {"plan": plan.ref, "retention": "0"}).text

    assert "<html" in page
    assert re.search(r'name="retention"[^>]*value="0"|value="0"[^>]*name="retention"', page)


@pytest.mark.parametrize("wrong", ["abc", "-1", "99"])
def test_an_impossible_lever_says_so_and_calculates_nothing(mira, small, wrong):
    plan = small.scenarios.first()
    answer = mira.client.post(
        f"/value/{small.ref}/", {"plan": plan.ref, "revenue": wrong}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "Opbrengst per cliënt" in answer.text
    assert "In woorden" not in answer.text


def test_keeping_the_levers_changes_the_plan_or_makes_a_new_one(mira, small):
    plan = small.scenarios.first()
    fields = {"plan": plan.ref, "retention": "5", "version": small.version}
    mira.client.post(f"/value/{small.ref}/plan/", fields | {"as": "same"})
    assert plan.levers.get(kind="retention").strength == pytest.approx(0.5)

    version = ValueModel.objects.get(pk=small.pk).version
    mira.client.post(f"/value/{small.ref}/plan/", fields | {"as": "new", "version": version})
    made = Scenario.objects.filter(model=small).order_by("pk").last()
    assert made.name == "Plan 3"
    assert made.levers.get(kind="acquisition").strength == 1


def test_who_looks_at_an_older_version_changes_nothing(mira, small):
    plan = small.scenarios.first()
    fields = {"plan": plan.ref, "retention": "5", "version": small.version, "as": "same"}
    mira.client.post(f"/value/{small.ref}/plan/", fields)
    late = mira.client.post(f"/value/{small.ref}/plan/", fields | {"retention": "0"})

    assert "Een collega veranderde dit model intussen" in late.text
    assert late.context["form"]["retention"].value() == "0"
    assert plan.levers.get(kind="retention").strength == pytest.approx(0.5)


def test_an_estimate_gets_a_next_version_and_shows_where_each_came_from(mira, small):
    url = f"/value/{small.ref}/estimates/lever.revenue/"
    fields = {
        "seen": 1, "worst": "-1", "guess": "5", "best": "12,5", "shape": "pert",
        "origin": "tested", "source": "Proef team Noord", "n": "250", "observed_on": "2026-11-01",
    }  # fmt: skip
    mira.client.post(url, fields)
    page = mira.client.get(url).text
    rows = Estimate.objects.filter(model=small, code="lever.revenue").order_by("version")

    assert [str(row.guess) for row in rows] == ["0.04000000", "0.05000000"]
    assert "Proef team Noord" in page
    assert "getest, n = 250" in page
    assert "versie 1" in page
    late = mira.client.post(url, fields | {"guess": "6", "source": "Proef team Zuid"})
    assert late.status_code == 409
    # What was typed is there still, beside the version of the colleague; saved again it is the
    # next.
    assert "Proef team Zuid" in late.text
    form = late.context["form"]
    mira.client.post(url, {**fields, "guess": "6", "seen": form["seen"].value()})
    assert Estimate.objects.get(model=small, code="lever.revenue", version=3).guess == Decimal(
        "0.06"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"worst": "9"}, "moeten oplopen"),
        ({"guess": "veel"}, "is geen getal"),
        ({"guess": "1.234"}, "kan twee dingen betekenen"),
        ({"origin": "measured", "n": ""}, "hoeveel waarnemingen"),
        ({"source": " "}, "verplicht"),
        ({"best": "5000"}, "moet tussen"),
        ({"review_on": "2020-01-01"}, "Opnieuw kijken"),
    ],
)
def test_an_estimate_that_cannot_be_is_refused_at_its_field(mira, small, change, sentence):
    fields = {
        "seen": 1, "worst": "-1", "guess": "5", "best": "12,5", "shape": "pert",
        "origin": "guessed", "source": "Eigen inschatting", "observed_on": "2026-11-01",
    }  # fmt: skip
    answer = mira.client.post(f"/value/{small.ref}/estimates/lever.revenue/", fields | change)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert Estimate.objects.filter(model=small, code="lever.revenue").count() == 1


def test_a_group_of_fewer_than_25_is_refused(mira, small):
    """A-109: no figure of so few that it is about a person."""
    fields = {
        "seen": 1,
        "guess": "24",
        "origin": "guessed",
        "source": "x",
        "observed_on": "2026-11-01",
    }
    answer = mira.client.post(f"/value/{small.ref}/estimates/clients.clienten/", fields)

    assert "minstens 25" in answer.text
    assert answer.status_code == 422


def test_the_page_for_the_board_keeps_what_it_stood_on(mira, small):
    client = mira.client
    client.post(f"/value/{small.ref}/runs/", {"plan": ""})
    run = Run.objects.get()
    fields = {
        "seen": 1, "worst": "0", "guess": "1", "best": "2", "shape": "pert",
        "origin": "guessed", "source": "Later bedacht", "observed_on": "2026-11-01",
    }  # fmt: skip
    client.post(f"/value/{small.ref}/estimates/lever.revenue/", fields)
    page = client.get(f"/value/{small.ref}/runs/{run.ref}/").text

    assert "In 36 van de 100 gevallen verliest dit plan geld." in page
    assert "Later bedacht" not in page
    assert f"vingerafdruk {run.digest[:12]}" in page
    client.post(f"/value/{small.ref}/runs/", {"plan": ""})
    assert Run.objects.count() == 2


def test_the_paper_is_a_pdf_and_the_same_every_time(mira, small):
    client = mira.client
    client.post(f"/value/{small.ref}/runs/", {"plan": ""})
    url = f"/value/{small.ref}/runs/{Run.objects.get().ref}/paper/"
    paper = client.get(url)

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert len(paper.content) > 20_000
    assert paper.content == client.get(url).content


def test_a_model_is_made_empty_says_what_is_missing_and_gets_its_numbers(mira):
    client = mira.client
    fields = {
        "name": "Eigen model", "starts_on": "2027-01-01", "step": "month", "years": "2",
        "segments": "Thuiszorg\nDagbesteding", "products": "Zorg en diensten",
    }  # fmt: skip
    page = client.post("/value/new/", fields, follow=True).text
    model = ValueModel.objects.get()

    assert "ontbreken" in page
    assert "Er ontbreken" in client.get(f"/value/{model.ref}/").text
    assert client.get(f"/value/{model.ref}/workbook/").status_code == 409
    fields = {
        "seen": 0, "guess": "10", "shape": "pert", "origin": "guessed", "source": "Zelf bedacht",
        "observed_on": "2026-11-01",
    }  # fmt: skip
    onward = client.post(f"/value/{model.ref}/estimates/lever.retention/", fields)
    assert onward["Location"] == f"/value/{model.ref}/estimates/lever.acquisition/"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("segments", {"name": "Jeugd"}),
        ("products", {"name": "Logeren", "group": "housing", "is_commercial": "on"}),
        ("plateaus", {"name": "Later", "starts_after": "1", "ramp": "1", "share": "0"}),
        (
            "scenarios",
            {"name": "Half", "cost_share": "50", "retention": "50", "acquisition": "50",
             "revenue": "50", "cost": "50"},
        ),
        (
            "trials",
            {"name": "Bellen", "code": "lever.retention", "uptake_worst": "1", "uptake_guess": "5",
             "uptake_best": "9", "fixed_cost": "100", "cost_per_client": "2,50"},
        ),
    ],
)  # fmt: skip
def test_every_piece_can_be_added_changed_and_removed(mira, small, kind, fields):
    client, url = mira.client, f"/value/{small.ref}/setup/{kind}/"
    before = getattr(small, kind).count()
    client.post(f"{url}new/", fields | {"version": small.version})
    piece = getattr(small, kind).order_by("pk").last()
    assert getattr(small, kind).count() == before + 1

    version = ValueModel.objects.get(pk=small.pk).version
    client.post(f"{url}{piece.pk}/", fields | {"name": "Anders", "version": version})
    piece.refresh_from_db()
    assert piece.name == "Anders"
    assert "Anders" in client.get(f"/value/{small.ref}/setup/").text

    client.post(f"{url}{piece.pk}/remove/", {"version": version + 1})
    assert getattr(small, kind).count() == before


def test_steps_that_promise_more_than_all_are_refused(mira, small):
    fields = {"name": "Te veel", "starts_after": "1", "ramp": "1", "share": "10"}
    answer = mira.client.post(
        f"/value/{small.ref}/setup/plateaus/new/", fields | {"version": small.version}
    )

    assert answer.status_code == 422
    assert "meer dan het hele effect" in answer.text
    assert small.plateaus.count() == 1


def test_who_reads_sees_the_outcome_and_cannot_change_it(max_, small):
    client, version = max_.client, small.version
    assert "In 36 van de 100" in client.get(f"/value/{small.ref}/").text
    assert client.get(f"/value/{small.ref}/workbook/").status_code == 200

    for path in ("plan/", "runs/", "estimates/lever.cost/", "setup/", "estimates/upload/"):
        assert client.post(f"/value/{small.ref}/{path}", {"version": version}).status_code == 404
    assert client.post("/value/example/", {"key": "one-group"}).status_code == 404


def test_absent_and_forbidden_look_the_same(carla, mira, small):
    forbidden, absent = (
        carla.client.get(f"/value/{ref}/") for ref in (small.ref, "AAAAAAAAAAAAAAAA")
    )

    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content
    assert "/value/" not in carla.client.get("/").text
    assert mira.client.get("/value/AAAAAAAAAAAAAAAA/").content == absent.content


def test_a_page_of_a_model_takes_few_queries(mira, small, django_assert_max_num_queries):
    client = mira.client
    with django_assert_max_num_queries(14):
        client.get(f"/value/{small.ref}/")
    with django_assert_max_num_queries(14):
        client.get(f"/value/{small.ref}/estimates/")


def test_a_model_that_is_taken_off_the_list_is_gone_for_pages(mira, small):
    mira.client.post(f"/value/{small.ref}/setup/remove/", {"version": small.version})

    assert small.name not in mira.client.get("/value/").text.replace("van de lijst", "")
    assert mira.client.get(f"/value/{small.ref}/").status_code == 404


def test_every_figure_of_the_outcome_leads_to_its_estimates(mira, small):
    """V10: the table per year, the columns and the charts; nothing is a dead end."""
    client = mira.client
    page = client.get(f"/value/{small.ref}/").text
    bases = set(re.findall(rf'href="/value/{small.ref}/estimates/\?of=(\w+)"', page))
    assert bases == set(BASES)
    table = page[page.index('id="years"') :]
    cells = re.findall(r'<td class="number"[^>]*>(.*?)</td>', table)
    assert len(cells) == 3 * 8
    assert all(cell.startswith('<a class="figure"') for cell in cells)
    for basis in bases:
        behind = client.get(f"/value/{small.ref}/estimates/?of={basis}").text
        assert str(BASES[basis][0]) in behind
    clients = client.get(f"/value/{small.ref}/estimates/?of=clients").text
    assert "estimates/inflow.clienten/" in clients
    assert "estimates/lever.cost/" not in clients
    assert client.get(f"/value/{small.ref}/estimates/?of=unknown").status_code == 200


def test_an_estimate_has_an_owner_who_can_be_another_colleague(mira, max_, carla, small):
    url = f"/value/{small.ref}/estimates/lever.revenue/"
    fields = {
        "seen": 1, "worst": "-1", "guess": "5", "best": "12,5", "shape": "pert",
        "origin": "guessed", "source": "Overleg", "observed_on": "2026-11-01",
        "review_on": "2026-11-02",
    }  # fmt: skip
    assert "Carla" not in mira.client.get(url).text
    assert mira.client.post(url, fields | {"owner": carla.user.pk}).status_code == 422
    mira.client.post(url, fields | {"owner": max_.user.pk})
    now = Estimate.objects.get(model=small, code="lever.revenue", version=2)
    assert (now.owner, now.created_by) == (max_.user, mira.user)

    # The day of its next review has come: it stands on top, with who looks after it.
    page = mira.client.get(f"/value/{small.ref}/estimates/").text
    due = page[page.index('id="due"') : page.index("estimate-rows")]
    assert "Opbrengst per cliënt" in due
    assert "Max" in due
    # A next version by who does not say otherwise keeps the owner.
    mira.client.post(url, fields | {"seen": 2, "guess": "6"})
    assert Estimate.objects.get(model=small, code="lever.revenue", version=3).owner == max_.user


def test_the_page_says_where_the_money_goes_and_a_kept_run_what_was_said_then(mira, small):
    """A-109, and the plan's own words: earning is a means."""
    client, said = mira.client, small.destination
    assert said in client.get(f"/value/{small.ref}/").text
    client.post(f"/value/{small.ref}/runs/", {"plan": ""})
    fields = {"name": small.name, "starts_on": "2027-01-01", "years": "3"}
    version = ValueModel.objects.get(pk=small.pk).version
    client.post(
        f"/value/{small.ref}/setup/", fields | {"destination": "Iets anders.", "version": version}
    )
    assert "Iets anders." in client.get(f"/value/{small.ref}/").text
    assert said in client.get(f"/value/{small.ref}/runs/{Run.objects.get().ref}/").text
    version = ValueModel.objects.get(pk=small.pk).version
    client.post(f"/value/{small.ref}/setup/", fields | {"version": version})
    assert "nog niemand" in client.get(f"/value/{small.ref}/").text


def test_numbers_that_cannot_be_are_a_sentence_everywhere(mira, home_care):
    fields = {
        "seen": 1, "worst": "99", "guess": "98", "best": "97", "shape": "pert",
        "origin": "guessed", "source": "Onzin", "observed_on": "2026-11-01",
    }  # fmt: skip
    client, url = mira.client, f"/value/{home_care.ref}/"
    client.post(f"{url}estimates/avoidable.wijkverpleging/", fields)
    sentence = "In groep Wijkverpleging vertrekken in een periode meer cliënten dan er zijn"

    assert sentence in client.get(url).text
    assert sentence in client.get(f"{url}workbook/", follow=True).text
    assert sentence in client.post(f"{url}runs/", {"plan": ""}, follow=True).text
    assert not Run.objects.exists()


def test_two_who_change_the_set_up_lose_nothing_of_what_they_typed(mira, small):
    url, version = f"/value/{small.ref}/setup/", small.version
    fields = {"name": small.name, "starts_on": "2027-01-01", "years": "3", "version": version}
    mira.client.post(url, fields | {"note": "Van de een"})
    late = mira.client.post(url, fields | {"note": "Van de ander"})
    piece = {"name": "Jeugd", "version": version}
    late_piece = mira.client.post(f"{url}segments/new/", piece)

    for answer, typed in ((late, "Van de ander"), (late_piece, "Jeugd")):
        assert answer.status_code == 409
        assert typed in answer.text
        assert answer.context["form"]["version"].value() == str(version + 1)
    assert ValueModel.objects.get(pk=small.pk).note == "Van de een"
    assert small.segments.count() == 1
