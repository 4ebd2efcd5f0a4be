# SPDX-License-Identifier: EUPL-1.2
"""What a web server calls. It refuses to load under a role that the log cannot bind."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from nabij.config.environment import environment
from nabij.database.guard import refuse_powerful_role

application = get_wsgi_application()
refuse_powerful_role(connection)
connection.close()
if environment.trusted_proxies:
    # The address of the colleague, not of the proxy: tries are counted by it, the log names it.
    application = wrap_wsgi_with_proxy_headers(
        application, trusted_hosts=environment.trusted_proxies
    )
