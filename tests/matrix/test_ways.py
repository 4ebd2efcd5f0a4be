# SPDX-License-Identifier: EUPL-1.2
"""Of a view that gives parts of a page, or a list by the page, the table asks those too."""

import ast
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import pytest

from tests.matrix import routes, table

# The words in an address that say from where on a list goes.
FROM_WORDS = {"page", "before", "after"}


def ways_of(view: Callable[..., Any]) -> set[str]:
    """Return how else a view answers, by what stands in it and in the functions it calls."""
    return {way for function in _functions(view) for way in _ways_in(function)}


def _functions(view: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Return a view without its decorators, and all functions of views that come of it."""
    found = [inspect.unwrap(view)]
    for function in found:
        named = (function.__globals__.get(name) for name in _names(function))
        found += [
            other
            for other in named
            if inspect.isfunction(other) and ".views" in other.__module__ and other not in found
        ]
    return found


def _names(function: Callable[..., Any]) -> Iterator[str]:
    return (node.id for node in ast.walk(_tree(function)) if isinstance(node, ast.Name))


def _ways_in(function: Callable[..., Any]) -> Iterator[str]:
    for node in ast.walk(_tree(function)):
        match node:
            case ast.Call(keywords=keywords) if any(word.arg == "partial" for word in keywords):
                yield "swap"
            case ast.Name(id="wants_partial"):
                yield "swap"
            case (
                ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=word), *_])
                | ast.Call(func=ast.Name(id="number_in"), args=[_, ast.Constant(value=word), *_])
            ):
                if word in FROM_WORDS:
                    yield "page"


def _tree(function: Callable[..., Any]) -> ast.AST:
    return ast.parse(dedent(inspect.getsource(function)))


@pytest.mark.parametrize("way", ["swap", "page"])
def test_every_way_in_which_a_view_answers_is_in_the_table(way):
    asked = {row.address for row in table.rows() if row.way == way}
    answers = {route.name for route in routes.routes() if way in ways_of(route.view)}
    assert answers == asked
    assert answers
