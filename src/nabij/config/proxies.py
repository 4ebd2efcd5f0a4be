# SPDX-License-Identifier: EUPL-1.2
"""Who asks, when a proxy stands in between."""

from collections.abc import Callable, Sequence
from typing import Any

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

type Application = Callable[..., Any]


def behind_proxies(application: Application, trusted: Sequence[str]) -> Application:
    """Return the application with the address of the colleague in place of the proxy's.

    Tries are counted by it and the log names it, so X-Forwarded-For counts from the addresses and
    networks in `trusted` only: anybody can write that header.
    """
    if not trusted:
        return application
    wrapped: Application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=list(trusted))
    return wrapped
