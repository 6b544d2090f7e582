"""Error views for the root URL configuration, and for ``CSRF_FAILURE_VIEW``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.views import csrf
from django.views import defaults as django_defaults
from django.views.decorators.csrf import requires_csrf_token

from httplingo.integrations._core.answer import Answer, answer_of
from httplingo.integrations._core.log import report
from httplingo.problem import Problem

from .responses import new_response
from .site import site

#: The problem of a form without a valid token: texts in the package's catalogs.
FORM_EXPIRED = "form-expired"


def _localized(request: HttpRequest, code: int, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to an exception; None where Django's own goes out."""
    try:
        chosen = site()
        if isinstance(error, Problem):
            answer = answer_of(error)
        else:
            answer = Answer(code, default=True, details=chosen.adapter.own_words(error))
        replacement = chosen.replacement(request, answer)
        return None if replacement is None else new_response(replacement, request)
    except Exception as fault:
        report("an error page failed", fault)
        return None


def _view(code: int, django_view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that answers a status, or Django's own where that fails."""

    def view(request: HttpRequest, *exception: Any, **more: Any) -> HttpResponse:
        # That of 500 is not told what happened, but called while it is handled.
        error = exception[0] if exception else more.get("exception", sys.exception())
        return _localized(request, code, error) or django_view(request, *exception, **more)

    view.__name__ = view.__qualname__ = f"handler{code}"
    view.__doc__ = f"Answer {code} in the visitor's language."
    protected: Callable[..., HttpResponse] = requires_csrf_token(view)
    return protected


handler400 = _view(400, django_defaults.bad_request)
handler403 = _view(403, django_defaults.permission_denied)
handler404 = _view(404, django_defaults.page_not_found)
handler500 = _view(500, django_defaults.server_error)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in the visitor's language that a form has expired: a ``CSRF_FAILURE_VIEW``.

    A site's own template ``403_csrf.html`` stays, and Django's page with ``DEBUG``.

    Args:
        request: Django's request.
        reason: Why, for developers.

    >>> from django.test import RequestFactory
    >>> csrf_failure(RequestFactory().post("/", headers={"Accept": "text/plain"})).status_code
    403
    """
    answer = None
    if not settings.DEBUG and not has_template(csrf.CSRF_FAILURE_TEMPLATE_NAME):
        answer = _localized(request, 403, Problem(403, FORM_EXPIRED))
    return answer or csrf.csrf_failure(request, reason)


def has_template(name: str) -> bool:
    """Say whether a site has a template.

    >>> has_template("403_csrf.html")
    False
    """
    try:
        loader.get_template(name)
    except TemplateDoesNotExist:
        return False
    return True
