# SPDX-License-Identifier: EUPL-1.2
"""Words and small pieces of the client picture."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from nabij.access.queries import WAY_IN_SENTENCES, WayIn
from nabij.clientview import choices
from nabij.clientview.rules import current, grouping, summaries, visits
from nabij.clientview.rules.fragmentation import Year
from nabij.clientview.rules.grouping import Item
from nabij.clientview.rules.statements import Statement
from nabij.clientview.rules.visits import Visit
from nabij.core.dates import PartialDate
from nabij.core.identifiers import format_postcode
from nabij.dossiers.choices import FactKind, ReferenceState
from nabij.dossiers.types import FactInView
from nabij.linkage.choices import GroundKind
from nabij.web.formats import clock

register = template.Library()


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
    return summaries.summary(fact)


@register.filter
def details(fact: FactInView) -> list[tuple[str, str]]:
    """Return every detail of a fact with its name in words."""
    return [
        (str(choices.DETAILS.get(name, name.replace("_", " "))), text)
        for name, text in summaries.rows(fact)
    ]


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
def way_in_sentence(way: WayIn) -> str:
    """Return why the viewer sees this."""
    return str(WAY_IN_SENTENCES[way.kind])


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
