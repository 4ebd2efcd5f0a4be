# SPDX-License-Identifier: EUPL-1.2
"""The search box over all relations: one text, any notation, the same few index reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramWordDistance
from django.db import models
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core.dates import PartialDate
from nabij.core.paging import PAGE_SIZE, Cursor, Page, Phase, page_of_phases
from nabij.core.viewer import Viewer
from nabij.matching.normalise import PREFIXES
from nabij.relations import rules
from nabij.relations.choices import REASONS, ContactSystem, PartyKind
from nabij.relations.models import Address, ContactPoint, Identifier, Party, PartyQuerySet
from nabij.relations.models.merges import current_key
from nabij.relations.types import Card

MOST_SIMILAR = 10
OPEN = Q(is_open=True)  # the viewer may see more than the card; see `PartyQuerySet.cards`
SHORTEST_SIMILAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One card and why it was found.

    `reasons` are codes: name, other_name, similar, birth_date, birth_year, address, email, phone,
    bsn, client_number, identifier.
    """

    card: Card
    reasons: tuple[str, ...]

    @property
    def reason_labels(self) -> list[str]:
        """Return the reasons in words, the plain name left out."""
        return [str(REASONS[code]) for code in self.reasons if REASONS.get(code)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of what was found; `is_guess` when nothing matched and look-alikes are shown."""

    page: Page[Found]
    is_empty_search: bool = False
    is_guess: bool = False


def search(
    *,
    viewer: Viewer,
    text: str,
    kind: str = "",
    cursor: Cursor | None = None,
    size: int = PAGE_SIZE,
    for_rights: bool = False,
) -> SearchResults:
    """Return the relations that match `text`, one page at a time, in the order of their names.

    Of one word, those whose surname begins with it come first.

    Names match in any order, without accents and prefixes, and in the middle; so does the city.
    Names and birth year match on every card. What lies beyond the card (phone, e-mail, address,
    full birth date, client number, BSN) matches only for persons whose contact data the viewer
    may see, so that a search tells no more than the card. The BSN matches for the roles that may
    use it.

    Args:
        for_rights: to find whose log or request it is: officers see the card of who is shielded.

    At most four SQL queries: one or two for the page, look-alikes when there is nothing, and the
    log entry, which this writes itself. The rows refuse lazy loading.

    Raises:
        LogUnavailable: the entry could not be written; nothing is returned.

    Source: capability A-02.
    """
    wanted = rules.recognise(text, today=localdate(viewer.at))
    if wanted.is_empty:
        return SearchResults(page=Page(rows=[]), is_empty_search=True)
    cards = Party.objects.cards(viewer, for_rights=for_rights).fetch_mode(models.FETCH_RAISE)
    if kind in PartyKind.values:
        cards = cards.filter(kind=kind)
    matching = _with_number(cards, viewer, wanted) if wanted.is_number else _with(cards, wanted)
    rows = page_of_phases(_phases(matching, wanted), cursor=cursor, size=size)
    found = rows.map(lambda party: Found(card=party.card, reasons=_reasons(party, wanted)))
    is_guess = False
    if not found.rows and cursor is None and (similar := _similar(cards, wanted)):
        found, is_guess = Page(rows=similar), True
    access_actions.record_list(
        viewer=viewer,
        event="search",
        object_ids=[row.card.id for row in found.rows],
        query=text,
    )
    return SearchResults(page=found, is_guess=is_guess)


def _with(cards: PartyQuerySet, wanted: rules.Search) -> PartyQuerySet:
    """Return the cards for which everything that was typed holds."""
    matching = cards.filter(_has_words(wanted.words)) if wanted.words else cards
    if wanted.email:
        points = ContactPoint.objects.filter(system=ContactSystem.EMAIL, value=wanted.email)
        matching = matching.filter(OPEN, pk__in=_whose(points))
    if wanted.postcode:
        matching = matching.filter(OPEN, pk__in=_whose(_at(wanted)))
    if wanted.birth and wanted.words:
        matching = matching.filter(
            _born(wanted.birth) & OPEN | _born(PartialDate(wanted.birth.earliest, "year")) & ~OPEN
        )
    elif wanted.birth:
        matching = matching.filter(_born(wanted.birth), OPEN)
    return matching


def _phases(matching: PartyQuerySet, wanted: rules.Search) -> list[Phase[Party]]:
    """Return what to read first and what after it, each in the way that its index serves best.

    A common surname stands together in the order of names, so it is read from that index. For all
    else the planner may not walk the order of names in the hope of a match soon: at a million rows
    that was a second for a common name. Sorting what the trigram index finds takes milliseconds.
    """
    words = _telling(wanted.words)
    if wanted.is_number or not words:
        return [Phase(matching)]
    unsorted = matching.annotate(name_order=Concat("sort_key", Value("")))
    if len(words) > 1:
        return [Phase(unsorted, "name_order")]
    begins = Q(sort_key__startswith=words[0])
    return [Phase(matching.filter(begins)), Phase(unsorted.exclude(begins), "name_order")]


def _with_number(cards: PartyQuerySet, viewer: Viewer, wanted: rules.Search) -> PartyQuerySet:
    """Return the cards for which a meaning of a number holds, with `matched` saying which.

    The keys are read from one small index each, before any card is touched.
    """
    options = _meanings(viewer, wanted)
    first, *others = options.values()
    matched = Case(
        *(When(pk__in=keys, then=Value(code)) for code, keys in options.items()),
        output_field=CharField(),
    )
    matching = cards.filter(pk__in=first.union(*others)).annotate(matched=matched)
    return matching.filter(OPEN | Q(matched="name"))


def _meanings(viewer: Viewer, wanted: rules.Search) -> dict[str, models.QuerySet[Party, Any]]:
    """Return per meaning of a number the keys of the parties that have it."""
    parties = Party.objects.order_by()
    options = {}
    if wanted.phone:
        points = ContactPoint.objects.filter(system=ContactSystem.PHONE, value=wanted.phone)
        options["phone"] = parties.filter(pk__in=_whose(points))
    if wanted.bsn and (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        known = Identifier.objects.with_bsn(wanted.bsn)
        options["bsn"] = parties.filter(pk__in=_whose(known))
    if viewer.is_machine or access_rules.may(viewer.roles, access_rules.DataClass.ORGANISATION):
        clients = parties.filter(client_number=wanted.number)
        options["client_number"] = parties.filter(
            pk__in=clients.values(whose=Coalesce("canonical_id", "pk"))
        )
    numbered = Identifier.objects.filter(value=wanted.number)
    options["identifier"] = parties.filter(pk__in=_whose(numbered))
    if wanted.birth:
        options["birth_date"] = parties.filter(_born(wanted.birth))
    if wanted.words:
        options["name"] = parties.filter(_has_words(wanted.words))
    return {code: found.values("pk") for code, found in options.items()}


def _whose(
    rows: "models.QuerySet[Address] | models.QuerySet[ContactPoint] | models.QuerySet[Identifier]",
) -> models.QuerySet[Any, Any]:
    """Return the keys of those to whom these rows belong; of who was merged, that of the other."""
    return rows.annotate(whose=current_key("party")).values("whose")


def _has_words(words: tuple[str, ...]) -> Q:
    """Return the condition that every word is in the search text; prefixes count only alone.

    Words of three letters or more match anywhere, shorter ones at the start of a word only, since
    the trigram index cannot find them elsewhere.
    """
    condition = Q()
    for word in _telling(words):
        condition &= Q(search_text__contains=word if len(word) > 2 else f" {word}")
    return condition


def _telling(words: tuple[str, ...]) -> list[str]:
    """Return the words that tell something; prefixes only when there is nothing else."""
    return [word for word in words if word not in PREFIXES] or list(words)


def _born(birth: PartialDate) -> Q:
    """Return the condition that a birth date may be this one, partial dates on either side."""
    may_be = Q(birth_on__range=(birth.earliest, birth.latest))
    if birth.precision != "year":
        may_be |= Q(birth_precision="year", birth_on=date(birth.year, 1, 1))
    if birth.precision == "day":
        may_be |= Q(birth_precision="month", birth_on=birth.earliest.replace(day=1))
    return may_be


def _at(wanted: rules.Search) -> models.QuerySet[Address]:
    """Return the addresses with this postcode and number; secret ones are not found this way."""
    addresses = Address.objects.filter(
        postcode=wanted.postcode, is_secret=False, ends_on__isnull=True
    )
    if wanted.house_number:
        addresses = addresses.filter(house_number=wanted.house_number)
    if wanted.suffix:
        addresses = addresses.filter(suffix__iexact=wanted.suffix)
    return addresses


def _similar(cards: PartyQuerySet, wanted: rules.Search) -> list[Found]:
    """Return the cards in whose names every word that was typed has a look-alike, nearest first."""
    words = [word for word in wanted.words if word not in PREFIXES]
    if wanted.is_number or not any(len(word) >= SHORTEST_SIMILAR for word in words):
        return []
    near, distances = cards, []
    for word in words:
        if len(word) >= SHORTEST_SIMILAR:
            near = near.filter(search_text__trigram_word_similar=word)
            distances.append(TrigramWordDistance(word, "search_text"))
        else:
            near = near.filter(_has_words((word,)))
    distance = sum(distances[1:], start=distances[0])
    rows = near.order_by(distance, "sort_key", "pk")[:MOST_SIMILAR]
    return [Found(card=party.card, reasons=("similar",)) for party in rows]


def _reasons(party: Party, wanted: rules.Search) -> tuple[str, ...]:
    if wanted.is_number:
        return (str(getattr(party, "matched", "")),)
    reasons = []
    if wanted.words:
        shown = " ".join(rules.search_words(f"{party.name} {party.city}"))
        is_shown = all(word in shown for word in wanted.words if word not in PREFIXES)
        reasons.append("name" if is_shown else "other_name")
    if wanted.birth:
        is_whole = getattr(party, "is_open", False) and wanted.birth.precision == "day"
        reasons.append("birth_date" if is_whole else "birth_year")
    if wanted.postcode:
        reasons.append("address")
    if wanted.email:
        reasons.append("email")
    return tuple(reasons)
