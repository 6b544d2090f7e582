"""Problem details held against RFC 9457's own schemas."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from lxml import etree

from httplingo import available_locales, get_message
from httplingo.documents import render

# RFC 9457, Appendix A, in our words: the five members and their kinds; others are free.
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}

# RFC 9457, Appendix B, in RELAX NG's XML syntax: the five elements in any order, others besides.
RELAX_NG = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:ietf:rfc:7807"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="problem"><interleave>
    <zeroOrMore><attribute><anyName/></attribute></zeroOrMore>
    <optional><element name="type"><data type="anyURI"/></element></optional>
    <optional><element name="title"><data type="string"/></element></optional>
    <optional><element name="detail"><data type="string"/></element></optional>
    <optional><element name="status"><data type="positiveInteger"/></element></optional>
    <optional><element name="instance"><data type="anyURI"/></element></optional>
    <zeroOrMore><ref name="extension"/></zeroOrMore>
  </interleave></element></start>
  <define name="extension"><element>
    <nsName><except>
      <name>type</name><name>title</name><name>detail</name><name>status</name>
      <name>instance</name>
    </except></nsName>
    <ref name="content"/>
  </element></define>
  <define name="content"><zeroOrMore><choice>
    <text/>
    <attribute><anyName/></attribute>
    <element><nsName/><ref name="content"/></element>
  </choice></zeroOrMore></define>
</grammar>
"""
NAMESPACES = {"p": "urn:ietf:rfc:7807"}

SHAPES: list[dict[str, Any]] = [
    {},
    {"audience": "developer", "request_id": "7f3a", "instance": "/account/12345/msgs/abc"},
    {"type": "https://example.com/probs/seat", "instance": "urn:uuid:1", "retry_after": 9},
    {
        "title": "Taken",
        "detail": "Seat 12A",
        "advice": "Take another.",
        "detail_locale": "nl",
        "errors": [{"detail": "x", "pointer": "#/a"}],
    },
    {"extensions": {"balance": 30, "accounts": ["/1", {"a": [1, 2.5, None, True]}], "b c": 1}},
]


@pytest.fixture(scope="module")
def relax_ng() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(RELAX_NG.encode()))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_problem_follows_the_schema_of_the_rfc(
    shape: dict[str, Any], relax_ng: etree.RelaxNG
) -> None:
    for locale in available_locales():
        for code in (400, 404, 429, 499, 503):
            problem = json.loads(render(code, locale, "application/problem+json", **shape).body)
            jsonschema.validate(problem, SCHEMA)
            body = render(code, locale, "application/problem+xml", **shape).body
            assert relax_ng.validate(etree.fromstring(body)), relax_ng.error_log


def test_title_and_detail_are_localized_and_the_rest_is_not() -> None:
    message = get_message(404, "zh_CN")
    problem = json.loads(render(404, "zh_CN", "application/problem+json").body)
    assert problem == {
        "type": "about:blank",
        "title": message.phrase,
        "status": 404,
        "detail": message.description,
        "advice": message.advice,
    }


def test_extensions_are_kept_and_take_no_place_of_the_rfcs_own() -> None:
    extensions = {"title": "x", "status": 1, "type": "x", "errors": [{"field": "a"}], "b c": {}}
    body = render(422, "en", "application/problem+json", extensions=extensions).body
    problem = json.loads(body)
    assert problem["title"] == "Unprocessable Content"
    assert problem["status"] == 422
    assert problem["errors"] == [{"field": "a"}]
    assert problem["b c"] == {}


def test_arrays_and_objects_have_the_xml_form_of_the_rfc() -> None:
    extensions = {"errors": [{"field": "a"}, "b"], "open": True, "nothing": None, "b c": 1}
    body = render(422, "en", "application/problem+xml", extensions=extensions).body
    root = etree.fromstring(body)
    assert root.findtext("p:errors/p:i/p:field", namespaces=NAMESPACES) == "a"
    assert [e.text for e in root.findall("p:errors/p:i", namespaces=NAMESPACES)][1] == "b"
    assert root.findtext("p:open", namespaces=NAMESPACES) == "true"
    assert root.findtext("p:nothing", namespaces=NAMESPACES) == ""
    assert b"b c" not in body


def test_a_request_number_is_written_once() -> None:
    details: dict[str, Any] = {"request_id": "7", "extensions": {"request_id": "8", "x": 1}}
    body = render(422, "en", "application/problem+json", **details).body
    assert body.count(b'"request_id"') == 1
    alone = render(422, "en", "application/problem+json", extensions={"request_id": "8"}).body
    assert json.loads(alone)["request_id"] == "8"
