# SPDX-License-Identifier: EUPL-1.2
"""Import contract of our own: a package is entered by its front door only."""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class Facade(Contract):
    """Forbid imports of another package's inner modules (models, views, forms, ...)."""

    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    open_packages = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = []
        doors = cast("set[str]", self.doors)
        open_packages = cast("set[str]", self.open_packages)
        for importer in graph.modules:
            for imported in graph.find_modules_directly_imported_by(importer):
                here, there = self._split(importer), self._split(imported)
                if not there or there[0] in open_packages or (here and here[0] == there[0]):
                    continue
                if here and (here[0] == "config" or "tests" in here):
                    continue  # settings and urls compose; a test may set up from any package
                if len(there) > 1 and there[1] not in doors:
                    broken.append((importer, imported))
        return ContractCheck(kept=not broken, metadata={"broken": sorted(broken)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} reaches past the front door: {imported}", bold=False)

    def _split(self, module: str) -> list[str]:
        prefix = f"{self.root}."
        return module.removeprefix(prefix).split(".") if module.startswith(prefix) else []
