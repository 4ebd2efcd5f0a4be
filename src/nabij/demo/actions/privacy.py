# SPDX-License-Identifier: EUPL-1.2
"""What waits at the desk of the privacy officer: emergencies, a data breach, requests."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import EmergencyFields
from nabij.access.queries import WayIn
from nabij.core.dates import DAY
from nabij.core.refs import new_ref
from nabij.core.viewer import Role, Viewer
from nabij.demo.actions.colleagues import at_work
from nabij.demo.actions.requests import load_requests
from nabij.demo.generator import shapes
from nabij.privacy import actions as privacy_actions
from nabij.privacy import queries as privacy_queries
from nabij.privacy.actions import BreachFields
from nabij.relations import queries as relations_queries

REASONS = (
    "Op straat gevallen, weet niet welke medicijnen",
    "Belde 's nachts benauwd, eigen team niet bereikbaar",
    "Buren zagen het licht branden, doet niet open",
)
BREACH = (
    "Een papieren rondelijst van dinsdag bleef liggen in de bus. Er stonden zes cliënten op, met "
    "adres en bezoektijden. De chauffeur heeft hem niet meer gevonden."
)
NOT_RIGHT = "Ik was die avond gewoon thuis en ben niet gevallen. Wie was dit?"
HOURS_AGO = 26
THEN, FOR = timedelta(hours=3), timedelta(minutes=15)


def load_privacy(
    *, viewer: Viewer, institution: shapes.Institution, persons: Mapping[str, int]
) -> None:
    """Let carers push the emergency button for clients of others, and a breach be under way.

    `persons` are the keys that clients were loaded under.
    """
    officers = access_queries.addresses_of(viewer=viewer, roles=[Role.PRIVACY_OFFICER])
    carers = [
        one for one in institution.colleagues if Role.CARE_PROFESSIONAL in one.roles and one.units
    ]
    clients = [persons[client.person.key] for client in institution.clients]
    opened: list[int] = []
    for carer in carers:
        user = access_queries.user_with_email(email=carer.email)
        if user is None or len(opened) == len(REASONS):
            continue
        with at_work(user, at=viewer.at - THEN) as who:
            ways: Mapping[int, WayIn] = access_queries.ways_in(viewer=who, person_ids=clients)
            foreign = next((one for one in clients if one not in ways), None)
            if foreign is None:
                continue
            fields = EmergencyFields(entry_key=new_ref(), reason=REASONS[len(opened)])
            started, _is_new = access_actions.start_emergency(
                viewer=who, person_id=foreign, fields=fields
            )
            done = replace(who, at=who.at + FOR)
            access_actions.stop_emergency(viewer=done, ref=started.ref)
        clients.remove(foreign)
        opened.append(foreign)
    privacy_actions.list_emergencies(viewer=viewer)
    _breach(viewer, institution)
    if opened and officers:
        _objection(viewer, officers[0], opened[0])
    load_requests(viewer=viewer, institution=institution, persons=persons)


def _breach(viewer: Viewer, institution: shapes.Institution) -> None:
    emails = {colleague.key: colleague.email for colleague in institution.colleagues}
    anja = access_queries.user_with_email(email=emails[institution.cast["anja"]])
    officers = access_queries.colleagues_with(viewer=viewer, roles=[Role.PRIVACY_OFFICER])
    if anja is None or not officers:
        return
    with at_work(anja, at=viewer.at) as reporter:
        found = privacy_actions.report_breach(
            viewer=reporter,
            what=BREACH,
            discovered_at=viewer.at - timedelta(hours=HOURS_AGO),
            entry_key=new_ref(),
        )
    addresses = access_queries.addresses_of(viewer=viewer, roles=[Role.PRIVACY_OFFICER])
    officer = access_queries.user_with_email(email=addresses[0])
    if officer is None:
        return
    with at_work(officer, at=viewer.at) as judge:
        privacy_actions.change_breach(
            viewer=judge,
            ref=found.ref,
            version=found.version,
            fields=BreachFields(
                kinds=("contact", "business"),
                how_many="few",
                who_has_it="unknown",
                undone="partly",
                measures="Sleutelkluizen van deze cliënten hebben een nieuwe code.",
            ),
        )


def _objection(viewer: Viewer, address: str, person_id: int) -> None:
    """Let a client who read the log say of the emergency in it that it was not right."""
    officer = access_queries.user_with_email(email=address)
    if officer is None:
        return
    with at_work(officer, at=viewer.at) as shows:
        card = relations_queries.person_cards(viewer=shows, ids=[person_id])[person_id]
        log = privacy_queries.client_log(
            viewer=shows, ref=card.ref, since=shows.at - DAY, until=shows.at + DAY
        )
        lines = (line for day in log.days for line in day.lines if line.is_emergency)
        if line := next(lines, None):
            privacy_actions.object_to_line(
                viewer=shows, ref=card.ref, entry=line.entries[0], what=NOT_RIGHT
            )
