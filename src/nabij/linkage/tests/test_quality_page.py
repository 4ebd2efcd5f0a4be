# SPDX-License-Identifier: EUPL-1.2
"""Drawing a sample, judging it without being told, and what the page makes of it.

Capability A-103.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from nabij.linkage import actions, choices, queries
from nabij.linkage.choices import Queue
from nabij.linkage.models import Judgement, RecordLink, Sample
from nabij.linkage.queries.sight import link_stamps
from nabij.linkage.tests.building import MACHINE, add_source, row, take_in

PAGE = "/linkage/quality/"
NAMES = ["Bakker", "Visser", "Jansen", "Smit", "Meijer", "Mulder"]


@pytest.fixture
def linked(maria, hospital, gp):
    """Six persons known at two sources, each linked by the machine, and a look-alike of one."""
    for n, name in enumerate(NAMES):
        who = {
            "own_prefix": "",
            "own_name": name,
            "name": "",
            "birth": f"193{n}-02-01",
            "bsn": "",
            "bsn_state": "absent",
            "postcode": f"80{n}1AA",
        }
        take_in(gp, row(f"g{n}", **who))
        take_in(hospital, row(f"h{n}", **who))
    twin = {
        "own_prefix": "",
        "own_name": "Bakker",
        "name": "",
        "birth": "1930-02-01",
        "bsn": "",
        "bsn_state": "absent",
        "postcode": "9999AA",
        "house_number": "7",
        "call_name": "",
        "given_names": "Jan",
        "initials": "J.",
        "gender": "male",
        "phones": (),
    }
    take_in(gp, row("twin", **twin))
    apps.get_model("relations", "Party").objects.update(unit=maria.unit)
    return RecordLink.objects.filter(state="automatic", is_origin=False)


def _judge(colleague, link, decision):
    fresh = RecordLink.objects.select_related("patient_record", "person").get(pk=link.pk)
    stamp = link_stamps(viewer=MACHINE, links=[fresh])[link.pk]
    colleague.client.post(
        reverse("linkage:link", args=[link.ref]), {"decision": decision, "stamp": stamp}
    )


def _drawn():
    return list(RecordLink.objects.filter(sample__isnull=False, needs_review=True).order_by("ref"))


def test_a_sample_puts_links_and_near_misses_in_a_queue_of_their_own(anja, linked):
    assert linked.count() == len(NAMES)
    before = queries.count_to_review(viewer=anja.viewer)[0]
    response = anja.client.post(PAGE, {"count": "50"}, follow=True)
    assert "wachten op een oordeel" in response.text
    drawn = _drawn()
    assert sum(link.is_active for link in drawn) == len(NAMES)
    sample = Sample.objects.get()
    assert sample.links == len(NAMES)
    records, near = (sum(column) for column in zip(*sample.drawn.values(), strict=True))
    assert records == RecordLink.objects.filter(state__in=["automatic", "confirmed"]).count()
    assert near == len(drawn) - len(NAMES)
    assert queries.count_to_review(viewer=anja.viewer)[0] == before
    assert queries.count_to_review(viewer=anja.viewer, queue=Queue.SAMPLE)[0] == len(drawn)


def test_who_judges_a_sample_is_not_told_what_linking_made_of_it(anja, linked):
    actions.draw_sample(viewer=anja.viewer, count=50)
    for link in _drawn():
        page = anja.client.get(reverse("linkage:link", args=[link.ref]) + "?queue=sample")
        assert page.context["review"].weighing is None
        for telling in ("Samen", "klopt niet meer", "tegenspraak", "al gekoppeld"):
            assert telling not in page.text
        assert "Nieuw dossier" in page.text
    listed = anja.client.get("/linkage/?queue=sample")
    assert listed.text.count("niet verteld") == len(_drawn())
    assert "waarschijnlijk</span>" not in listed.text


def test_same_and_not_the_same_in_a_sample_do_what_they_say(anja, linked):
    actions.draw_sample(viewer=anja.viewer, count=50)
    active = [link for link in _drawn() if link.is_active]
    _judge(anja, active[0], "same")
    _judge(anja, active[1], "different")
    states = [RecordLink.objects.get(pk=link.pk).state for link in active[:2]]
    assert states == ["confirmed", "rejected"]
    kept = Judgement.objects.order_by("pk").values_list("machine", "verdict", "sample_id")
    sample = Sample.objects.get().pk
    assert list(kept) == [("linked", "same", sample), ("linked", "different", sample)]
    assert not RecordLink.objects.filter(
        pk__in=[link.pk for link in active[:2]], sample__isnull=False
    ).exists()


def test_a_decision_in_a_sample_is_taken_back_into_the_sample(anja, linked):
    actions.draw_sample(viewer=anja.viewer, count=50)
    before = {link.pk: link.snapshot() for link in _drawn()}
    _judge(anja, next(link for link in _drawn() if link.is_active), "different")
    actions.take_back(viewer=anja.viewer)
    assert {link.pk: link.snapshot() for link in _drawn()} == before


def test_the_page_counts_what_was_drawn_and_judged(anja, linked):
    actions.draw_sample(viewer=anja.viewer, count=50)
    drawn = _drawn()
    for link in drawn:
        _judge(anja, link, "same" if link.is_active else "different")
    quality = queries.quality_of_links(viewer=anja.viewer)
    in_sample = [s for s in quality.judged.linked if s.size]
    assert sum(s.size for s in in_sample) == sum(s.judged for s in in_sample) == len(NAMES)
    assert sum(s.same for s in in_sample) == len(NAMES)
    assert quality.judged.apart.same == 0
    assert quality.judged.apart.judged == quality.judged.apart.size
    assert quality.judgements == len(drawn)
    assert quality.sample.waiting == 0
    page = anja.client.get(PAGE).text
    assert "nog te weinig" in page  # six are not fifty
    assert f"{len(drawn)} oordelen van collega’s" in page


def test_enough_judged_gives_figures_with_bounds_and_dates(anja, linked, gp):
    Judgement.objects.bulk_create(
        Judgement(
            source=gp,
            machine=machine,
            score=1.0,
            verdict=verdict,
            judged_by=anja.user,
            sample=Sample.objects.create(
                links=n, drawn={str(gp.pk): drawn}, drawn_by=anja.user, drawn_at=MACHINE.at
            ),
            judged_at=MACHINE.at - timedelta(days=n % 3),
        )
        for machine, verdict, drawn, count in (
            ("linked", "same", [1, 0], 99),
            ("linked", "different", [0, 0], 1),
            ("apart", "different", [1, 1], 30),
        )
        for n in range(count)
    )
    RecordLink.objects.filter(needs_review=True).delete()
    quality = queries.quality_of_links(viewer=anja.viewer)
    precision = quality.shares.precision
    assert precision.low < precision.value < precision.high
    assert precision.value == pytest.approx(0.99, abs=0.001)
    assert quality.shares.recall.high == pytest.approx(1)
    page = anja.client.get(PAGE).text
    for shown in ("99,0%", "tussen", "20-11-2026 tot en met 22-11-2026"):
        assert shown in page


def test_a_source_whose_name_tells_a_diagnosis_is_not_named(anja, maria):
    ggz = add_source("ggz", "mental_health", title="GGZ Zwolle")
    take_in(ggz, row("z1"))
    page = anja.client.get(PAGE).text
    assert "GGZ" not in page
    assert "bron afgeschermd" in page


@pytest.mark.parametrize("count", ["0", "501", "many", ""])
def test_a_number_that_cannot_be_is_said_at_the_field(anja, linked, count):
    response = anja.client.post(PAGE, {"count": count})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert not Sample.objects.exists()


def test_nothing_to_draw_is_said(anja, db):
    assert "nog niets gekoppeld" in anja.client.post(PAGE, {"count": "5"}, follow=True).text


def test_a_sample_is_one_line_in_the_log_that_shows_nobody(anja, linked, log):
    actions.draw_sample(viewer=anja.viewer, count=3)
    (entry,) = log("link-sample")
    assert {link.person_id for link in _drawn()} == set(entry.object_ids)


@pytest.mark.parametrize("name", ["bram", "noor", "xander"])
def test_other_roles_see_no_quality_and_draw_nothing(name, request, linked):
    colleague = request.getfixturevalue(name)
    assert colleague.client.get(PAGE).status_code == 404
    assert colleague.client.post(PAGE, {"count": "5"}).status_code == 404
    with pytest.raises(queries.LinkNotFound):
        queries.quality_of_links(viewer=colleague.viewer)
    with pytest.raises(queries.LinkNotFound):
        actions.draw_sample(viewer=colleague.viewer, count=5)
    assert not Sample.objects.exists()


def test_the_page_and_the_command_use_the_same_words(anja, linked, capsys, tmp_path):
    from django.core.management import call_command

    truth = tmp_path / "truth.csv"
    truth.write_text("person,surname,birth\na,Bakker,1-2-1930\na,Bakker,1-2-1930\n")
    call_command("link", "evaluate", str(truth))
    printed, page = capsys.readouterr().out, anja.client.get(PAGE).text
    for words in (str(choices.PRECISION), str(choices.RECALL)):
        assert words in printed
        assert words in page.replace("Van w", "van w")
