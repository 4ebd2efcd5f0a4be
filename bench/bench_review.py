# SPDX-License-Identifier: EUPL-1.2
"""How long a colleague who judges links waits for nabij, per decision.

    python -m bench.bench_review [--records 10000] [--decisions 200] [--keep FOLDER]

Sets up an installation of its own, stores invented records of three sources, links everybody and
starts `nabij serve`. A colleague of the front office then judges as on the page: one key, and the
answer is the next question. Every third is the same person, the others are not. The goal is 200 an
hour, 18 seconds each: what nabij does not take of those is for reading and deciding. How fast
people read is not measured here.
"""

import argparse
import html
import http.client
import json
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import bench_link_all
from bench.bench_web import COLLEAGUE, PORT, serving, sign_in
from bench.installation import answer_of, installation, say, started

GOAL_AN_HOUR = 200
OURSELVES = "bench.bench_review"
SAME_ONE_IN, COUNTED = 3, 20
_STAMP = re.compile(r'name="stamp" value="([^"]+)"')
_QUESTION = re.compile(r'href="(/linkage/[\w-]{16}/)')


class Judge:
    """The browser of a colleague: one connection, the address and the stamp of one question."""

    def __init__(self, session: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", PORT)
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={'a' * 32}",
            "X-CSRFToken": "a" * 32,
            "Accept-Language": "nl",
        }
        found = _QUESTION.search(self._ask("GET", "/linkage/"))
        if found is None:
            raise SystemExit("nothing waits to be judged: ask for more --records")
        self.question = found[1]
        self.stamp = _stamp(self._ask("GET", self.question))

    def decide(self, verdict: str) -> bool:
        """Judge the question and take the next; tell whether there is one."""
        form = {"decision": verdict, "stamp": self.stamp}
        text = self._ask("POST", self.question, urlencode(form), {"HX-Request": "true"})
        self.question = self.pushed
        if self.question:
            self.stamp = _stamp(text)
        return bool(self.question)

    def _ask(
        self, method: str, path: str, body: str = "", more: dict[str, str] | None = None
    ) -> str:
        headers = self.headers | (more or {})
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status not in {http.HTTPStatus.OK, http.HTTPStatus.FOUND}:
            raise SystemExit(f"{method} {path} answered {answer.status}")
        self.pushed = answer.headers.get("HX-Push-Url", "")
        return text


def _stamp(text: str) -> str:
    found = _STAMP.search(text)
    if found is None:
        raise SystemExit("the page of a question has changed: it has no stamp")
    return html.unescape(found[1])


def measure(home: Path, records: int, decisions: int) -> None:
    """Fill, link, count, serve, judge, print."""
    bench_link_all.part(home, "--fill", str(records))
    linked = bench_link_all.part(home, "--link", str(records))["counts"]
    waiting = int(answer_of(started(home, OURSELVES, "--colleague", role="owner")))
    say(f"{records:,} records linked ({linked}); {waiting:,} questions wait")
    costs = json.loads(answer_of(started(home, OURSELVES, "--count-queries")))
    session = answer_of(started(home, OURSELVES, "--sign-in"))
    times = []
    with serving(home):
        judge = Judge(session)
        for number in range(decisions):
            start = time.perf_counter()
            goes_on = judge.decide("different" if number % SAME_ONE_IN else "same")
            times.append((time.perf_counter() - start) * 1000)
            if not goes_on:
                break
    times.sort()
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    seconds = 3600 / GOAL_AN_HOUR
    say(
        f"  {p50:7.0f} ms p50 {p95:7.0f} ms p95 of {len(times)} decisions, each with the next question"
    )
    for verdict, found in costs.items():
        queries, processor = zip(*found, strict=True)
        say(
            f"  {statistics.median(queries):7.0f} SQL queries in the middle, {max(queries)} at most,"
            f" {statistics.median(processor):.0f} ms of our processor: {verdict}"
        )
    left = seconds - p95 / 1000
    say(f"  {left:7.1f} s of {seconds:.0f} left to read and decide, at {GOAL_AN_HOUR} an hour")


def add_colleague() -> int:
    """Record the colleague who judges; return how many questions wait."""
    from datetime import timedelta

    from django.utils import timezone

    from nabij.access.models import Unit, User
    from nabij.core.viewer import Role
    from nabij.linkage.models import RecordLink

    on = timezone.localdate() - timedelta(days=1)
    team = Unit.objects.create(name="Team Noord", kind="team")
    user = User.objects.create_user(COLLEAGUE, "Anja Smit")
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    user.unit_memberships.create(unit=team, starts_on=on)
    return RecordLink.objects.filter(needs_review=True).count()


def count_queries() -> dict[str, list[tuple[int, float]]]:
    """Return how many queries and milliseconds of processor some decisions take, in this process.

    The first of each is not counted: it reads templates.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nabij.access.models import User
    from nabij.access.tests import signing_in

    client = Client(headers={"host": "localhost"})
    signing_in.sign_in(client, User.objects.get(email=COLLEAGUE))
    found = _QUESTION.search(client.get("/linkage/").text)
    question = found[1] if found else ""
    stamp = _stamp(client.get(question).text)
    costs: dict[str, list[tuple[int, float]]] = {"different": [], "same": []}
    for number in range(COUNTED):
        verdict = list(costs)[number % 2]
        form: dict[str, Any] = {"decision": verdict, "stamp": stamp}
        since = time.process_time()
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(question, form, headers={"HX-Request": "true"})
        spent = (time.process_time() - since) * 1000
        if number >= len(costs):
            costs[verdict].append((len(captured), spent))
        question = answer.headers.get("HX-Push-Url", "")
        if not question:
            break
        stamp = _stamp(answer.text)
    return costs


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, left as it is")
    parts = {"colleague": add_colleague, "count_queries": count_queries, "sign_in": sign_in}
    for name in parts:
        parser.add_argument(
            f"--{name.replace('_', '-')}", action="store_true", help=argparse.SUPPRESS
        )
    given = parser.parse_args()
    for name, do in parts.items():
        if getattr(given, name):
            import django

            django.setup()
            said = do()
            sys.stdout.write(said if isinstance(said, str) else json.dumps(said))
            return
    with installation(given.keep) as home:
        measure(home, given.records, given.decisions)


if __name__ == "__main__":
    main()
