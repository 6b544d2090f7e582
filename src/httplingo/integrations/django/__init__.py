"""Localized errors in Django, and in Django REST framework.

In the settings::

    MIDDLEWARE = ["httplingo.integrations.django.LocalizedErrorsMiddleware", ...]
    INSTALLED_APPS = [..., "httplingo.integrations.django"]  # for {% load httplingo %}
    HTTPLINGO = {"api": "/api/", "details": {"home_url": "/"}}  # keywords of `Policy`

Or, without the middleware, in the root URL configuration::

    from httplingo.integrations.django import handler400, handler403, handler404, handler500

In Django REST framework's settings::

    "EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler"
"""

from __future__ import annotations

from .middleware import LocalizedErrorsMiddleware
from .views import handler400, handler403, handler404, handler500

__all__ = [
    "LocalizedErrorsMiddleware",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
]
