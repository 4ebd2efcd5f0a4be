# SPDX-License-Identifier: EUPL-1.2
"""When two facts are about the same thing: the same code, or the same words after tidying.

Careful on purpose: two lines for one thing is untidy, one line for two things is dangerous.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from nabij.dossiers.types import FactInView
from nabij.matching.normalise import fold

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SMALL = "de het een van voor door met bij op in en of the of for to and a an"
_NOISE = frozenset(_SMALL.split())
_OF_ALLERGY = (
    "allergie allergisch overgevoeligheid overgevoelig intolerantie bijwerking reactie allergy"
    " intolerance product stof"
)
_ALLERGY_NOISE = frozenset(_OF_ALLERGY.split())
# From the first of these on a name of a medicine tells form and strength, not what is in it.
_OF_FORM = (
    "tablet tabl tab tabletten tabletfilm filmomhulde omhulde maagsapresistente oromucosale dragee"
    " capsule caps capsules mga msr gereguleerde afgifte drank druppels oogdruppels oordruppels"
    " zalf creme gel spray neusspray inhalator inhalatie inhalatiepoeder aerosol aerosolinh"
    " inhalpdr patroon pleister pleistertransdermaal injectie injvlst injectievloeistof infuus"
    " zetpil poeder poederdrank sachet oplossing suspensie smelttablet bruistablet retard zakje pen"
    " flacon ampul spuit mg ml mcg g ug ie oral solution injection cream extended release"
)
_FORMS = frozenset(_OF_FORM.split())
# How it goes in: the same substance as eye drops and as tablets is two medicines.
_WAYS = {
    "eye": ("oog",),
    "ear": ("oor",),
    "nose": ("neus",),
    "lungs": ("inhal", "aerosol", "verstuif"),
    "skin": ("zalf", "creme", "gel", "pleister", "huid", "smeersel", "lotion"),
    "rectal": ("zetpil", "klysma", "rect"),
    "injection": ("inj", "infuus", "pen", "flacon", "ampul", "spuit", "subcutaan"),
}
_SALTS = re.compile(
    r"(?<=[a-z]{5})(?:tartraat|succinaat|hydrochloride|maleaat|besilaat|fumaraat|mesilaat|bromide"
    r"|magnesium|calcium)$"
)
_OF_SALT = "natrium hcl hydrochloride tartraat succinaat magnesium calcium"
_SALT_WORDS = frozenset(_OF_SALT.split())
# The code of these says what sort of thing it is, not which one: two care plans share it.
_CODE_IS_CATEGORY = frozenset({"care_plan", "goal", "care_team", "coverage", "episode"})
_BY_CODE = re.compile(r"^[^|]*\|.+$")


@lru_cache(maxsize=8192)
def words_key(text: str, noise: frozenset[str] = _NOISE) -> str:
    """Return the telling words of a text, in alphabetical order.

    Example:
        >>> words_key("Diabetes mellitus type II")
        '2 diabetes mellitus type'
    """
    found = _WORD.findall(fold(text))
    return " ".join(sorted({_ROMAN.get(word, word) for word in found if word not in noise}))


@lru_cache(maxsize=8192)
def words_in_order(text: str) -> str:
    """Return the words of a text, tidied, in their own order: `1 maal 2` is not `2 maal 1`.

    Example:
        >>> words_in_order("1 tablet, 2 keer per dag") == words_in_order("2 tablet, 1 keer per dag")
        False
    """
    return " ".join(word for word in _WORD.findall(fold(text)) if word not in _NOISE)


@lru_cache(maxsize=8192)
def substance_key(text: str) -> str:
    """Return what a medicine consists of, without form, strength and salt.

    Example:
        >>> substance_key("METOPROLOLSUCCINAAT TABLET MVA 50MG"), substance_key("Metoprolol 25 mg")
        ('metoprolol', 'metoprolol')
    """
    kept = []
    for word in _WORD.findall(fold(text)):
        if word in _FORMS or word[0].isdigit():
            break
        kept.append(_SALTS.sub("", word))
    kept = [word for word in kept if word not in _SALT_WORDS] or kept
    return " ".join(sorted(set(kept))) or words_key(text)


@lru_cache(maxsize=8192)
def strength_of(text: str) -> str:
    """Return the numbers in the name of a medicine: its strength.

    Example:
        >>> strength_of("METOPROLOL TABLET MVA  50MG") == strength_of("metoprolol 50 mg tablet")
        True
    """
    return " ".join(_NUMBER.findall(fold(text).replace(",", ".")))


@lru_cache(maxsize=8192)
def way_key(text: str) -> str:
    """Return how a medicine goes in (`eye`, `lungs`), `mouth` when its name does not say.

    Example:
        >>> way_key("Dexamethason oogdruppels 1mg/ml"), way_key("Dexamethason tablet 1,5mg")
        ('eye', 'mouth')
    """
    words = _WORD.findall(fold(text))[1:]
    for way, beginnings in _WAYS.items():
        if any(word.startswith(beginnings) for word in words):
            return way
    return "mouth"


def keys_of(fact: FactInView) -> frozenset[str]:
    """Return the names under which the same thing is found at another source.

    Its codes (the main one and those in `details.codes`, each `system|code`) and its words. A
    medicine goes by what it consists of and how it goes in, so that two strengths of one medicine
    meet.
    """
    if fact.kind == "medication":
        text = fact.code_text
        substance = substance_key(text)
        return frozenset({f"{way_key(text)}|{substance}" if substance else _own(fact)})
    noise = _NOISE | _ALLERGY_NOISE if fact.kind == "allergy" else _NOISE
    keys = set() if fact.kind in _CODE_IS_CATEGORY else _codes(fact)
    text = words_key(fact.code_text, noise)
    if text:
        keys.add(f"text|{text}")
    return frozenset(keys) or frozenset({_own(fact)})


def _codes(fact: FactInView) -> set[str]:
    codes = {f"{fact.code_system}|{fact.code}"} if fact.code else set()
    return codes | {c for c in fact.details.get("codes", ()) if _BY_CODE.match(str(c))}


def same_things(facts: Sequence[FactInView]) -> list[list[FactInView]]:
    """Return the facts in groups that are about the same thing, in the order they came in.

    Facts that share one key belong together, also through a third. Facts that were not
    understood stay alone: a group may say more than they do.
    """
    group_of: dict[str, int] = {}
    groups: dict[int, list[FactInView]] = {}
    for number, fact in enumerate(facts):
        keys = keys_of(fact) if fact.is_understood else frozenset({_own(fact)})
        met = sorted({group_of[key] for key in keys if key in group_of})
        home = met[0] if met else number
        groups.setdefault(home, []).append(fact)
        for other in met[1:]:
            groups[home].extend(groups.pop(other))
            group_of.update({key: home for key, group in group_of.items() if group == other})
        group_of.update(dict.fromkeys(keys, home))
    return list(groups.values())


def _own(fact: FactInView) -> str:
    return f"fact|{fact.ref}"
