# SPDX-License-Identifier: EUPL-1.2
"""Run every benchmark, each in a process of its own: `python -m bench [NAME ...]`."""

import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run the benchmarks named on the command line, else all; the first that fails ends it."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = sys.argv[1:] or [name.removeprefix("bench_") for name in found]
    for name in wanted:
        sys.stdout.write(f"\n{name}\n{'-' * len(name)}\n")
        sys.stdout.flush()
        module = f"bench.bench_{name}"
        # The module comes from our own folder; nothing of it is typed by anybody else.
        done = subprocess.run([sys.executable, "-m", module], check=False)  # noqa: S603
        if done.returncode != 0:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
