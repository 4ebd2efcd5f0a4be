# SPDX-License-Identifier: EUPL-1.2
"""The integral client picture: everything that the page shows, composed from a few reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from nabij.access import queries as access_queries
from nabij.access.actions import Opening
from nabij.access.queries import Duty
from nabij.access.rules import DataClass, RecordInView
from nabij.clientview.choices import GROUPS
from nabij.clientview.queries.persons import own_contacts
from nabij.clientview.queries.restricted import Unused, unused
from nabij.clientview.queries.statements import Statements, statements
from nabij.clientview.queries.timelines import TimelineView, timeline
from nabij.clientview.rules import current as current_rules
from nabij.clientview.rules import fragmentation, people
from nabij.clientview.rules.current import Panel, newest_by_code, panel
from nabij.clientview.rules.people import Around, Contact, Group, Named
from nabij.clientview.rules.sources import KnownSource, SourcesShown, sources_shown
from nabij.clientview.rules.timeline import Filter
from nabij.clientview.rules.visits import Visits, visits_around
from nabij.core.paging import Cursor
from nabij.core.viewer import Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.dossiers.types import FactCount, FactInView, NamedParty, SourceInView
from nabij.linkage import queries as linkage_queries
from nabij.relations.queries import Person
from nabij.web.network import Network, Node

# How far back the last visit is looked for.
VISITS_BACK = timedelta(days=60)
# How many of each group fit in the drawing; the table beside it has all of them.
MOST_CONTACTS = 4
PLACES = {Group.TEAM: 1, Group.PROFESSIONAL: 6, Group.ORGANISATION: 6, Group.FINANCIER: 3}
CARE_PANELS = (
    "allergy", "directive", "flag", "problem", "medication", "care_plan", "help", "goal", "device",
    "nutrition",
)  # fmt: skip
_NOT_CARE = frozenset({"consent", "coverage", "related_person"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The records of a person that stand open today, and what is known of all their sources."""

    records: tuple[RecordInView, ...]
    sources: tuple[KnownSource, ...]

    @property
    def ids(self) -> list[int]:
        """Return the keys of the open records."""
        return [record.id for record in self.records]

    def sensitive(self, opening: Opening) -> frozenset[int]:
        """Return the records of which names that tell a diagnosis may be shown."""
        if not opening.has_sensitive:
            return frozenset()
        return frozenset(record.id for record in self.records if record.may_show_sensitive)

    def shown(self, opening: Opening) -> SourcesShown:
        """Return the sources that a page may name under this opening."""
        return sources_shown(self.sources, shows_sensitive=opening.has_sensitive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of ours that cares for the client."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The integral picture of one client, as far as the opening shows it.

    `shows_care` is False where the content of care stays shut: then `panels` and `measurements`
    are empty because they may not be seen, not because there is nothing.
    """

    on: date
    shows_care: bool
    sources: SourcesShown
    visits: Visits
    teams: tuple[Team, ...]
    duty: Duty | None
    contacts: tuple[Contact, ...]
    first_contact: Contact | None
    panels: Mapping[str, Panel]
    measurements: tuple[FactInView, ...]
    coverage: Panel
    around: tuple[Around, ...]
    shorts: Mapping[int, str]
    network: Network
    years: tuple[fragmentation.Year, ...]
    overlaps: tuple[fragmentation.Overlap, ...]
    timeline: TimelineView
    statements: Statements
    unused: tuple[Unused, ...]


def dossier_of(*, viewer: Viewer, person_id: int, purpose: str = "") -> Dossier:
    """Return which records of a person stand open, and the state of every source.

    Two SQL queries, outside the dossier: they read links and grounds, no facts. A sensitive
    source counts only where the client's decision includes the sensitive; what of it may be named
    is for the opening to say.
    """
    found = linkage_queries.sources_of(
        viewer=viewer, person_id=person_id, shows_sensitive=True, purpose=purpose
    )
    return Dossier(
        records=tuple(
            linkage_queries.record_in_view(
                viewer=viewer, record_id=source.record_id, state=source.open
            )
            for source in found
            if source.open.is_open
        ),
        sources=tuple(
            KnownSource(
                record_id=source.record_id,
                title=source.title,
                care_type=source.care_type,
                data_class=source.data_class,
                ground=source.open.ground,
                state=source.open.state,
                since=source.open.since,
                says_died=source.is_deceased,
                is_limited=not source.open.opens_care,
            )
            for source in found
        ),
    )


def picture(
    *,
    viewer: Viewer,
    person: Person,
    dossier: Dossier,
    opening: Opening,
    wanted: Filter | None = None,
    cursor: Cursor | None = None,
) -> Picture:
    """Return the picture of a client. Only inside `access.actions.open_dossier`.

    Five SQL queries, whatever the number of facts, and two more where the client states something.
    What is restricted counts nowhere; `unused` says what that is, with one query more.
    """
    on, restricted = localdate(viewer.at), person.restrictions
    records, sensitive = dossier.ids, dossier.sensitive(opening)
    shown = dossier.shown(opening)
    facts = fact_queries.state_facts(
        viewer=viewer,
        records=records,
        kinds=current_rules.STATE_KINDS,
        visits_from=on - VISITS_BACK,
        sensitive=sensitive,
        restricted=restricted,
    )
    counts, parties = fact_queries.overview(
        viewer=viewer, records=records, sensitive=sensitive, restricted=restricted
    )
    shows_care = opening.shows(DataClass.CARE)
    contacts = people.contacts_of(own_contacts(viewer=viewer, person=person), facts, on=on)
    coverages = [fact for fact in facts if fact.kind == "coverage" and not fact.is_error]
    sources = _sources(counts)
    around = people.around(_named(parties), coverages, sources, on=on)
    teams, duty = access_queries.teams_and_duty(viewer=viewer, person_id=person.id)
    return Picture(
        on=on,
        shows_care=shows_care,
        sources=shown,
        visits=visits_around(_visits(person, facts, now=viewer.at), now=viewer.at),
        teams=tuple(Team(name=team.name, phone=team.phone) for team in teams),
        duty=duty,
        contacts=tuple(contacts),
        first_contact=people.first_to_call(contacts),
        panels={kind: panel(kind, facts, on=on) for kind in CARE_PANELS} if shows_care else {},
        measurements=tuple(newest_by_code([f for f in facts if f.kind == "observation"])),
        coverage=panel("coverage", facts, on=on),
        around=tuple(around),
        shorts=people.short_titles(sources),
        network=_network(person, around, contacts),
        years=tuple(fragmentation.by_year(_involved(counts, around, on), on=on)),
        overlaps=tuple(fragmentation.double_care(facts, on=on)),
        timeline=timeline(
            viewer=viewer,
            dossier_ids=records,
            sensitive=sensitive,
            wanted=wanted or Filter(),
            cursor=cursor,
            counts=counts,
            restricted=restricted,
        ),
        statements=statements(
            viewer=viewer,
            keys=person.keys,
            dossier_ids=records,
            sensitive=sensitive,
            restricted=restricted,
        ),
        unused=unused(viewer=viewer, person=person, dossier_ids=records, sources=shown.open),
    )


def _visits(person: Person, facts: Sequence[FactInView], *, now: datetime) -> list[FactInView]:
    """Return the visits; nobody came any more after a death, whatever a source has planned."""
    visits = [fact for fact in facts if fact.kind == "appointment"]
    if not person.is_deceased:
        return visits
    last = person.deceased.latest if person.deceased else localdate(now)
    return [
        fact
        for fact in visits
        if fact.starts_at and fact.starts_at < now and localdate(fact.starts_at) <= last
    ]


def _named(parties: Sequence[NamedParty]) -> list[Named]:
    return [
        Named(
            name=party.name,
            target_type=party.target_type,
            category=party.category,
            roles=party.roles,
            kinds=party.kinds,
            years=party.years,
            last_on=party.last_on,
            count=party.count,
            source=party.source,
        )
        for party in parties
    ]


def _sources(counts: Sequence[FactCount]) -> list[SourceInView]:
    return list({count.source.id: count.source for count in counts}.values())


def _involved(
    counts: Sequence[FactCount], around: Sequence[Around], on: date
) -> list[fragmentation.Involved]:
    """Return who was involved in which years: organisations, payers, and sources.

    A source that names its own organisation (the pharmacy behind "pharmacies in the region") is
    not counted beside it.
    """
    involved = [
        fragmentation.Involved(
            name=party.name, years=party.years, is_financier=party.group is Group.FINANCIER
        )
        for party in around
        if party.group in {Group.ORGANISATION, Group.FINANCIER}
    ]
    delivered: dict[int, set[int]] = {}
    sources = {count.source.id: count.source for count in counts}
    for count in counts:
        if count.kind not in _NOT_CARE:
            years = {year for year in count.years if year <= on.year}
            delivered.setdefault(count.source.id, set()).update(years)
    for key, years in delivered.items():
        named = {
            year
            for party in around
            if party.group is Group.ORGANISATION
            and sources[key] in party.sources
            and party.care_type == sources[key].care_type
            for year in party.years
        }
        if years - named:
            involved.append(
                fragmentation.Involved(name=sources[key].title, years=frozenset(years - named))
            )
    return fragmentation.merged(involved)


def _network(person: Person, around: Sequence[Around], contacts: Sequence[Contact]) -> Network:
    """Return the drawing: family and carers, then who was involved lately."""
    nodes = [
        Node(
            name=contact.name,
            kind=_clipped(contact.first_relation),
            group=Group.FAMILY,
            url=reverse("clientview:person", args=[contact.ref]) if contact.ref else "",
        )
        for contact in contacts[:MOST_CONTACTS]
    ]
    nodes += [
        Node(
            name=party.name,
            kind=_clipped(party.what or str(GROUPS[party.group])),
            group=party.group,
            care_type=party.care_type,
            is_weak=not party.is_recent,
        )
        for party in people.drawn(around, places=PLACES)
    ]
    return Network(centre=person.short_name, nodes=nodes)


def _clipped(text: str, longest: int = 34) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
