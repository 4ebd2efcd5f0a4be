# SPDX-License-Identifier: EUPL-1.2
"""Puts the whole institution together."""

from collections.abc import Iterator
from datetime import date

from nabij.demo.generator import providers, staff, traps
from nabij.demo.generator.builder import Builder
from nabij.demo.generator.chance import Chance
from nabij.demo.generator.households import add_household
from nabij.demo.generator.jo import add_dirk, add_jo
from nabij.demo.generator.places import Places
from nabij.demo.generator.shapes import Case, Institution, Relationship
from nabij.demo.generator.tables import table

FEWEST_CLIENTS = 25
_CLIENTS_PER_TRAP_SET = 250
_CASE_EXAMPLES = 8


class TooFewClients(ValueError):
    def __init__(self, clients: int) -> None:
        super().__init__(f"the demo needs at least {FEWEST_CLIENTS} clients, not {clients}")


def generate(*, seed: int, clients: int, today: date) -> Institution:
    """Return an institution with exactly `clients` clients as it stands on `today`.

    The same arguments give the same institution, on every machine.

    Raises:
        TooFewClients: fewer than 25, which leaves no room for the people of the tour.
    """
    if clients < FEWEST_CLIENTS:
        raise TooFewClients(clients)
    places = Places()
    units, colleagues = staff.units(), staff.colleagues()
    organisations = providers.organisations(seed, places)
    practitioners = providers.practitioners(seed, organisations)
    builder = Builder(
        seed=seed,
        today=today,
        places=places,
        colleagues=colleagues,
        organisations=organisations,
        practitioners=practitioners,
    )
    jo, dirk = add_jo(builder), add_dirk(builder)
    for number in range(max(1, clients // _CLIENTS_PER_TRAP_SET)):
        traps.add_traps(builder, number)
    household = 0
    while len(builder.clients) < clients:
        chance = Chance(seed, "household", household)
        add_household(builder, chance, clients - len(builder.clients))
        household += 1
    _name_examples(builder)
    return Institution(
        name=table("staff")["institution"],
        seed=seed,
        today=today,
        units=units,
        colleagues=colleagues,
        organisations=organisations,
        practitioners=practitioners,
        sources=providers.sources(),
        clients=tuple(builder.clients),
        related=tuple(builder.related),
        households=tuple(builder.households),
        relationships=tuple(builder.relationships),
        duty_shifts=staff.duty_shifts(units, today),
        cases=tuple(builder.cases),
        strangers=tuple(builder.strangers),
        cast={
            "anja": "anja",
            "bram": "bram",
            "carla": "carla",
            "fatima": "fatima",
            "nadia": "nadia",
            "dirk": dirk.client_number,
            "jo": jo.client_number,
        },
    )


def organisation_bonds(institution: Institution) -> Iterator[Relationship]:
    """Yield what each client has to do with organisations: practice, pharmacy, insurer and so on.

    They follow from the client's own fields and records, so they are not stored twice.
    """
    by_source = {
        providers.HOSPITAL: ("hospital", "hospital"),
        providers.DAY_CARE: ("day-care", "day_care"),
        providers.MENTAL_HEALTH: ("mental-health", "mental_health"),
    }
    for client in institution.clients:
        bonds = [
            (client.general_practice, "general_practice"),
            (client.pharmacy, "pharmacy"),
            (client.insurer, "insurer"),
            (client.municipality, "municipality"),
        ]
        if client.has_wlz:
            bonds.append(("care-office", "care_office"))
        if client.housing:
            bonds.append((client.housing, "housing"))
        bonds += [
            by_source[record.source] for record in client.records if record.source in by_source
        ]
        for organisation, kind in bonds:
            yield Relationship(
                subject=client.person.key,
                object=organisation,
                kind=kind,
                starts_on=client.starts_on.isoformat(),
            )


def _name_examples(builder: Builder) -> None:
    """Name a few clients for each thing a tour may want to show."""
    wanted = {
        "refused_general_practice": "Weigert inzage bij de huisarts; het beeld zegt dat.",
        "withdrawn": "Toestemming ingetrokken.",
        "no_ground": "Dossier ontvangen zonder grondslag: gesloten bewaard.",
        "masked_bsn": "De huisarts stuurt het BSN gemaskeerd.",
        "maiden_name": "Bij een andere bron bekend onder de eigen naam.",
        "swapped_birth": "Dag en maand van geboorte verwisseld bij een bron.",
        "wrong_bsn": "BSN bij een bron verkeerd overgenomen.",
        "mental_health": "In behandeling bij de GGZ: gevoelige bron.",
        "shielded": "Afgeschermd: staat niet in zoeklijsten.",
    }
    found: dict[str, list[str]] = {kind: [] for kind in wanted}
    for client in builder.clients:
        if client.person.is_shielded:
            found["shielded"].append(client.client_number)
        for record in client.records:
            ground = record.ground
            kinds = set(record.variant.split("+")) & wanted.keys()
            if ground is None:
                kinds.add("no_ground")
            elif ground.decision == "withdrawn":
                kinds.add("withdrawn")
            elif ground.decision == "refused" and record.source == providers.GP:
                kinds.add("refused_general_practice")
            if record.source == providers.MENTAL_HEALTH:
                kinds.add("mental_health")
            for kind in kinds:
                if len(found[kind]) < _CASE_EXAMPLES and client.client_number not in found[kind]:
                    found[kind].append(client.client_number)
    builder.cases += [
        Case(kind=kind, client_numbers=tuple(numbers), note=wanted[kind])
        for kind, numbers in found.items()
        if numbers
    ]
