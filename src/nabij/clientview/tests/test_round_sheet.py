# SPDX-License-Identifier: EUPL-1.2
"""A round sheet: sealed, logged for each client, and opened without us."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.clientview.rules.round_sheet import (
    SealedSheet,
    new_passphrase,
    open_sheet,
    seal_sheet,
)
from nabij.clientview.tests.building import fact, store

MADE_AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def test_a_sheet_opens_with_its_passphrase_however_it_is_typed():
    sheet = seal_sheet(b"Jo", passphrase="k7mp-x2rt-dq9h-n4vw", made_at=MADE_AT)
    assert open_sheet(sheet, passphrase=" K7MP-X2RT-DQ9H-N4VW ") == b"Jo"
    with pytest.raises(InvalidTag):
        open_sheet(sheet, passphrase="k7mp-x2rt-dq9h-n4vv")


def test_the_end_is_part_of_the_seal():
    sheet = seal_sheet(b"Jo", passphrase="a", made_at=MADE_AT)
    assert sheet.ends_at == "2026-11-23T06:30:00+00:00"
    longer = SealedSheet(sheet.salt, sheet.nonce, sheet.cipher, "2027-01-01T00:00:00+00:00")
    with pytest.raises(InvalidTag):
        open_sheet(longer, passphrase="a")


def test_passphrases_are_four_groups_without_look_alikes():
    found = {new_passphrase() for _ in range(50)}
    assert len(found) == 50
    for passphrase in found:
        assert re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", passphrase)


def _sealed(html):
    raw = json.loads(re.search(r'id="sealed" type="application/json">(.*?)<', html)[1])
    decode = base64.b64decode
    return SealedSheet(
        decode(raw["salt"]), decode(raw["nonce"]), decode(raw["cipher"]), raw["ends_at"]
    )


def _made(response):
    page = response.content.decode()
    passphrase = re.search(r'class="passphrase">([^<]+)<', page)[1]
    file = base64.b64decode(re.search(r"data:text/html;base64,([A-Za-z0-9+/=]+)", page)[1]).decode()
    return passphrase, file


def test_fatima_takes_her_clients_of_today_along(fatima, noord, anna, dossier, in_care):
    """The sheet holds what must be known at the door, and each client's log says so."""
    response = fatima.post(reverse("round_sheets:make", args=[noord.ref]))

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    passphrase, file = _made(response)
    sheet = json.loads(open_sheet(_sealed(file), passphrase=passphrase))
    assert [anna.name.split()[-1] in client["name"] for client in sheet["clients"]] == [True]
    labels = {part["label"] for client in sheet["clients"] for part in client["parts"]}
    assert "Allergieën" in labels

    entries = AccessEntry.objects.order_by("id").values_list("event", "action", "object_ids")
    assert ("round-sheet", "E", [anna.pk]) in list(entries)
    # Neither the page nor the file tells anything in the clear.
    assert anna.name.split()[-1] not in file
    assert fatima.user.name not in file


def test_the_file_names_its_own_script_and_style_and_nothing_else(fatima, noord, anna, in_care):
    _, file = _made(fatima.post(reverse("round_sheets:make", args=[noord.ref])))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', file)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "src=" not in file.replace("-src", "")


def test_nobody_else_makes_a_sheet_of_this_team(anja, karim, carla, others, noord, anna, in_care):
    for colleague in (anja, karim, carla, *others.values()):
        forbidden = colleague.post(reverse("round_sheets:make", args=[noord.ref]))
        absent = colleague.post(reverse("round_sheets:make", args=["0" * 16]))
        assert forbidden.status_code == 404
        assert forbidden.content == absent.content
        refused = AccessEntry.objects.filter(user_id=colleague.user.pk, event="round-sheet")
        assert [entry.outcome for entry in refused] == ["refused", "refused"]
    assert not AccessEntry.objects.filter(event="round-sheet", outcome="success").exists()


def test_a_sheet_lasts_a_day(fatima, noord, anna, in_care):
    _, file = _made(fatima.post(reverse("round_sheets:make", args=[noord.ref])))
    ends_at = datetime.fromisoformat(_sealed(file).ends_at)
    assert timedelta(hours=23, minutes=59) < ends_at - datetime.now(UTC) <= timedelta(hours=24)


def test_the_sheet_says_what_each_source_says_and_what_is_shut(
    fatima, noord, anna, records, in_care
):
    """A dose that another source stopped must not stand there as if all were well."""
    store(
        fact(
            records["gp"], "medication", "Metoprolol 50 mg", type="MedicationStatement",
            category="use", status="active", starts="2020", details={"dosage": "1 tablet"},
        ),
        fact(
            records["hospital"], "medication", "Metoprolol 50 mg", type="MedicationStatement",
            category="use", status="stopped", is_active=False, starts="2020", ends="2026-10-17",
        ),
    )  # fmt: skip
    passphrase, file = _made(fatima.post(reverse("round_sheets:make", args=[noord.ref])))
    (client,) = json.loads(open_sheet(_sealed(file), passphrase=passphrase))["clients"]
    lines = {part["label"]: " ".join(part["lines"]) for part in client["parts"]}
    assert "BRONNEN VERSCHILLEN" in lines["Medicatie"]
    assert "Huisartsenpraktijk De Linde" in lines["Medicatie"]
    assert "Ziekenhuis Noord: gestopt" in lines["Medicatie"]
    assert "Apotheek Zuid" in lines["Niet op deze lijst"]
    assert "CANARY-GGZ" not in json.dumps(client)
