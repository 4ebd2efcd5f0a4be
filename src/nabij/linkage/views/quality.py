# SPDX-License-Identifier: EUPL-1.2
"""How good linking is, by what colleagues judged, and drawing a sample to know it better."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.linkage import actions, choices, queries
from nabij.linkage.forms import SampleForm
from nabij.linkage.rules.quality import LEAST, Estimate, Stratum
from nabij.web import formats
from nabij.web.pages import UNPROCESSABLE, no_store, render_page


@door("link-quality", allows=access_rules.may_review_links)
@require_http_methods(["GET", "POST"])
def quality(request: Request) -> HttpResponse:
    """Show precision and recall with their intervals, or draw a sample."""
    viewer = request.viewer
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.draw_sample(viewer=viewer, count=form.cleaned_data["count"])
        except (actions.NothingToDraw, actions.SampleNotValid) as error:
            messages.warning(request, str(error))
        else:
            said = ngettext(
                "One question is drawn and waits to be judged.",
                "%(n)s questions are drawn and wait to be judged.",
                asked,
            )
            messages.success(request, said % {"n": formats.number(asked)})
        return redirect("linkage:quality")
    found = queries.quality_of_links(viewer=viewer)
    context = {
        "form": form,
        "quality": found,
        "least": LEAST,
        "figures": [
            _figure(choices.PRECISION, found.shares.precision),
            _figure(choices.RECALL, found.shares.recall),
            _figure(choices.REACHED, found.shares.reached),
        ],
        "sources": [
            {
                "source": source,
                "linked": _sum(source.judged.linked).size + source.judged.found_wrong_or_right.size,
                "judged": _sum(source.judged.linked).judged,
                "precision": _percent(source.shares.precision),
                "recall": _percent(source.shares.recall),
            }
            for source in found.sources
        ],
        "strata": _strata(found),
    }
    status = UNPROCESSABLE if form.errors else 200
    return no_store(render_page(request, "linkage/quality.html", context, status=status))


def _strata(found: queries.Quality) -> list[dict[str, Any]]:
    """Return what the figures were reckoned from, a line each."""
    judged = found.judged
    rows = [
        (choices.MachineSaid.LINKED.label, words, stratum)
        for (_lowest, words), stratum in zip(choices.BANDS, judged.linked, strict=True)
    ]
    rows.append(
        (choices.MachineSaid.LINKED.label, choices.NOT_SAMPLED, judged.found_wrong_or_right)
    )
    rows += [
        (choices.MachineSaid.ASKED.label, words, stratum)
        for (_lowest, words), stratum in zip(choices.BANDS, judged.asked, strict=True)
    ]
    rows.append((choices.MachineSaid.APART.label, choices.SAMPLED, judged.apart))
    return [
        {
            "kind": kind,
            "band": band,
            "size": round(stratum.size),
            "judged": round(stratum.judged),
            "same": round(stratum.same),
        }
        for kind, band, stratum in rows
    ]


def _figure(label: Any, share: Estimate | None) -> dict[str, Any]:
    return {"label": label, "share": _percent(share)}


def _percent(share: Estimate | None) -> dict[str, str] | None:
    """Return a share and its interval in per cent with one decimal, as text."""
    if share is None:
        return None
    value, low, high = (
        formats.number(f"{100 * part:.1f}") for part in (share.value, share.low, share.high)
    )
    return {"value": value, "low": low, "high": high}


def _sum(strata: tuple[Stratum, ...]) -> Stratum:
    return sum(strata, Stratum(0, 0, 0))
