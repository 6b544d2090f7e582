"""What ``--help`` shows of each verb: command lines that the tests run."""

from __future__ import annotations

import argparse

#: Verb → command lines; ``""`` is the command itself.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "httplingo show 404 --locale de",
        "httplingo negotiate 'zh-HK,zh;q=0.8,en;q=0.5'",
        "httplingo render 503 --locale de --theme card",
    ),
    "show": (
        "httplingo show 404 --locale de --locale zh_CN",
        "httplingo show 'Request Time-out' --format json",
    ),
    "list": ("httplingo list --locale de", "httplingo list --long --format json"),
    "locales": ("httplingo locales",),
    "negotiate": (
        "httplingo negotiate 'zh-HK,zh;q=0.8,en;q=0.5'",
        "httplingo negotiate de-AT --available en,de --format json",
    ),
    "render": (
        "httplingo render 404 --locale ar --theme night",
        "httplingo render 503 --type application/problem+json --headers --retry-after 120",
        "httplingo render --gallery gallery",
    ),
    "export": (
        "httplingo export nginx error-pages",
        "httplingo export caddy error-pages --locales en,de,fr --codes 404,5xx --theme card",
    ),
    "catalog": (
        "httplingo catalog init de --directory our-texts",
        "httplingo catalog preview de --directory our-texts",
        "httplingo catalog compile --directory our-texts",
    ),
    "catalog init": ("httplingo catalog init de --directory our-texts",),
    "catalog update": ("httplingo catalog update", "httplingo catalog update de --check"),
    "catalog compile": (
        "httplingo catalog compile",
        "httplingo catalog compile --directory our-texts",
    ),
    "catalog check": (
        "httplingo catalog check de",
        "httplingo catalog check --severity error --format json",
        "httplingo catalog check --explain placeholders",
    ),
    "catalog extract": ("httplingo catalog extract app --directory our-texts",),
    "catalog stats": ("httplingo catalog stats", "httplingo catalog stats de --format json"),
    "catalog review": (
        "httplingo catalog review de 404",
        "httplingo catalog review de --format html",
        "httplingo catalog review de 404.phrase --sign 'Your Name'",
    ),
    "catalog pseudo": ("httplingo catalog pseudo --output pseudo-locale",),
    "catalog preview": ("httplingo catalog preview de --open",),
    "catalog diff": ("httplingo catalog diff old.po new.po",),
    "catalog merge": ("git config merge.httplingo.driver 'httplingo catalog merge %O %A %B'",),
    "catalog terms": ("httplingo catalog terms de --format csv",),
    "catalog memory": ("httplingo catalog memory de",),
}


def add_examples(parser: argparse.ArgumentParser, verb: str = "") -> None:
    """Give a parser and the verbs below it their examples, where they have none.

    >>> parser = argparse.ArgumentParser()
    >>> add_examples(parser, "locales")
    >>> parser.epilog.splitlines()
    ['examples:', '  httplingo locales']
    """
    if verb in EXAMPLES:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "\n  ".join(["examples:", *EXAMPLES[verb]])
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                add_examples(child, f"{verb} {name}".lstrip())
