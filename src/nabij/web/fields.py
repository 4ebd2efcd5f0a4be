# SPDX-License-Identifier: EUPL-1.2
"""Form fields for the forms of every package: text as people see it, dates as they type them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nabij.core import identifiers
from nabij.core.dates import NotADate, PartialDate, parse_dutch
from nabij.core.text import plain_text

DATE_FAULTS = {
    "not-understood": _("nabij does not understand this date. Write it like 9-3-1941."),
    "does-not-exist": _("This day is not on the calendar."),
    "in-the-future": _("This date lies in the future."),
}


class TextField(forms.CharField):
    """Text that a colleague types: stored as it is seen, see `core.text`. Not for passwords."""

    def to_python(self, value: Any) -> str | None:
        """Return the text without what nobody can see."""
        return super().to_python(plain_text(value) if isinstance(value, str) else value)


def line(label: Any, length: int, *, required: bool = False, **options: Any) -> TextField:
    """Return a field for one line of text that the browser does not fill in by itself."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return TextField(label=label, max_length=length, required=required, widget=widget, **options)


def box(label: Any, length: int, *, rows: int = 2, **options: Any) -> TextField:
    """Return a field for a text of some lines."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return TextField(label=label, max_length=length, widget=widget, **options)


def colleague_field(label: Any = "", *, required: bool = False) -> forms.EmailField:
    """Return the field that names a colleague by the address with which they sign in."""
    return forms.EmailField(
        label=label or _("Or one colleague"),
        required=required,
        help_text=_("The e-mail address with which the colleague signs in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class NormalisedField(TextField):
    """Text that is brought into one form and then judged; '' for none."""

    fault: Any = ""

    def normalise(self, text: str) -> str:
        raise NotImplementedError

    def accepts(self, value: str) -> bool:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        normalised = self.normalise(text)
        if not self.accepts(normalised):
            raise ValidationError(str(self.fault), code="not-valid")
        return normalised


class PhoneField(NormalisedField):
    """A phone number in any notation; gives E.164."""

    fault = _("This is not a phone number. Write it with its area code.")

    def normalise(self, text: str) -> str:
        return identifiers.normalise_phone(text)

    def accepts(self, value: str) -> bool:
        return bool(value)

    def prepare_value(self, value: Any) -> Any:
        is_stored = isinstance(value, str) and value.startswith("+")
        return identifiers.format_phone(value) if is_stored else value


class PartialDateField(TextField):
    """A date, a month or a year, in any Dutch notation; gives a `PartialDate` or None.

    The form that owns it sets `today`, since only the edge reads the clock.
    """

    today: date

    def __init__(self, *, may_be_future: bool = False, **options: Any) -> None:
        options.setdefault("max_length", 40)
        super().__init__(**options)
        self.may_be_future = may_be_future

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_dutch(text, today=self.today, may_be_future=self.may_be_future)
        except NotADate as fault:
            raise ValidationError(str(DATE_FAULTS[fault.reason]), code=fault.reason) from fault

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value


class DayField(PartialDateField):
    """A whole day, in any Dutch notation; gives a `date` or None."""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None:
            return None
        if found.precision != "day":
            raise ValidationError(str(_("Fill in the whole date, with the day.")), code="no-day")
        return found.earliest

    def prepare_value(self, value: Any) -> Any:
        return str(PartialDate(value)) if isinstance(value, date) else value
