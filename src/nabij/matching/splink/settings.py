# SPDX-License-Identifier: EUPL-1.2
"""The levels of `matching.levels` as settings of Splink: SQL conditions,
in the order of the levels.

They read the columns of `splink.columns`. Only functions that both DuckDB and Spark know are used,
but for the four that they name differently; names are never put in quotation marks, for Spark takes
such a name for a text and compares two texts without saying so.
Source: docs/decisions/0037; Splink 5.
"""

from typing import Any, Literal

import numpy as np

from nabij.matching.compare import CLOSE_NAME, GENERATION_YEARS
from nabij.matching.levels import LEVELS
from nabij.matching.mixture import SAME, Model
from nabij.matching.rarity import A_FAMILY, NOBODY_ELSE

type Dialect = Literal["duckdb", "spark"]
_EDITS = {"duckdb": "damerau_levenshtein", "spark": "damerau_levenshtein"}
_ALIKE = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}
_OVERLAP = {"duckdb": "list_has_any", "spark": "arrays_overlap"}


def conditions(dialect: Dialect) -> dict[str, tuple[str, dict[str, str]]]:
    """Return per field when it is not known, and the condition of each level but the last."""
    edits, alike, overlap = (names[dialect] for names in (_EDITS, _ALIKE, _OVERLAP))
    surname = _surname(edits, alike)
    apart = " and ".join(f"not {_no(test)}" for name, test in surname.items() if name != "crossed")
    is_crossed = f"({_both('surname')} and {apart} and {_no(surname['crossed'])})"
    has_names, has_initials = _both("name"), _both("initials")
    return {
        "bsn": (_unknown("bsn"), {"same": _equal("bsn")}),
        "surname": (_unknown("surname"), surname),
        "given": (
            f"not ({has_names} or {has_initials}) or {is_crossed}",
            _given(edits, overlap, has_names),
        ),
        "birth": (_unknown("birth"), _birth()),
        "gender": (_unknown("gender"), {"same": _equal("gender")}),
        "address": (_unknown("postcode"), _address()),
        "phone": (_unknown("phone"), _contact(("phone", "phone_2"), edits, 1)),
        "email": (_unknown("email"), _contact(("email",), edits, 2)),
    }


def settings(
    *,
    dialect: Dialect,
    rules: list[dict[str, Any]],
    model: Model | None = None,
    fields: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return settings of Splink for finding doubles among the rows of one table.

    Args:
        rules: its blocking rules.
        model: sets m and u. Splink knows two kinds of pairs, so u is that of all kinds but the
            first together; the five kinds apart are weighed afterwards, by `spark.odds`.
        fields: leave out all others; none named means all.
    """
    found: dict[str, Any] = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "sql_dialect": dialect,
        "blocking_rules_to_generate_predictions": rules,
        "comparisons": [
            _comparison(field, unknown, tests, model)
            for field, (unknown, tests) in conditions(dialect).items()
            if not fields or field in fields
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }
    if model is not None:
        found["probability_two_random_records_match"] = float(model.shares[SAME])
    return found


def _comparison(
    field: str, unknown: str, tests: dict[str, str], model: Model | None
) -> dict[str, Any]:
    if (*tests, LEVELS[field][-1]) != LEVELS[field]:
        raise AssertionError(f"the levels of {field} are others than those of the engine")
    levels: list[dict[str, Any]] = [
        {"sql_condition": unknown, "label_for_charts": "unknown", "is_null_level": True}
    ]
    for name in LEVELS[field]:
        level = {"sql_condition": tests.get(name, "ELSE"), "label_for_charts": name}
        levels.append(level | (_chances(field, name, model) if model else {}))
    return {"output_column_name": field, "comparison_levels": levels}


def _chances(field: str, level: str, model: Model) -> dict[str, float]:
    chances = model.levels[field][:, LEVELS[field].index(level)]
    others = np.delete(model.shares, SAME)
    u = float(np.delete(chances, SAME) @ others / others.sum())
    return {"m_probability": float(chances[SAME]), "u_probability": u}


def _both(name: str) -> str:
    return f"({name}_l is not null and {name}_r is not null)"


def _unknown(name: str) -> str:
    return f"{name}_l is null or {name}_r is null"


def _equal(name: str, other: str = "") -> str:
    return f"{name}_l = {other or name}_r"


def _no(test: str) -> str:
    """Return a condition that is false, not unknown, where a part is not known."""
    return f"coalesce({test}, false)"


def _any_equal(*names: str) -> str:
    return "(" + " or ".join(_equal(one, other) for one in names for other in names) + ")"


def _surname(edits: str, alike: str) -> dict[str, str]:
    long_enough = "length(surname_l) >= 4 and length(surname_r) >= 4"
    return {
        "rare": f"{_equal('surname')} and surname_rarity_l = 0",
        "same": f"{_equal('surname')} and surname_rarity_l = 1",
        "common": _equal("surname"),
        "shared": _any_equal("surname", "surname_2"),
        "close": _any_equal("sound", "sound_2"),
        "typed": f"({long_enough} and {edits}(surname_l, surname_r) <= 1)",
        "alike": f"{alike}(surname_l, surname_r) >= {CLOSE_NAME}",
        "crossed": f"({_equal('given', 'surname')} or {_equal('surname', 'given')})",
    }


def _given(edits: str, overlap: str, has_names: str) -> dict[str, str]:
    begins = "substr(initials_l, 1, length(initials_r)) = substr(initials_r, 1, length(initials_l))"
    agree = f"(initials_l is null or initials_r is null or {begins})"
    shared = _any_equal("given", "call")
    long_enough = "length(name_l) >= 4 and length(name_r) >= 4"
    several = "length(initials_l) > 1 and length(initials_r) > 1"
    return {
        "same": f"{_equal('given')} and {agree}",
        "call": f"{shared} and {agree}",
        "other_initials": shared,
        "form": f"{_equal('name')} or {overlap}(forms_l, forms_r)",
        "close": f"{long_enough} and {edits}(name_l, name_r) <= 1",
        "initials": f"not {has_names} and {agree} and {several}",
        "initial": f"not {has_names} and {agree}",
        "initials_differ": f"not {has_names} and {_equal('first')}",
        "other_name": _equal("first"),
        "different": has_names,
    }


def _birth() -> dict[str, str]:
    year, month, day = ((1, 4), (5, 2), (7, 2))
    one, other = "birth_digits_l", "birth_digits_r"

    def part(text: str, place: tuple[int, int]) -> str:
        return f"substr({text}, {place[0]}, {place[1]})"

    def same(place: tuple[int, int], turned: tuple[int, int] | None = None) -> str:
        return f"{part(one, place)} = {part(other, turned or place)}"

    def open_(place: tuple[int, int]) -> str:
        return f"({part(one, place)} = '00' or {part(other, place)} = '00')"

    def count(tests: list[str]) -> str:
        return "(" + " + ".join(f"case when {test} then 1 else 0 end" for test in tests) + ")"

    whole = f"{part(one, day)} <> '00' and {part(other, day)} <> '00'"
    digits = [f"substr({one}, {n}, 1) <> substr({other}, {n}, 1)" for n in range(1, 9)]
    years = f"abs(cast({part(one, year)} as int) - cast({part(other, year)} as int))"
    return {
        "same": _equal("birth"),
        "swapped": f"{same(year)} and {same(month, day)} and {same(day, month)} and {whole}",
        "partial": f"{same(year)} and ({same(month)} or {open_(month)}) and "
        f"({same(day)} or {open_(day)}) and ({open_(month)} or {open_(day)})",
        "digit": f"{count(digits)} = 1",
        "generation": f"{years} >= {GENERATION_YEARS}",
        "close": f"{whole} and {count([same(year), same(month), same(day)])} = 2",
    }


def _address() -> dict[str, str]:
    house = f"{_equal('postcode')} and {_equal('house_number')}"
    return {
        "same": f"{house} and (suffix_l is null or suffix_r is null or {_equal('suffix')})",
        "suffix": house,
        "postcode": _equal("postcode"),
        "near": f"{_equal('house_number')} and length(postcode_l) = length(postcode_r) "
        "and levenshtein(postcode_l, postcode_r) <= 1",
        "area": _equal("area"),
    }


def _contact(names: tuple[str, ...], edits: str, most: int) -> dict[str, str]:
    themselves = "(case when whole_birth_l <> whole_birth_r then 2 else 1 end)"

    def shared(others: int | None) -> str:
        few = "" if others is None else " and {}_people_l - " + f"{themselves} <= {others}"
        tests = (f"({_equal(a, b)}{few.format(a)})" for a in names for b in names)
        return "(" + " or ".join(tests) + ")"

    return {
        "same": shared(NOBODY_ELSE),
        "family": shared(A_FAMILY),
        "crowd": shared(None),
        "typed": f"{edits}({names[0]}_l, {names[0]}_r) <= {most}",
    }
