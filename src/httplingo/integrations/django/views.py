"""Error views for the root URL configuration."""

from __future__ import annotations

from django.views import defaults as django_defaults
from django.views.decorators.csrf import requires_csrf_token

from httplingo.integrations._core.log import report

from .site import site

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.http import HttpRequest, HttpResponse


def _view(code: int, django_view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that answers a status, or Django's own where that fails."""

    def view(request: HttpRequest, *exception: Any, **more: Any) -> HttpResponse:
        try:
            return site().answer(request, code)
        except Exception as error:
            report("an error page failed", error)
            return django_view(request, *exception, **more)

    view.__name__ = view.__qualname__ = f"handler{code}"
    view.__doc__ = f"Answer {code} in the visitor's language."
    protected: Callable[..., HttpResponse] = requires_csrf_token(view)
    return protected


handler400 = _view(400, django_defaults.bad_request)
handler403 = _view(403, django_defaults.permission_denied)
handler404 = _view(404, django_defaults.page_not_found)
handler500 = _view(500, django_defaults.server_error)
