"""What the tests' own programs listen on: no two runs share a port, and nobody answers for somebody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.places import ROOT

#: other runs of this test may go on beside it
PORTS = (first := 10_000 + 2 * (os.getpid() % 4_500), first + 2)
ANOTHER_RUN = f"""
from tests.support import processes
processes._PORTS = {PORTS}
print(processes.free_port())
"""


def test_two_runs_never_share_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_PORTS", PORTS)
    ours = processes.free_port()
    answer = subprocess.run([sys.executable, "-c", ANOTHER_RUN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {ours, int(answer.stdout)} == set(range(*PORTS))
    assert processes.free_port() == int(answer.stdout)  # the other run has ended
    with pytest.raises(OSError, match="no port is free"):
        processes.free_port()


def test_a_program_that_ended_is_not_ready_although_another_answers(tmp_path: Path) -> None:
    log = tmp_path / "log"
    ended = processes.start([sys.executable, "-c", "print('the port is taken')"], log=log)
    ended.wait(30)
    with pytest.raises(processes.NotReady, match="the port is taken"):
        processes.wait_until(lambda: True, process=ended, log=log)
