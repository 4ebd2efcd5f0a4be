# SPDX-License-Identifier: EUPL-1.2
"""Keep the processes of one installation running together: what dies is started again."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

POLL_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
STOP_SECONDS = 20.0
PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process under supervision, and when to start it again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    pause_seconds: float = 1.0


@dataclass(slots=True)
class Supervisor:
    """Keep children alive until a signal says stop; then stop them all."""

    children: list[Child]
    say: Callable[[str], object]
    is_stopping: bool = field(default=False, init=False)

    def run(self, *, ready: Callable[[], bool], when_ready: Callable[[], object]) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        announced = False
        try:
            while not self.is_stopping:
                for child in self.children:
                    self._tend(child)
                if not announced and ready():
                    announced = True
                    when_ready()
                time.sleep(POLL_SECONDS)
        finally:
            self._stop_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_after:
                child.process, child.started_at = _start(child.command), now
            return
        code = child.process.poll()
        if code is None:
            return
        if now - child.started_at > STEADY_AFTER_SECONDS:
            child.pause_seconds = 1.0
        self.say(
            f"nabij: {child.name} ended with code {code}; it starts again in "
            f"{child.pause_seconds:.0f} s."
        )
        child.process, child.start_after = None, now + child.pause_seconds
        child.pause_seconds = min(2 * child.pause_seconds, LONGEST_PAUSE_SECONDS)

    def _stop_children(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # Each child chooses its own database role; a session of its own keeps Ctrl C for us.
    surroundings = {key: value for key, value in os.environ.items() if key != "NABIJ_DATABASE_ROLE"}
    return subprocess.Popen(
        command,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,  # what we print ourselves is for the reader, theirs is a log
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    """Let the kernel stop this child when the supervisor is killed: nobody else would."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
