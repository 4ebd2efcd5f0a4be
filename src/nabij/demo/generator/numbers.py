# SPDX-License-Identifier: EUPL-1.2
"""Numbers of people and telephones that look right and belong to nobody.

BSNs pass the eleven test and come from 9999xxxxx, the range that Dutch test sets use; beyond about
9,000 clients the ranges below it (9998xxxxx and down) follow. Numbers that published test patients
use are left out. Landline numbers start with a 1 behind the area code, which no Dutch subscriber's
number does; mobile numbers stay in 06 80; nothing in the demo calls or writes to a number.
"""

from collections.abc import Iterator

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_PUBLISHED = frozenset(
    {
        "999900080", "999911107", "999911119", "999911120", "999911132", "999911144", "999911156",
        "999911168", "999911181", "999911193", "999911284", "999911302", "999911326", "999911338",
    }
)  # fmt: skip


def is_bsn(value: str) -> bool:
    """Tell whether nine digits pass the eleven test."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, value, strict=True))
    return total % 11 == 0


def bsns() -> Iterator[str]:
    """Yield valid BSNs, each once, in an order in which neighbours do not look alike."""
    for block in range(9999, 9000, -1):
        for step in range(100_000):
            # 38_119 has no factor in common with 100_000, so every number of the block comes once.
            value = f"{block}{step * 38_119 % 100_000:05d}"
            if is_bsn(value) and value not in _PUBLISHED:
                yield value


def landline(area: str, number: int) -> str:
    """Return an invented landline number in E.164; `area` without the 0 (`38`)."""
    digits = 8 - len(area)
    return f"+31{area}1{number * 7919 % 10**digits:0{digits}d}"


def mobile(number: int) -> str:
    """Return an invented mobile number in E.164."""
    return f"+31680{number * 611_953 % 1_000_000:06d}"


def as_dialled(phone: str, style: int) -> str:
    """Return an E.164 number in one of the ways in which sources write it down."""
    local = phone.removeprefix("+31")
    if style == 0:
        return phone
    if local[0] == "6":
        return f"06-{local[1:]}" if style == 1 else f"06 {local[1:5]} {local[5:]}"
    cut = 2 if local[:2] in {"38", "30", "33", "50"} else 3
    return f"0{local[:cut]}-{local[cut:]}" if style == 1 else f"0{local[:cut]} {local[cut:]}"
