"""Localized errors in Django, and in Django REST framework.

In the settings::

    MIDDLEWARE = ["httplingo.integrations.django.LocalizedErrorsMiddleware", ...]
    INSTALLED_APPS = [..., "httplingo.integrations.django"]  # system checks, {% load httplingo %}
    HTTPLINGO = {"api": "/api/", "details": {"home_url": "/"}}  # see `site.site`
    CSRF_FAILURE_VIEW = "httplingo.integrations.django.views.csrf_failure"

Or, without the middleware, in the root URL configuration::

    from httplingo.integrations.django import handler400, handler403, handler404, handler500

In Django REST framework's settings::

    "EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler"
"""

from __future__ import annotations

from .middleware import LocalizedErrorsMiddleware
from .responses import problem_response
from .views import handler400, handler403, handler404, handler500

__all__ = [
    "LocalizedErrorsMiddleware",
    "handler400",
    "handler403",
    "handler404",
    "handler500",
    "problem_response",
]
