# SPDX-License-Identifier: EUPL-1.2
"""The views that the cast saved: what each of them looks at often."""

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.generator import shapes
from nabij.lists import actions as lists_actions
from nabij.lists.choices import SharedWith
from nabij.lists.types import Asked

# Whose view, of which list, under which name, with which filters and order, and who shares in it.
VIEWS = (
    ("anja", "persons", "Cliënten in Kampen", {"city": "Kampen", "team": "own"}, "name", "nobody"),
    ("anja", "persons", "Toezegging te laat", {"promise": "late"}, "name", "everybody"),
    ("anja", "persons", "Boven de negentig", {"born_until": "1936"}, "oldest", "nobody"),
    ("anja", "tasks", "Te laat in mijn teams", {"late": "late", "whose": "teams"}, "due", "nobody"),
    ("bram", "organisations", "Gemeenten", {"kind": "municipality"}, "name", "everybody"),
    ("bram", "organisations", "Verwijzers", {"kind": "general_practice"}, "city", "nobody"),
)  # fmt: skip


def load_views(*, viewer: Viewer, institution: shapes.Institution) -> None:
    """Save the views of the cast."""
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    for whose, listing, name, filters, sort, shared_with in VIEWS:
        user = access_queries.user_with_email(email=emails[institution.cast[whose]])
        if user is None:
            continue
        with at_work(user, at=viewer.at) as colleague:
            lists_actions.save_view(
                viewer=colleague,
                listing=listing,
                name=name,
                asked=Asked(filters=filters, sort=sort),
                shared_with=SharedWith(shared_with),
            )
