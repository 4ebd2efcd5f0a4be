# SPDX-License-Identifier: EUPL-1.2
"""Forms in which names, addresses and numbers are compared (O-8 and O-15)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.matching import normalise
from nabij.matching.call_names import are_forms_of_one_name
from nabij.matching.phonetics import surname_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Żáïŀëñøŕ", "zailenor"),
        ("Łukasz", "lukasz"),
        ("Çelik-Noermohamed", "celik-noermohamed"),
        ("Weiß", "weiss"),
        ("Işık", "isik"),
        ("Ĳssel", "ijssel"),
        ("Sigurðardóttir", "sigurdardottir"),
        ("  De   Vries ", "de vries"),
        ("O’Brien", "o'brien"),
        ("Dvořák–Nový", "dvorak-novy"),
    ],
)
def test_accents_and_foreign_letters_fold(text, folded):
    assert normalise.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("van Putten-van der Giessen", ("putten", "giessen")),
        ("Van der Berg", ("berg",)),
        ("van_de_XXX_Quigleys", ("quigleys",)),
        ("XXX_Molog", ("molog",)),
        ("uijt te de Haag", ("haag",)),
        ("voor in 't Holt", ("holt",)),
        ("d'Ancona", ("ancona",)),
        ("'S Streeveld", ("streeveld",)),
        ("van", ("van",)),
        ("Gonzalez Perez", ("gonzalez perez",)),
        ("Çelik-Noermohamed", ("celik", "noermohamed")),
        ("Berg-Berg", ("berg",)),
        ("", ()),
        ("-", ()),
    ],
)
def test_surnames_come_apart_without_prefixes_and_test_marks(text, found):
    assert normalise.surnames(text) == found


@pytest.mark.parametrize(
    ("text", "letters"),
    [("J.A.", "ja"), ("j a", "ja"), ("JAM", "jam"), ("Th.J.", "tj"), ("Jan", "j"), ("", ""),
     ("Jan-Willem", "jw"), ("Johanna Alida", "ja"), ("J", "j")],
)  # fmt: skip
def test_initials_are_letters_only(text, letters):
    assert normalise.initials(text) == letters


def test_initials_are_no_given_names():
    assert normalise.given_names("Anouk A. Th. Maria") == ("anouk", "maria")


@pytest.mark.parametrize(
    "names",
    [
        ("Dijkstra", "Dykstra", "Deikstra", "van Dijkstra"),
        ("Smit", "Smid", "Smidt", "Schmidt"),
        ("Visser", "Fisser", "Vischer"),
        ("Jansen", "Janssen", "Janszen"),
        ("Kuiper", "Cuyper", "Kuyper"),
        ("Bakker", "Backer"),
        ("Claassen", "Klaasen"),
        ("van Dijck", "Dijk"),
    ],
)
def test_surnames_that_sound_alike_share_a_key(names):
    assert len({surname_key(name) for name in names}) == 1


def test_surnames_that_sound_different_do_not():
    names = ["Jansen", "Visser", "Bakker", "Smit", "Mulder", "de Groot", "Bos", "Vos", "Peters"]
    assert len({surname_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("number", "suffix", "found"),
    [
        ("12", "A", ("12", "a")),
        ("12A", "", ("12", "a")),
        ("12 a", "bis", ("12", "abis")),
        ("12-2", "", ("12", "2")),
        ("0012", "", ("12", "")),
        ("", "A", ("", "a")),
        ("", "", ("", "")),
    ],
)
def test_house_numbers_meet_however_they_were_divided(number, suffix, found):
    assert normalise.house(number, suffix) == found


def test_phones_meet_with_and_without_country():
    shapes = ["+31381234567", "0381234567", "0031 (0)38-1234567", "038 123 45 67"]
    assert {normalise.phone(shape) for shape in shapes} == {"381234567"}
    assert normalise.phone("112") == ""


def test_everyday_names_belong_to_birth_names():
    assert are_forms_of_one_name("kees", "cornelis")
    assert are_forms_of_one_name("hans", "jan")
    assert not are_forms_of_one_name("kees", "piet")
    assert not are_forms_of_one_name("", "piet")


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_and_no_text_brings_it_down(text):
    folded = normalise.fold(text)
    assert normalise.fold(folded) == folded
    for name in normalise.surnames(text):
        assert normalise.surnames(name) == (name,)
    assert surname_key(text).isalpha() or surname_key(text) == ""
    normalise.house(text, text)
    assert len(normalise.phone(text)) in {0, 9}
    assert normalise.initials(text).isalpha() or normalise.initials(text) == ""
