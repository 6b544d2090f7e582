"""A Django site whose errors speak the visitor's language: python examples/django_site.py PORT."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from httplingo import get_message


def home(_: Any) -> HttpResponse:
    """Show a phrase in a page of the site's own."""
    return HttpResponse(f"<p>{get_message(404).phrase}</p>")


urlpatterns = [path("", home), path("closed", lambda _: HttpResponse(status=503))]
settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[
        "httplingo.integrations.django.LocalizedErrorsMiddleware",  # the one line
        "django.middleware.common.CommonMiddleware",
    ],
    HTTPLINGO={"api": "/api/", "details": {"home_url": "/"}},
)
app = get_wsgi_application()

if __name__ == "__main__":
    from waitress import serve

    serve(app, listen=f"127.0.0.1:{sys.argv[1] if len(sys.argv) > 1 else '8000'}")
