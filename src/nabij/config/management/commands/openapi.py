# SPDX-License-Identifier: EUPL-1.2
import json
from typing import Any

from django.core.management.base import BaseCommand

from nabij.config import api


class Command(BaseCommand):
    help = "Print the description of the API in OpenAPI 3.1."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        self.stdout.write(json.dumps(api.openapi(), indent=1))
