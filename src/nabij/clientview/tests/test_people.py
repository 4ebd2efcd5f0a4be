# SPDX-License-Identifier: EUPL-1.2
"""Who is around the client, once each over all sources: A-107."""

from datetime import date

import pytest

from nabij.clientview.rules.people import (
    Contact,
    Group,
    Named,
    around,
    care_type_of,
    contacts_of,
    drawn,
    first_to_call,
    short_titles,
)
from nabij.clientview.tests.making import GP, HOSPITAL, OWN, PHARMACY, TODAY, make
from nabij.dossiers.types import SourceInView


def _told(name, source=OWN, **fields):
    return make("related_person", name, source, type="RelatedPerson", **fields)


def _phone(number):
    return {"telecoms": [{"system": "phone", "value": number}]}


def test_somebody_we_know_in_several_ways_stands_there_once():
    (contact,) = contacts_of(
        [
            Contact(name="Marja", relation="kind", ref="m", rank=1, phones=("+31381213757",)),
            Contact(name="Marja", relation="mantelzorger", ref="m", note="dagelijks"),
            Contact(name="Marja", relation="gemachtigde", ref="m", is_representative=True),
        ],
        [],
        on=TODAY,
    )
    assert contact.relation == "kind, mantelzorger, gemachtigde"
    assert (contact.rank, contact.is_representative, contact.note) == (1, True, "dagelijks")
    assert contact.first_relation == "kind"


def test_a_contact_of_a_source_is_one_we_know_by_phone_or_by_name():
    known = [Contact(name="P. de Vries", relation="kind", ref="p", phones=("+31612345678",))]
    (contact,) = contacts_of(
        known, [_told("Petra de Vries-Jansen", details=_phone("06-12345678"))], on=TODAY
    )
    assert [source.title for source in contact.sources] == [OWN.title]
    (contact,) = contacts_of(known, [_told("P. de Vries", category="dochter")], on=TODAY)
    assert contact.relation == "kind"


def test_a_contact_that_only_a_source_knows_is_shown_with_that_source():
    (contact,) = contacts_of(
        [], [_told("Buurvrouw Corrie", category="buur", details=_phone("038 1245433"))], on=TODAY
    )
    assert (contact.ref, contact.phones) == ("", ("+31381245433",))
    assert contact.sources == (OWN,)


def test_whom_a_source_calls_first_contact_is_called_first():
    contacts = contacts_of(
        [Contact(name="Henk", relation="kind", ref="h", rank=2, phones=("+31501229595",))],
        [_told("Marja", value="Eerste relatie/contactpersoon", details=_phone("0381213757"))],
        on=TODAY,
    )
    assert first_to_call(contacts).name == "Marja"


def test_our_own_order_stands_above_that_of_a_source():
    (contact,) = contacts_of(
        [Contact(name="Henk", relation="kind", ref="h", rank=2, phones=("+31501229595",))],
        [_told("Henk", value="Eerste relatie/contactpersoon", details=_phone("0501229595"))],
        on=TODAY,
    )
    assert contact.rank == 2


def test_nobody_without_a_number_is_called_first():
    assert first_to_call([Contact(name="Henk", relation="kind", rank=1)]) is None


def test_a_contact_that_ended_or_was_an_error_is_left_out():
    ended = _told("Weg", is_active=False)
    wrong = _told("Fout", is_error=True)
    assert contacts_of([], [ended, wrong], on=TODAY) == []


def _named(name, type_="Organization", source=GP, **fields):
    return Named(name=name, target_type=type_, source=source, **fields)


def test_one_organisation_named_by_two_sources_stands_there_once():
    (party,) = around(
        [
            _named("Stichting Isala", years=(2024,), last_on=date(2024, 5, 1)),
            _named("Isala", source=HOSPITAL, years=(2026,), last_on=date(2026, 10, 1)),
        ],
        [],
        [],
        on=TODAY,
    )
    assert party.name == "Stichting Isala"
    assert party.years == {2024, 2026}
    assert [source.title for source in party.sources] == [GP.title, HOSPITAL.title]
    assert party.last_on == date(2026, 10, 1)


def test_who_only_pays_is_a_financier_and_no_provider():
    insurer = make("coverage", "Basisverzekering", starts="2024", details={"payers": ["Zorgzeker"]})
    (party,) = around(
        [_named("Zorgzeker", roles=("payor",)), _named("Zorgzeker", roles=("serviceProvider",))],
        [insurer],
        [],
        on=TODAY,
    )
    assert (party.group, party.is_recent) == (Group.FINANCIER, True)
    assert party.years == {2024, 2025, 2026}


def test_a_financing_that_ended_says_until_when():
    past = make(
        "coverage", "Wmo", starts="2020-01-01", ends="2021-06-30", details={"payers": ["Gemeente"]}
    )
    (party,) = around([], [past], [], on=TODAY)
    assert (party.is_recent, party.last_on) == (False, date(2021, 6, 30))


def test_who_was_last_named_over_a_year_ago_is_not_recent_and_a_planned_visit_lies_ahead():
    old, ahead, team = around(
        [
            _named("Oud", "Practitioner", last_on=date(2024, 1, 1)),
            _named("Straks", "Practitioner", last_on=date(2026, 12, 1)),
            _named("Team", "CareTeam", last_on=date(2020, 1, 1), kinds=("care_team",)),
        ],
        [],
        [],
        on=TODAY,
    )[::-1]
    assert (old.name, old.is_recent) == ("Oud", False)
    assert (ahead.name, ahead.is_ahead) == ("Straks", True)
    assert (team.name, team.is_recent) == ("Team", True)


def test_a_drawing_takes_so_many_of_each_group_the_latest_first():
    parties = around(
        [_named(f"Dokter {n}", "Practitioner", last_on=date(2026, 1, n + 1)) for n in range(9)],
        [],
        [],
        on=TODAY,
    )
    chosen = drawn(parties, places={Group.PROFESSIONAL: 2, Group.FINANCIER: 3})
    assert [party.name for party in chosen] == ["Dokter 8", "Dokter 7"]


@pytest.mark.parametrize(
    ("name", "category", "care_type"),
    [
        ("Huisartsenpraktijk De Linde", "", "gp"),
        ("P. Kramer", "huisarts", "gp"),
        ("Apotheek Zuid", "", "pharmacy"),
        ("Ziekenhuis Noord", "", "hospital"),
        ("E. van Dam", "cardiologie", ""),
    ],
)
def test_the_kind_of_care_follows_from_the_source_or_the_name(name, category, care_type):
    assert care_type_of(name, category, [HOSPITAL]) == care_type


def test_short_names_of_sources_still_tell_them_apart():
    other = SourceInView(id=9, ref="x", title="Apotheek Noord", care_type="pharmacy")
    assert short_titles([GP, PHARMACY, other]) == {
        GP.id: "Huisartsenpraktijk",
        PHARMACY.id: "Apotheek Zuid",
        9: "Apotheek Noord",
    }
