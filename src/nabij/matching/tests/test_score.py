# SPDX-License-Identifier: EUPL-1.2
"""Which records are one person (capabilities A-102, A-103; O-3 to O-8)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nabij.matching import PersonRecord, block, score_pairs

BSN, OTHER_BSN = b"\x01" * 32, b"\x02" * 32
ANNA = PersonRecord(
    key=1,
    given_names="Johanna Alida",
    initials="J.A.",
    call_name="Anna",
    surnames=("van den Berg", "de Vries"),
    birth_on=date(1941, 3, 9),
    birth_precision="day",
    gender="female",
    postcode="8011AB",
    house_number="12",
    suffix="A",
    phones=("+31381234567",),
    emails=("anna@example.nl",),
    bsn_index=BSN,
    bsn_state="present",
)


def verdict(left, **changes):
    [pair] = score_pairs([left], [replace(left, key=2, **changes)], [(left.key, 2)])
    return pair


NO_BSN = {"bsn_index": None, "bsn_state": "masked"}
NO_ADDRESS = {"postcode": "", "house_number": "", "suffix": "", "phones": (), "emails": ()}


def test_the_same_record_twice_is_strong():
    pair = verdict(ANNA)

    assert (pair.decision, pair.conflicts) == ("strong", ())
    assert pair.score > 0.99


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"surnames": ("Berg",)},
        {"surnames": ("de Vries",), "call_name": ""},
        {"surnames": ("Vries-van den Berg",)},
        {"given_names": "", "initials": "J.A.", "call_name": ""},
        {"given_names": "Anna", "initials": "", "call_name": ""},
        {"given_names": "Johanna", "initials": "", "call_name": "", "gender": ""},
        {"given_names": "", "initials": "", "call_name": ""},
        {"surnames": ("XXX_van den Berg",)},
    ],
)
def test_bsn_with_agreeing_name_and_birth_date_is_strong(changes):
    assert verdict(ANNA, **NO_ADDRESS, **changes).decision == "strong"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"given_names": "Anna", "initials": "", "call_name": ""},
        {"given_names": "", "call_name": ""},
        {"suffix": ""},
        {"house_number": "12a", "suffix": ""},
        {"postcode": "8011 ab"},
    ],
)
def test_name_birth_date_and_address_without_bsn_are_strong(changes):
    assert verdict(ANNA, **NO_BSN, phones=(), emails=(), **changes).decision == "strong"


def test_a_masked_bsn_says_nothing():
    """O-5: 36 of 101 patients have one."""
    masked = verdict(ANNA, bsn_index=OTHER_BSN, bsn_state="masked")
    absent = verdict(ANNA, bsn_index=None, bsn_state="absent")

    assert masked.decision == absent.decision == "strong"
    assert all(item.field != "bsn" for item in (*masked.evidence, *absent.evidence))


@pytest.mark.parametrize(
    ("changes", "conflict"),
    [
        ({"surnames": ("Pietersen",)}, "surname"),
        ({"birth_on": date(1994, 7, 2)}, "birth"),
        ({"birth_on": date(1941, 5, 12)}, "birth"),
        ({"given_names": "Petra", "initials": "P.", "call_name": ""}, "given"),
        ({"gender": "male"}, "gender"),
    ],
)
def test_an_equal_bsn_with_a_contradiction_goes_to_a_person(changes, conflict):
    """O-3: 999911120 is used for four different persons."""
    pair = verdict(ANNA, **changes)

    assert pair.decision == "possible"
    assert conflict in pair.conflicts


@pytest.mark.parametrize("changes", [{"birth_on": date(1941, 9, 3)}, {"birth_on": date(1941, 3, 8)},
    {"birth_on": None, "birth_precision": ""}, {"birth_on": date(1941, 1, 1),
    "birth_precision": "year"}])  # fmt: skip
def test_an_equal_bsn_without_an_equal_birth_date_is_never_strong(changes):
    assert verdict(ANNA, **changes).decision == "possible"


TWIN = {**NO_BSN, "call_name": "", "phones": (), "emails": ()}


@pytest.mark.parametrize(
    "changes",
    [
        {"given_names": "Petronella Maria", "initials": "P.M."},
        {"given_names": "Johan", "initials": "J.", "gender": "male"},
        {"given_names": "Jacoba", "initials": "J.C."},
        {"given_names": "Johanna Cornelia", "initials": "J.C."},
        {"given_names": "Jantje", "initials": "J."},
        {"given_names": "", "initials": "J."},
        {"given_names": "Hanna", "initials": "H."},
    ],
)
def test_twins_are_never_strong(changes):
    """Same surname, birth date and address (O-6)."""
    assert verdict(ANNA, **TWIN, **changes).decision != "strong"


def test_twins_of_different_sex_are_not_even_proposed():
    boy = {"given_names": "Pieter", "initials": "P.", "gender": "male"}

    assert verdict(ANNA, **TWIN, **boy).decision == "none"


def test_two_everyday_forms_of_one_name_do_not_make_twins_one_person():
    hans = replace(ANNA, given_names="Hans", initials="", call_name="", gender="male", **NO_BSN)

    assert verdict(hans, given_names="Jan").decision == "possible"


def test_father_and_son_at_one_address_are_two_persons():
    father = replace(ANNA, given_names="Jan", initials="J.", call_name="", gender="male", **NO_BSN)

    assert verdict(father, birth_on=date(1966, 7, 1), phones=()).decision == "none"


def test_spouses_at_one_address_with_one_phone_are_two_persons():
    husband = {"given_names": "Pieter", "initials": "P.", "call_name": "", "gender": "male"}

    assert verdict(ANNA, birth_on=date(1939, 5, 2), **NO_BSN, **husband).decision == "none"


def test_namesakes_with_another_bsn_stay_apart():
    """BRP: Erika Goede, Ronald Moes and Paula Prins have doubles with the same birth date."""
    pair = verdict(ANNA, bsn_index=OTHER_BSN, **NO_ADDRESS)

    assert pair.decision == "none"


def test_another_bsn_with_all_else_equal_is_a_question_for_a_person():
    pair = verdict(ANNA, bsn_index=OTHER_BSN)

    assert (pair.decision, pair.conflicts) == ("possible", ("bsn",))


def test_name_and_birth_date_alone_are_possible():
    assert verdict(ANNA, **NO_BSN, **NO_ADDRESS).decision == "possible"


def test_a_birth_year_only_is_never_strong():
    """O-9: a year is no 1 January."""
    year = {"birth_on": date(1941, 1, 1), "birth_precision": "year"}

    assert verdict(ANNA, **year, **NO_BSN).decision == "possible"
    assert verdict(replace(ANNA, **year), **year, **NO_BSN).decision == "possible"


def test_born_on_one_day_with_another_name_is_nothing():
    """O-6: eleven patients are born on 1963-09-18."""
    other = {"given_names": "Petra", "initials": "P.", "call_name": "", "surnames": ("Valk",)}

    assert verdict(ANNA, **NO_BSN, **NO_ADDRESS, **other).decision == "none"


def test_records_without_anything_are_nothing():
    empty = PersonRecord(key=1)

    assert verdict(empty).decision == "none"
    assert verdict(empty).evidence == ()


def test_blocking_brings_together_what_is_worth_comparing():
    others = [
        replace(ANNA, key=2, **NO_BSN, **NO_ADDRESS),
        replace(ANNA, key=3, birth_on=date(1950, 1, 1), surnames=("Smit",), **NO_ADDRESS),
        PersonRecord(key=4, surnames=("Bakker",), birth_on=date(1941, 3, 9), birth_precision="day",
            given_names="Piet"),
        PersonRecord(key=5, phones=("038-1234567",)),
    ]  # fmt: skip
    assert block.pairs([ANNA], others) == [(1, 2), (1, 3), (1, 5)]


def test_unknown_keys_are_refused():
    with pytest.raises(KeyError):
        score_pairs([ANNA], [], [(1, 9)])


texts = st.text(max_size=12)
names = st.sampled_from(["Jan", "Johannes", "Hans", "Anna", "J.", "Piet", "", "Żáïŀ"])
records = st.builds(
    PersonRecord,
    key=st.integers(min_value=1, max_value=5),
    given_names=names | texts,
    initials=st.sampled_from(["J.", "JP", "A", "", "Th.J."]),
    call_name=names,
    surnames=st.lists(st.sampled_from(["de Vries", "Berg", "Smit-Berg", ""]) | texts,
        max_size=2).map(tuple),
    birth_on=st.dates(min_value=date(1930, 1, 1), max_value=date(1945, 12, 31)),
    birth_precision=st.sampled_from(["day", "month", "year"]),
    gender=st.sampled_from(["male", "female", "other", "unknown", ""]),
    postcode=st.sampled_from(["8011AB", "8012 cd", ""]),
    house_number=st.sampled_from(["12", "12A", ""]),
    phones=st.lists(st.sampled_from(["0381234567", "+31612345678"]), max_size=1).map(tuple),
    bsn_index=st.sampled_from([BSN, OTHER_BSN, None]),
    bsn_state=st.sampled_from(["present", "masked", "absent"]),
)  # fmt: skip


@given(records, records)
def test_it_does_not_matter_which_record_stands_left(left, right):
    left, right = replace(left, key=1), replace(right, key=2)
    [one] = score_pairs([left], [right], [(1, 2)])
    [other] = score_pairs([right], [left], [(2, 1)])

    assert (one.decision, one.score, one.evidence) == (other.decision, other.score, other.evidence)


@given(records, records)
def test_strong_always_rests_on_names_birth_date_and_one_more(left, right):
    left, right = replace(left, key=1), replace(right, key=2)
    [pair] = score_pairs([left], [right], [(1, 2)])
    levels = {item.field: item.level for item in pair.evidence}

    assert 0 <= pair.score <= 1
    if pair.decision == "strong":
        assert levels["birth"] == "same"
        assert levels["surname"] in {"same", "close"}
        assert "same" in {levels.get(more) for more in ("bsn", "address", "phone", "email")}
        assert levels.get("gender") != "different"
        assert levels.get("given") != "different"
        assert pair.conflicts == ()


@given(records)
def test_other_sex_or_other_birth_date_is_never_strong(record):
    other_sex = {"male": "female", "female": "male"}.get(record.gender)
    changes = [{"birth_on": date(1990, 1, 1), "birth_precision": "day"}]
    if other_sex:
        changes.append({"gender": other_sex})
    for change in changes:
        [pair] = score_pairs([record], [replace(record, **change)], [(record.key, record.key)])
        assert pair.decision != "strong"
