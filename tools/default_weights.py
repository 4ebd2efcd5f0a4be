# SPDX-License-Identifier: EUPL-1.2
"""Learn the weights that nabij brings along, from invented persons. Run when the levels change.

.venv/bin/python tools/default_weights.py
"""

from pathlib import Path

from nabij.linkage.rules.weights import kept
from nabij.matching.linking import link_records
from nabij.matching.table import TableBuilder, normalised
from nabij.matching.testing.persons import told

RECORDS, SEED = 100_000, 1
TARGET = Path(__file__).parents[1] / "src/nabij/linkage/rules/default_weights.py"
HEAD = f'''# SPDX-License-Identifier: EUPL-1.2
"""Weights to start with, until an institution has learned its own: see `weights`.

Made by tools/default_weights.py out of {RECORDS:,} invented records, three in four with a BSN
(`matching.testing.persons`, seed {SEED}). Per level its chance within each kind of pair that
`matching.mixture` tells apart, one person first.
"""

from typing import Any

# fmt: off
DEFAULT: dict[str, Any] = {{
'''


def main() -> None:
    """Write `default_weights.py`."""
    builder = TableBuilder()
    for row in told(records=RECORDS, seed=SEED):
        builder.add(normalised(row.record), key=row.record.key)
    model = kept(link_records(builder.table()).model)
    lines = [f'    "shares": {model["shares"]},', '    "levels": {']
    for field, levels in model["levels"].items():
        lines.append(f'        "{field}": {{')
        lines += [f'            "{level}": {chances},' for level, chances in levels.items()]
        lines.append("        },")
    lines += ["    },", f'    "rounds": {model["rounds"]},', "}", "# fmt: on"]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
