# SPDX-License-Identifier: EUPL-1.2
"""The pages of the wizard, in Dutch, for who may and who may not."""

import tracemalloc
import zipfile
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nabij.access.models import AccessEntry
from nabij.imports.models import HeaderMapping, Import, ImportPart
from nabij.imports.papers import write_csv, write_ods
from nabij.imports.tests.conftest import HEADER, ROWS, check, do, write

pytestmark = pytest.mark.django_db


def uploaded(client, path, kind="persons", **query):
    with path.open("rb") as file:
        return client.post(
            reverse("imports:upload", query=query), {"kind": kind, "file": file}, follow=True
        )


def test_a_file_goes_through_all_steps(as_anja, anja, csv):
    page = uploaded(as_anja, csv(*ROWS, encoding="cp1252"))
    found = Import.objects.get()
    assert "Wat staat er in elke kolom?" in page.text
    assert "Johanna van den Berg" in page.text
    assert "9-3-1941" in page.text
    assert [code for code in found.codes if code] == [
        "client_number", "given_names", "surname", "birth", "gender", "phone", "postcode",
        "house_number", "city",
    ]  # fmt: skip

    codes = {f"column_{place}": code for place, code in enumerate(found.codes)}
    page = as_anja.post(reverse("imports:columns", args=[found.ref]), codes, follow=True)
    assert "Wacht" in page.text
    do(anja, found)
    page = as_anja.get(reverse("imports:import", args=[found.ref]))
    assert "3 nieuwe importeren" in page.text

    as_anja.post(reverse("imports:write", args=[found.ref]), {"on_known": "skip"})
    do(anja, found)
    page = as_anja.get(reverse("imports:import", args=[found.ref]))
    assert "klaar" in page.text
    assert "Deze import terugdraaien" in page.text
    assert AccessEntry.objects.filter(event="imported").get().object_count == 3


def test_a_file_with_nothing_new_offers_nothing_to_import(as_anja, anja, csv):
    found = check(anja, csv("3;Karel;Smit;31-2-1950;m;;;;"))
    page = as_anja.get(reverse("imports:import", args=[found.ref])).text
    assert "niets nieuws in dit bestand" in page
    assert reverse("imports:write", args=[found.ref]) not in page


def test_another_choice_of_columns_is_shown_before_it_is_kept(as_anja, csv):
    uploaded(as_anja, csv(*ROWS))
    found = Import.objects.get()
    codes = {f"column_{place}": code for place, code in enumerate(found.codes)}
    codes["column_3"] = ""

    part = as_anja.post(
        reverse("imports:columns", args=[found.ref]) + "?preview",
        codes,
        headers={"HX-Request": "true"},
    )

    assert "9-3-1941" not in part.text
    assert "<html" not in part.text
    assert not HeaderMapping.objects.exists()


def test_what_the_columns_were_is_remembered_for_the_same_headers(as_anja, csv):
    header = HEADER.replace("achternaam", "kolom x")
    uploaded(as_anja, csv(*ROWS, header=header))
    first = Import.objects.get()
    assert first.codes[2] == ""
    codes = {f"column_{place}": code for place, code in enumerate(first.codes)}
    as_anja.post(
        reverse("imports:columns", args=[first.ref]), codes | {"column_2": "own_name"}, follow=True
    )

    uploaded(as_anja, csv(*ROWS, header=header))

    assert Import.objects.latest("pk").codes[2] == "own_name"


def test_the_errors_come_back_as_the_same_file_and_are_mended(as_anja, anja, csv, tmp_path):
    bad = "4;Zoë;Bakker;31-2-1950;v;;;;Zwolle"
    found = write(anja, check(anja, csv(ROWS[0], bad, encoding="cp1252")))

    answer = as_anja.get(reverse("imports:errors", args=[found.ref]))
    content = answer.getvalue()
    lines = content.decode("cp1252").splitlines()
    assert lines[0] == f"{HEADER};besluit;fout"
    assert lines[1].startswith(f"{bad};;Geboortedatum: deze dag bestaat niet: 31-2-1950.")
    assert len(lines) == 2
    assert answer["Content-Disposition"] == 'attachment; filename="import-fout.csv"'

    mended = tmp_path / "mended.csv"
    mended.write_bytes(content.replace(b"31-2-1950", b"28-2-1950"))
    uploaded(as_anja, mended, mends=found.ref)
    again = Import.objects.latest("pk")
    assert again.mends == found
    assert again.rows == 1
    assert check(anja, mended).counts == {"new": 1}


def test_a_spreadsheet_gives_a_spreadsheet_back(as_anja, anja, tmp_path):
    path = tmp_path / "cliënten.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "d-m-yyyy"})
    sheet.write_row(0, 0, ["naam", "geboortedatum", "telefoon"])
    sheet.write_string(1, 0, "Mw. A. de Vries")
    sheet.write_datetime(1, 1, date(1941, 3, 9), day)
    sheet.write_number(1, 2, 612345678)
    sheet.write_string(2, 0, "=1+1")
    sheet.write_datetime(2, 1, date(2941, 3, 9), day)
    book.close()

    found = check(anja, path)
    assert found.counts == {"new": 1, "error": 1}
    answer = as_anja.get(reverse("imports:errors", args=[found.ref]))
    content = answer.getvalue()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["naam", "geboortedatum", "telefoon", "besluit", "fout"]
    assert rows[1][:2] == ["=1+1", date(2941, 3, 9)]
    assert "moet nog komen" in rows[1][4]


def test_an_opendocument_sheet_is_read_and_gives_one_back(as_anja, anja, tmp_path):
    """What Calc writes is read; the rows that come back are the same, of the same kind."""
    text = "=1+1 < & >  twee\nregels"
    rows = [
        ["naam", "geboortedatum", "telefoon"],
        ["Mw. A. de Vries", date(1941, 3, 9), 612345678],
        [text, date(2941, 3, 9), 1.5],
    ]
    path = tmp_path / "cliënten.ods"
    with path.open("wb") as file:
        write_ods(file, rows)

    found = check(anja, path)
    assert (found.format, found.counts) == ("ods", {"new": 1, "error": 1})
    answer = as_anja.get(reverse("imports:errors", args=[found.ref]))
    content = answer.getvalue()
    assert answer["Content-Disposition"].endswith('-fout.ods"')
    assert zipfile.ZipFile(BytesIO(content)).infolist()[0].filename == "mimetype"
    back = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert back[0] == [*rows[0], "besluit", "fout"]
    assert back[1][:3] == rows[2]
    assert "moet nog komen" in back[1][4]


def test_rows_that_come_back_are_not_all_held_in_memory(tmp_path):
    cell = "x" * 1000
    tracemalloc.start()
    with (tmp_path / "fout.csv").open("wb") as file:
        write_csv(file, ([cell] for _ in range(20_000)), encoding="utf-8", delimiter=";")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (tmp_path / "fout.csv").stat().st_size == 20_000 * 1002
    assert most < 1_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\r\n", "geen rijen"),
        (b"naam\r\n", "geen rijen"),
        (b"naam;naam\r\nx;y\r\n", "elk met een andere naam"),
        (b'naam;plaats\r\n"Jan;Zwolle\r\n', "niet gesloten"),
        (b"naam;pl\0aats\r\nJan;Zwolle\r\n", "geen CSV"),
        (b"PK\x03\x04rommel", "beschadigd"),
        (b";".join(b"k%d" % n for n in range(201)) + b"\r\nx\r\n", "meer dan 200 kolommen"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(as_anja, tmp_path, content, says):
    path = tmp_path / "raar.csv"
    path.write_bytes(content)

    answer = uploaded(as_anja, path)

    assert answer.status_code == 422
    assert says in answer.text
    assert not Import.objects.exists()


def test_a_file_lies_sealed_and_can_be_thrown_away(as_anja, csv):
    uploaded(as_anja, csv(*ROWS))
    found = Import.objects.get()
    lying = b"".join(bytes(part.rows) for part in ImportPart.objects.all())
    assert b"Johanna" not in lying

    as_anja.post(reverse("imports:remove", args=[found.ref]))

    assert not Import.objects.exists()


def test_a_colleague_cannot_tell_that_it_exists(as_anja, carla, csv):
    uploaded(as_anja, csv(*ROWS))
    found = Import.objects.get()
    as_carla = Client()
    as_carla.force_login(carla)

    there = as_carla.get(reverse("imports:import", args=[found.ref]))
    absent = as_carla.get(reverse("imports:import", args=["a" * 16]))

    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content


def test_an_account_manager_imports_organisations_only(amber, csv):
    as_amber = Client()
    as_amber.force_login(amber)

    answer = uploaded(as_amber, csv(*ROWS))

    assert answer.status_code == 422
    assert not Import.objects.exists()
    page = as_amber.get(reverse("imports:upload"))
    assert "Organisaties" in page.text
    assert "Personen" not in page.text


def test_every_kind_has_an_example_that_is_understood(as_anja, anja, tmp_path):
    from nabij.imports.queries.imports import kinds_for
    from nabij.imports.tests.conftest import viewer_of

    for kind in kinds_for(viewer_of(anja).roles):
        answer = as_anja.get(reverse("imports:example", args=[kind]))
        path = tmp_path / f"{kind}.csv"
        path.write_bytes(answer.getvalue())
        uploaded(as_anja, path, kind=kind)
        found = Import.objects.latest("pk")
        assert all(found.codes), (kind, found.codes)
