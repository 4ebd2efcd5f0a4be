# SPDX-License-Identifier: EUPL-1.2
"""What can be asked about imports. Each colleague sees their own."""

from nabij.imports.queries.imports import (
    ImportNotFound,
    check_may_import,
    closed_codes,
    import_of,
    own_imports,
    status,
)
from nabij.imports.queries.report import kept, preview, returned

__all__ = [
    "ImportNotFound",
    "check_may_import",
    "closed_codes",
    "import_of",
    "kept",
    "own_imports",
    "preview",
    "returned",
    "status",
]
