"""No process outlives its supervisor, however that one dies.

The supervisor holds the writing end of a pipe; its children and all that they fork hold the reading end
and wait on it. When the supervisor is gone, even by kill -9, the pipe closes and each of them ends itself.
"""

import os
import signal
import threading

VARIABLE = "PROOFSHEET_LIFELINE"


def follow() -> None:
    """Watch the lifeline, if this process was started with one; forked children watch it, too."""
    descriptor = os.environ.get(VARIABLE)
    if descriptor is None:
        return
    _watch(int(descriptor))
    os.register_at_fork(after_in_child=lambda: _watch(int(descriptor)))


def _watch(descriptor: int) -> None:
    threading.Thread(target=_end_with_it, args=(descriptor,), name="lifeline", daemon=True).start()


def _end_with_it(descriptor: int) -> None:
    try:
        while os.read(descriptor, 1):
            pass
    except OSError:
        return  # the descriptor was closed here on purpose
    os.kill(os.getpid(), signal.SIGKILL)
