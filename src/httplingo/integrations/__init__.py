"""Localized errors in web frameworks, each with one line.

`asgi` and `wsgi` wrap any application and know no framework; the other modules are one thin
file for each framework, in its own idiom. An integration imports its own framework only.

What they share, from the bottom up:

- `selection`: which language a request is answered in.
- `defaults`: what frameworks answer when the application says nothing, one function each.
- `headers`: the headers of the answer that was, beside those of the document that replaces it.
- `policy`: `Policy`, which holds a site's choices and makes the answers.
- `faults`: what fails in an error page is logged once, and the framework's own answer goes out.

While a request is handled, the active locale is a `httplingo.locales.LazyLocale`, or a
`LiveLocale` where the framework's own locale may change within a request.
"""

from __future__ import annotations
