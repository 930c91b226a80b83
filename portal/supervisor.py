"""Starts, watches and stops the processes of the portal: workers, web."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings

from portal.lifeline import VARIABLE

log = logging.getLogger(__name__)

GRACE_SECONDS = 8.0
"""How long a child may take to stop by itself."""
QUICK_DEATH_SECONDS = 5.0


class Supervisor:
    """Keeps `manage.py <name> <arguments>` children alive until it is told to stop; none survives it.

    A child that dies is started again, later each time when it dies quickly.
    """

    def __init__(self, children: dict[str, list[str]]) -> None:
        self.children = children
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._delay = dict.fromkeys(children, 0.0)
        self._stopping = False
        self._lifeline = os.pipe()

    def start(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        for name in self.children:
            self._spawn(name)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    @property
    def stopping(self) -> bool:
        return self._stopping

    def _spawn(self, name: str) -> None:
        reading, _ = self._lifeline
        manage = Path(settings.BASE_DIR) / "manage.py"
        self.processes[name] = subprocess.Popen(
            [sys.executable, str(manage), *self.children[name]],
            env={**os.environ, VARIABLE: str(reading)},
            pass_fds=(reading,),
            start_new_session=True,
        )
        self._started[name] = time.monotonic()

    def watch(self) -> None:
        """Start again what has died, later each time when it dies quickly; call it every second or so."""
        for name, process in list(self.processes.items()):
            if process.poll() is None:
                continue
            quick = self.age(name) < QUICK_DEATH_SECONDS + self._delay[name]
            if quick and self.age(name) < self._delay[name]:
                continue
            log.warning("%s ended with code %s; starting it again", name, process.returncode)
            _kill_group(process)
            self._delay[name] = min(60.0, max(1.0, self._delay[name] * 2)) if quick else 0.0
            self._spawn(name)

    def age(self, name: str) -> float:
        """Seconds since a child was started."""
        return time.monotonic() - self._started[name]

    def restart(self, name: str) -> None:
        """Kill a child with all its processes; `watch` starts it again."""
        log.warning("%s hangs; killing it", name)
        _kill_group(self.processes[name])
        self.processes[name].wait()

    def run(self, tick: Callable[[], object], every: float) -> None:
        """Watch until asked to stop, calling `tick` every so many seconds; a tick that fails is logged, not fatal."""
        due = time.monotonic()
        while not self._stopping:
            self.watch()
            if time.monotonic() >= due:
                try:
                    tick()
                except Exception:
                    log.exception("the sweep failed; it will be tried again")
                due = time.monotonic() + every
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask the children to stop, then kill what is left of them."""
        self._stopping = True
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("a child did not stop in time; killing it")
            _kill_group(process)
            process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
