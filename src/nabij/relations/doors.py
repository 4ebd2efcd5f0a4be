# SPDX-License-Identifier: EUPL-1.2
"""What is restricted is read on a ground that a colleague states (AVG 18 paragraph 2)."""

from dataclasses import dataclass

from nabij.core.request import Request
from nabij.relations.forms.restrictions import UseForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The ground that was stated, '' for none; `form` asks it, and `kept` stays in the address."""

    form: UseForm
    ground: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def detail(self) -> str:
        """Return what the log says of it, '' where none was stated."""
        return f"ground {self.ground}" if self.ground else ""


def stated_use(request: Request) -> Use:
    """Return the ground in the address: nothing changes by it, and whoever reads writes the log."""
    form = UseForm(request.GET if "ground" in request.GET else None)
    kept = tuple((name, str(text)) for name, text in request.GET.items() if name != "ground")
    ground = form.cleaned_data["ground"] if form.is_valid() else ""
    return Use(form=form, ground=ground, kept=kept)
