"""The application that brings the template tags and the system checks."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class HttplingoConfig(AppConfig):  # type: ignore[misc]
    """Makes ``{% load httplingo %}`` and the checks work where it is in ``INSTALLED_APPS``.

    >>> HttplingoConfig.label
    'httplingo'
    """

    name = "httplingo.integrations.django"
    label = "httplingo"
    verbose_name = "httplingo"

    def ready(self) -> None:
        """Register the system checks."""
        from .checks import CHECKS

        for check in CHECKS:
            register(check)
