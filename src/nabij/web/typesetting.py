# SPDX-License-Identifier: EUPL-1.2
"""Papers as PDF, set by Typst, which reads no fonts of the machine and nothing from the network.

So a paper is the same wherever it is made. It sets Libertinus, which it carries: our Inter is
packed for browsers only.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any


def typeset(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """Return the paper that a Typst template makes of `data`. About a second."""
    import typst  # only when a paper is asked for

    made = typst.compile(
        _content_of(template),
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError
    return made


@cache
def _content_of(template: Path) -> bytes:
    return template.read_bytes()
