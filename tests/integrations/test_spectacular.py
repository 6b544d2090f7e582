"""What drf-spectacular says of errors, held against what is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from drf_spectacular.utils import extend_schema
from drf_spectacular.validation import validate_schema
from drf_spectacular.views import SpectacularJSONAPIView
from jsonschema import Draft202012Validator
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from httplingo import Problem

HOOK = "httplingo.integrations.django.spectacular.postprocess_problems"


class Seat(serializers.Serializer):  # type: ignore[misc]
    row = serializers.IntegerField(min_value=1)


class Own(serializers.Serializer):  # type: ignore[misc]
    reason = serializers.CharField()


class Seats(GenericAPIView):  # type: ignore[misc]
    serializer_class = Seat
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(responses={200: Seat, 404: None, 410: Own})
    def get(self, _: Any, name: str) -> Response:
        raise {
            "none": Http404,
            "own": lambda: exceptions.NotFound("No such seat"),
            "token": lambda: exceptions.AuthenticationFailed({"detail": "Old", "code": "old"}),
            "taken": lambda: Problem(409, "seat-taken", members={"free": [2, 3]}),
            "boom": ZeroDivisionError,
        }[name]()

    def post(self, request: Any, name: str) -> Response:  # noqa: ARG002 - the address's
        Seat(data=request.data).is_valid(raise_exception=True)
        return Response({})


urlpatterns = [
    path("seats/<name>", Seats.as_view()),
    path(
        "schema",
        SpectacularJSONAPIView.as_view(
            authentication_classes=(),
            permission_classes=(),
            custom_settings={"POSTPROCESSING_HOOKS": [HOOK]},
        ),
    ),
]


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def described(client: Client) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(client.get("/schema").content)
    validate_schema(document)  # type: ignore[no-untyped-call]
    return document


def test_each_error_is_what_the_document_says(client: Client) -> None:
    with override_settings(HTTPLINGO={"problems": True}):
        document = described(client)
        operations = document["paths"]["/seats/{name}"]
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        assert operations["get"]["responses"]["404"]["content"] == content
        assert operations["get"]["responses"]["default"]["content"] == content
        assert operations["post"]["responses"]["default"]["content"] == content
        problem = Draft202012Validator(document["components"]["schemas"]["Problem"])
        headers = {"Accept": "application/json", "Accept-Language": "zh-CN"}
        asked = {
            name: client.get(f"/seats/{name}", headers=headers)
            for name in ("none", "own", "token", "taken", "boom")
        }
        for data in ({}, {"row": 0}, [1], "{"):
            asked[str(data)] = client.post(
                "/seats/own", data, content_type="application/json", headers=headers
            )
        asked["put"] = client.put("/seats/own", headers=headers)
        asked["type"] = client.post("/seats/own", "x", content_type="text/x", headers=headers)
    assert {answer.status_code for answer in asked.values()} == {400, 403, 404, 405, 409, 415, 500}
    for answer in asked.values():
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem.validate(json.loads(answer.content))


def test_what_a_view_describes_itself_stays(client: Client) -> None:
    with override_settings(HTTPLINGO={"problems": True}):
        document = described(client)
    gone = document["paths"]["/seats/{name}"]["get"]["responses"]["410"]
    assert "application/json" in gone["content"]


def test_without_problems_nothing_is_said_of_them(client: Client) -> None:
    document = described(client)
    assert "Problem" not in document["components"]["schemas"]
    assert "default" not in document["paths"]["/seats/{name}"]["post"]["responses"]
