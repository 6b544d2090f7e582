"""The application that brings the template tags."""

from __future__ import annotations

from django.apps import AppConfig


class HttplingoConfig(AppConfig):  # type: ignore[misc]
    """Makes ``{% load httplingo %}`` work where it is in ``INSTALLED_APPS``.

    >>> HttplingoConfig.label
    'httplingo'
    """

    name = "httplingo.integrations.django"
    label = "httplingo"
    verbose_name = "httplingo"
