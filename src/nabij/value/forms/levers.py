# SPDX-License-Identifier: EUPL-1.2
"""The four levers: what each would do, in percent, between nothing and the best case."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.value.choices import LEVER_QUESTIONS, LeverKind
from nabij.value.types import Figure, Option

MOST_STRENGTH = Decimal(3)
EXACT = Decimal("0.000001")
SHOWN = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverField:
    """A lever on the page: its number field, and how far its slider goes."""

    kind: str
    title: str
    question: str
    field: forms.BoundField | None
    worst: Decimal
    guess: Decimal
    best: Decimal
    version: int
    highest: Decimal
    code: str


class LeversForm(forms.Form):
    """The effects of one plan in percent; the form turns them into strengths.

    A lever of which nobody expects anything cannot be pulled: it has no field.
    """

    def __init__(
        self, *args: Any, option: Option, figures: Mapping[str, Figure], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.option, self.figures = option, figures
        for lever in LeverKind:
            figure = figures[f"lever.{lever.value}"]
            if figure.guess <= 0:
                continue
            self.fields[lever.value] = forms.DecimalField(
                label=lever.label,
                min_value=Decimal(0),
                max_value=_highest(figure),
                max_digits=7,
                required=False,
                localize=True,
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal", "autocomplete": "off", "data-pair": lever.value}
                ),
                error_messages={"max_value": _("At most %(limit_value)s%%.")},
            )
            self.initial[lever.value] = percent(figure.guess * option.strength(lever.value))

    @property
    def levers(self) -> list[LeverField]:
        """Return the levers in their order, also those that cannot be pulled."""
        return [
            LeverField(
                kind=lever.value,
                title=str(lever.label),
                question=str(LEVER_QUESTIONS[lever]),
                field=self[lever.value] if lever.value in self.fields else None,
                worst=figure.worst,
                guess=figure.guess,
                best=figure.best,
                version=figure.version,
                highest=_highest(figure),
                code=figure.code,
            )
            for lever in LeverKind
            for figure in [self.figures[f"lever.{lever.value}"]]
        ]

    @property
    def strengths(self) -> dict[str, Decimal]:
        """Return how far each lever is pulled; what was left as it stood stays exactly that."""
        found = {}
        for lever in LeverKind:
            stored = self.option.strength(lever.value)
            given = self.cleaned_data.get(lever.value) if self.is_bound else None
            figure = self.figures[f"lever.{lever.value}"]
            if given is None or given == percent(figure.guess * stored):
                found[lever.value] = stored
            else:
                strength = (given / 100 / figure.guess).quantize(EXACT, ROUND_HALF_UP)
                found[lever.value] = min(strength, MOST_STRENGTH)
        return found


def percent(share: Decimal) -> Decimal:
    """Return a share in percent, with one decimal."""
    return (share * 100).quantize(SHOWN, ROUND_HALF_UP)


def _highest(figure: Figure) -> Decimal:
    """Return where the slider ends, in percent: the best case, at most three times the guess."""
    return percent(max(figure.guess, min(figure.best, figure.guess * MOST_STRENGTH)))
