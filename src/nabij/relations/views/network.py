# SPDX-License-Identifier: EUPL-1.2
"""Who is around a person or organisation: a picture, and the same as a table."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.access.doors import door
from nabij.core.request import Request
from nabij.relations import queries
from nabij.relations.choices import TieGroup
from nabij.relations.queries import keys
from nabij.relations.queries.network import NetworkView
from nabij.relations.rules import network as rules
from nabij.web.pages import no_store, render_page


@door("network", allows=access_rules.may_see_cards, about=keys.persons_of)
@require_safe
def network(request: Request, ref: str) -> HttpResponse:
    """Show who is around a party, two steps far; the log names the persons shown."""
    viewer = request.viewer
    found = queries.network(viewer=viewer, ref=ref)
    if shown := found.shown_ids:
        tells_more = any(tie.phones or tie.note for tie in (*found.ties, *found.ended))
        access_actions.record_list(
            viewer=viewer,
            event="network",
            object_ids=shown,
            detail="" if found.card.is_person else f"organisation {found.card.id}",
            categories=["contact"] if tells_more else [],
        )
    may_change = (
        access_rules.may_register(viewer.roles)
        if found.card.is_person
        else access_rules.may_register_organisations(viewer.roles)
    )
    context = {
        "found": found,
        "picture": _picture(found),
        "may_change": may_change,
        "may_change_persons": access_rules.may_register(viewer.roles),
    }
    return no_store(render_page(request, "relations/network.html", context))


def _picture(found: NetworkView) -> dict[str, object]:
    """Return lines and dots with their places, as the template draws them."""
    layout = rules.lay_out(found.branches)
    nodes = found.nodes
    lines = [
        (rules.trunk(layout, branch.key), nodes[branch.key].group) for branch in found.branches
    ]
    lines += [
        (rules.twig(layout, branch, key), nodes[key].group)
        for branch in found.branches
        for key in branch.behind
    ]
    across = [
        (rules.across(layout, one, other), f"{nodes[one].card.name} – {nodes[other].card.name}")
        for one, other, _label in found.across
    ]
    return {
        "layout": layout,
        "lines": lines,
        "across": across,
        "dots": [
            (layout.places[key], node, rules.short(node.card.name)) for key, node in nodes.items()
        ],
        "headings": [(heading.place, TieGroup(heading.group).label) for heading in layout.headings],
        "groups": [group for group in TieGroup if any(n.group == group for n in nodes.values())],
    }
