# SPDX-License-Identifier: EUPL-1.2
"""How long it takes to see whether one new person is known among a million, and how often it errs.

    python -m bench.bench_incremental [--persons 100000] [--keep FOLDER]

Sets up an installation of its own with the embedded database as it runs for real (fsync on), and
fills it with invented persons (`matching.testing.persons`: families, twins, namesakes, moves,
typing errors). Then it asks for new copies of persons who are there, and for persons who are not;
with their families, namesakes and twins, who are there. Goals at a million persons, at the 95th
percentile: 5 ms for the query, 15 ms with scoring, 80 ms to record a person by the page.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from bench.installation import answer_of, installation, say, started
from bench.persons import fields_of, told_of

GOAL_QUERY_MS, GOAL_SCORED_MS, GOAL_PAGE_MS = 5.0, 15.0, 80.0
ASKED = 1_000


def measure(home: Path, persons: int) -> None:
    """Set up, fill, ask, print."""
    start = time.perf_counter()
    filled = json.loads(answer_of(started(home, "bench.persons", str(persons), role="owner")))
    took = time.perf_counter() - start
    say(f"{filled['persons']:,} persons, {filled['keys']:.1f} keys each, filled in {took:.0f} s")
    say(
        f"  {filled['index_mb']:9,.0f} MB of keys in their index, {filled['all_mb']:,.0f} MB "
        "of persons and all of their indexes"
    )
    found = json.loads(answer_of(started(home, "bench.bench_incremental", "--ask", str(persons))))
    for label, name, goal in (
        ("the query alone", "query", GOAL_QUERY_MS),
        ("with scoring", "scored", GOAL_SCORED_MS),
        ("the whole warning, with its line in the log", "warning", None),
        ("to record a person by the page, after that warning", "page", GOAL_PAGE_MS),
    ):
        p50, p95 = found[name]
        verdict = "" if goal is None else "   ok" if p95 < goal else f"   above {goal:.0f} ms"
        say(f"  {p50:9.1f} ms p50 {p95:8.1f} ms p95   {label}{verdict}")
    say(f"  {found['candidates']:9.1f} persons compared for each, {found['cut']} keys left out")
    say(f"  {found['known']:9.2%} of new copies find the person ({found['paired']:.2%} meet)")
    say(f"  {found['first']:9.2%} show the person among the first five")
    say(f"  {found['false']:9.2%} of new persons raise a false alarm")
    say(f"  {found['false_card']:9.2%} do so among those of whom one sees a card only")


def ask(persons: int) -> dict[str, Any]:
    """Ask for persons who are there and for persons who are not."""
    numbers: dict[int, int] = {}
    asked: dict[str, list[tuple[int, Any]]] = {"known": [], "new": []}
    for what, row in told_of(persons):
        if what == "there":
            numbers[row.person] = len(numbers) + 1
        elif len(asked[what]) < ASKED:
            asked[what].append((numbers.get(row.person, 0), row.record))
        elif all(len(records) == ASKED for records in asked.values()):
            break
    found: dict[str, Any] = look(asked)
    return found | {"page": record_by_page([record for _number, record in asked["new"][:220]])}


def look(asked: dict[str, list[tuple[int, Any]]]) -> dict[str, Any]:
    """Time the query, the query with scoring, and the warning; and count who is found."""
    from django.utils import timezone

    from nabij.access import queries as access_queries
    from nabij.matching import score_pairs
    from nabij.relations import queries
    from nabij.relations.queries.duplicates import _alike_on_card

    viewer = access_queries.machine(at=timezone.now(), command="bench")
    times: dict[str, list[float]] = {"query": [], "scored": [], "warning": []}
    counts = dict.fromkeys(("paired", "known", "first", "false", "false_card"), 0)
    candidates = cut = 0
    both = [(what, *one) for what in asked for one in asked[what]]
    for place, (what, number, record) in enumerate([*both[:100], *both]):
        fields, bsn = fields_of(record), (record.bsn_index or b"").decode()
        start = time.perf_counter()
        typed = queries.match_record_of(viewer=viewer, fields=fields, bsn=bsn)
        known = queries.persons_like(viewer=viewer, records=[typed], is_wide=True)
        read = time.perf_counter()
        pairs = score_pairs([typed], known.records, [(0, one.key) for one in known.records])
        on_card = _alike_on_card(typed, known.records)
        done = time.perf_counter()
        if place < 100:  # the first hundred only warm up
            continue
        times["query"].append(read - start)
        times["scored"].append(done - start)
        start = time.perf_counter()
        queries.duplicates_of(viewer=viewer, fields=fields, bsn=bsn)
        times["warning"].append(time.perf_counter() - start)
        candidates += len(known.records)
        cut += len(known.left_out)
        likely = sorted((p for p in pairs if p.decision != "none"), key=lambda p: -p.score)
        if what == "known":
            counts["paired"] += number in {one.key for one in known.records}
            counts["known"] += number in {pair.right for pair in likely}
            counts["first"] += number in {pair.right for pair in likely[:5]}
        else:
            counts["false"] += bool(likely)
            counts["false_card"] += bool(on_card)
    shares = {
        name: count / len(asked["new" if name.startswith("false") else "known"])
        for name, count in counts.items()
    }
    of_times = {name: percentiles(values) for name, values in times.items()}
    return shares | of_times | {"candidates": candidates / len(both), "cut": cut}


def record_by_page(records: list[Any]) -> tuple[float, float]:
    """Record new persons through the page, as a colleague does, with the warning before it."""
    from datetime import timedelta

    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from nabij.access.models import Unit, User
    from nabij.access.tests.signing_in import sign_in
    from nabij.core.viewer import Role

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    on = timezone.localdate() - timedelta(days=1)
    user = User.objects.create_user(f"anja{time.time_ns()}@example.nl", "Anja")
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    user.unit_memberships.create(unit=Unit.objects.order_by("pk")[0], starts_on=on)
    client = Client()
    sign_in(client, user)
    url, times = reverse("relations:person_new"), []
    for record in records:
        fields = fields_of(record)
        typed = {
            "given_names": fields.name.given_names,
            "initials": fields.name.initials,
            "call_name": fields.name.call_name,
            "own_name": f"{fields.name.own_prefix} {fields.name.own_name}",
            "name_use": "own",
            "gender": fields.gender,
            "birth": str(fields.birth or ""),
            "phone": next((p.value for p in fields.contact_points if p.system == "phone"), ""),
            "postcode": record.postcode,
            "house_number": record.house_number,
        }
        start = time.perf_counter()
        answer = client.post(url, typed)
        times.append(time.perf_counter() - start)
        if answer.status_code == 422:  # somebody like it is known: it is someone else
            start = time.perf_counter()
            answer = client.post(url, typed | {"is_someone_else": "on", "is_sure": "on"})
            times[-1] += time.perf_counter() - start
        if answer.status_code != 302:
            raise SystemExit(f"answered {answer.status_code}")
    return percentiles(times[20:])


def percentiles(seconds: list[float]) -> tuple[float, float]:
    """Return the 50th and the 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left as it is")
    parser.add_argument("--ask", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()

    if given.ask:
        import django

        django.setup()
        sys.stdout.write(json.dumps(ask(given.ask)))
        return
    with installation(given.keep) as home:
        measure(home, given.persons)


if __name__ == "__main__":
    main()
