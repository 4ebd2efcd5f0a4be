# SPDX-License-Identifier: EUPL-1.2
"""R14: 150 payloads in every text: none becomes an element, none runs, none fetches anything."""

from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact, Intake, Quarantine
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.relations.forms.organisations import OrganisationForm
from nabij.relations.forms.persons import BsnForm, PersonForm
from nabij.relations.forms.ties import InstructionForm
from nabij.relations.models import Relationship
from nabij.web.tests.conftest import PATIENCE_MS, Complaints
from tests.journeys.conftest import follow
from tests.journeys.payloads import PAYLOADS
from tests.journeys.poisoned import poison

pytestmark = pytest.mark.xdist_group("journeys")

# Marks that a page of ours holds; whatever else stands in an answer came out of a payload.
FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "video", "audio", "marquee", "math",
                       "isindex", "xmp", "image", "animate", "set", "foreignobject", "x"})  # fmt: skip


# Every field that a form of relations has.
FIELDS = {
    *PersonForm.base_fields,
    *BsnForm.base_fields,
    *OrganisationForm.base_fields,
    *InstructionForm.base_fields,
}


class Structure(HTMLParser):
    """The elements of a page, and what among them can only come out of a payload."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            address = (value or "").strip().lower()
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc", "formaction"}:
                self.wrong.append(f"{tag} {name}={value}")
            is_elsewhere = address.startswith(("//", "http")) and "evil.invalid" in address
            if is_elsewhere and name != "value":
                self.wrong.append(f"{tag} {name}={value}")
            if address.startswith(("javascript:", "data:text")) and name in {"src", "href"}:
                self.wrong.append(f"{tag} {name}={value}")
        is_inline = tag == "script" and not dict(attrs).get("src")
        if tag in FORBIDDEN or is_inline or tag == "style":
            self.wrong.append(tag)


class Visitor:
    """A browser of one colleague, which remembers all that went wrong and all that was read."""

    def __init__(self, browser, server, user):
        self.client = Client()
        self.client.force_login(user)
        self.server = server
        self.context = browser.new_context(locale="nl-NL", reduced_motion="reduce")
        cookies = [
            {"name": name, "value": morsel.value, "url": server}
            for name, morsel in self.client.cookies.items()
        ]
        self.context.add_cookies(cookies)
        self.context.set_default_timeout(4 * PATIENCE_MS)  # so much stands nowhere in use
        self.page = self.context.new_page()
        self.complaints = Complaints(self.page)
        self.wrong, self.read, self.pages = [], [], 0
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _dialog(self, dialog):
        self.wrong.append(f"{self.page.url}: dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(self.server):
            self.wrong.append(f"{self.page.url}: asked for {request.url}")

    def visit(self, address, *, status=200):
        answer = self.page.goto(self.server + address)
        assert answer.status == status, address
        self.look()

    def look(self):
        self.pages += 1
        self.read.append(self.page.evaluate("document.documentElement.textContent"))
        for complaint in self.complaints.all():
            if not complaint.endswith(
                "(Unprocessable Content)"
            ):  # a form with faults, as it should
                self.wrong.append(f"{self.page.url}: {complaint}")
        self.complaints.clear()


def test_no_text_becomes_script_on_any_page(
    browser, committing_live_server, committing_db, cluster, tmp_path
):
    world = poison(cluster, committing_db, tmp_path)
    _as_elements(world)
    noor = Visitor(browser, committing_live_server.url, world.noor)
    anja = Visitor(browser, committing_live_server.url, world.anja)
    for person in world.persons[::4]:
        noor.visit(reverse("clientview:person", args=[person.ref]))
    _look_at_who_is_visited(noor, world)
    for person, fact in _facts(world.persons[::12]):
        noor.visit(reverse("clientview:fact", args=[person, fact]))
    for address in _pages_of_care(world):
        noor.visit(address)
    for address in _pages_of_the_office(world):
        anja.visit(address)
    _type_into_the_search(anja)
    _leave_a_form_with_errors(anja)
    _open_the_round_sheet(noor, tmp_path)

    assert noor.wrong + anja.wrong == []
    seen = " ".join(noor.read + anja.read)
    assert [payload for payload in PAYLOADS if payload not in seen] == []
    assert noor.pages + anja.pages > 120


def _look_at_who_is_visited(visitor, world):
    """See every word of the roster: who comes, and why."""
    before = len(visitor.read)
    for person in world.visited:
        visitor.visit(reverse("clientview:person", args=[person.ref]))
    seen = " ".join(visitor.read[before:])
    assert [payload for payload in PAYLOADS if seen.count(payload[:100].strip()) < 2] == []


def _as_elements(world):
    """Look at every payload in every field of clients, forms and the search, without a browser."""
    care = Client()
    care.force_login(world.noor)
    for person in (*world.persons, *world.visited):
        page = care.get(reverse("clientview:person", args=[person.ref]))
        assert page.status_code == 200
        assert Structure(page.text).wrong == []
    client = Client()
    client.force_login(world.anja)
    person = world.persons[0].ref
    forms = [
        reverse("relations:person_new"),
        reverse("relations:organisation_new"),
        reverse("relations:bsn", args=[person]),
        reverse("relations:instructions", args=[person]),
        reverse("relations:duplicates"),
    ]
    for number, payload in enumerate(PAYLOADS):
        address = forms[number % len(forms)]
        answer = client.post(address, dict.fromkeys(FIELDS, payload))
        assert answer.status_code in {200, 422}, address
        assert Structure(answer.text).wrong == [], address
        found = client.post(reverse("relations:search"), {"q": payload}, follow=True)
        assert Structure(found.text).wrong == []
        assert payload in unescape(found.text)
        absent = client.get(f"/persons/{payload.replace('/', '')}/", {"page": payload})
        assert Structure(absent.text).wrong == []


def _facts(persons):
    """Yield person and fact of every kind in turn."""
    for person in persons:
        # Other dossiers may be proposed for them; those open nothing yet.
        records = PatientRecord.objects.filter(links__person=person, links__is_origin=True)
        with acting_as("nabij_backup"):
            refs = list(_refs_of([record.pk for record in records]))
        yield person.ref, refs[person.pk % len(refs)]


def _refs_of(records):
    facts = Fact.objects.filter(patient_record_id__in=records, superseded_at=None)
    return facts.order_by("pk").values_list("ref", flat=True)


def _pages_of_care(world):
    for person in world.persons[::30]:
        yield reverse("clientview:print", args=[person.ref])
    yield "/"
    yield reverse("round_sheets:list")


def _pages_of_the_office(world):
    person, other = world.persons[8].ref, world.persons[9].ref
    yield "/"
    for organisation in world.organisations:
        yield reverse("accounts:organisation", args=[organisation.ref])
        yield reverse("relations:organisation_edit", args=[organisation.ref])
    for one in world.persons[::15]:
        yield reverse("linkage:person", args=[one.ref])
        yield reverse("relations:person_edit", args=[one.ref])
    for name in ("bsn", "instructions", "key_safe", "household", "relationship_new"):
        yield reverse(f"relations:{name}", args=[person])
    yield f"{reverse('relations:relationship_new', args=[person])}?other={other}"
    tie = Relationship.objects.filter(subject__ref=person).first()
    assert tie is not None
    yield reverse("linkage:review")
    for link in RecordLink.objects.all()[:3]:
        yield reverse("linkage:unlink", args=[link.ref])
        yield reverse("linkage:ground", args=[link.patient_record.ref])
    yield reverse("dossiers:intakes")
    yield reverse("dossiers:upload")
    for intake in Intake.objects.all():
        yield reverse("dossiers:intake", args=[intake.ref])
    yield reverse("dossiers:quarantine")
    for row in Quarantine.objects.all()[:15]:
        yield reverse("dossiers:quarantined", args=[row.ref])


def _type_into_the_search(visitor):
    """Type payloads, and let the answers be swapped in by script."""
    visitor.visit(reverse("relations:search"))
    box = visitor.page.locator("main input[name=q]")
    for payload in PAYLOADS[::25]:
        visitor.page.evaluate("document.querySelector('#rows > *').dataset.before = ''")
        box.fill(payload)
        box.press("Enter")
        visitor.page.locator("#rows [data-before]").wait_for(state="detached")
        visitor.look()


def _leave_a_form_with_errors(visitor):
    visitor.visit(reverse("relations:person_new"))
    form = visitor.page.locator("main form.form")
    for number, field in enumerate(form.locator("input[type=text], input:not([type])").all()):
        if field.is_visible():
            field.fill(PAYLOADS[number])
    follow(form.locator("button[type=submit]").last)
    visitor.look()


def _open_the_round_sheet(visitor, folder):
    visitor.visit(reverse("round_sheets:list"))
    follow(visitor.page.locator("form[action$='/make/'] button").first)
    visitor.look()
    passphrase = visitor.page.locator(".passphrase").inner_text()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Bewaar het bestand").click()
    sheet = folder / "rondelijst.html"
    download.value.save_as(sheet)
    away = visitor.context.new_page()
    complaints = Complaints(away)
    away.on("dialog", visitor._dialog)
    away.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:", "blob:")) or visitor.wrong.append(request.url)
        ),
    )
    away.goto(sheet.as_uri())
    away.get_by_label("Wachtzin").fill(passphrase)
    away.get_by_role("button").click()
    away.locator("article").first.wait_for()
    assert "alert" in away.locator("body").inner_text()
    assert complaints.all() == []
