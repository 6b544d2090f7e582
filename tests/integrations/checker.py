"""A checker of what is sent, in the spirit of h11: every answer of the contract passes it.

It knows RFC 9110 and nothing of the package but the registered phrases.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

import jsonschema

from httplingo._codes import PHRASES

from .asking import Answer

#: Statuses whose answers have no content (RFC 9110, Sections 15.2, 15.3.5, 15.3.6 and 15.4.5).
WITHOUT_CONTENT = {*range(100, 200), 204, 205, 304}

#: Fields without which an answer of a status does not say what it has to.
REQUIRED = {401: "www-authenticate", 405: "allow", 407: "proxy-authenticate", 426: "upgrade"}

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def check(method: str, answer: Answer) -> None:
    """Hold an answer against RFC 9110, RFC 9111 and RFC 9112."""
    status = _check_status_line(answer)
    for name, value in answer.headers:
        name, value = _text(name), _text(value)
        assert _TOKEN.fullmatch(name), name
        assert _VALUE.fullmatch(value), (name, value)
        assert value == value.strip(), (name, value)
    _check_length(method, status, answer)
    required = REQUIRED.get(status)
    assert required is None or answer.header(required) is not None, (status, required)
    _check_single(answer)
    language = answer.header("content-language")
    for tag in (language or "").split(","):
        assert not tag or _TAG.fullmatch(tag.strip()), language


def _check_status_line(answer: Answer) -> int:
    if isinstance(answer.status, int):  # ASGI sends no phrase
        assert 100 <= answer.status < 600
        return answer.status
    found = re.fullmatch(r"([1-5][0-9]{2}) ([\x21-\x7e][\x20-\x7e]*)", answer.status)
    assert found, answer.status
    code, phrase = int(found[1]), found[2]
    known = {PHRASES.get(found[1], "").lower(), PHRASES[f"{code // 100}xx"].lower()}
    if code in {one.value for one in HTTPStatus}:
        known.add(HTTPStatus(code).phrase.lower())
    if code >= 400:
        # In another spelling it is a server's own, which knows the same registry.
        assert phrase.lower() in known | {"unknown"} or code in FORMER, answer.status
    return code


#: Codes that servers still call by their former names.
FORMER = {413, 414, 416, 418, 422}


def _check_length(method: str, status: int, answer: Answer) -> None:
    length = answer.header("content-length")
    if status in WITHOUT_CONTENT or method == "HEAD":
        assert answer.body == b""
    elif length is not None:
        assert length == str(len(answer.body))


def _check_single(answer: Answer) -> None:
    """Fields that are no lists stand once."""
    names = [_text(name).lower() for name, _ in answer.headers]
    for name in ("content-length", "content-type", "retry-after", "location", "content-range"):
        assert names.count(name) <= 1, name


def check_localized(answer: Answer, *, personal: bool = False) -> None:
    """Hold a localized answer against what it depends on (RFC 9110, Section 12.5.5)."""
    vary = {one.strip().lower() for one in _joined(answer, "vary").split(",")}
    assert "*" in vary or {"accept", "accept-language"} <= vary, vary
    assert answer.header("content-language")
    if personal:
        # RFC 9111, Section 3: nothing of one visitor is storable by a shared cache.
        control = _joined(answer, "cache-control").lower()
        assert "no-store" in control or "private" in control, control
        assert "public" not in control
        assert "s-maxage" not in control


def check_described(
    content: object, document: Any, path: str, key: str, media_type: str, method: str = "get"
) -> None:
    """Hold the JSON of an answer against the one format that an OpenAPI document has for it."""
    described = document["paths"][path][method]["responses"][key]["content"]
    assert list(described) == [media_type]
    schema = described[media_type]["schema"]
    jsonschema.validate(content, {**schema, "components": document["components"]})


def _joined(answer: Answer, name: str) -> str:
    return (answer.header(name) or "").replace("\n", ",")


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
