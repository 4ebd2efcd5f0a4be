# SPDX-License-Identifier: EUPL-1.2
"""Make a round sheet: one sealed file for the day that nabij is away."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nabij.access import actions as access_actions
from nabij.access.actions import PersonInView
from nabij.clientview import queries
from nabij.clientview.queries.round_sheets import SheetClient
from nabij.clientview.rules.round_sheet import new_passphrase, seal_sheet
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer

FOLDER = "clientview/round_sheet"


class TeamNotFound(NotFound):
    code = "team-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSheet:
    """A file that opens with the passphrase, and only with it."""

    name: str
    content: bytes
    passphrase: str
    count: int


def make_round_sheet(*, viewer: Viewer, unit_ref: str) -> RoundSheet:
    """Return the sheet of a team's clients of today, logged as an export of each of them.

    First the team's visits of today are read, which is logged for every client of the team; then
    what the sheet says of those who are visited.

    Raises:
        TeamNotFound: there is no such team for this viewer.
        DossierNotFound: the viewer has no way in to one of the clients.
        LogUnavailable: the entries could not be written; there is no sheet.
        TooManyPersons: the team has more than 500 clients.
    """
    viewer = viewer.without_emergency()  # what that opens is for its hour, not for a file
    teams = {team.ref: team for team in queries.round_sheet_teams(viewer=viewer)}
    if unit_ref not in teams:
        raise TeamNotFound
    team = teams[unit_ref]
    persons = queries.round_sheet_persons(viewer=viewer, unit_id=team.id)
    clients = _clients(viewer, team.id, persons) if persons else []
    at = localtime(viewer.at)
    content = {
        "title": _("Round sheet %(team)s, %(day)s")
        % {"team": team.name, "day": f"{at.day}-{at.month}-{at.year}"},
        "made": _("Made on %(at)s by %(name)s. This sheet closes itself after 24 hours.")
        % {"at": f"{at:%H:%M}", "name": viewer.name},
        "clients": [asdict(client) | {"first_visit": None} for client in clients],
    }
    passphrase = new_passphrase()
    sealed = seal_sheet(
        json.dumps(content, ensure_ascii=False).encode(), passphrase=passphrase, made_at=viewer.at
    )
    page = render_to_string(
        f"{FOLDER}/file.html",
        {
            "sealed": sealed.fields(),
            "words": {
                "busy": _("Opening…"),
                "wrong": _(
                    "This is not the passphrase of this sheet. Look again and type it anew."
                ),
                "ended": _("This sheet has ended. Throw the file away and make a new one."),
                "browser": _("This browser cannot open the sheet. Try another one."),
            },
            "script_hash": _hash(f"{FOLDER}/file.js"),
            "style_hash": _hash(f"{FOLDER}/file.css"),
        },
    )
    return RoundSheet(
        name=f"rondelijst-{at:%Y-%m-%d}.html",
        content=page.encode(),
        passphrase=passphrase,
        count=len(clients),
    )


def _clients(viewer: Viewer, team_id: int, persons: Sequence[PersonInView]) -> list[SheetClient]:
    with access_actions.open_dossiers(
        viewer=viewer, persons=persons, event="round-sheet-plan", categories=["visits"]
    ):
        visited = queries.visited_today(viewer=viewer, persons=persons)
    with access_actions.open_dossiers(
        viewer=viewer,
        persons=visited,
        event="round-sheet",
        action="E",
        detail=f"team {team_id}",
        categories=["contact", "visits", "allergy", "medication", "directive"],
    ):
        return queries.sheet_clients(viewer=viewer, persons=visited)


def _hash(template: str) -> str:
    """Return what the file's own security policy says of its one script or style."""
    return "sha256-" + b64encode(sha256(render_to_string(template).encode()).digest()).decode()
