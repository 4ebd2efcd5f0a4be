# SPDX-License-Identifier: EUPL-1.2
"""Names after nl-core: put together, sorted, greeted and searched (O-8)."""

import doctest
import json
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.relations import rules
from nabij.relations.types import PersonName

DATA = Path(__file__).resolve().parents[5] / "shared" / "data" / "brp-personen-mock"
NAME_USE = {"E": "own", "P": "partner", "V": "partner_own", "N": "own_partner"}
ANNA = {
    "call_name": "Anna",
    "given_names": "Johanna Alida",
    "own_prefix": "van den",
    "own_name": "Berg",
    "partner_prefix": "de",
    "partner_name": "Vries",
}


@pytest.mark.parametrize(
    ("name_use", "formal", "listed", "sort_key"),
    [
        ("own", "mevrouw J.A. van den Berg", "Berg, Anna van den", "berg  anna"),
        ("partner", "mevrouw J.A. de Vries", "Vries, Anna de", "vries  anna"),
        (
            "partner_own",
            "mevrouw J.A. de Vries-van den Berg",
            "Vries-van den Berg, Anna de",
            "vries van den berg  anna",
        ),
        (
            "own_partner",
            "mevrouw J.A. van den Berg-de Vries",
            "Berg-de Vries, Anna van den",
            "berg de vries  anna",
        ),
    ],
)
def test_each_name_use_gives_its_own_name(name_use, formal, listed, sort_key):
    name = PersonName(**ANNA, name_use=name_use)

    assert rules.formal_name(name, "mevrouw") == formal
    assert rules.list_name(name) == listed
    assert rules.person_columns(name).sort_key.startswith(sort_key)


def test_the_full_name_has_everything_and_the_short_name_is_what_is_said():
    name = PersonName(**ANNA, name_use="partner_own")

    assert rules.full_name(name) == "Johanna Alida (Anna) de Vries-van den Berg"
    assert rules.short_name(name) == "Anna de Vries-van den Berg"
    assert rules.birth_surname(PersonName(**ANNA, name_use="partner")) == "van den Berg"
    assert rules.birth_surname(name) == ""


@pytest.mark.parametrize("name_use", ["partner", "partner_own", "own_partner"])
def test_a_partner_who_is_not_known_leaves_the_own_name(name_use):
    assert rules.surname(PersonName(own_name="Berg", name_use=name_use)) == "Berg"
    assert rules.surname(PersonName(partner_name="Berg", name_use="own")) == "Berg"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"given_names": "Johanna Alida"}, "J.A."),
        ({"given_names": "Jan-Willem"}, "J.W."),
        ({"given_names": "IJsbrand Theodoor"}, "IJ.T."),
        ({"given_names": "Łukasz"}, "Ł."),
        ({"initials": "JA"}, "J.A."),
        ({"initials": "j a"}, "J.A."),
        ({"initials": "Th.J."}, "Th.J."),
        ({"initials": "IJ"}, "IJ."),
        ({"initials": "P.", "given_names": "Johanna"}, "P."),
        ({}, ""),
    ],
)
def test_initials_are_written_with_dots(given, shown):
    assert rules.initials_text(PersonName(**given)) == shown


def test_a_prefix_without_initials_gets_a_capital():
    assert rules.formal_name(PersonName(own_prefix="de", own_name="Vries"), "heer") == (
        "heer De Vries"
    )


@pytest.mark.parametrize(
    ("gender", "form", "code", "shown"),
    [
        ("female", "", "madam", "De Vries"),
        ("male", "formal", "sir", "De Vries"),
        ("unknown", "", "name", "Anna de Vries"),
        ("other", "formal", "name", "Anna de Vries"),
        ("female", "full_name", "name", "Anna de Vries"),
        ("female", "first_name", "first_name", "Anna"),
    ],
)
def test_everybody_is_greeted_by_their_own_choice(gender, form, code, shown):
    name = PersonName(call_name="Anna", own_prefix="de", own_name="Vries")
    found = rules.salutation(name, gender=gender, form_of_address=form)

    assert (found.code, found.name) == (code, shown)


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("van der Berg", ("van der", "Berg")),
        ("Van den Berg", ("Van den", "Berg")),
        ("voor in 't Holt", ("voor in 't", "Holt")),
        ("uijt te de Haag", ("uijt te de", "Haag")),
        ("Jansen", ("", "Jansen")),
        ("Van", ("", "Van")),
        ("", ("", "")),
    ],
)
def test_a_surname_that_was_typed_as_a_whole_comes_apart(typed, apart):
    assert rules.split_prefix(typed) == apart


def test_surnames_sort_without_their_prefix():
    surnames = [
        ("van der", "Zee"),
        ("", "Vriesema"),
        ("de", "Vries"),
        ("", "Ögretmen"),
        ("'t", "Aa"),
    ]
    names = [PersonName(call_name="Jo", own_prefix=p, own_name=n) for p, n in surnames]
    names.append(
        PersonName(call_name="Jo", own_name="Vries", partner_name="Berg", name_use="own_partner")
    )

    ordered = sorted(names, key=lambda name: rules.person_columns(name).sort_key)
    assert [rules.list_name(name) for name in ordered] == [
        "Aa, Jo 't", "Ögretmen, Jo", "Vries, Jo de", "Vries-Berg, Jo", "Vriesema, Jo",
        "Zee, Jo van der",
    ]  # fmt: skip


@given(st.builds(PersonName, given_names=st.text(max_size=60), own_name=st.text(max_size=60),
    own_prefix=st.text(max_size=10), partner_name=st.text(max_size=60),
    initials=st.text(max_size=20), name_use=st.sampled_from(list(NAME_USE.values()))))  # fmt: skip
def test_no_name_brings_it_down_and_every_column_fits(name):
    columns = rules.person_columns(name, city="Zwolle")
    for text in (rules.full_name(name), rules.formal_name(name), rules.list_name(name)):
        assert text == " ".join(text.split())
    assert len(columns.name) <= 250
    assert len(columns.sort_key) <= 250
    assert columns.search_text.startswith(" ")
    assert " zwolle " in columns.search_text


def _brp():
    if not DATA.exists():
        pytest.skip("the published BRP test persons are not beside this repository")
    return json.loads((DATA / "test-data.json").read_text())


def _name(person):
    name = person["naam"]
    partner = next((p["naam"] for p in person["partners"] if "naam" in p), {})
    code = name.get("aanduidingNaamgebruik", {}).get("code", "E")
    return PersonName(
        given_names=name.get("voornamen", ""),
        own_prefix=name.get("voorvoegsel", ""),
        own_name=name["geslachtsnaam"],
        partner_prefix=partner.get("voorvoegsel", ""),
        partner_name=partner.get("geslachtsnaam", ""),
        name_use=NAME_USE[code],
    )


def _joined(prefix, name):
    prefix, name = prefix.strip(), name.strip()
    space = "" if not prefix or prefix.endswith("d'") else " "
    return f"{prefix}{space}{name}"


def test_every_published_brp_person_has_a_name_that_sorts_and_is_found():
    """O-8, on all name uses E, V, P and N of the register."""
    for person in _brp():
        name = _name(person)
        columns = rules.person_columns(name)
        own = _joined(name.own_prefix, name.own_name)
        partner = _joined(name.partner_prefix, name.partner_name)
        wanted = {
            "own": own,
            "partner": partner or own,
            "partner_own": f"{partner}-{own}" if partner else own,
            "own_partner": f"{own}-{partner}" if partner else own,
        }
        assert rules.surname(name) == wanted[name.name_use]
        for word in rules.search_words(f"{name.given_names} {own} {partner}"):
            assert f" {word} " in columns.search_text
        first = rules.search_words(rules.list_name(name))
        assert not first or columns.sort_key.split()[0] == first[0]


@pytest.mark.parametrize("module", ["names", "periods", "recognise"])
def test_the_examples_in_the_docstrings_are_true(module):
    found = doctest.testmod(import_module(f"nabij.relations.rules.{module}"))

    assert found.attempted > 0
    assert found.failed == 0
