"""What each process of the server runs."""

from __future__ import annotations

from .access_log import AccessLog
from .application import Application
from .settings import Settings

application = Application(Settings.of_environment())
application.log = AccessLog(application.settings.log_format)
