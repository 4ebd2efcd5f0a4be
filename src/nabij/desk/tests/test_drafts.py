# SPDX-License-Identifier: EUPL-1.2
"""What was typed and not sent is kept sealed, for that colleague alone, until it is sent or old."""

from datetime import timedelta

import msgspec
import pytest
from django.urls import reverse
from django.utils import timezone

from nabij.desk import actions, queries
from nabij.desk.models import Draft
from nabij.desk.queries.drafts import Typed

pytestmark = pytest.mark.django_db
SECRET = "Zij is gevallen in de badkamer"
FIELDS = {"given_names": ["Johanna"], "note": [SECRET]}


def _ask(colleague, **asked):
    body = msgspec.json.encode({"form": "person:new"} | asked)
    return colleague.client.post(reverse("desk:draft"), body, content_type="application/json")


def _keep(colleague, form="person:new", address="/relations/persons/new/"):
    return _ask(colleague, form=form, typed={"address": address, "fields": FIELDS})


def test_what_was_typed_comes_back_for_the_same_colleague_only(anja, noor):
    assert _keep(anja).status_code == 204
    given = _ask(anja)
    assert given.json()["fields"] == FIELDS
    assert "Cache-Control" in given.headers
    assert given.headers["Cache-Control"] == "no-store"
    assert _ask(noor).status_code == 204
    assert _ask(anja, form="person:other").status_code == 204


def test_it_lies_sealed_and_opens_for_nobody_else(anja, noor):
    _keep(anja)
    row = Draft.objects.get()
    assert SECRET.encode() not in bytes(row.sealed)
    Draft.objects.update(colleague=noor.user)
    assert queries.draft(viewer=noor.viewer, form="person:new") is None


def test_it_survives_signing_out(anja):
    client = anja.client
    client.post(
        reverse("desk:draft"),
        msgspec.json.encode({"form": "x", "typed": {"address": "/", "fields": FIELDS}}),
        content_type="application/json",
    )
    client.post(reverse("sign_in:out"))
    assert _ask(anja, form="x").json()["fields"] == FIELDS


def test_the_latest_is_kept_and_it_can_be_thrown_away(anja):
    _keep(anja)
    _ask(anja, typed={"address": "/", "fields": {"note": ["later"]}})
    assert _ask(anja).json()["fields"] == {"note": ["later"]}
    assert _ask(anja, is_over=True).status_code == 204
    assert not Draft.objects.exists()


def test_it_ends_when_the_form_has_done_its_work_and_not_before(anja):
    _keep(anja, form="person")
    page = reverse("relations:person_new")
    assert 'name="draft" value="person"' in anja.client.get(page).text
    faulty = anja.client.post(page, {"draft": "person", "own_name": ""})
    assert faulty.status_code == 422
    assert Draft.objects.exists()
    sent = {"draft": "person", "own_name": "Jansen", "name_use": "own", "gender": "female"}
    assert anja.client.post(page, sent).status_code == 302
    assert not Draft.objects.exists()


def test_after_two_weeks_it_is_gone(anja):
    _keep(anja)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=14, minutes=1))
    assert queries.draft(viewer=anja.viewer, form="person:new") is None
    assert queries.drafts(viewer=anja.viewer) == []
    _keep(anja, form="another")
    assert [row.form for row in Draft.objects.all()] == ["another"]


def test_the_desk_offers_where_one_was_busy(anja, noor):
    _keep(anja)
    assert 'href="/relations/persons/new/"' in anja.client.get("/").text
    assert not queries.drafts(viewer=noor.viewer)


@pytest.mark.parametrize(
    "asked",
    [
        {"form": ""},
        {"form": "x" * 81},
        {"typed": {"address": "//evil.example/", "fields": {}}},
        {"typed": {"address": "/\\evil.example/", "fields": {}}},
        {"typed": {"address": "https://evil.example/", "fields": {}}},
        {"typed": {"fields": {}}},
        {"typed": "x"},
    ],
)
def test_what_a_page_would_not_ask_is_refused(anja, asked):
    assert _ask(anja, **asked).status_code == 400
    assert not Draft.objects.exists()


def test_one_colleague_cannot_fill_the_disk(anja, monkeypatch):
    typed = Typed(address="/", fields={"note": ["x" * 60_001]})
    with pytest.raises(actions.DraftTooLong):
        actions.keep_draft(viewer=anja.viewer, form="x", typed=typed)
    for number in range(52):
        fields = Typed(address="/", fields={})
        actions.keep_draft(viewer=anja.viewer, form=f"x{number}", typed=fields)
    assert Draft.objects.count() == 50
