# SPDX-License-Identifier: EUPL-1.2
"""The invented colleagues at work: what they do stands under their name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from nabij.access import queries as access_queries
from nabij.core import history
from nabij.core.viewer import Viewer

DEMO = "demo"


@contextmanager
def at_work(user: Any, *, at: datetime) -> Iterator[Viewer]:
    """Let a colleague do what the block does, at a moment: log and history name them."""
    colleague = access_queries.viewer_of(user=user, at=at, access_point=DEMO)
    with history.by(colleague, way=DEMO):
        yield colleague
