# SPDX-License-Identifier: EUPL-1.2
"""The spreadsheet says what the engine says, after a program of others calculated it (A-29)."""

import io
import random
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from nabij.value import model as engine
from nabij.value.papers import workbooks
from nabij.value.rules import calculation, codebook, workbook
from nabij.value.rules.book import InputRow
from nabij.value.tests.making import example
from nabij.value.tests.recalculating import recalculated
from nabij.value.types import ByStay, Figure, Option, Part, Service, Setup, Step

MODELS = 20
ROWS = ("base_npv", "plan_npv", "room", "plan_cost", "delta_npv", "payback", "return_on_investment")


def _setup(chance):
    step = chance.choice(["month", "year"])
    years = chance.randint(1, 5)
    periods = years * (12 if step == "month" else 1)
    plateaus = chance.randint(1, 3)
    return Setup(
        step=step,
        years=years,
        segments=tuple(Part(f"s{n}", f"Groep {n}") for n in range(chance.randint(1, 4))),
        products=tuple(
            Service(f"p{n}", f"Dienst {n}", chance.random() < 0.5, chance.choice(["", "gemeente"]))
            for n in range(chance.randint(1, 5))
        ),
        plateaus=tuple(
            Step(
                n,
                f"Stap {n}",
                chance.randrange(periods),
                chance.randint(1, 12),
                Decimal(1) / Decimal(plateaus + 1),
            )
            for n in range(1, plateaus + 1)
        ),
        options=(
            Option(
                "plan",
                "Plan",
                Decimal(str(chance.choice([1, 0.3, 1.2]))),
                tuple(
                    (lever.value, Decimal(str(round(chance.uniform(0, 1.5), 3))))
                    for lever in engine.Lever
                ),
            ),
        ),
    )


def _figure(slot, chance):
    spans = {"share": (0, 0.4), "rate": (0, 0.2), "clients": (25, 3000), "inflow": (0, 80)}
    spans |= {"euro": (0, 90_000), "flow": (0, 40_000), "per_client": (0, 900), "factor": (0.9, 2)}
    low, high = spans[slot.unit]
    if slot.kind == "ceiling":
        low, high = 100_000, 2_000_000
    found = sorted(Decimal(f"{chance.uniform(low, high):.6f}") for _ in range(3))
    if slot.is_cost:
        found.reverse()
    worst, guess, best = found if slot.is_spread else [found[1]] * 3
    return Figure(code=slot.code, version=1, worst=worst, guess=guess, best=best, shape="pert")


def _random_model(seed):
    chance = random.Random(seed)
    setup = _setup(chance)
    figures = {
        slot.code: _figure(slot, chance)
        for slot in codebook.slots(setup)
        if slot.is_required or chance.random() < 0.6
    }
    for segment in setup.segments[: seed % 3]:
        figures |= _by_stay(segment.code, chance)
    return setup, figures


def _by_stay(segment, chance):
    """Return exits as they come from counting: one kind, the other, or both by length of stay."""
    curves = ByStay(
        points=tuple((chance.uniform(0.5, 3), chance.uniform(20, 60)) for _ in range(40)),
        ages=chance.choice([(), ((0, 1.0),), ((5, 0.4), (17, 0.35), (44, 0.25))]),
    )
    hazards = ByStay(points=tuple((chance.uniform(0, 0.1),) for _ in range(chance.randint(1, 30))))
    both = {"avoidable": curves, "unavoidable": hazards}
    kinds = chance.choice([("avoidable",), ("unavoidable",), ("avoidable", "unavoidable")])
    rate = {"worst": Decimal("0.05"), "guess": Decimal("0.05"), "best": Decimal("0.05")}
    return {
        f"{kind}.{segment}": Figure(
            code=f"{kind}.{segment}", version=1, **rate, shape="by_stay", by_stay=both[kind]
        )
        for kind in kinds
    }


def _book(setup, figures, results):
    inputs = [
        InputRow(
            code=code,
            label=code,
            unit="",
            worst=one.worst,
            guess=one.guess,
            best=one.best,
            origin="",
            source="",
            by_stay=one.by_stay,
        )
        for code, one in figures.items()
    ]
    return workbook.workbook(
        setup=setup,
        option=setup.options[0],
        inputs=inputs,
        results=results,
        texts=workbooks.texts(),
        about=["toets"],
    )


def _columns(setup, figures):
    chosen = setup.options[0].ref
    return calculation.answer(setup, figures, chosen=chosen, draws=100).columns


def _sheet(path, index):
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(index).to_python()


def _assert_same(path, columns):
    shown = _sheet(path, 1)[3 : 3 + len(ROWS)]
    for at, case in enumerate(engine.Scenario, 1):
        for name, row in zip(ROWS, shown, strict=True):
            expected = getattr(columns[case], name)
            if expected is None:
                # LibreOffice keeps the text, calamine reads the text result of a formula or 0.
                assert row[at] in ("–", 0.0), (path.name, name, case)
            else:
                assert row[at] == pytest.approx(float(expected), rel=1e-9, abs=2e-6), (name, case)


def _assert_periods_same(path, columns):
    """What stands in the sheets of periods was calculated by LibreOffice:
    we wrote no number there."""
    for index, case in enumerate(engine.Scenario, 4):
        rows = _sheet(path, index)
        heads = next(row for row in rows if row and row[0] == "Periode")
        at = heads.index("Over tot nu toe")
        found = [row[at] for row in rows[rows.index(heads) + 1 :]]
        expected = [float(period.cumulative) for period in columns[case].periods]
        assert found == pytest.approx(expected, rel=1e-9, abs=2e-6)


def _with_guess(content, code, value, figures):
    """Change the guess of one input in a finished file, as a controller does."""
    cell = f"E{list(figures).index(code) + 5}"
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(output, "w") as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "xl/worksheets/sheet3.xml":
                part, n = re.subn(
                    rf'(<c r="{cell}"[^>]*>)<v>[^<]*</v>'.encode(),
                    rf"\g<1><v>{value}</v>".encode(),
                    part,
                )
                assert n == 1
            after.writestr(entry, part)
    return output.getvalue()


def test_libreoffice_gives_our_numbers_for_random_models_and_after_a_change(tmp_path):
    """V4: 20 random models, every column to 1e-9, and one input changed in the file itself."""
    files, expected = {}, {}
    for seed in range(MODELS):
        setup, figures = _random_model(seed)
        expected[f"model{seed}"] = _columns(setup, figures)
        files[f"model{seed}"] = _book(setup, figures, expected[f"model{seed}"])
    setup, figures = example("home-care", on=date(2026, 11, 22))
    expected["home-care"] = _columns(setup, figures)
    files["home-care"] = _book(setup, figures, expected["home-care"])
    setup, figures = _random_model(0)
    slot = next(one for one in codebook.slots(setup) if one.code.startswith("service."))
    wide = replace(figures[slot.code], worst=Decimal(1000), guess=Decimal(100), best=Decimal(0))
    figures |= {slot.code: wide}
    files["changed"] = _with_guess(
        _book(setup, figures, _columns(setup, figures)), slot.code, "77.5", figures
    )
    figures |= {slot.code: replace(wide, guess=Decimal("77.5"))}
    expected["changed"] = _columns(setup, figures)

    for name, path in recalculated(tmp_path, files).items():
        _assert_same(path, expected[name])
        _assert_periods_same(path, expected[name])


def test_no_number_of_a_period_is_written_by_us():
    setup, figures = _random_model(1)
    content = _book(setup, figures, _columns(setup, figures))

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for index in (5, 6, 7):
            sheet = book.read(f"xl/worksheets/sheet{index}.xml")
            assert sheet.count(b"<f>") > 100
            assert b"</f><v>" not in sheet


def test_a_text_that_looks_like_a_formula_stays_a_text():
    setup, figures = _random_model(2)
    setup = replace(setup, segments=(Part("s0", '=HYPERLINK("http://x")'), *setup.segments[1:]))
    content = _book(setup, figures, _columns(setup, figures))

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"HYPERLINK" not in b"".join(
            book.read(name) for name in book.namelist() if "worksheets" in name
        )


# Known to Excel since 1997 and to LibreOffice; none of them spills or needs a newer program.
FUNCTIONS = {"IF", "INT", "MAX", "MIN", "MOD", "ROW", "SUM", "SUMPRODUCT"}


@pytest.mark.parametrize("seed", range(6))
def test_formulas_are_such_that_any_spreadsheet_program_knows_them(seed):
    setup, figures = _random_model(seed)
    columns = _columns(setup, figures)
    content = _book(setup, figures, columns)

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/" in name]
        calculates = "fullCalcOnLoad" in book.read("xl/workbook.xml").decode()
    text = "".join(sheets)
    formulas = re.findall(r"<f[^>]*>([^<]*)</f>", text)
    assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", "\n".join(formulas))) <= FUNCTIONS
    assert "_xlfn" not in text
    assert 't="array"' not in text
    assert max(map(len, formulas)) < 8192
    assert calculates
    # What one sees before anything is calculated, as in the protected view of a download.
    shown = re.findall(r"</f><v>([^<]*)</v>", sheets[1])
    assert float(shown[0]) == pytest.approx(float(columns[engine.Scenario.WORST].base_npv))
    assert len(shown) == 3 * len(ROWS)
