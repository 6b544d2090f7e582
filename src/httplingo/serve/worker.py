"""What each process of the server runs."""

from __future__ import annotations

from .application import Application, log_to_stdout
from .settings import Settings

log_to_stdout()
application = Application(Settings.of_environment())
