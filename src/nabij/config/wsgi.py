# SPDX-License-Identifier: EUPL-1.2
"""What a web server calls. It refuses to load under a role that the log cannot bind."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nabij.config.settings")

from django.core.wsgi import get_wsgi_application
from django.db import connection

from nabij.config.environment import environment
from nabij.config.proxies import behind_proxies
from nabij.database.guard import refuse_powerful_role

application = behind_proxies(get_wsgi_application(), environment.trusted_proxies)
refuse_powerful_role(connection)
connection.close()
