# SPDX-License-Identifier: EUPL-1.2
"""What the documentation shows is what one gets: each example is run."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from nabij.value import model

PAGE = Path(__file__).parents[5] / "docs" / "value-model.md"
MODULES = [name for _, name, is_folder in pkgutil.iter_modules(model.__path__) if not is_folder]


def test_the_page_that_works_it_through():
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest("".join(blocks), {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 40
    said = []
    doctest.DocTestRunner().run(examples, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    module = importlib.import_module(f"nabij.value.model.{name}")
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0
