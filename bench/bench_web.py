# SPDX-License-Identifier: EUPL-1.2
"""How fast the pages of daily work answer, of a real server with so many persons.

    python -m bench.bench_web [--persons 100000] [--seconds 10] [--keep FOLDER]

Sets up an installation of its own, fills it with invented persons (see persons.py), 5,000
organisations and five contact moments a person, and starts `nabij serve` on it. A colleague of the
front office then asks for pages over HTTP: one at a time, and with sixteen at once. In a folder
that is kept, what was filled is used again. Goals at a million persons, at the 95th percentile of
one at a time, and pages a second of sixteen at once; memory is that of the two web workers.
"""

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.installation import answer_of, environment_of, installation, say, started

PORT, AT_ONCE, WARM_UP, ROUNDS = 8_765, 16, 20, 100
ORGANISATIONS, MOMENTS_EACH = 5_000, 5
GOAL_MEMORY_MB = 200
FILLED, OURSELVES = "filled.json", "bench.bench_web"
COLLEAGUE = "anja@example.nl"


@dataclass(frozen=True, slots=True)
class Goal:
    """At most so many milliseconds and kB, at least so many pages a second of sixteen at once."""

    label: str
    ms: float
    a_second: float
    kilobytes: float


GOALS = {
    "list": Goal("list of persons, first page", 80, 40, 60),
    "search": Goal("search by part of a name", 120, 30, 60),
    "box": Goal("the box on top, while typing", 120, 30, 60),
    "person": Goal("person page", 150, 25, 80),
    "organisation": Goal("organisation page", 200, 20, 80),
    "timeline": Goal("contact with a person", 150, 25, 80),
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: a GET of `path`, or a POST of `form` to it."""

    path: str
    form: tuple[tuple[str, str], ...] = ()


class Caller:
    """One colleague's browser: a connection that stays open, with the cookies of a session."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.connection = http.client.HTTPConnection("localhost", PORT)
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Accept-Language": "nl",
            "HX-Request": "true",
            "X-CSRFToken": cookies["csrftoken"],
        }

    def get(self, ask: Ask) -> int:
        """Return how many bytes the answer has."""
        headers = dict(self.headers)
        body = None
        if ask.form:
            body = urlencode(ask.form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            del headers["HX-Request"]
        self.connection.request("POST" if body else "GET", ask.path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{ask.path} answered {answer.status}")
        return len(content)


def one_at_a_time(cookies: dict[str, str], asks: list[Ask]) -> tuple[float, float, float]:
    """Return p50 and p95 in milliseconds, and the size in kB of a page in the middle."""
    caller, times, sizes = Caller(cookies), [], []
    for ask in asks:
        start = time.perf_counter()
        sizes.append(caller.get(ask))
        times.append((time.perf_counter() - start) * 1000)
    times = sorted(times[WARM_UP:])
    return statistics.median(times), times[int(len(times) * 0.95)], statistics.median(sizes) / 1000


def sixteen_at_once(cookies: dict[str, str], asks: list[Ask], seconds: float) -> float:
    """Return how many pages a second sixteen callers get together."""
    done, until = [0] * AT_ONCE, time.monotonic() + seconds

    def work(number: int) -> None:
        caller = Caller(cookies)
        place = number * len(asks) // AT_ONCE
        while time.monotonic() < until:
            caller.get(asks[place % len(asks)])
            place += 1
            done[number] += 1

    threads = [threading.Thread(target=work, args=[number]) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


@contextmanager
def serving(home: Path) -> "Iterator[subprocess.Popen[str]]":
    """Run `nabij serve` until the block ends; gives the process."""
    server = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "nabij", "serve", "--port", str(PORT)],
        env=environment_of(home),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if not server.stdout or "nabij is ready" not in server.stdout.readline():
            raise SystemExit("the server did not start")
        yield server
    finally:
        server.terminate()
        server.wait()


def memory_of_web(server: "subprocess.Popen[str]") -> tuple[float, float]:
    """Return what the workers that answer hold, and what all web processes do, in MB.

    What they share counts in parts; 0 where there is no /proc.
    """
    parents = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines())
            parents[int(fields["Pid"])] = int(fields["PPid"])
        except (OSError, ValueError, KeyError):
            continue  # it ended meanwhile

    def is_below(pid: int, ancestor: int) -> bool:
        while pid in parents and pid != ancestor:
            pid = parents[pid]
        return pid == ancestor

    held: dict[int, int] = {}
    for pid in parents:
        if not is_below(pid, server.pid):
            continue
        try:
            if b"nabij.config.web" in Path(f"/proc/{pid}/cmdline").read_bytes():
                shares = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                held[pid] = sum(int(line.split()[1]) for line in shares if line.startswith("Pss:"))
        except OSError:
            continue
    workers = sum(size for pid, size in held.items() if parents[pid] in held)
    return workers / 1000, sum(held.values()) / 1000


def fill(persons: int) -> dict[str, Any]:
    """Add organisations, contact moments and a colleague; return whom to ask for."""
    from datetime import timedelta

    from django.db import connection
    from django.utils import timezone

    from nabij.access.models import Unit, User
    from nabij.core.viewer import Role
    from nabij.relations.models import OrganisationDetail, Party, building
    from nabij.relations.types import OrganisationFields

    team = Unit.objects.order_by("pk")[0]
    organisations = []
    for number in range(ORGANISATIONS):
        party, detail = Party(), OrganisationDetail()
        building.fill_organisation(party, detail, OrganisationFields(name=f"Wonen {number} Zwolle"))
        organisations.append((party, detail))
    Party.objects.bulk_create([party for party, _detail in organisations], batch_size=1000)
    for party, detail in organisations:
        detail.party_id = party.pk
    OrganisationDetail.objects.bulk_create([one for _party, one in organisations], batch_size=1000)

    on = timezone.localdate() - timedelta(days=1)
    user = User.objects.create_user(COLLEAGUE, "Anja Smit")
    user.role_assignments.create(role=Role.FRONT_OFFICE, starts_on=on)
    user.unit_memberships.create(unit=team, starts_on=on)
    with connection.cursor() as cursor:
        for statement in MOMENTS:
            cursor.execute(
                statement, {"user": user.pk, "each": MOMENTS_EACH, "latest": timezone.now()}
            )
    # In the order of their refs, which are random.
    own = Party.objects.filter(unit=team).order_by("ref").values_list("ref", "sort_key")[:ROUNDS]
    return {
        "persons": persons,
        "refs": [ref for ref, _key in own],
        "names": [key.split()[0] for _ref, key in own],
        "organisations": [party.ref for party, _detail in organisations[:ROUNDS]],
    }


def sign_in() -> str:
    """Return the session of the colleague who asks."""
    from django.test import Client

    from nabij.access.models import User
    from nabij.access.tests import signing_in

    client = Client()
    signing_in.sign_in(client, User.objects.get(email=COLLEAGUE))
    client.get("/", headers={"host": "localhost"})
    return client.cookies["sessionid"].value


# Spread over four years; every person is a counterpart, one in fifty contacts is an organisation's.
MOMENTS = (
    """
    INSERT INTO contact_interaction (ref, counterpart_id, channel, direction, topic, outcome, at,
      colleague_id, entry_key, is_guarded, version)
    SELECT substr(md5('r' || p.id || '-' || n), 1, 16), p.id, 'phone', 'in', 'planning', 'done',
      %(latest)s - make_interval(hours => ((p.id * 31 + n * 7919) %% 35000)::int), %(user)s,
      substr(md5('k' || p.id || '-' || n), 1, 16), p.kind = 'person', 1
    FROM relations_party p, generate_series(1, %(each)s) n
    """,
    """
    INSERT INTO contact_interactionparty (interaction_id, party_id, is_counterpart, is_subject,
      is_on_behalf_of, at)
    SELECT id, counterpart_id, true, is_guarded, false, at FROM contact_interaction
    """,
    "VACUUM (ANALYZE)",  # as the database does by itself, a minute later
)
# What was said is guarded from the owner too: only who records contact may add it.
TEXTS = """
    INSERT INTO contact_interactiontext (interaction_id, version, person_ids, data_class, text,
      author_id, written_at)
    SELECT id, 1, CASE WHEN is_guarded THEN ARRAY[counterpart_id] ELSE '{}'::bigint[] END, 'b',
      'Belde over de planning van volgende week.', colleague_id, at FROM contact_interaction
"""


def fill_texts() -> None:
    """Add what was said in each contact moment."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TEXTS)


def filled(home: Path, persons: int) -> dict[str, Any]:
    """Return whom to ask for, after filling the installation if that was not done before."""
    kept = home / FILLED
    if not kept.exists():
        start = time.perf_counter()
        answer_of(started(home, "bench.persons", str(persons), role="owner"))
        found_there = answer_of(started(home, OURSELVES, "--fill", str(persons), role="owner"))
        answer_of(started(home, OURSELVES, "--fill-texts"))
        kept.write_text(found_there)
        say(f"{persons:,} persons filled in {time.perf_counter() - start:.0f} s")
    found: dict[str, Any] = json.loads(kept.read_text())
    return found


def measure(home: Path, persons: int, seconds: float) -> None:
    """Fill, serve, ask, print."""
    found = filled(home, persons)
    session = answer_of(started(home, OURSELVES, "--sign-in"))
    cookies = {"sessionid": session, "csrftoken": "a" * 32}
    asks = asks_of(found)
    with serving(home) as server:
        for name, goal in GOALS.items():
            each = (asks[name] * 2)[: WARM_UP + ROUNDS]
            p50, p95, kilobytes = one_at_a_time(cookies, each)
            rate = sixteen_at_once(cookies, asks[name], seconds)
            is_good = p95 < goal.ms and rate >= goal.a_second and kilobytes < goal.kilobytes
            say(
                f"  {p50:7.0f} ms p50 {p95:7.0f} ms p95 {rate:7.1f} a second "
                f"{kilobytes:6.0f} kB   {goal.label}"
                + ("   ok" if is_good else f"   goal {goal.ms:.0f} ms, {goal.a_second:.0f}/s")
            )
        memory, with_parent = memory_of_web(server)
        verdict = "ok" if memory < GOAL_MEMORY_MB else f"above {GOAL_MEMORY_MB} MB"
        say(
            f"  {memory:7.0f} MB in the two web workers, {with_parent:.0f} MB with the process "
            f"they come from   {verdict}"
        )


def asks_of(found: dict[str, Any]) -> dict[str, list[Ask]]:
    """Return the requests of each kind of page."""
    return {
        "list": [Ask("/lists/persons/?view=all")] * ROUNDS,
        "search": [Ask("/relations/", (("q", name[:4]),)) for name in found["names"]],
        "box": [Ask("/find/", (("q", name[:4]),)) for name in found["names"]],
        "person": [Ask(f"/persons/{ref}/") for ref in found["refs"]],
        "organisation": [Ask(f"/organisations/{ref}/") for ref in found["organisations"]],
        "timeline": [Ask(f"/contact/{ref}/") for ref in found["refs"]],
    }


def main() -> None:
    """Measure in a folder that is gone afterwards, or in one that is kept; or do one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--keep", type=Path, help="a folder to work in, used again as it is")
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--sign-in", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fill-texts", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fill or given.fill_texts or given.sign_in:
        import django

        django.setup()
        if given.fill_texts:
            fill_texts()
        elif given.sign_in:
            sys.stdout.write(sign_in())
        else:
            sys.stdout.write(json.dumps(fill(given.fill)))
        return
    with installation(given.keep) as home:
        measure(home, given.persons, given.seconds)


if __name__ == "__main__":
    main()
