# SPDX-License-Identifier: EUPL-1.2
"""The invented institution: believable, coherent, and the same for everyone with the same seed."""

import csv
from collections import Counter
from datetime import date, datetime

import pytest

from nabij.core import identifiers
from nabij.core.dates import DUTCH_TIME, parse_fhir
from nabij.core.viewer import Role
from nabij.demo.generator import copies, numbers, roster
from nabij.demo.generator.days import age, in_dutch, later, moment
from nabij.demo.generator.institution import TooFewClients, generate, organisation_bonds
from nabij.demo.generator.names import family_of, full_name

TODAY = date(2026, 11, 22)
CLIENTS = 600


@pytest.fixture(scope="module")
def institution():
    return generate(seed=3, clients=CLIENTS, today=TODAY)


@pytest.fixture(scope="module")
def by_number(institution):
    return {client.client_number: client for client in institution.clients}


def _everyone(institution):
    return [
        *(client.person for client in institution.clients),
        *institution.related,
        *(stranger.person for stranger in institution.strangers),
    ]


def test_the_same_seed_gives_the_same_institution_and_another_seed_another():
    one = generate(seed=5, clients=60, today=TODAY)
    assert one == generate(seed=5, clients=60, today=TODAY)
    other = generate(seed=6, clients=60, today=TODAY)
    assert [full_name(c.person.name) for c in one.clients] != [
        full_name(c.person.name) for c in other.clients
    ]


@pytest.mark.parametrize("clients", [25, 26, 27, 111, 600])
def test_there_are_exactly_as_many_clients_as_asked(clients):
    assert len(generate(seed=1, clients=clients, today=TODAY).clients) == clients


def test_fewer_clients_than_the_tour_needs_are_refused():
    with pytest.raises(TooFewClients, match="at least 25"):
        generate(seed=1, clients=24, today=TODAY)


@pytest.mark.parametrize(
    "today", [date(2028, 2, 29), date(2027, 1, 1), date(2026, 12, 31), date(2027, 3, 28)]
)
def test_it_can_be_made_on_any_day(today):
    institution = generate(seed=1, clients=80, today=today)
    jo = institution.clients[0].person
    assert age(jo.birth, today) == 84
    assert all(client.starts_on < today for client in institution.clients)


def test_keys_and_client_numbers_are_given_out_once(institution):
    keys = [person.key for person in _everyone(institution)]
    assert len(keys) == len(set(keys))
    assert len({client.client_number for client in institution.clients}) == CLIENTS
    assert len({unit.key for unit in institution.units}) == len(institution.units)
    assert len({c.email for c in institution.colleagues}) == len(institution.colleagues)


def test_every_bsn_passes_the_eleven_test_and_lies_in_the_range_of_test_sets(institution):
    bsns = [client.person.bsn for client in institution.clients]
    assert all(identifiers.is_bsn(bsn) and bsn.startswith("9999") for bsn in bsns)
    assert len(set(bsns)) == CLIENTS
    assert not any(person.bsn for person in institution.related)


def test_there_are_bsns_for_a_hundred_thousand_clients():
    found = numbers.bsns()
    first = [next(found) for _ in range(20_000)]
    assert len(set(first)) == 20_000
    assert all(identifiers.is_bsn(bsn) for bsn in first)


def test_a_mistyped_bsn_fails_the_eleven_test():
    found = numbers.bsns()
    for bsn in (next(found) for _ in range(500)):
        wrong = copies.mistyped(bsn)
        assert len(wrong) == 9
        assert not identifiers.is_bsn(wrong)


def test_phones_mails_and_postcodes_look_right_and_belong_to_nobody(institution):
    for person in _everyone(institution):
        for point in person.contact_points:
            if point.system == "phone":
                assert identifiers.is_phone(point.value)
                for style in (0, 1, 2):
                    written = numbers.as_dialled(point.value, style)
                    assert identifiers.normalise_phone(written) == point.value
            else:
                assert identifiers.is_email(point.value)
                assert point.value.endswith(".example")
        for address in person.addresses:
            assert identifiers.is_postcode(address.postcode)


def test_birth_dates_can_be_read_and_some_are_known_in_part(institution):
    births = [client.person.birth for client in institution.clients]
    precisions = Counter(parse_fhir(birth).precision for birth in births)
    assert precisions["day"] > precisions["year"] > 0


def test_most_clients_are_old_as_in_home_care(institution):
    ages = [age(client.person.birth, TODAY) for client in institution.clients]
    assert sum(75 <= years <= 97 for years in ages) / CLIENTS > 0.6
    assert min(ages) < 60
    assert max(ages) <= 99


def test_names_come_from_many_origins_and_keep_their_accents(institution):
    names = " ".join(full_name(client.person.name) for client in institution.clients)
    assert " van " in names
    assert "-" in names
    assert any(letter in names for letter in "şçğıöüëéł")
    uses = Counter(client.person.name.name_use for client in institution.clients)
    assert uses["own"] > uses["partner"] > 0
    assert uses["partner_own"] > uses["partner"]


def test_all_roles_are_held_by_somebody(institution):
    held = {role for colleague in institution.colleagues for role in colleague.roles}
    assert held == {role.value for role in Role}
    by_key = {colleague.key: colleague for colleague in institution.colleagues}
    assert by_key[institution.cast["anja"]].roles == ("front_office",)
    assert len(by_key) == len(institution.colleagues) >= 40


def test_carla_works_in_another_unit_than_fatima_and_dirk(institution, by_number):
    by_key = {colleague.key: colleague for colleague in institution.colleagues}
    fatima, carla = by_key["fatima"], by_key["carla"]
    assert not set(carla.units) & set(fatima.units)
    assert by_number[institution.cast["dirk"]].team in fatima.units
    assert by_number[institution.cast["jo"]].team in fatima.units


def test_units_form_one_tree(institution):
    known = set()
    for unit in institution.units:
        assert unit.parent is None or unit.parent in known
        known.add(unit.key)
    assert [unit.parent for unit in institution.units].count(None) == 1
    assert {unit.kind for unit in institution.units} == {"institution", "region", "team", "office"}


def test_whatever_a_row_refers_to_is_there(institution):
    persons = {person.key for person in _everyone(institution)}
    organisations = {row.key for row in institution.organisations}
    units = {unit.key for unit in institution.units}
    colleagues = {colleague.key for colleague in institution.colleagues}
    for bond in institution.relationships:
        assert {bond.subject, bond.object} <= persons
    for household in institution.households:
        assert set(household.members) <= persons
    for bond in organisation_bonds(institution):
        assert bond.object in organisations
    for client in institution.clients:
        assert client.team in units
        assert client.coordinator in colleagues
        assert client.general_practice in organisations
    assert {row.organisation for row in institution.practitioners} <= organisations


def test_every_client_has_somebody_to_call_first_but_those_living_with_a_client(institution):
    first = {bond.subject for bond in institution.relationships if bond.kind == "first_contact"}
    without = [c for c in institution.clients if c.person.key not in first]
    assert len(without) < CLIENTS * 0.12


def test_contact_instructions_are_three_at_most_and_began_before_today(institution):
    assert max(len(client.instructions) for client in institution.clients) == 3
    for client in institution.clients:
        for instruction in client.instructions:
            assert "{" not in instruction.text
            assert instruction.starts_on <= TODAY
            assert instruction.ends_on is None or instruction.ends_on > TODAY


def test_everyone_has_an_own_record_and_grounds_differ(institution):
    """A-110: nothing of another source is open without the client's say."""
    decisions = Counter()
    for client in institution.clients:
        assert client.records[0].source == "own-record"
        assert client.records[0].patient_id == client.client_number
        for record in client.records[1:]:
            decisions[record.ground.decision if record.ground else "none"] += 1
    assert set(decisions) == {"given", "refused", "withdrawn", "none"}
    assert decisions["given"] / decisions.total() > 0.8


def test_a_patient_number_is_used_once_per_source_but_may_return_elsewhere(institution):
    """O-13: one number means two people at two sources."""
    seen = {}
    for client in institution.clients:
        for record in client.records:
            numbers_ = seen.setdefault(record.source, set())
            assert record.patient_id not in numbers_
            numbers_.add(record.patient_id)
    assert seen["pharmacy"] & seen["day-care"]


def test_look_alikes_are_set_up_on_purpose(institution, by_number):
    """O-3 and O-6: twins, near-twins, namesakes, father and son, a BSN used for two."""
    kinds = {case.kind for case in institution.cases}
    assert kinds >= {"twins", "near_twins", "namesakes", "father_and_son", "shared_bsn"}
    assert kinds >= {"refused_general_practice", "withdrawn", "no_ground", "masked_bsn"}
    for case in institution.cases:
        people = [by_number[number].person for number in case.client_numbers]
        if case.kind in {"twins", "near_twins"}:
            one, other = people
            assert one.birth == other.birth
            assert family_of(one.name) == family_of(other.name)
            assert one.name.call_name != other.name.call_name
            assert (one.addresses == other.addresses) == (case.kind == "twins")
        if case.kind == "father_and_son":
            father, son = people
            assert father.name.initials == son.name.initials
            assert father.addresses == son.addresses
    for stranger in institution.strangers:
        alike = by_number[stranger.looks_like].person
        assert stranger.person.birth == alike.birth
        assert stranger.person.bsn != alike.bsn


def test_some_team_is_on_duty_at_any_moment_of_today(institution):
    for hour in range(24):
        now = datetime(2026, 11, 22, hour, 30, tzinfo=DUTCH_TIME)
        on_duty = {s.unit for s in institution.duty_shifts if s.starts_at <= now < s.ends_at}
        assert len({unit for unit in on_duty if unit.startswith("team-")}) == 8
        assert "on-call-delta" in on_duty
        assert ("night-zwolle" in on_duty) is (hour < 7 or hour >= 23)
    assert all(identifiers.is_phone(shift.phone) for shift in institution.duty_shifts)


def test_jo_is_visited_twice_today_the_first_time_at_a_quarter_past_ten(institution):
    today = [
        visit
        for visit in roster.visits(institution)
        if visit.client_number == institution.cast["jo"] and visit.starts_at.date() == TODAY
    ]
    assert [f"{visit.starts_at:%H:%M}" for visit in today] == ["10:15", "17:30"]


def test_nobody_is_visited_before_care_began_or_after_it_ended(institution, by_number):
    seen = set()
    for visit in roster.visits(institution):
        client = by_number[visit.client_number]
        assert client.starts_on <= visit.starts_at.date() <= (client.ends_on or date.max)
        assert abs((visit.starts_at.date() - TODAY).days) <= roster.DAYS_AROUND
        assert visit.starts_at < visit.ends_at
        assert visit.key not in seen
        seen.add(visit.key)


def test_the_roster_leaves_out_the_team_that_plans_in_its_own_record(institution, tmp_path):
    path = tmp_path / "roster.csv"
    written = roster.write_roster(institution, path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == written > 1000
    assert tuple(rows[0]) == roster.COLUMNS
    assert "Team Zwartewaterland" not in {row["team"] for row in rows}
    assert {row["team"] for row in rows} <= {unit.name for unit in institution.units}
    assert {row["colleague"] for row in rows} <= {c.name for c in institution.colleagues}


def test_a_hundred_thousand_clients_would_still_have_their_own_phone_most_of_the_time():
    mobiles = {numbers.mobile(number) for number in range(300_000)}
    assert len(mobiles) == 300_000


def test_days_are_written_in_dutch_time():
    assert moment(date(2026, 7, 1), "08:15") == "2026-07-01T08:15:00+02:00"
    assert moment(date(2026, 11, 22), "08:15") == "2026-11-22T08:15:00+01:00"
    assert later("23:50", 20) == "00:10"
    assert in_dutch(date(2026, 3, 9)) == "9-3-2026"
