# SPDX-License-Identifier: EUPL-1.2
"""What dies is started again; what is stopped takes everything along."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

SCRIPT = """
import sys
from nabij.config.processes import Child, Supervisor
children = [Child(name, [sys.executable, "-c", code]) for name, code in {children!r}.items()]
Supervisor(children, say=lambda line: print(line, flush=True)).run(
    ready=lambda: True, when_ready=lambda: print("ready", flush=True)
)
print("stopped", flush=True)
"""
STEADY = "import os, time; print('child', os.getpid(), flush=True); time.sleep(60)"


@pytest.fixture
def supervised():
    started = []

    def start(**children):
        code = textwrap.dedent(SCRIPT).format(children=children)
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(process, word):
    lines = []
    while word not in (line := process.stdout.readline()):
        assert line, lines
        lines.append(line)
    return line


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_child_that_dies_is_started_again(supervised):
    process = supervised(web=STEADY)
    first = int(read_until(process, "child").split()[1])
    os.kill(first, signal.SIGKILL)
    assert "web ended with code -9; it starts again in 1 s" in read_until(process, "ended")
    assert int(read_until(process, "child").split()[1]) != first


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(supervised):
    process = supervised(web="raise SystemExit(3)")
    assert "in 1 s" in read_until(process, "ended")
    assert "in 2 s" in read_until(process, "ended")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_children(supervised, number):
    process = supervised(web=STEADY, worker=STEADY)
    pids = [int(read_until(process, "child").split()[1]) for _ in range(2)]
    process.send_signal(number)
    read_until(process, "stopped")
    assert process.wait(10) == 0
    assert not [pid for pid in pids if is_alive(pid)]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells children")
def test_children_do_not_outlive_a_killed_supervisor(supervised):
    process = supervised(web=STEADY)
    child = int(read_until(process, "child").split()[1])
    process.kill()
    wait_for(lambda: not is_alive(child))
