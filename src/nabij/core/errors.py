# SPDX-License-Identifier: EUPL-1.2
"""Errors we expect: the interface layers turn them into a message, never into a 500."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ExpectedError(Exception):
    """Something that we expect to go wrong: a rule that forbids it, or nothing to be found.

    Subclasses live next to the function that raises them and set `code` and `message`;
    `message` may hold named placeholders, filled from the keyword arguments.
    """

    code: ClassVar[str]
    message: ClassVar[str | Promise]
    http_status: ClassVar[int] = 409

    def __init__(self, **values: Any) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values if self.values else str(self.message)


class DomainError(ExpectedError):
    """A rule of the domain forbids what was asked; whoever asked may be told why."""


class NotFound(ExpectedError):
    """Absent, or not visible to this viewer: the two look the same on purpose.

    No `DomainError`: a view that tells on its page what a rule forbids leaves this to the door.
    `is_recorded` tells that the refusal stands in the access log already.
    """

    is_recorded = False
    code = "not-found"
    message: ClassVar[str | Promise] = _("There is nothing here, or you may not see it.")
    http_status = 404
