# SPDX-License-Identifier: EUPL-1.2
"""Which sources a page may tell of, and what it says about those that are shut."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """One source that knows the person: on what ground it stands open, or why it is shut.

    `state` is open, refused, withdrawn or no_ground; `since` the date of the decision; `says_died`
    that it tells of the person's death, `record_id` the copy of the person there.
    """

    title: str
    care_type: str
    data_class: str
    ground: str = ""
    state: str = "no_ground"
    since: date | None = None
    says_died: bool = False
    is_limited: bool = False
    record_id: int | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether its facts may be shown to who has a way in."""
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesShown:
    """The sources of a picture: open ones, and shut ones with the reason."""

    open: tuple[KnownSource, ...]
    shut: tuple[KnownSource, ...]


def sources_shown(sources: Sequence[KnownSource], *, shows_sensitive: bool) -> SourcesShown:
    """Return the sources a page may name.

    The very name of a sensitive source is care data of class d: without that right it is neither
    named nor counted, open or shut. Even with it only an open one is: a client who refused a
    source also refused that it is known.
    """
    told = [s for s in sources if s.data_class != "d" or (shows_sensitive and s.is_open)]
    return SourcesShown(
        open=tuple(s for s in told if s.is_open),
        shut=tuple(s for s in told if not s.is_open),
    )
