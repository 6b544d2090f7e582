"""The backend under granian."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from .settings import Settings

#: A proxy is near: a header that takes longer than this, in milliseconds, or is larger, is none.
HEADER_MILLISECONDS, HEADER_BYTES = 5_000, 64 * 1024

#: How long what is in flight may take after a signal to stop, in seconds.
GRACE_SECONDS = 10


def run(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; SIGHUP replaces the workers, which read the catalogs anew.

    Args:
        settings: What to serve, and where.

    Returns:
        0, as a command does that ended as it was told.
    """
    # The workers are processes of their own, which read the settings from here.
    os.environ.update(settings.environment())
    Granian(
        "httplingo.serve.worker:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        websockets=False,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES
        ),
        workers_kill_timeout=GRACE_SECONDS,
        respawn_failed_workers=True,
        log_access=False,
        factory=False,
    ).serve()
    return 0
