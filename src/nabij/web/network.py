# SPDX-License-Identifier: EUPL-1.2
"""A small picture of who is around somebody: the person in the middle, groups around it."""

import math
from dataclasses import dataclass, field

from nabij.web.formats import initials

WIDTH = 680
ROW = 44
MARGIN = 22
RADIUS = 15
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Somebody around the person.

    `kind` says in words what they are ("Huisarts"); `care_type` colours it as its source;
    `group` brings what belongs together side by side; `is_weak` draws the link dashed.
    """

    name: str
    kind: str
    group: str = ""
    care_type: str = ""
    url: str = ""
    is_weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The person in the middle and who is around."""

    centre: str
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A node with its place in the drawing; the name stands left or right of it."""

    node: Node
    x: int
    y: int
    text_x: int
    anchor: str
    name: str
    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What the template draws."""

    width: int
    height: int
    centre_x: int
    centre_y: int
    placed: list[Placed]


def lay_out(network: Network) -> Drawing:
    """Place the nodes on both sides of the person, groups together, names never overlapping.

    Each side is a column along an arc: the first half of the nodes (in order of group) goes
    left, the rest right, every one on a line of its own.
    """
    ordered = sorted(network.nodes, key=lambda node: (node.group, node.kind, node.name))
    half = (len(ordered) + 1) // 2
    right, left = ordered[:half], ordered[half:]
    rows = max(len(right), len(left), 3)
    height = rows * ROW + 2 * MARGIN
    return Drawing(
        width=WIDTH,
        height=height,
        centre_x=WIDTH // 2,
        centre_y=height // 2,
        placed=[*_side(right, 1, height), *_side(left, -1, height)],
    )


def _side(nodes: list[Node], side: int, height: int) -> list[Placed]:
    placed = []
    for number, node in enumerate(nodes):
        y = height / 2 + (number - (len(nodes) - 1) / 2) * ROW
        bend = math.cos((y - height / 2) / (height / 2) * math.pi / 2)
        x = WIDTH / 2 + side * (58 + 52 * bend)
        shown = node.name
        if len(shown) > LONGEST_NAME:
            shown = shown[: LONGEST_NAME - 1].rstrip() + "…"
        placed.append(
            Placed(
                node=node,
                x=round(x),
                y=round(y),
                text_x=round(x + side * (RADIUS + 9)),
                anchor="start" if side > 0 else "end",
                name=shown,
                letters=initials(node.name) or "?",
            )
        )
    return placed
