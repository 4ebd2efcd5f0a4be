# SPDX-License-Identifier: EUPL-1.2
"""What was refused can be exported, mended and tried again (A-02)."""

import io
import json
import zipfile

import pytest

from nabij.access.models import AccessEntry
from nabij.core.viewer import Role
from nabij.dossiers.actions import quarantine
from nabij.dossiers.models import IntakeFile, Quarantine
from nabij.dossiers.tests.making import (
    as_owner,
    bundle,
    facts,
    front_office,
    machine,
    patient,
    problem,
    references,
    source,
    take_in,
    write,
)


@pytest.fixture
def silent(as_intake):
    return source("silent", fhir_version="")


def _counted():
    file = IntakeFile.objects.get()
    return {name: file.counts.get(name) for name in ("facts", "records", "quarantined")}


def test_with_the_version_given_all_that_was_refused_comes_in_after_all(silent, tmp_path):
    one, two = (f"urn:uuid:0000000{n}-0000-4000-8000-000000000000" for n in range(2))
    person = patient()
    del person["id"]
    delivered = bundle(person, problem(subject=one), urls=[one, two])
    intake = take_in(silent, write(tmp_path, "1.json", delivered))
    assert Quarantine.objects.filter(mended_at=None).count() == 2

    retried = quarantine.retry(viewer=machine(), intake=intake, fhir_version="r4")

    assert (retried.mended, retried.refused) == (2, 0)
    assert not Quarantine.objects.filter(mended_at=None).exists()
    (fact,) = facts()
    assert fact["subject"].startswith("sha256:")
    assert _counted() == {"facts": {"Condition": 1}, "records": 1, "quarantined": {}}
    intake.refresh_from_db()
    assert (intake.report["entries"], intake.report["quarantined"]) == (2, {})


def test_tried_again_without_change_it_keeps_its_place(silent, tmp_path):
    intake = take_in(silent, write(tmp_path, "1.json", bundle(patient(), problem())))
    before = list(Quarantine.objects.order_by("pk").values_list("pk", "position", "code"))
    retried = quarantine.retry(viewer=machine(), intake=intake)
    assert (retried.mended, retried.refused) == (0, 2)
    assert list(Quarantine.objects.order_by("pk").values_list("pk", "position", "code")) == before


def test_a_double_id_is_not_chosen_by_trying_again_but_by_naming_it(gp, tmp_path):
    twice = bundle(patient(), problem(name="dit"), problem(name="dat"))
    intake = take_in(gp, write(tmp_path, "1.json", twice))
    assert quarantine.retry(viewer=machine(), intake=intake).mended == 0
    ref = Quarantine.objects.get().ref
    assert quarantine.retry(viewer=machine(), intake=intake, refs=[ref]).mended == 1
    assert [fact["code_text"] for fact in facts()] == ["dit", "dat"]


def test_a_mended_file_takes_the_place_of_what_was_refused(gp, tmp_path):
    url = "urn:uuid:00000001-0000-4000-8000-000000000000"
    person = patient()
    del person["id"]
    whole = json.dumps(bundle(person, problem(subject=url), urls=[url]))
    take_in(gp, write(tmp_path, "1.json", whole.replace('"Hypertensie"', "NaN")))
    row = Quarantine.objects.get()
    assert facts() == []

    quarantine.mend(viewer=machine(), ref=row.ref, data=json.dumps(problem(subject=url)).encode())

    row.refresh_from_db()
    assert row.mended_at is not None
    (fact,) = facts()
    # What is mended still knows what the addresses in its file stand for.
    assert fact["subject"].startswith("sha256:")
    assert _counted() == {"facts": {"Condition": 1}, "records": 1, "quarantined": {}}


def test_a_mended_file_that_is_bad_too_changes_nothing(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", '{"resourceType": "Condition"'))
    row = Quarantine.objects.get()
    with pytest.raises(quarantine.StillRefused, match="resourceType"):
        quarantine.mend(viewer=machine(), ref=row.ref, data=b'{"a": 1}')
    row.refresh_from_db()
    assert row.mended_at is None
    assert facts() == []


def test_the_export_holds_each_original_with_its_reason_and_is_logged(gp, tmp_path):
    broken = b'{"resourceType": "Condition", "id": "c1"'
    intake = take_in(gp, write(tmp_path, "1.json", broken))
    packed = quarantine.export(viewer=machine(), intake=intake)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (line,) = archive.read("refused.ndjson").decode().splitlines()
        listed = json.loads(line)
        assert archive.read(listed["content"]) == broken
    assert (listed["code"], listed["file"], listed["source"]) == ("cut-off", "1.json", "gp")
    assert listed["reason"]
    (entry,) = as_owner("select event, detail from access_accessentry where event like 'quar%%'")
    assert entry["event"] == "quarantine-export"
    assert entry["detail"].startswith(f"{intake.ref}: 1 resources; sources ")


def test_a_download_is_logged_and_only_for_who_takes_dossiers_in(gp, as_role, tmp_path):
    take_in(gp, write(tmp_path, "1.json", b"{"))
    ref = Quarantine.objects.get().ref
    with as_role("nabij_app"):
        anja = front_office(user_id=3)
        assert quarantine.download(viewer=anja, ref=ref) == (f"{ref}.json", b"{")
        entry = AccessEntry.objects.get(event="quarantine-download")
        assert (entry.user_id, entry.detail.split("; ")[0]) == (3, ref)
        for roles in (
            frozenset(),
            frozenset({Role.CARE_PROFESSIONAL}),
            frozenset({Role.ADMINISTRATOR}),
        ):
            other = front_office(user_id=4, roles=roles)
            with pytest.raises(quarantine.QuarantineNotFound):
                quarantine.download(viewer=other, ref=ref)
            with pytest.raises(quarantine.QuarantineNotFound):
                quarantine.export(viewer=other)
            with pytest.raises(quarantine.QuarantineNotFound):
                quarantine.offer_mended(viewer=other, ref=ref, data=b"{}")


def test_what_is_refused_lies_sealed(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", b'{"resourceType": "Condition", "note": "CANARY"'))
    rows = as_owner("select q::text as line, content from dossiers_quarantine q")
    assert not any("CANARY" in row["line"] or b"CANARY" in bytes(row["content"]) for row in rows)


def test_references_of_a_mended_resource_resolve(gp, tmp_path):
    take_in(gp, write(tmp_path, "1.json", bundle(patient(), {"id": "x"})))
    row = Quarantine.objects.get()
    doctor = {"resourceType": "Practitioner", "id": "a1"}
    given = bundle(problem(asserter={"reference": "Practitioner/a1"}), doctor)
    quarantine.mend(viewer=machine(), ref=row.ref, data=json.dumps(given).encode())
    assert [r["state"] for r in references("role = 'asserter'")] == ["resolved"]
