# SPDX-License-Identifier: EUPL-1.2
"""Words and small pieces of the client picture."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nabij.access.queries import EMERGENCY, WAY_IN_SENTENCES, WayIn
from nabij.clientview import choices
from nabij.clientview.queries import Picture, ShownStatement, Statements
from nabij.clientview.rules import current, grouping, summaries, visits
from nabij.clientview.rules.current import Panel
from nabij.clientview.rules.fragmentation import Year
from nabij.clientview.rules.grouping import Item
from nabij.clientview.rules.sameness import words_in_order
from nabij.clientview.rules.sources import KnownSource
from nabij.clientview.rules.statements import Statement
from nabij.clientview.rules.timeline import Filter
from nabij.clientview.rules.visits import Visit
from nabij.core.dates import PartialDate
from nabij.core.identifiers import format_postcode
from nabij.dossiers.choices import FactKind, ReferenceState
from nabij.dossiers.types import FactInView, SourceInView
from nabij.linkage.choices import GroundKind
from nabij.relations.queries import Person
from nabij.web.formats import clock, day, decimals, initials, until
from nabij.web.templatetags.nabij import source as source_tag

register = template.Library()

# Of these it must be said when no source says anything.
ALWAYS_SHOWN = frozenset({"allergy", "directive", "problem", "medication"})
_NUMBER = re.compile(r"-?\d+\.\d+|\d+(?:\.\d+)?/\d+(?:\.\d+)?")


@register.simple_tag(takes_context=True)
def chip(context: dict[str, Any], source: SourceInView | KnownSource) -> SafeString:
    """Show a source by its short name, where the picture knows one; the full name is its title."""
    picture = context.get("picture")
    short = picture.shorts.get(getattr(source, "id", 0)) if picture else None
    return _chip(source.title, source.care_type, short or source.title)


@lru_cache(maxsize=1024)
def _chip(title: str, care_type: str, short: str) -> SafeString:
    if short == title:
        return source_tag(title, care_type)
    return format_html(
        '<span class="source {}" title="{}"><b aria-hidden="true">{}</b>{}</span>',
        care_type,
        title,
        initials(title)[:1],
        short,
    )


@register.filter
def safety(picture: Picture) -> current.Safety:
    """Return allergies and resuscitation: what stands on top of the page."""
    return current.safety(picture.panels)


@register.filter
def states_beside(statements: Statements | None, fact: FactInView) -> tuple[ShownStatement, ...]:
    """Return what the client states beside a fact."""
    return statements.beside(fact) if statements else ()


@register.filter
def statement_url(shown: ShownStatement, person: Person) -> str:
    """Return the address of a statement, which opens what it stands beside and no more."""
    address = reverse("clientview:statement", args=[person.ref, shown.statement.ref])
    if shown.fact:
        return f"{address}?fact={shown.fact.ref}"
    return f"{address}?moment={shown.statement.moment}" if shown.statement.moment else address


@register.filter
def fact_name(fact: FactInView) -> str:
    """Return what a fact is called: by its source, else what kind it is.

    One that opens on a stated ground only is called by its kind outside its own page.
    """
    name = (not fact.is_shut and fact.code_text) or str(FactKind(fact.kind).label)
    return name[:1].upper() + name[1:]


@register.filter
def began_earlier(fact: FactInView, wanted: Filter) -> bool:
    """Tell whether a line began before the first day asked for."""
    return wanted.began_earlier(fact)


@register.filter
def is_plain_status(fact: FactInView) -> bool:
    """Tell whether the status that a source sent is one that we have words for."""
    return not fact.status or fact.status in choices.STATUSES


@register.filter
def since_line(item: Item) -> str:
    """Return since when something holds, or that no date is known; '' for the date of making."""
    if item.since:
        return _("since %(since)s") % {"since": day(item.since)}
    return "" if item.lead.fact.type == "Device" else _("without a date")


@register.filter
def sources_line(item: Item) -> str:
    """Return how many sources say the same, '' for one."""
    number = len(item.sources)
    return _("%(n)s sources:") % {"n": number} if number > 1 else ""


@register.filter
def panels_of(picture: Picture, names: str) -> list[tuple[str, Panel]]:
    """Return the panels with these names that say something, or whose silence matters."""
    return [
        (name, picture.panels[name])
        for name in names.split()
        if name in picture.panels and (name in ALWAYS_SHOWN or not picture.panels[name].is_empty)
    ]


@register.filter
def dutch_value(fact: FactInView) -> str:
    """Return value and unit, with a decimal comma on Dutch pages."""
    value = decimals(fact.value) if _NUMBER.fullmatch(fact.value) else fact.value
    return f"{value} {fact.unit}".strip()


@register.filter
def stance_word(said: Statement) -> str:
    """Return how a source stands towards a thing: `in gebruik`, `weerlegd`."""
    return stance_label(said.stance, said.fact.kind)


@register.filter
def stance_label(stance: str, kind: str) -> str:
    """Return the word for a stance, as it is said of this kind of fact."""
    return str(choices.STANCES_BY_KIND.get((kind, stance), choices.STANCES[stance]))


@register.filter
def stance_tone(stance: str) -> str:
    """Return the tone of the tag for a stance."""
    return choices.TONES[stance]


@register.filter
def verdict_word(item: Item) -> str:
    """Return that sources differ or contradict; '' when they do not."""
    return str(choices.VERDICTS.get(item.verdict, ""))


@register.filter
def decision_word(fact: FactInView) -> str:
    """Return what a directive decides; never a yes unless it is one for certain."""
    return str(choices.DECISIONS[_decision(fact)])


@register.filter
def decision_tone(fact: FactInView) -> str:
    """Return the tone of the tag for a decision."""
    return choices.DECISION_TONES[_decision(fact)]


@register.filter
def status_word(fact: FactInView) -> str:
    """Return the status of a fact in words; one that is not known as it was sent."""
    return str(choices.STATUSES.get(fact.status, fact.status))


@register.filter
def kind_word(kind: str) -> str:
    """Return what a kind of fact is called."""
    return str(FactKind(kind).label)


@register.filter
def kind_icon(kind: str) -> str:
    """Return the icon of a kind of fact."""
    return choices.ICONS.get(kind, "notes")


@register.filter
def reference_word(state: str) -> str:
    """Return what became of a reference."""
    return str(ReferenceState(state).label)


@register.filter
def word_of(code: str, table: str) -> str:
    """Return the word for a code of one of the lists in `choices`; an unknown one as it is."""
    words: dict[str, Any] = getattr(choices, table)
    return str(words.get(code, code))


@register.filter
def summary(fact: FactInView) -> str:
    """Return what a fact says in one line."""
    told = summaries.summary(fact)
    if fact.kind == "observation" and fact.value:
        plain = f"{fact.value} {fact.unit}".strip()
        return told.replace(plain, dutch_value(fact), 1)
    return told


@register.filter
def panel_line(item: Item) -> str:
    """Return the line under the name of a current item: for a medicine its dose, no delivery."""
    fact = item.lead.fact
    if item.kind == "medication":
        return grouping.dose_of(fact)
    if item.kind == "care_plan":
        return ""
    return summary(fact)


@register.filter
def other_name(said: Statement, item: Item) -> str:
    """Return the name a source gives to a medicine, '' when it is the name of the item."""
    name = said.fact.code_text
    return "" if words_in_order(name) == words_in_order(item.title) else name


@register.filter
def details(fact: FactInView) -> list[tuple[str, str]]:
    """Return every detail of a fact with its name in words, one line for each part."""
    found = []
    for name, value in fact.details.items():
        told = [_detail_line(line) for line in summaries.lines(value)]
        if told:
            found.append((_detail_name(name), "\n".join(told)))
    return found


def _detail_name(name: str) -> str:
    return str(choices.DETAILS.get(name, name.replace("_", " ")))


def _detail_line(line: list[tuple[str, str]]) -> str:
    parts = []
    for name, text in line:
        word = str(choices.CODES.get(text, text))
        parts.append(f"{_detail_name(name)}: {word}" if name else word)
    return "; ".join(parts)


@register.filter
def code_word(code: str) -> str:
    """Return the word for a code that sources send in English; anything else as it was sent."""
    return str(choices.CODES.get(code, code))


@register.filter
def activities(fact: FactInView) -> list[dict[str, str]]:
    """Return what a care plan does."""
    return summaries.activities(fact)


@register.filter
def is_high_risk(fact: FactInView) -> bool:
    """Tell whether an allergy is called dangerous."""
    return current.is_high_risk(fact)


@register.filter
def dose(fact: FactInView) -> str:
    """Return how a medicine is to be used."""
    return grouping.dose_of(fact)


@register.filter
def window(visit: Visit) -> str:
    """Return about what time somebody comes: `tussen 10.00 en 10.30`."""
    if not visit.starts_at:
        return _("time not known")
    start = _dotted(clock(visit.starts_at))
    if not visit.ends_at or visit.ends_at <= visit.starts_at:
        return _("at about %(start)s") % {"start": start}
    end = _dotted(clock(visit.ends_at))
    return _("between %(start)s and %(end)s") % {"start": start, "end": end}


@register.filter
def is_now(visit: Visit, now: Any) -> bool:
    """Tell whether a visit is going on."""
    return visits.is_now(visit, now=now)


@register.filter
def way_in_sentence(way: WayIn, now: datetime) -> str:
    """Return why the viewer sees this, and until when where the clock decides."""
    ends = until(way.ends_at, now=now)
    return str(WAY_IN_SENTENCES[way.kind]) % {"until": ends}


@register.filter
def class_words(classes: frozenset[str]) -> list[str]:
    """Return the classes of data that stand open, in words and in order."""
    return [str(choices.CLASSES[data_class]) for data_class in sorted(classes)]


@register.filter
def age(birth: PartialDate, on: date) -> int | str:
    """Return the age on a day, as two possible ages where only a part of the date is known."""
    youngest, oldest = birth.age_range_on(on)
    return (
        oldest
        if youngest == oldest
        else _("%(one)s or %(other)s") % {"one": youngest, "other": oldest}
    )


@register.filter
def postcode(value: str) -> str:
    """Return a postcode as people write it: `8011 AB`."""
    return format_postcode(value)


@register.filter
def instruction_icon(kind: str) -> str:
    """Return the icon of a contact instruction."""
    return choices.INSTRUCTION_ICONS.get(kind, "info-circle")


@register.filter
def ground_word(ground: str) -> str:
    """Return on what ground a source stands open."""
    if ground == EMERGENCY:
        return _("emergency button")
    return str(GroundKind(ground).label) if ground in GroundKind else ground


@register.filter
def names_of(years: Sequence[Year]) -> str:
    """Return who was involved in the last year, by name."""
    last = years[-1]
    return ", ".join((*last.providers, *last.financiers))


def _decision(fact: FactInView) -> str:
    if not fact.is_understood or fact.is_error:
        return ""
    return grouping.decision_of(fact)


def _dotted(time: str) -> str:
    return time.replace(":", ".")
