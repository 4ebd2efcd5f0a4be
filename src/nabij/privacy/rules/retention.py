# SPDX-License-Identifier: EUPL-1.2
"""How long each kind of record is kept, by law, with the day since which that holds.

Sources: WGBO 7:454 paragraph 3 (20 years from the last change, since 1-1-2020; 15 before), Jeugdwet
7.3.8, Wvggz 8:32 and Wzd 18c (20 years since 1-1-2020), Wmo 2015 5.3.4 (15 years), Awr 52 (7
years); two years after the last contact is our own choice for who never was in care. A term in
years ends with the last hour of the same date (Regulation 1182/71, article 3 paragraph 2): what
changed at the end of a day is kept as long as what changed at its beginning.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nabij.core.dates import DAY
from nabij.core.working_days import add_months


class Regime(StrEnum):
    CARE = "care"  # WGBO
    YOUTH = "youth"  # Jeugdwet
    COERCION = "coercion"  # Wvggz, Wzd
    SUPPORT = "support"  # Wmo
    BOOKS = "books"  # invoices
    CONTACT = "contact"  # contact without care


@dataclass(frozen=True, slots=True)
class Term:
    """So many years from the last change, for what changes last on or after a day."""

    regime: Regime
    years: int
    since: date
    source: str


TERMS = (
    Term(Regime.CARE, 15, date(1995, 4, 1), "WGBO 7:454 lid 3 (oud)"),
    Term(Regime.CARE, 20, date(2020, 1, 1), "WGBO 7:454 lid 3"),
    Term(Regime.YOUTH, 15, date(2015, 1, 1), "Jeugdwet 7.3.8 lid 3 (oud)"),
    Term(Regime.YOUTH, 20, date(2020, 1, 1), "Jeugdwet 7.3.8 lid 3"),
    Term(Regime.COERCION, 20, date(2020, 1, 1), "Wvggz 8:32, Wzd 18c"),
    Term(Regime.SUPPORT, 15, date(2015, 1, 1), "Wmo 2015 5.3.4"),
    Term(Regime.BOOKS, 7, date(1900, 1, 1), "Awr 52"),
    Term(Regime.CONTACT, 2, date(2018, 5, 25), "AVG 5 lid 1 onder e; eigen keuze"),
)


def term_of(regime: Regime, *, on: date, terms: Iterable[Term] = TERMS) -> Term | None:
    """Return the term that holds on a day; None from before there was one.

    Example:
        >>> term_of(Regime.CARE, on=date(2026, 11, 22)).years
        20
    """
    held = [term for term in terms if term.regime == regime and term.since <= on]
    return max(held, key=lambda term: term.since, default=None)


def kept_until(regime: Regime, *, last_on: date, on: date) -> date | None:
    """Return the first day on which what changed last on `last_on` may go, by the law of today.

    Example:
        >>> kept_until(Regime.CARE, last_on=date(2008, 2, 29), on=date(2026, 11, 22))
        datetime.date(2028, 3, 1)
        >>> kept_until(Regime.CONTACT, last_on=date(2024, 2, 29), on=date(2026, 11, 22))
        datetime.date(2026, 3, 1)
    """
    term = term_of(regime, on=on)
    return None if term is None else add_months(last_on, 12 * term.years) + DAY


def may_go(regime: Regime, *, last_on: date, on: date) -> bool:
    """Tell whether the term is over.

    Example:
        >>> may_go(Regime.CONTACT, last_on=date(2024, 2, 29), on=date(2026, 11, 22))
        True
    """
    until = kept_until(regime, last_on=last_on, on=on)
    return until is not None and until <= on
