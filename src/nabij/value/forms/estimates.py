# SPDX-License-Identifier: EUPL-1.2
"""One estimate, and files with many."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.value.choices import COUNTED, PROBLEMS, SHARE_UNITS, MeasureKind, Origin, Shape
from nabij.value.rules import checking, numbers
from nabij.value.rules.codebook import Slot
from nabij.value.types import EstimateFields
from nabij.web.fields import TextField


class NumberField(TextField):
    """A number as people type it: `12,5`, `€ 1.234,50`; percent where the place is a share."""

    def __init__(self, *, is_share: bool, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.is_share = is_share
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Return a Decimal in the unit that is stored, None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = numbers.number(text)
        except numbers.NotANumber as error:
            code = "two-ways" if error.is_ambiguous else "not-a-number"
            raise forms.ValidationError(str(PROBLEMS[code]) % {"text": text}) from None
        return found / 100 if self.is_share and not text.endswith("%") else found


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class EstimateForm(forms.Form):
    """One estimate in its next version; `seen` is the version that was on screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    origin = forms.ChoiceField(
        label=_("How do we know?"),
        choices=Origin.choices,
        help_text=_(
            "Measured: counted in our own data. Tested: from a test. Benchmarked: from others."
        ),
    )
    source = TextField(
        label=_("Source"),
        max_length=200,
        help_text=_("So that a colleague can find it again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    n = forms.IntegerField(
        label=_("Number of observations"), required=False, min_value=1, max_value=10**9
    )
    observed_on = _day(_("Date of the number"))
    review_on = _day(_("Look at it again on"), required=False)
    owner = forms.TypedChoiceField(
        label=_("Owner"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Who keeps this number up to date."),
    )

    def __init__(
        self,
        *args: Any,
        slot: Slot,
        today: date,
        owners: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.slot = slot
        owner = self.fields["owner"]
        if isinstance(owner, forms.ChoiceField):
            owner.choices = owners
        is_share = slot.unit in SHARE_UNITS
        labels = {"worst": _("Worst case"), "guess": _("Best guess"), "best": _("Best case")}
        cases = checking.CASES if slot.is_spread else ("guess",)
        for case in cases:
            self.fields[case] = NumberField(
                label=labels[case] if slot.is_spread else _("Number"),
                is_share=is_share,
                required=case == "guess",
            )
        if slot.is_spread:
            shapes = [(one, label) for one, label in Shape.choices if one not in COUNTED]
            self.fields["shape"] = forms.ChoiceField(
                label=_("How sure between worst and best?"), choices=shapes
            )
        self.initial.setdefault("observed_on", today)

    def clean(self) -> dict[str, Any]:
        """Check it as every estimate is checked, each problem at its field."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for problem in checking.problems(self.slot, self.estimate()):
                field = problem.field if problem.field in self.fields else "guess"
                self.add_error(field, str(PROBLEMS[problem.code]) % dict(problem.values))
        return found

    def put_beside(self, version: int, sentence: str) -> None:
        """Keep what was typed, to be recorded after the version that a colleague made meanwhile."""
        self.data = {**self.data, "seen": str(version)}
        self.add_error(None, sentence)

    def estimate(self) -> EstimateFields:
        """Return what was filled in; one number alone has no spread."""
        given = self.cleaned_data
        guess: Decimal = given["guess"]
        worst, best = given.get("worst"), given.get("best")
        worst = guess if worst is None else worst
        best = guess if best is None else best
        is_certain = worst == guess == best
        return EstimateFields(
            code=self.slot.code,
            worst=worst,
            guess=guess,
            best=best,
            shape=Shape.FIXED.value if is_certain else given["shape"],
            origin=given["origin"],
            source=given["source"],
            n=given["n"],
            observed_on=given["observed_on"],
            review_on=given["review_on"],
            owner_id=given["owner"],
        )


class UploadForm(forms.Form):
    """A file with estimates."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or .xlsx, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )


class MeasureForm(UploadForm):
    """A file to count estimates from; what it says of single clients is not kept."""

    kind = forms.ChoiceField(label=_("What is in the file?"), choices=MeasureKind.choices)
    until = _day(
        _("Counted up to"),
        help_text=_("The day on which the file was made. Later days are refused."),
    )
    since = _day(
        _("Complete since"),
        required=False,
        help_text=_(
            "Of periods of care: is somebody who left before this day not in the file? Then who came"
            " earlier counts from this day on."
        ),
    )
    field_order = ("kind", "since", "until", "file")
