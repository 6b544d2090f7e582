"""A Django site with a layout and an API of its own: python django_site.py [PORT]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpResponse
from django.urls import path

from httplingo import get_message

OURS = "httplingo.integrations.django"
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[OURS, "rest_framework"],
    MIDDLEWARE=[f"{OURS}.LocalizedErrorsMiddleware"],  # the one line
    HTTPLINGO={"page": "error.html"},  # a template that extends the site's base.html
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
        }
    ],
    REST_FRAMEWORK={
        "EXCEPTION_HANDLER": f"{OURS}.rest_framework.exception_handler",  # its line
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "UNAUTHENTICATED_USER": None,
    },
)
app = get_wsgi_application()

from rest_framework.decorators import api_view  # noqa: E402 - it reads the settings
from rest_framework.exceptions import NotFound, ValidationError  # noqa: E402


def home(_: Any) -> HttpResponse:
    """Show a phrase in a page of the site's own."""
    return HttpResponse(f"<p>{get_message(404).phrase}</p>")


def book(_: Any, number: int) -> HttpResponse:
    """Say what is missing."""
    raise Http404(f"Book {number} was never written")


@api_view(["GET", "POST"])  # type: ignore[untyped-decorator]
def api(request: Any) -> Any:
    """Answer as REST framework does by itself, and with what does not validate."""
    raise ValidationError({"title": ["Too short"]}) if request.method == "POST" else NotFound


urlpatterns = [path("", home), path("books/<int:number>", book), path("api/books", api)]

if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
