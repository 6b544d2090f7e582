"""Settings of Django for the doctests and the tests alike."""

from __future__ import annotations

from django.conf import settings

MIDDLEWARE = [
    "httplingo.integrations.django.LocalizedErrorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]


def pytest_configure() -> None:
    """Configure Django before any module of it is looked at."""
    import django

    if settings.configured:
        return
    settings.configure(
        SECRET_KEY="of no use",
        ALLOWED_HOSTS=["testserver", "127.0.0.1"],
        ROOT_URLCONF="tests.integrations.django_urls",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "httplingo.integrations.django",
            "rest_framework",
        ],
        MIDDLEWARE=MIDDLEWARE,
        LANGUAGES=[("en", "English"), ("de", "German"), ("zh-hans", "Chinese")],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_PERMISSION_CLASSES": [],
            "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
            "UNAUTHENTICATED_USER": None,
            "EXCEPTION_HANDLER": "httplingo.integrations.django.rest_framework.exception_handler",
        },
    )
    django.setup()
