"""System checks: what ``manage.py check`` says of a site's errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.views.csrf import CSRF_FAILURE_TEMPLATE_NAME

from .site import site
from .views import has_template

OURS = "httplingo.integrations.django.LocalizedErrorsMiddleware"
CSRF_VIEW = "httplingo.integrations.django.views.csrf_failure"

#: Middleware that has to see the answers of ours, and why.
_ABOVE = {
    "django.middleware.gzip.GZipMiddleware": "it compresses what passes",
    "django.middleware.cache.UpdateCacheMiddleware": "it keeps an answer by its Vary",
}


def check_setting(**_: Any) -> list[CheckMessage]:
    """Say what is wrong with the setting ``HTTPLINGO``.

    >>> check_setting()
    []
    """
    try:
        site()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="httplingo.E001")]
    return []


def check_csrf_view(**_: Any) -> list[CheckMessage]:
    """Propose a view for forms that are refused, where Django's English page would go out."""
    if (
        "django.middleware.csrf.CsrfViewMiddleware" not in settings.MIDDLEWARE
        or settings.CSRF_FAILURE_VIEW != "django.views.csrf.csrf_failure"
        or has_template(CSRF_FAILURE_TEMPLATE_NAME)
    ):
        return []
    return [
        Warning(
            "A form without a valid token is answered with Django's own page.",
            hint=f"In the visitor's language: CSRF_FAILURE_VIEW = {CSRF_VIEW!r}",
            id="httplingo.W001",
        )
    ]


def check_order(**_: Any) -> list[CheckMessage]:
    """Say which middleware has to stand above ours."""
    middleware = list(settings.MIDDLEWARE)
    if OURS not in middleware:
        return []
    return [
        Warning(
            f"{OURS} stands above {name}.",
            hint=f"Put it below: {why}.",
            id="httplingo.W002",
        )
        for name, why in _ABOVE.items()
        if name in middleware[middleware.index(OURS) :]
    ]


#: What `HttplingoConfig` registers.
CHECKS = (check_setting, check_csrf_view, check_order)
