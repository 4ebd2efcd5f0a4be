# SPDX-License-Identifier: EUPL-1.2
"""Making a model, and the pieces it consists of."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from nabij.value.choices import LeverKind, ProductGroup, Step
from nabij.value.models import LONGEST
from nabij.value.rules.codebook import Slot
from nabij.value.types import Setup
from nabij.web.fields import TextField

MOST_NAMES = 12


def _text(label: Any, *, longest: int = 80, help_text: Any = "", required: bool = True) -> Any:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return TextField(
        label=label, max_length=longest, help_text=help_text, required=required, widget=widget
    )


def _percent(label: Any, *, most: int = 100, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_value=Decimal(most),
        max_digits=7,
        decimal_places=2,
        localize=True,
        help_text=help_text,
    )


def _money(label: Any, *, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=help_text,
    )


def _destination() -> Any:
    return _text(
        _("Where does the money go that is left?"),
        longest=300,
        required=False,
        help_text=_(
            "Earning is not the aim but a means. For example: lower prices, or a fund for people"
            " with a small purse."
        ),
    )


class NewModelForm(forms.Form):
    """What is needed to start: names; the numbers come after."""

    name = _text(_("Name of the model"), longest=120)
    destination = _destination()
    starts_on = forms.DateField(
        label=_("First month"),
        help_text=_("From when the plan runs."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    step = forms.ChoiceField(
        label=_("Reckon per"),
        choices=Step.choices,
        help_text=_("Per month is finer; per year is quicker to fill."),
    )
    years = forms.IntegerField(label=_("How many years"), min_value=1, max_value=5)
    segments = TextField(
        label=_("Groups of clients, one on a line"),
        help_text=_("At least 25 clients in each. For example by kind of care."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    products = TextField(
        label=_("Services, one on a line"),
        help_text=_("One line “care and services” is enough to begin with."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_segments(self) -> list[str]:
        """Return the names."""
        return _names(self.cleaned_data["segments"])

    def clean_products(self) -> list[str]:
        """Return the names."""
        return _names(self.cleaned_data["products"])


def _names(text: str) -> list[str]:
    names = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(names) > MOST_NAMES:
        raise forms.ValidationError(_("At most %(most)s to begin with.") % {"most": MOST_NAMES})
    if any(len(name) > 80 for name in names):
        raise forms.ValidationError(_("A name has at most 80 characters."))
    return names


class VersionedForm(forms.Form):
    """A form that knows which version of the model was on screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def put_beside(self, version: int, sentence: str) -> None:
        """Keep what was typed, to be saved after what a colleague changed meanwhile."""
        self.data = {**self.data, "version": str(version)}
        self.add_error(None, sentence)


class ModelForm(VersionedForm):
    """Name, note and length of a model."""

    name = _text(_("Name of the model"), longest=120)
    note = _text(_("Note"), longest=400, required=False)
    destination = _destination()
    starts_on = NewModelForm.base_fields["starts_on"]
    years = NewModelForm.base_fields["years"]


class PieceForm(VersionedForm):
    """A piece of a model; `stored` gives what is kept."""

    name = _text(_("Name"))
    order: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, setup: Setup, places: list[Slot], **options: Any) -> None:
        self.setup, self.places = setup, places
        super().__init__(*args, **options)

    def stored(self) -> dict[str, Any]:
        """Return the fields as an action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SegmentForm(PieceForm):
    """A group of clients."""


class ProductForm(PieceForm):
    """A service."""

    group = forms.ChoiceField(label=_("Kind of service"), choices=ProductGroup.choices)
    is_commercial = forms.BooleanField(
        label=_("Clients pay for it themselves: the plan can sell more of it"), required=False
    )
    funder = forms.SlugField(
        label=_("Paid by"),
        required=False,
        max_length=30,
        help_text=_("Only where a ceiling holds. For example: municipality."),
    )


class PlateauForm(PieceForm):
    """A step of the plan, of about a year."""

    starts_after = forms.IntegerField(min_value=0, max_value=LONGEST - 1)
    ramp = forms.IntegerField(min_value=1, max_value=LONGEST)
    share = _percent(
        _("Part of the whole effect (%)"), help_text=_("All steps together bring at most 100%.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_month = self.setup.step == "month"
        self.fields["starts_after"].label = (
            _("Starts after so many months") if is_month else _("Starts after so many years")
        )
        self.fields["ramp"].label = (
            _("Works in full after so many months more")
            if is_month
            else _("Works in full after so many years more")
        )
        self.fields["starts_after"].help_text = _("0: from the very start.")

    def stored(self) -> dict[str, Any]:
        """Return the share as a part of 1."""
        return {**super().stored(), "share": self.cleaned_data["share"] / 100}


class ScenarioForm(PieceForm):
    """A plan: how far it pulls each lever, and which part of the costs it takes."""

    cost_share = _percent(
        _("Part of the budget (%)"),
        most=200,
        help_text=_("100% is the whole budget of all steps."),
    )
    retention = _percent(LeverKind.RETENTION.label, most=300)
    acquisition = _percent(LeverKind.ACQUISITION.label, most=300)
    revenue = _percent(LeverKind.REVENUE.label, most=300)
    cost = _percent(LeverKind.COST.label, most=300)

    def stored(self) -> dict[str, Any]:
        """Return shares as parts of 1, the levers together."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "cost_share": given["cost_share"] / 100,
            "strengths": {kind: given[kind] / 100 for kind in LeverKind.values},
        }


class TrialForm(PieceForm):
    """A test that could be done before the plan is chosen."""

    code = forms.ChoiceField(label=_("What would it tell us about?"))
    uptake_worst = _percent(_("In the worst case, takes the offer (%)"))
    uptake_guess = _percent(_("At our best guess (%)"))
    uptake_best = _percent(_("In the best case (%)"))
    fixed_cost = _money(_("Costs of setting up (€)"))
    cost_per_client = _money(_("Costs per client (€)"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(f"lever.{one.value}", one.label) for one in LeverKind]

    def clean(self) -> dict[str, Any]:
        """Refuse shares that do not go up."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("uptake_worst", "uptake_guess", "uptake_best")
        shares = [found[name] for name in names if found.get(name) is not None]
        if shares != sorted(shares):
            self.add_error("uptake_guess", _("Worst, guess and best must go up, or be equal."))
        return found

    def stored(self) -> dict[str, Any]:
        """Return shares as parts of 1."""
        given = super().stored()
        return given | {
            name: given[name] / 100 for name in ("uptake_worst", "uptake_guess", "uptake_best")
        }


PIECE_FORMS: dict[str, type[PieceForm]] = {
    "segments": SegmentForm,
    "products": ProductForm,
    "plateaus": PlateauForm,
    "scenarios": ScenarioForm,
    "trials": TrialForm,
}
