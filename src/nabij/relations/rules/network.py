# SPDX-License-Identifier: EUPL-1.2
"""Where everybody stands in the picture of who is around a party. Pure: numbers in, places out.

The party stands in the middle; who is tied to it stands in a column on either side, in groups, and
who is tied to those stands further out. Everybody has a line of their own, so names never overlap,
and the same network always gives the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, MARGIN = 1080, 16
ROW, HEADING_ROW = 34, 30
NEAR, FAR = 96, 330  # how far from the middle the dots of both steps stand
CENTRE, DOT, GAP = 30, 11, 8  # half the size of a dot, and how far from it its name begins
LONGEST_NAME = 26
LETTER = 6.7  # how wide a letter of a name is at most, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Somebody who is tied to the middle, by key, with those behind them."""

    key: int
    name: str
    group: str
    behind: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a dot stands, and its name beside it; `side` is 1 for right, -1 for left."""

    x: int
    y: int
    side: int

    @property
    def text_x(self) -> int:
        """Return where the name begins (right) or ends (left)."""
        return self.x + self.side * (DOT + GAP)

    @property
    def anchor(self) -> str:
        """Return which end of the name stands there."""
        return "start" if self.side > 0 else "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a group above those in it."""

    group: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All places by key, the headings, and the size of the picture."""

    height: int
    places: dict[int, Place]
    headings: tuple[Heading, ...]
    width: int = WIDTH

    @property
    def centre(self) -> Place:
        """Return where the middle is."""
        return Place(x=self.width // 2, y=self.height // 2, side=1)


def lay_out(branches: Sequence[Branch]) -> Layout:
    """Return where everybody stands; the order of the branches is kept, right side first.

    Example:
        >>> lay_out([Branch(key=1, name="Greet", group="family")]).places[1].side
        1
    """
    right, left = _sides(branches)
    height = 2 * MARGIN + max(_rows_height(right), _rows_height(left), 4 * ROW)
    places: dict[int, Place] = {}
    headings: list[Heading] = []
    for side, own in ((1, right), (-1, left)):
        _place(own, side, height, places, headings)
    return Layout(height=height, places=places, headings=tuple(headings))


def trunk(layout: Layout, key: int) -> str:
    """Return the line from the middle to a dot, as the path of an SVG."""
    middle, to = layout.centre, layout.places[key]
    start, end = middle.x + to.side * CENTRE, to.x - to.side * DOT
    return _curve(start, middle.y, end, to.y)


def twig(layout: Layout, branch: Branch, key: int) -> str:
    """Return the line from behind the name of a branch to a dot further out."""
    of, to = layout.places[branch.key], layout.places[key]
    length = round(min(len(branch.name), LONGEST_NAME) * LETTER) + 2 * GAP
    start, end = of.text_x + of.side * length, to.x - to.side * DOT
    return _curve(start, of.y, end, to.y)


def across(layout: Layout, one: int, other: int) -> str:
    """Return the line between two who are tied to each other beside their tie to the middle."""
    a, b = layout.places[one], layout.places[other]
    bend = round(min(40, 12 + abs(a.y - b.y) / 6))
    return (
        f"M{a.x - a.side * DOT} {a.y}"
        f"C{a.x - a.side * (DOT + bend)} {a.y} {b.x - b.side * (DOT + bend)} {b.y}"
        f" {b.x - b.side * DOT} {b.y}"
    )


def short(name: str) -> str:
    """Return a name that fits in its place.

    Example:
        >>> short("Coöperatieve Huisartsenzorg IJsselvecht")
        'Coöperatieve Huisartsenzo…'
    """
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _rows(branch: Branch) -> int:
    return max(1, len(branch.behind))


def _rows_height(branches: Sequence[Branch]) -> int:
    groups = {branch.group for branch in branches}
    return sum(_rows(branch) for branch in branches) * ROW + len(groups) * HEADING_ROW


def _sides(branches: Sequence[Branch]) -> tuple[Sequence[Branch], Sequence[Branch]]:
    """Cut the branches in two so that the higher side is as low as it can be.

    A group is cut only where that saves more than its heading on the other side.
    """
    cuts = range(1, len(branches) + 1)

    def height(cut: int) -> tuple[int, int]:
        sides = (_rows_height(branches[:cut]), _rows_height(branches[cut:]))
        return max(sides), cut

    best = min(cuts, key=height, default=0)
    return branches[:best], branches[best:]


def _place(
    branches: Sequence[Branch],
    side: int,
    height: int,
    places: dict[int, Place],
    headings: list[Heading],
) -> None:
    top = (height - _rows_height(branches)) / 2
    group = ""
    for branch in branches:
        if branch.group != group:
            group = branch.group
            at = Place(x=WIDTH // 2 + side * NEAR, y=round(top + HEADING_ROW - 10), side=side)
            headings.append(Heading(group=group, place=at))
            top += HEADING_ROW
        middle = top + _rows(branch) * ROW / 2
        places[branch.key] = Place(x=WIDTH // 2 + side * NEAR, y=round(middle), side=side)
        for number, key in enumerate(branch.behind):
            y = round(top + (number + 0.5) * ROW)
            places[key] = Place(x=WIDTH // 2 + side * FAR, y=y, side=side)
        top += _rows(branch) * ROW


def _curve(x1: int, y1: int, x2: int, y2: int) -> str:
    half = round((x1 + x2) / 2)
    return f"M{x1} {y1}C{half} {y1} {half} {y2} {x2} {y2}"
