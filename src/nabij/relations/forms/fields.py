# SPDX-License-Identifier: EUPL-1.2
"""Form fields that read what Dutch people type and give back what is stored."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from nabij.core import identifiers
from nabij.web.fields import NormalisedField

IDENTIFIER_FAULTS = {
    "agb": _("An AGB code has 8 digits."),
    "kvk": _("A Chamber of Commerce number has 8 digits."),
    "vestiging": _("A branch number has 12 digits."),
    "uzovi": _("A UZOVI code has 4 digits."),
    "ura": _("A URA number has 8 digits."),
    "bsn": _("This is not a BSN: the check digit does not fit."),
}


class EmailField(NormalisedField):
    """An e-mail address; gives lower case."""

    fault = _("This is not an e-mail address.")

    def normalise(self, text: str) -> str:
        return identifiers.normalise_email(text)

    def accepts(self, value: str) -> bool:
        return identifiers.is_email(value)


class PostcodeField(NormalisedField):
    """A postcode; a Dutch one gives `8011AB`, one of another country stays as it was typed."""

    fault = _("This is not a postcode.")

    def normalise(self, text: str) -> str:
        return identifiers.normalise_postcode(text)

    def accepts(self, value: str) -> bool:
        looks_dutch = len(value) == 6 and value[:4].isdigit() and value[4:].isalpha()
        return identifiers.is_postcode(value) if looks_dutch else value.isalnum()

    def prepare_value(self, value: Any) -> Any:
        return identifiers.format_postcode(value) if isinstance(value, str) else value


class IdentifierField(NormalisedField):
    """A number of one kind (bsn, agb, kvk, ...)."""

    _JUDGES: dict[str, Callable[[str], bool]] = {
        "bsn": identifiers.is_bsn,
        "agb": identifiers.is_agb,
        "kvk": identifiers.is_kvk,
        "vestiging": identifiers.is_vestiging,
        "uzovi": identifiers.is_uzovi,
        "ura": identifiers.is_ura,
    }

    def __init__(self, *, kind: str, **options: Any) -> None:
        options.setdefault("max_length", 30)
        super().__init__(**options)
        self.kind, self.fault = kind, IDENTIFIER_FAULTS[kind]

    def normalise(self, text: str) -> str:
        return identifiers.NORMALISERS[self.kind](text)

    def accepts(self, value: str) -> bool:
        return self._JUDGES[self.kind](value)
