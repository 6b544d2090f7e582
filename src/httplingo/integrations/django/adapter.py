"""How Django's requests are read, and its exceptions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.functional import Promise

from httplingo.integrations._core.choices import CHOICES_OF_ENDPOINT

#: Where a request keeps the language that was active when it came.
_BEFORE = "_httplingo_language_before"

#: A module of Django that raises what the application has given it to say.
_OF_THE_APPLICATION = "django.contrib.auth.mixins"


class DjangoAdapter:
    """Reads Django's requests.

    Args:
        follow_django: Whether the language that is active in Django always counts.
        reads_cookie: Whether that may come from a cookie.
        exception_text: Whether texts of exceptions are shown.

    >>> from django.test import RequestFactory
    >>> DjangoAdapter().path(RequestFactory().get("/books/?page=2"))
    '/books/'
    """

    def __init__(
        self,
        *,
        follow_django: bool = False,
        reads_cookie: bool = False,
        exception_text: bool = True,
    ) -> None:
        self._follow = follow_django
        self._exception_text = exception_text
        self.vary = ("Cookie",) if reads_cookie else ()

    def header(self, request: HttpRequest, name: str) -> str | None:
        """Return a header field; the server has joined several lines already."""
        value: str | None = request.META.get(f"HTTP_{name.upper().replace('-', '_')}")
        return value

    def path(self, request: HttpRequest) -> str:
        """Return the path, with that of the mount."""
        path: str = request.path
        return path

    def enter(self, request: HttpRequest) -> None:
        """Remember which language is active in Django before anything has chosen one."""
        setattr(request, _BEFORE, translation.get_language())

    def framework_locale(self, request: HttpRequest) -> str | None:
        """Return the language that is active in Django, if something has chosen it.

        ``LocaleMiddleware`` has, once the request has a ``LANGUAGE_CODE``; and so has whoever
        activated another language than was active when the request came. Otherwise Django's
        is only the site's default, or what the thread's last request has left behind.
        """
        language: str | None = translation.get_language()
        if self._follow or hasattr(request, "LANGUAGE_CODE"):
            return language
        return None if language == getattr(request, _BEFORE, language) else language

    def endpoint(self, request: HttpRequest) -> Any:
        """Return what of a view is decorated: its function, or its class or a method of that."""
        view = getattr(getattr(request, "resolver_match", None), "func", None)
        # What `as_view` makes knows its class; a viewset's knows the names of its methods, too.
        kind = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if kind is None or hasattr(view, CHOICES_OF_ENDPOINT):
            return view
        method = (request.method or "").lower()
        handler = getattr(kind, (getattr(view, "actions", None) or {}).get(method, method), None)
        return handler if hasattr(handler, CHOICES_OF_ENDPOINT) else kind

    def own_words(self, error: BaseException | None) -> dict[str, Any]:
        """Return what the application says in an exception to whom it concerns, as ``detail``.

        Django hands the text of ``Http404`` and of ``PermissionDenied`` to the templates of a
        site, and that of no other exception. The text of one that Django itself has raised is
        for developers: it may name a model, or a path in the file system.

        >>> DjangoAdapter().own_words(Http404("No such book"))
        {'detail': 'No such book'}
        >>> DjangoAdapter().own_words(ValueError("of no concern to visitors"))
        {}
        """
        if not self._exception_text or not isinstance(error, Http404 | PermissionDenied):
            return {}
        text = error.args[0] if error.args else None
        if not isinstance(text, str | Promise) or not str(text).strip():
            return {}
        module = _raised_in(error)
        by_django = module.startswith("django.") and module != _OF_THE_APPLICATION
        return {} if by_django else {"detail": text}


def _raised_in(error: BaseException) -> str:
    """Return the name of the module that has raised an exception."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return "" if traceback is None else str(traceback.tb_frame.f_globals.get("__name__", ""))
