"""A default backend: error pages for reverse proxies and ingress controllers.

``httplingo serve`` runs it; any other ASGI server does as well::

    granian --interface asgi --factory httplingo.serve:make_application

It keeps no state but the pages that are ready, so it scales by copies.
"""

from __future__ import annotations

from .application import Application
from .settings import Settings

__all__ = ["Application", "Settings", "make_application"]


def make_application() -> Application:
    """Return the application with the settings of the environment.

    Raises:
        ValueError: A variable of the environment is malformed; the message names it.

    >>> type(make_application()).__name__
    'Application'
    """
    return Application(Settings.of_environment())
