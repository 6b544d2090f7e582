"""Every way in keeps to the contract: raw ASGI and WSGI, and each framework of the registry.

What a framework adds to it is in a test file of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import pytest

from httplingo.integrations._registry import FRAMEWORKS

from .contract import BEHAVIOURS, Ask, assert_allow_is_kept, checked

#: Each has a site of the contract in ``sites``.
WAYS_IN = ["asgi", "wsgi", "django_asgi", "falcon_asgi", *FRAMEWORKS]

#: Those that know no methods, or do not say which are allowed.
WITHOUT_405 = {"asgi", "wsgi", "tornado", "blacksheep"}


@pytest.fixture(scope="module", params=WAYS_IN)
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    with import_module(f"tests.integrations.sites.{request.param}").serve() as client:
        yield checked(client)


@pytest.mark.parametrize("behaviour", [pytest.param(x, id=x.__name__) for x in BEHAVIOURS])
def test_a_way_in_keeps_to_the_contract(behaviour: Callable[[Ask], None], ask: Ask) -> None:
    behaviour(ask)


def test_a_method_that_is_not_allowed_keeps_its_allow(
    ask: Ask, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.params["ask"] not in WITHOUT_405:
        assert_allow_is_kept(ask)
