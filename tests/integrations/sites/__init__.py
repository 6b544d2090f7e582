"""The contract's site in each way in: a module with ``serve()``, a context manager of what asks."""
