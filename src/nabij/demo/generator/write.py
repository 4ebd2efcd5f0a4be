# SPDX-License-Identifier: EUPL-1.2
"""Writes the dossiers of all clients as files, one folder a source.

Each source has its own ways, so that the intake meets them all:

- general-practice: STU3, a searchset or collection a client, one in ten as XML
- hospital: R4, a transaction with urn:uuid references a client
- pharmacy: R4, NDJSON, two hundred clients a file
- own-record: STU3, a collection a client, some as XML; a handoff is a document of its own
- day-care, mental-health: R4, a collection a client

In each folder `_directory.json` holds organisations and professionals. `bad/` holds files that are
no dossiers. Clients are written one by one, so memory does not grow with their number.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from nabij.demo.generator import providers
from nabij.demo.generator.bad import write_bad_files
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.copies import Copy, copy_of
from nabij.demo.generator.fhir.parts import Json
from nabij.demo.generator.fhir.xml import as_xml
from nabij.demo.generator.places import Places
from nabij.demo.generator.shapes import (
    Address,
    Client,
    Institution,
    Person,
    Source,
    SourceFolder,
    SourceRecord,
)
from nabij.demo.generator.sources import (
    day_care,
    general_practice,
    hospital,
    mental_health,
    own_record,
    pharmacy,
)
from nabij.demo.generator.sources.directories import directory
from nabij.demo.generator.sources.dossier import Dossier, Style, World, urn
from nabij.demo.generator.sources.strangers import stranger_resources
from nabij.demo.generator.stories.shapes import Story
from nabij.demo.generator.stories.tell import Teller

_CLIENTS_PER_FOLDER = 500
_CLIENTS_PER_NDJSON = 200
_encode = msgspec.json.Encoder().encode


class _Dialect(NamedTuple):
    """How a source writes: who fills a dossier, its references, and its bundles."""

    write: Callable[[Dossier, World], None]
    style: Style
    base: str
    shows_name: bool


_DIALECTS = {
    providers.OWN: _Dialect(own_record.write, "relative", "", True),
    providers.GP: _Dialect(general_practice.write, "relative", general_practice.BASE, False),
    providers.HOSPITAL: _Dialect(hospital.write, "urn", "https://hanzepoort.example/fhir", True),
    providers.PHARMACY: _Dialect(pharmacy.write, "relative", "", False),
    providers.DAY_CARE: _Dialect(day_care.write, "absolute", day_care.BASE, False),
    providers.MENTAL_HEALTH: _Dialect(mental_health.write, "relative", "", False),
}


class _Folder:
    """The folder of one source, and what was written to it."""

    def __init__(self, source: Source, folder: Path) -> None:
        self.source = source
        self.folder = folder
        self.files = self.resources = self.bytes = 0
        self._lines: list[bytes] = []
        self._clients = 0
        self._made: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, content: bytes, resources: int) -> None:
        """Write one file."""
        parent = name.rpartition("/")[0]
        if parent not in self._made:
            (self.folder / parent).mkdir(exist_ok=True)
            self._made.add(parent)
        with (self.folder / name).open("wb") as file:
            file.write(content)
        self.files += 1
        self.resources += resources
        self.bytes += len(content)

    def line(self, resources: list[Json]) -> None:
        """Keep resources for the next NDJSON file; write it when it is full."""
        self._lines += [_encode(resource) for resource in resources]
        self._clients += 1
        if self._clients % _CLIENTS_PER_NDJSON == 0:
            self.flush()

    def flush(self) -> None:
        """Write the lines that are kept."""
        if self._lines:
            number = -(-self._clients // _CLIENTS_PER_NDJSON)
            content = b"\n".join(self._lines) + b"\n"
            self.put(f"deel-{number:04d}.ndjson", content, len(self._lines))
            self._lines = []

    def summary(self) -> SourceFolder:
        """Return what was written."""
        return SourceFolder(
            source=self.source,
            folder=str(self.folder),
            files=self.files,
            resources=self.resources,
            bytes=self.bytes,
        )


def write_dossiers(
    institution: Institution, folder: Path, *, with_bad_files: bool = False
) -> list[SourceFolder]:
    """Write the dossiers of all clients below `folder` and return what stands in it per source.

    The same institution gives the same bytes. `with_bad_files` adds the folder `bad` with files
    that an intake must refuse.
    """
    world = World(institution)
    teller = Teller(institution)
    folders = {source.name: _Folder(source, folder / source.name) for source in institution.sources}
    for name, its_folder in folders.items():
        resources = directory(institution, its_folder.source)
        bundle = _bundle(resources, "collection", _DIALECTS[name])
        its_folder.put("_directory.json", _encode(bundle), len(resources))
    for number, client in enumerate(institution.clients):
        story = teller.story(client)
        for record in client.records:
            _write_record(folders[record.source], number, story, record, teller, world)
    for stranger in institution.strangers:
        its_folder = folders[stranger.source]
        resources = stranger_resources(stranger, institution.today)
        name = f"onbekend-{stranger.patient_id}.json"
        its_folder.put(
            name, _encode(_transaction(resources, _DIALECTS[stranger.source])), len(resources)
        )
    for its_folder in folders.values():
        its_folder.flush()
    if with_bad_files:
        write_bad_files(folder / "bad")
    return [its_folder.summary() for its_folder in folders.values()]


def dossier_of(
    client: Client,
    record: SourceRecord,
    *,
    teller: Teller,
    world: World,
    story: Story | None = None,
) -> Dossier:
    """Return a client's dossier at one source, filled.

    A client who refused gets a dossier with the Patient only: the source knows the person, no more.
    """
    story = story or teller.story(client)
    dialect = _DIALECTS[record.source]
    is_absolute = record.source == providers.GP and "absolute" in story.oddities
    dossier = Dossier(
        story,
        _copy(client, record, teller),
        source=record.source,
        patient_id=record.patient_id,
        version=_VERSIONS[record.source],
        style="absolute" if is_absolute else dialect.style,
        base=dialect.base,
        shows_name=dialect.shows_name,
    )
    dialect.write(dossier, world)
    if record.ground is not None and record.ground.decision == "refused":
        del dossier.resources[1:]
    return dossier


_VERSIONS = {source.name: source.fhir_version for source in providers.sources()}
_PLACES = Places()


def _copy(client: Client, record: SourceRecord, teller: Teller) -> Copy:
    return copy_of(
        client.person,
        record.variant,
        old_address=_old_address(client.person, teller.seed),
        persons=teller.persons,
    )


def _old_address(person: Person, seed: int) -> Address:
    """Return where someone lived before, as a source that was never told still has it."""
    chance = Chance(seed, "old address", person.key)
    return _PLACES.address(_PLACES.pick(chance), chance)


def _write_record(
    its_folder: _Folder,
    number: int,
    story: Story,
    record: SourceRecord,
    teller: Teller,
    world: World,
) -> None:
    dossier = dossier_of(story.client, record, teller=teller, world=world, story=story)
    resources = dossier.resources
    dialect = _DIALECTS[record.source]
    if record.source == providers.PHARMACY:
        its_folder.line(resources)
        return
    name = f"{number // _CLIENTS_PER_FOLDER:03d}/{record.patient_id}"
    if record.source == providers.HOSPITAL:
        its_folder.put(f"{name}.json", _encode(_transaction(resources, dialect)), len(resources))
        return
    kind = "searchset" if record.source == providers.GP and number % 3 else "collection"
    bundle = _bundle(resources, kind, dialect)
    is_xml = _is_xml(record.source, number)
    if is_xml:
        its_folder.put(f"{name}.xml", as_xml(bundle), len(resources))
    else:
        its_folder.put(f"{name}.json", _encode(bundle), len(resources))
    if record.source == providers.OWN:
        _write_handoff(its_folder, name, dossier, dialect, world, is_xml=is_xml)


def _is_xml(source: str, number: int) -> bool:
    return (source == providers.GP and number % 10 == 4) or (
        source == providers.OWN and number % 20 == 7
    )


def _write_handoff(
    its_folder: _Folder,
    name: str,
    dossier: Dossier,
    dialect: _Dialect,
    world: World,
    *,
    is_xml: bool,
) -> None:
    """Write the nursing handoff as a document: the composition and once more who it is about."""
    composition = own_record.handoff(dossier, world)
    if composition is not None:
        bundle = _bundle([composition, dossier.resources[0]], "document", dialect)
        ending, content = ("xml", as_xml(bundle)) if is_xml else ("json", _encode(bundle))
        its_folder.put(f"{name}-overdracht.{ending}", content, 2)


def _bundle(resources: list[Json], kind: str, dialect: _Dialect) -> Json:
    """Return a bundle; entries carry an absolute address where the source has one."""
    bundle: Json = {"resourceType": "Bundle", "type": kind}
    if kind == "searchset":
        bundle["total"] = len(resources)
    bundle["entry"] = list(_entries(resources, kind, dialect))
    return bundle


def _entries(resources: list[Json], kind: str, dialect: _Dialect) -> Iterator[dict[str, Any]]:
    for resource in resources:
        entry: dict[str, Any] = {}
        if dialect.base:
            entry["fullUrl"] = f"{dialect.base}/{resource['resourceType']}/{resource['id']}"
        entry["resource"] = resource
        if kind == "searchset":
            entry["search"] = {
                "mode": "match" if resource["resourceType"] == "Patient" else "include"
            }
        yield entry


def _transaction(resources: list[Json], dialect: _Dialect) -> Json:
    """Return a transaction: urn:uuid addresses, and a request for each resource."""
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": urn(resource["resourceType"], resource["id"]),
                "resource": resource,
                "request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"},
            }
            for resource in resources
        ],
    }
