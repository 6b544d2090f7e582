"""Lets the assertions of what tests share tell what went wrong."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(f"{__package__}.contract")
