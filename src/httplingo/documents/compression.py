"""Compressed forms of a document, made once."""

from __future__ import annotations

import gzip

#: What is shorter gains nothing by compression, in bytes.
MIN_BYTES = 512


def compress(body: bytes, encoding: str) -> bytes | None:
    """Return a body in a content coding (RFC 9110, Section 8.4.1); None where it gains nothing.

    Args:
        body: The content.
        encoding: ``gzip``, or ``br`` (RFC 7932), which needs the package Brotli.

    >>> len(compress(b"x" * 4096, "gzip")) < 100
    True
    >>> compress(b"short", "gzip") is None
    True
    """
    if len(body) < MIN_BYTES:
        return None
    if encoding == "br":
        from importlib import import_module

        try:
            packed: bytes = import_module("brotli").compress(body)
        except ImportError:
            return None
    elif encoding == "gzip":
        # Without a time, so that the same document has the same bytes.
        packed = gzip.compress(body, 9, mtime=0)
    else:
        return None
    return packed if len(packed) < len(body) else None


def choose_encoding(accept_encoding: str | None) -> str:
    """Return the content coding to answer with: ``br``, ``gzip`` or ``identity``.

    Args:
        accept_encoding: The header's value (RFC 9110, Section 12.5.3); None if it is absent.

    >>> choose_encoding("gzip, deflate, br"), choose_encoding("gzip;q=0"), choose_encoding(None)
    ('br', 'identity', 'identity')
    """
    from importlib.util import find_spec

    from httplingo._matching.header import members

    if not accept_encoding:
        return "identity"
    weights = {name.lower(): weight for weight, name in members(accept_encoding)}
    best, most = "identity", 0
    for name in ("br", "gzip"):
        weight = weights.get(name, weights.get("*", 0))
        if weight > most and (name != "br" or find_spec("brotli")):
            best, most = name, weight
    return best
