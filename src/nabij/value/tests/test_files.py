# SPDX-License-Identifier: EUPL-1.2
"""Estimates from files: checked row by row, all or nothing, and nothing of a person kept."""

import io
import json
import random
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from nabij.__main__ import role_of
from nabij.value import queries
from nabij.value.models import Estimate, Run
from nabij.value.rules import numbers, sheets
from nabij.value.tests.making import episodes

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)
HEAD = "code;slechtste;schatting;beste;vorm;herkomst;bron;n;datum"


def _upload(client, model, content, name="schattingen.csv", path="upload", **fields):
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post(f"/value/{model.ref}/estimates/{path}/", {"file": file, **fields})


def _xlsx(rows):
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "d-m-yyyy"})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.close()
    return output.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_downloaded_comes_back_as_the_same(mira, home_care, kind):
    client = mira.client
    content = client.get(f"/value/{home_care.ref}/estimates/download/{kind}/").content
    # Empty places are in the file to be filled; here they are left out.
    rows = [row for row in sheets.rows(content) if row[4] not in (None, "")]
    page = _upload(client, home_care, _xlsx(rows) if kind == "xlsx" else content, f"x.{kind}")

    if kind == "xlsx":
        assert "0 nieuw, 0 gewijzigd" in page.text
    else:
        assert "Vul dit in." in page.text


def test_a_checked_file_is_shown_first_and_recorded_after(mira, small):
    content = f"{HEAD}\nlever.revenue;-1%;5%;12,5%;pert;getest;Proef;250;1-11-2026\n"
    page = _upload(mira.client, small, content)
    assert "1 gewijzigd" in page.text
    assert Estimate.objects.filter(code="lever.revenue").count() == 1

    checked = page.context["checked"]
    mira.client.post(f"/value/{small.ref}/estimates/upload/", {"checked": checked})
    now = queries.current_estimates(viewer=mira.viewer, model=small)["lever.revenue"]
    assert (now.version, now.guess, now.best, now.n) == (2, Decimal("0.05"), Decimal("0.125"), 250)
    assert now.observed_on == DAY


def test_one_wrong_row_and_nothing_is_recorded(mira, small):
    content = "\n".join(
        [
            HEAD,
            "lever.revenue;0;0,05;0,1;pert;geschat;Bron;;1-11-2026",
            "lever.onbekend;0;0,05;0,1;pert;geschat;Bron;;1-11-2026",
            "lever.cost;0;veel;0,1;pert;geschat;Bron;;1-11-2026",
            "fixed;1;2;3;pert;geschat;Bron;;1-11-2026",
            "lever.retention;0;0,1;0,2;pert;gemeten;Bron;;31-02-2026",
            "lever.revenue;0;0,05;0,1;pert;geschat;Bron;;1-11-2026",
        ]
    )
    page = _upload(mira.client, small, content)

    assert page.status_code == 422
    assert [(one["row"], one["column"]) for one in page.context["problems"]] == [
        (3, "code"),
        (4, "schatting"),
        (5, "slechtste"),
        (6, "datum"),
        (7, "code"),
    ]
    assert Estimate.objects.filter(version=2).count() == 0


@pytest.mark.parametrize("change", ["x", ":", ""])
def test_a_check_that_was_tampered_with_records_nothing(mira, small, change):
    content = f"{HEAD}\nlever.revenue;0;0,05;0,1;pert;geschat;Proef;;1-11-2026\n"
    checked = _upload(mira.client, small, content).context["checked"]
    tampered = change + checked[: -len(change) or None] if change else "a:b:c"
    answer = mira.client.post(
        f"/value/{small.ref}/estimates/upload/", {"checked": tampered}, follow=True
    )

    assert "Kies het bestand opnieuw" in answer.text
    assert Estimate.objects.filter(version=2).count() == 0


def _bomb():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.LARGEST_INFLATED + 1))
    return output.getvalue()


def _lying_bomb():
    """Return a workbook whose index says that its sheet is small."""
    rows = b"<row><c><v>1</v></c></row>" * 2_000_000
    head = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_xlsx([["code"]]))) as before,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            after.writestr(
                name, head + rows + b"</sheetData></worksheet>" if is_sheet else before.read(name)
            )
    content = output.getvalue()
    size = (len(head) + len(rows) + len(b"</sheetData></worksheet>")).to_bytes(4, "little")
    assert content.count(size) == 2
    return content.replace(size, (5000).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rubbish", "damaged"),
        (b"a;b\0c", "not-a-table"),
        (b"x" * (sheets.LARGEST_FILE + 1), "too-large"),
        (b'a;"b\n', "not-a-table"),
        (b"code\n" + b"1\n" * (sheets.MOST_ROWS + 1), "too-many-rows"),
        (b";" * 100, "too-many-columns"),
        (_bomb(), "too-large"),
    ],
    ids=["rubbish", "nul", "large", "quote", "rows", "columns", "bomb"],
)
def test_a_file_that_would_eat_the_machine_is_refused(content, code):
    with pytest.raises(sheets.UnreadableFile) as refused:
        sheets.rows(content)
    assert refused.value.code == code


def test_a_workbook_that_lies_about_its_size_is_refused_too():
    with pytest.raises(sheets.UnreadableFile):
        sheets.rows(_lying_bomb())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5%", "0.125"),
        ("€ 1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("0,125", "0.125"),
        ("-3", "-3"),
        (0.25, "0.25"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert numbers.number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1e999999", "nan", "1,2,3,", "--1", None, "1" * 50])
def test_what_is_no_number_is_none(text):
    with pytest.raises(numbers.NotANumber):
        numbers.number(text)


def test_what_can_be_read_in_two_ways_is_asked_again():
    for text in ("1.234", "1,234"):
        with pytest.raises(numbers.NotANumber) as refused:
            numbers.number(text)
        assert refused.value.is_ambiguous


def test_counting_by_page_keeps_totals_only(mira, home_care):
    rows = episodes(random.Random(3), 200, 0.05, 0.3)
    rows[0].append("naam")
    for number, row in enumerate(rows[1:]):
        row.append(f"Kanarie-{number}")
    page = _upload(
        mira.client,
        home_care,
        _xlsx(rows),
        "zorg.xlsx",
        "measure",
        kind="episodes",
        until="2026-11-01",
    )
    assert "De helft" in page.text or "helft van de cliënten blijft langer dan" in page.text
    mira.client.post(
        f"/value/{home_care.ref}/estimates/measure/", {"checked": page.context["checked"]}
    )
    now = queries.current_estimates(viewer=mira.viewer, model=home_care)

    assert now["avoidable.wijkverpleging"].version == 2
    assert now["avoidable.wijkverpleging"].origin == "measured"
    stored = "".join(str(vars(row)) for row in Estimate.objects.all())
    assert "Kanarie" not in page.text + stored
    _assert_another_owner_keeps_the_count(mira, home_care)
    assert "van de 100 gevallen" in mira.client.get(f"/value/{home_care.ref}/").text


def _assert_another_owner_keeps_the_count(mira, model):
    """The form shows the numbers only; who records them as they stand keeps the curve."""
    url = f"/value/{model.ref}/estimates/avoidable.wijkverpleging/"
    form = mira.client.get(url).context["form"]
    names = ("seen", "worst", "guess", "best", "shape", "origin", "n", "observed_on", "owner")
    fields = {name: form[name].value() for name in names} | {"source": "Andere bron"}
    mira.client.post(url, fields)
    curve, changed = Estimate.objects.filter(
        model=model, code="avoidable.wijkverpleging", version__gte=2
    ).order_by("version")
    assert (changed.source, changed.shape) == ("Andere bron", "by_stay")
    assert changed.by_stay == curve.by_stay
    mira.client.post(url, fields | {"seen": 3, "guess": curve.guess * 100 + Decimal("0.001")})
    typed = Estimate.objects.get(model=model, code="avoidable.wijkverpleging", version=4)
    assert (typed.shape, typed.by_stay) == ("pert", None)


def _value(*arguments, **options):
    out = io.StringIO()
    call_command("value", *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_command_works_under_the_role_that_has_no_right_on_care(small, as_role, tmp_path):
    """A-109: the wall in the database itself; `nabij value` works as nabij_report."""
    assert role_of("value", ["run"]) == "report"
    book = tmp_path / "model.xlsx"
    rows = tmp_path / "rijen.csv"
    rows.write_text(f"{HEAD}\nlever.revenue;0;0,05;0,1;pert;geschat;Proef;;1-11-2026\n")
    with as_role("nabij_report"):
        assert small.name in _value("list")
        assert json.loads(_value("run", small.name, "--json"))["digest"]
        _value("export", small.name, str(book))
        assert json.loads(_value("import", small.name, str(rows), "--json"))["changed"] == 1


def test_an_estimate_and_a_run_cannot_be_changed_by_anybody(small):
    """A-28: the database keeps the history, whatever the code says."""
    for table in ("value_estimate", "value_run"):
        for role in ("nabij_app", "nabij_report", "nabij_intake"):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select has_table_privilege(%s, %s, 'update'),"
                    " has_table_privilege(%s, %s, 'delete')",
                    [role, table, role, table],
                )
                assert cursor.fetchone() == (False, False)


def test_the_command_calculates_exports_and_takes_in(small, tmp_path):
    found = json.loads(_value("run", small.name, "--json"))
    assert found["columns"]["guess"]["room"] == "322135.086011"
    assert round(found["loss_chance"], 6) == 0.364198
    again = json.loads(_value("run", small.ref, "--json"))
    assert again["digest"] == found["digest"]
    assert Run.objects.count() == 1
    assert small.name in _value("list")

    book = tmp_path / "model.xlsx"
    _value("export", small.name, str(book), "--plan", "Klein plan")
    assert zipfile.is_zipfile(book)

    rows = tmp_path / "rijen.csv"
    rows.write_text(f"{HEAD}\nlever.revenue;0;0,05;0,1;pert;geschat;Proef;;1-11-2026\n")
    _value("import", small.name, str(rows), "--dry-run")
    assert Estimate.objects.filter(version=2).count() == 0
    assert json.loads(_value("import", small.name, str(rows), "--json"))["changed"] == 1
    assert Estimate.objects.filter(version=2).count() == 1

    rows.write_text(f"{HEAD}\nlever.weg;0;0,05;0,1;pert;geschat;Proef;;1-11-2026\n")
    with pytest.raises(CommandError):
        _value("import", small.name, str(rows))
    with pytest.raises(CommandError):
        _value("run", "bestaat niet")
