# SPDX-License-Identifier: EUPL-1.2
"""What the model refuses: one class per rule, each a sentence with the bound that was crossed."""

from typing import Any, ClassVar


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation; the package that shows it translates it."""
    return message


class ImpossibleModel(ValueError):
    """Numbers that no institution can have; subclasses stand next to the function that raises them.

    Subclasses set `code` and `message`. The message is an English msgid with named placeholders
    that `values` fills, so that a page may translate it first: `gettext(error.message) %
    error.values`.
    """

    code: ClassVar[str]
    message: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values
