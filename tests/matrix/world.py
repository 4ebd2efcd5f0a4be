# SPDX-License-Identifier: EUPL-1.2
"""One institution in which everybody and everything of the table exists."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import CareRelationFields, EmergencyFields
from nabij.access.choices import Caller
from nabij.access.models import CareRelation, Emergency, Occasion, Representation, User
from nabij.access.tests import signing_in
from nabij.core.refs import new_ref
from nabij.core.viewer import Role, Viewer
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import DossierNotice, Intake, Quarantine, Roster
from nabij.linkage.actions import bulk as linkage_bulk
from nabij.linkage.models import RecordLink, Source
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.actions import archive
from nabij.relations.models import (
    Address,
    ContactInstruction,
    HouseholdMember,
    Party,
    Relationship,
)
from tests.matrix import contacts, dossiers, others, people, table
from tests.matrix.canaries import Canaries

KNOWN_TO_TABLE = table.members("everybody")
DAY = timedelta(days=1)
NOBODY = "anonymous"
TEAMS = ("noord", "zuid")
# Who looks: name, role, unit; whoever is not named in the table is in the row of the role.
VIEWERS = {
    **{f"{role.value.replace('_', ' ')} of noord": (role, "noord") for role in Role},
    "care professional of zuid": (Role.CARE_PROFESSIONAL, "zuid"),
    "front office of zuid": (Role.FRONT_OFFICE, "zuid"),
    "account manager of zuid": (Role.ACCOUNT_MANAGER, "zuid"),
    "marketeer of zuid": (Role.MARKETEER, "zuid"),
    "care professional of the region": (Role.CARE_PROFESSIONAL, "regio"),
    "front office without unit": (Role.FRONT_OFFICE, ""),
    "front office on the phone": (Role.FRONT_OFFICE, "noord"),  # about Anna
    "care professional standing in": (Role.CARE_PROFESSIONAL, "west"),  # for Anna
    "care professional in an emergency": (Role.CARE_PROFESSIONAL, "oost"),  # about Anna
    "care professional on duty": (Role.CARE_PROFESSIONAL, "nacht"),  # for Noord, tonight
    "former care professional": (Role.CARE_PROFESSIONAL, "noord"),
}
STANDS_IN = {"care professional standing in": "anna", "care professional in an emergency": "anna"}
IMPORTER = "front office of noord"  # an import is of one colleague
SEES = {"regio": {"noord"}, "nacht": {"noord"}}  # whose clients a unit cares for besides its own
IN_CARE = {"anna": "noord", "dora": "noord", "els": "noord", "cor": "zuid"}


# What these are to everybody.
MERGED = {"jana": "anna"}
SPECIAL = {
    "dora": "archived", "els": "shielded", "greet": "relative", "hans": "patient", "bea-twin": "patient",
    "cor-twin": "patient", "ivo": "worker", "jana": "merged", "kees": "hidden",
    "linde": "organisation",
}  # fmt: skip


@dataclass
class World:
    """What was made, by the names that the table uses."""

    canaries: Canaries
    persons: dict[str, int] = field(default_factory=dict)
    refs: dict[str, dict[str, str]] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    teams: dict[str, frozenset[str]] = field(default_factory=dict)
    records: dict[int, tuple[str, str]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset(dossiers.KINDS)

    @property
    def viewers(self) -> list[str]:
        """Return everybody who looks, the one who is not signed in last."""
        return [*self.users, NOBODY]

    def stands_as(self, owner: str) -> str:
        """Return with whom somebody is one since a merge; mostly themselves."""
        return MERGED.get(owner, owner)

    def relation(self, viewer: str, owner: str) -> str:
        """Return what somebody is to a viewer: the columns of the table."""
        teams = self.teams.get(viewer, frozenset())
        if owner.startswith("team "):
            return "client" if owner.removeprefix("team ") in self.own_teams(viewer) else "other"
        if owner.startswith("import "):
            return "client" if viewer == IMPORTER else "hidden"
        if owner.startswith(("source ", "value ")):
            return "hidden" if owner == "source ggz" else "client"
        if owner == STANDS_IN.get(viewer):
            return "client"
        if owner in ("els", "dora"):
            return SPECIAL[owner] if "noord" in teams else "hidden"
        if owner in SPECIAL:
            return SPECIAL[owner]
        if IN_CARE.get(owner) in teams:
            return "client"
        return "unit" if people.PEOPLE[owner]["unit"] in teams else "other"

    def own_teams(self, viewer: str) -> set[str]:
        """Return the teams that somebody belongs to or oversees, duty aside."""
        unit = VIEWERS[viewer][1] if viewer in VIEWERS else ""
        return {"noord"} if unit == "regio" else {unit}

    def roles(self, viewer: str) -> frozenset[Role]:
        """Return the roles that somebody has today."""
        is_former = viewer.startswith("former")
        return frozenset() if is_former else frozenset({VIEWERS[viewer][0]})

    def who(self, viewer: str) -> str:
        """Return the name of a viewer in the table."""
        for name in (viewer, *viewer.split(" of "), *viewer.split(" without ")):
            if name in KNOWN_TO_TABLE:
                return name
        return "without role"

    def classes_of(self, owner: str) -> str:
        """Return of which classes there is anything of somebody."""
        every = (*self.canaries.by_word.values(), *self.canaries.by_value.values())
        return self.canaries.classes_of(owner, every)

    def record_at(self, owner: str, source: str) -> int | None:
        """Return the key of somebody's record at a source."""
        found = (pk for pk, whose in self.records.items() if whose == (owner, source))
        return next(found, None)


def sign_in(world: World, viewer: str) -> Client:
    """Return a browser in which somebody is signed in, as the sign-in page leaves it."""
    client = Client(raise_request_exception=False)
    if viewer != NOBODY:
        signing_in.sign_in(client, User.objects.get(pk=world.users[viewer]))
    return client


def build(folder: Path) -> World:
    """Make the world in the database at hand, by the product's own actions."""
    world = World(Canaries())
    at = timezone.now()
    machine = access_queries.machine(at=at, command="matrix")
    units = _make_units(world, machine)
    _make_colleagues(world, machine)
    made = people.make_people(viewer=machine, canaries=world.canaries, units=units)
    practice = people.make_organisation(viewer=machine, canaries=world.canaries, worker=made["ivo"])
    made["linde"] = practice
    access_actions.add_care_relations(
        viewer=machine,
        relations=[
            CareRelationFields(
                person_id=made[name].pk, unit_id=units[team], starts_on=at.date() - DAY
            )
            for name, team in IN_CARE.items()
        ],
    )
    world.persons = {name: party.pk for name, party in made.items()}
    _take_in_dossiers(world, machine, folder)
    _make_contact(world, {name: party.ref for name, party in made.items()}, units["noord"])
    _merge(machine, made["anna"], made["jana"])
    archive.archive_persons(viewer=machine, ids=[made["dora"].pk])
    DossierNotice.objects.create(person_id=made["anna"].pk, kind="dossier", at=at)
    open_ways(world)
    world.refs |= others.make_value_model(viewer=machine)
    importer = User.objects.get(pk=world.users[IMPORTER])
    world.refs |= others.make_imports(user=importer, canaries=world.canaries, folder=folder)
    others.give_roster(viewer=_viewer(world, IMPORTER))
    _note_refs(world)
    return world


def _merge(machine: Viewer, kept: Party, given: Party) -> None:
    preview = relations_queries.merge_preview(
        viewer=machine, kept_ref=kept.ref, given_ref=given.ref
    )
    relations_actions.merge(
        viewer=machine,
        kept_ref=kept.ref,
        given_ref=given.ref,
        stamp=preview.stamp,
        reason="recorded twice",
    )


def _make_contact(world: World, refs: dict[str, str], unit_id: int) -> None:
    viewer = _viewer(world, "front office of noord")
    nurse = _viewer(world, "care professional of noord")
    made = contacts.make_contact(
        viewer=viewer, nurse=nurse, canaries=world.canaries, refs=refs, unit_id=unit_id
    )
    for owner, found in made.items():
        world.refs.setdefault(owner, {}).update(found)
    for owner, team in (("cor", "zuid"), ("els", "noord")):
        office = _viewer(world, f"front office of {team}")
        contacts.make_note(viewer=office, canaries=world.canaries, owner=owner, ref=refs[owner])
    called = User.objects.get(pk=world.users["front office on the phone"])
    number = people.numbers_of(world.canaries, "greet").phone
    world.refs["greet"] = {
        "incoming": contacts.ring(viewer=viewer, email=called.email, number=number)
    }


def _make_units(world: World, machine: Viewer) -> dict[str, int]:
    regio = access_actions.add_unit(viewer=machine, name="Regio", kind="region")
    units = {"regio": regio.pk}
    for name in (*TEAMS, "nacht", "west", "oost"):
        unit = access_actions.add_unit(
            viewer=machine,
            name=f"Team {name.title()}",
            kind="team",
            parent_id=regio.pk if name == "noord" else None,
        )
        units[name] = unit.pk
        world.refs[f"team {name}"] = {"team": unit.ref}
    nacht, at = units["nacht"], machine.at
    access_actions.give_duty_areas(viewer=machine, areas={nacht: [units["noord"]]})
    shift = {(nacht, at - timedelta(hours=1)): (at + timedelta(hours=8), "+31380000000")}
    access_actions.plan_duty(viewer=machine, shifts=shift)
    return units


def _make_colleagues(world: World, machine: Viewer) -> None:
    names = {"regio": "Regio"} | {
        team: f"Team {team.title()}" for team in (*TEAMS, "nacht", "west", "oost")
    }
    for number, (name, (role, unit)) in enumerate(VIEWERS.items()):
        user = access_actions.add_user(
            viewer=machine,
            email=f"colleague{number}@example.nl",
            name=f"Collega {number}",
            password=None,
            roles=[role],
            unit_names=[names[unit]] if unit else [],
            starts_on=machine.at.date() - 30 * DAY,
        )
        world.users[name] = user.pk
        world.teams[name] = frozenset(SEES.get(unit, {unit}))
        if name.startswith("former"):
            yesterday = machine.at.date() - DAY
            user.role_assignments.update(ends_on=yesterday)
            user.unit_memberships.update(ends_on=yesterday)
            world.teams[name] = frozenset()


def _take_in_dossiers(world: World, machine: Viewer, folder: Path) -> None:
    canaries, today = world.canaries, machine.at.date()
    sources = dossiers.add_sources(viewer=machine, canaries=canaries)
    for name, source in sources.items():
        resources = [
            resource
            for copy in dossiers.COPIES
            if copy.source == name
            for resource in dossiers.resources_of(canaries, copy, today=today)
        ]
        if name == "clinic":
            resources = [dossiers.look_alike(canaries, owner) for owner in people.LOOK_ALIKE]
        with acting_as("nabij_intake"):
            dossiers.take_in(viewer=machine, source=source, folder=folder, resources=resources)
    for name, source in sources.items():
        _decide_grounds(world, machine, name, source)
    for owner in ("hans", "bea-twin", "cor-twin"):
        _adopt(world, owner, sources)


def _decide_grounds(world: World, machine: Viewer, name: str, source: Source) -> None:
    grounds = [
        linkage_bulk.GroundFields(
            source_key=copy.owner,
            decision="given" if copy.open else "refused",
            starts_on=machine.at.date() - 20 * DAY,
            includes_sensitive=copy.sensitive,
            evidence=world.canaries.word(copy.owner, "b", f"{name}-evidence"),
        )
        for copy in dossiers.COPIES
        if copy.source == name and name != "own"
    ]
    linkage_bulk.add_grounds(viewer=machine, source_id=source.pk, grounds=grounds)


def _adopt(world: World, owner: str, sources: dict[str, Source]) -> None:
    """Take a person whom the intake made into the world, under the name of its record."""
    link = RecordLink.objects.get(
        patient_record__source_key=owner,
        patient_record__source__in=sources.values(),
        state="automatic",
    )
    world.persons.setdefault(owner, link.person_id)
    # A colleague mends their address and takes that back, so that they have a history too.
    for address in Address.objects.filter(party=link.person_id):
        rows = Address.objects.filter(pk=address.pk)
        rows.update(street="Dwaalstraat")
        rows.update(street=address.street)


def open_ways(world: World) -> None:
    """Let one colleague be on the phone about Anna, another stand in for her, a third push the
    emergency button, and nobody else.
    """
    Occasion.objects.all().delete()
    CareRelation.objects.filter(kind="stand_in").update(ends_at=timezone.now())
    # So many in a day are made by the walk: those of before lie a week back.
    week = timedelta(days=7)
    Emergency.objects.update(starts_at=F("starts_at") - week, ends_at=F("starts_at") - week)
    anna = world.persons["anna"]
    caller = _viewer(world, "front office on the phone")
    access_actions.open_call(viewer=caller, person_id=anna, caller=Caller.CLIENT)
    helper = _viewer(world, "care professional standing in")
    access_actions.stand_in(viewer=helper, person_id=anna)
    first = _viewer(world, "care professional in an emergency")
    fields = EmergencyFields(entry_key=new_ref(), reason="found on the floor at home")
    access_actions.start_emergency(viewer=first, person_id=anna, fields=fields)


def _viewer(world: World, name: str) -> Viewer:
    user = User.objects.get(pk=world.users[name])
    return access_queries.viewer_of(user=user, at=timezone.now(), access_point="127.0.0.1")


def _note_refs(world: World) -> None:
    """Note what the addresses of each person are made of."""
    for name, pk in world.persons.items():
        refs = world.refs.setdefault(name, {})
        refs["person"] = Party.objects.values_list("ref", flat=True).get(pk=pk)
        lives = HouseholdMember.objects.filter(person_id=pk, ends_on__isnull=True).order_by("pk")
        home = lives.values_list("household__ref", flat=True).first() or ""
        refs["household"] = "" if name == "bea" else home  # it is Anna's: who opens her sees Bea
        refs["cared"] = refs["person"] if name in IN_CARE else ""
        ties = Relationship.objects.filter(object_id=pk).order_by("pk")
        refs["tie"] = ties.values_list("ref", flat=True).first() or ""
        own = ContactInstruction.objects.filter(person_id=pk).order_by("pk")
        refs["instruction"] = own.values_list("ref", flat=True).first() or ""
        stood_for = Representation.objects.filter(person_id=pk).order_by("pk")
        refs["representation"] = stood_for.values_list("ref", flat=True).first() or ""
        links = RecordLink.objects.filter(person_id=pk).order_by("pk")
        for link in links.select_related("patient_record__source"):
            what = "review" if link.needs_review else "link"
            refs.setdefault(what, link.ref)
            refs.setdefault("record", link.patient_record.ref)
    world.records = _owners_of_records(world)
    for name, source in {s.name: s for s in Source.objects.all()}.items():
        intake = Intake.objects.filter(source=source).order_by("pk").first()
        refused = Quarantine.objects.filter(intake_file__source=source).order_by("pk")
        roster = Roster.objects.filter(source=source).first()
        world.refs[f"source {name}"] = {
            "roster": roster.ref if roster else "",
            "source": source.ref,
            "intake": intake.ref if intake else "",
            "quarantine": refused.values_list("ref", flat=True).first() or "",
        }
    with acting_as("nabij_backup"), connection.cursor() as cursor:
        cursor.execute(
            "select fact.patient_record_id, fact.source_key, fact.ref"
            " from dossiers_fact fact order by fact.id"
        )
        facts = cursor.fetchall()
    for record, key, ref in facts:
        if record in world.records:
            owner, whence = world.records[record]
            world.refs[owner][f"{whence} {key.partition('-')[2]}"] = ref


def _owners_of_records(world: World) -> dict[int, tuple[str, str]]:
    active = RecordLink.objects.filter(state__in=("automatic", "confirmed"))
    names = {pk: name for name, pk in world.persons.items()}
    return {
        record: (names[person], source)
        for record, person, source in active.values_list(
            "patient_record_id", "person_id", "patient_record__source__name"
        )
        if person in names
    }
