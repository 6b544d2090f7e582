"""A Tornado site whose errors speak the visitor's language: python tornado_site.py [PORT]."""

from __future__ import annotations

import asyncio
import sys

from tornado.web import Application, HTTPError, RequestHandler

from httplingo import get_message
from httplingo.integrations.tornado import Application  # noqa: F811 - the one line


class Home(RequestHandler):
    """Shows a phrase in a page of the site's own."""

    def get(self) -> None:
        """Answer."""
        self.write(f"<p>{get_message(404).phrase}</p>")


class Book(RequestHandler):
    """Answers in the site's own words, which stay."""

    def get(self, number: str) -> None:
        """Say what is missing."""
        raise HTTPError(404, reason=f"Book {number} was never written")


app = Application([("/", Home), (r"/books/(\d+)", Book)])


async def main() -> None:
    """Serve until a signal ends it."""
    app.listen(int(sys.argv[1]) if len(sys.argv) > 1 else 8000, "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
