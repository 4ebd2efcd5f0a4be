# SPDX-License-Identifier: EUPL-1.2
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.viewer import Viewer
from nabij.value import actions, queries
from nabij.value import model as engine
from nabij.value.choices import FILE_PROBLEMS
from nabij.value.models import ValueModel
from nabij.value.papers import words, workbooks
from nabij.value.rules import calculation, codebook, estimate_rows, sheets

Problems = list[dict[str, Any]]


class Command(BaseCommand):
    help = "Calculate a value model, give it as a spreadsheet, or take in its estimates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
        listing = steps.add_parser("list", help="list the models")
        run = steps.add_parser("run", help="calculate a model and keep the run")
        run.add_argument("model", help="its name or the code in its address")
        run.add_argument("--plan", default="", help="name of the plan (default: the first)")
        run.add_argument("--seed", type=int, default=calculation.SEED, help="start of the draws")
        run.add_argument("--draws", type=int, default=calculation.DRAWS, help="how many draws")
        export = steps.add_parser("export", help="write a model as .xlsx with live formulas")
        export.add_argument("model", help="its name or the code in its address")
        export.add_argument("file", help="the file to write")
        export.add_argument("--plan", default="", help="name of the plan (default: the first)")
        take = steps.add_parser("import", help="take estimates from a CSV or .xlsx file")
        take.add_argument("model", help="its name or the code in its address")
        take.add_argument("file", help="the file to read")
        take.add_argument("--dry-run", action="store_true", help="check only")
        for one in (listing, run, export, take):
            one.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, step: str, **options: Any) -> None:
        viewer = access_queries.machine(at=timezone.now(), command="value")
        if step == "list":
            self._list(viewer, options)
            return
        try:
            model = queries.model_named(viewer=viewer, name=options["model"])
        except queries.ModelNotFound:
            raise CommandError(
                f"There is no one model “{options['model']}”. See: nabij value list"
            ) from None
        steps = {"run": self._run, "export": self._export, "import": self._import}
        try:
            steps[step](viewer, model, options)
        except engine.ImpossibleModel as error:
            setup = queries.setup_of(viewer=viewer, model=model)
            raise CommandError(words.impossible(error, setup)) from None

    def _list(self, viewer: Viewer, options: dict[str, Any]) -> None:
        rows = queries.model_names(viewer=viewer)
        if options["json"]:
            found = [{"ref": ref, "name": name} for ref, name in rows]
            self.stdout.write(json.dumps({"models": found}, ensure_ascii=False))
            return
        for ref, name in rows:
            self.stdout.write(f"{ref}  {name}")

    def _run(self, viewer: Viewer, model: ValueModel, options: dict[str, Any]) -> None:
        kept = actions.record_run(
            viewer=viewer,
            model=model,
            chosen=self._plan(viewer, model, options["plan"]),
            seed=options["seed"],
            draws=options["draws"],
        )
        setup, answer, insight = actions.repeat_run(viewer=viewer, run=kept)
        if options["json"]:
            found = {
                "run": kept.ref,
                "model": model.name,
                "seed": kept.seed,
                "draws": kept.draws,
                "digest": kept.digest,
                "versions": kept.versions,
                **kept.result,
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for sentence in words.sentences(setup, answer, insight):
            self.stdout.write(sentence)

    def _export(self, viewer: Viewer, model: ValueModel, options: dict[str, Any]) -> None:
        setup = queries.setup_of(viewer=viewer, model=model)
        estimates = queries.current_estimates(viewer=viewer, model=model)
        if missing := codebook.missing(setup, set(estimates)):
            raise actions.EstimatesMissing(n=len(missing))
        content = workbooks.workbook(
            viewer=viewer,
            model=model,
            setup=setup,
            estimates=estimates,
            chosen=self._plan(viewer, model, options["plan"]),
        )
        path = Path(options["file"])
        path.write_bytes(content)
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(path), "bytes": len(content)}))
        else:
            self.stdout.write(str(path))

    def _import(self, viewer: Viewer, model: ValueModel, options: dict[str, Any]) -> None:
        try:
            rows = sheets.rows(Path(options["file"]).read_bytes())
        except sheets.UnreadableFile as error:
            raise CommandError(str(FILE_PROBLEMS[error.code])) from None
        setup = queries.setup_of(viewer=viewer, model=model)
        read = estimate_rows.read(rows, {slot.code: slot for slot in codebook.slots(setup)})
        problems = [
            {"row": one.row, "column": one.column, "problem": words.problem(one.problem)}
            for one in read.problems
        ]
        if problems:
            self._refuse(problems, as_json=options["json"])
        if options["dry_run"]:
            done = actions.compare(viewer=viewer, model=model, estimates=read.estimates)
        else:
            done = actions.record_estimates(viewer=viewer, ref=model.ref, estimates=read.estimates)
        found = {"new": done.new, "changed": done.changed, "same": done.same}
        if options["json"]:
            self.stdout.write(json.dumps(found | {"dry_run": options["dry_run"]}))
        else:
            self.stdout.write(", ".join(f"{name} {n}" for name, n in found.items()))

    def _refuse(self, problems: Problems, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"problems": problems}, ensure_ascii=False))
        else:
            for one in problems:
                self.stderr.write(f"{one['row']} {one['column']}: {one['problem']}")
        raise CommandError("Nothing was recorded.")

    def _plan(self, viewer: Viewer, model: ValueModel, name: str) -> str:
        options = queries.setup_of(viewer=viewer, model=model).options
        for one in options:
            if name in (one.name, one.ref):
                return one.ref
        if name:
            raise CommandError("Plans: " + ", ".join(one.name for one in options))
        return ""
