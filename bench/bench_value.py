# SPDX-License-Identifier: EUPL-1.2
"""How fast the value model is, beside what others would use for the same sums.

    python -m bench.bench_value [--draws 10000] [--sheet-draws 20] [--pycel FOLDER]

Simulates an institution of 6 segments, 41 products and 60 months, drawing included, and has
LibreOffice (and pycel, from the folder where `make bench-value` put it) recalculate the same model
as a spreadsheet on the same draws; then counts a million care episodes beside lifelines. Peers
answer the same question in the same run, and their answers are compared. Goals: 10,000 draws in 1
s; a million episodes in 50 ms; 1,000 times LibreOffice.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.installation import say
from bench.value import spreadsheet
from bench.value.institution import institution
from nabij.value.model import (
    learn,
    moments,
    scenarios,
    simulate,
    sobol,
    stay,
    tornado,
    uncertain_codes,
)
from nabij.value.model.cashflow import run
from nabij.value.model.frame import lay_out
from nabij.value.model.sampling import draw

EPISODES = 1_000_000
GOAL_DRAWS, GOAL_EPISODES, GOAL_RATIO = 1.0, 0.050, 1000


def best_of(times: int, function: Callable[[], object]) -> tuple[float, float]:
    """Return the shortest wall time, and the shortest processor time, of a few tries."""
    walls, processors = [], []
    for _ in range(times):
        wall, processor = time.perf_counter(), time.process_time()
        function()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def show(name: str, function: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """Print how long something takes; return wall and processor time."""
    wall, processor = best_of(times, function)
    say(f"  {name:<44} {wall:8.3f} s wall {processor:8.3f} s processor")
    return wall, processor


def simulation(draws: int) -> float:
    """Print the figures of the engine alone; return seconds per draw, drawing included."""
    model = institution()
    say(f"{len(uncertain_codes(model))} uncertain numbers, {draws:,} draws")
    whole, processor = show(
        "simulate: draw, calculate, sum up", lambda: simulate(model, draws=draws)
    )
    say(f"  the most memory this process has held so far: {peak_mb():.0f} MB")
    show("  of which drawing", lambda: draw(model, seed=1, size=draws))
    sample, frame = draw(model, seed=1, size=draws), lay_out(model, model.plan)
    show("  of which calculating", lambda: run(frame, sample))
    show("simulate, first answer of 1,000 draws", lambda: simulate(model, draws=1000))
    show("three columns with table and Shapley", lambda: scenarios(model))
    show("tornado of all uncertain numbers", lambda: tornado(model))
    show("exact moments of the levers", lambda: moments(model), 1)
    show("Sobol, 1,024 draws per kind", lambda: sobol(model), 1)
    show("what to learn first: EVPI and all EVPPI", lambda: learn(model, draws=draws), 1)
    verdict(
        processor <= GOAL_DRAWS * draws / 10_000, f"{GOAL_DRAWS} s of one core per 10,000 draws"
    )
    return whole / draws


def peak_mb() -> float:
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def spreadsheets(per_draw: float, draws: int, pycel: Path | None) -> None:
    """Print what spreadsheet programs need for the same draws, and whether they agree."""
    model = institution()
    sample = draw(model, seed=1, size=draws)
    ours = run(lay_out(model, model.plan), sample).delta_npv
    soffice = shutil.which("soffice")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = spreadsheet.write(model, sample, draws, folder / "model.xlsx")
        say(f"as a spreadsheet: {book.formulas:,} formulas")
        if soffice:
            seconds, answers = spreadsheet.libreoffice(soffice, book, folder)
            compare("LibreOffice", seconds, per_draw, answers, ours)
            verdict(seconds / per_draw >= GOAL_RATIO, f"{GOAL_RATIO:,} times LibreOffice")
        else:
            say("  SKIPPED: LibreOffice is not on this machine (no soffice on the path)")
        if pycel and pycel.is_dir():
            # Last on the path: it brings packages of its own that may not take the place of ours.
            sys.path.append(str(pycel))
            seconds, answers = spreadsheet.pycel(book, 1)
            compare("pycel", seconds, per_draw, answers, ours[1:])
        else:
            say("  SKIPPED: pycel is not here; `make bench-value` fetches it (three minutes more)")


def compare(
    name: str, seconds: float, per_draw: float, answers: list[float], ours: np.ndarray
) -> None:
    """Print the pace of a peer, the ratio, and the largest difference between the answers."""
    off = max(abs(a - b) / abs(b) for a, b in zip(answers, ours, strict=False))
    say(
        f"  {name:<12} {seconds * 1000:10.3f} ms per draw, {seconds / per_draw:10,.0f} times ours;"
        f" largest difference {off:.1e} of the answer"
    )
    say(
        f"  {'':<12} draws measured: {len(answers)}; 10,000 would take"
        f" {seconds * 10_000 / 3600:,.1f} hours (extrapolated)"
    )
    if off > 1e-9:
        sys.exit(f"{name} does not give our numbers")


def episodes() -> None:
    """Print how long it takes to learn from a million care episodes, beside lifelines."""
    generator = np.random.default_rng(1)
    days = np.minimum(generator.geometric(1 / 500, EPISODES), 3650)
    kinds = generator.choice(3, EPISODES, p=[0.3, 0.3, 0.4])
    say(f"{EPISODES:,} care episodes in days")
    ours, processor = show("Kaplan-Meier", lambda: stay.kaplan_meier(days, kinds > 0), 7)
    show("Aalen-Johansen, two kinds of exit", lambda: stay.aalen_johansen(days, kinds), 7)
    verdict(processor <= GOAL_EPISODES, f"{GOAL_EPISODES * 1000:.0f} ms for a million episodes")
    from lifelines import KaplanMeierFitter

    peer = KaplanMeierFitter()
    theirs, _ = show("lifelines, Kaplan-Meier", lambda: peer.fit(days, kinds > 0), 3)
    found = stay.kaplan_meier(days, kinds > 0).survival
    off = np.abs(peer.predict(np.arange(len(found))).to_numpy() - found).max()
    say(f"  {theirs / ours:.0f} times ours; largest difference {off:.1e}")
    if off > 1e-9:
        sys.exit("lifelines does not give our numbers")


def verdict(is_met: bool, goal: str) -> None:
    """Print whether a goal is met."""
    say(f"  goal {goal}: {'met' if is_met else 'NOT MET (is the machine busy?)'}")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--sheet-draws", type=int, default=20)
    parser.add_argument("--pycel", type=Path, help="folder in which pycel is installed")
    given = parser.parse_args()
    per_draw = simulation(given.draws)
    episodes()
    spreadsheets(per_draw, given.sheet_draws, given.pycel)


if __name__ == "__main__":
    main()
