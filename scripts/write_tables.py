"""Write the tables of README.md that follow from the registry and the catalogs.

python scripts/write_tables.py           # write them
python scripts/write_tables.py --check   # 1 if one is out of date
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from babel import Locale

from httplingo import available_locales, tags
from httplingo.integrations._registry import FRAMEWORKS

README = Path(__file__).parent.parent / "README.md"


def frameworks() -> str:
    """Return the rows of the frameworks, by name."""
    rows = sorted(FRAMEWORKS.items(), key=lambda item: item[1].name.lower())
    head = (
        "| Framework | Install | Line to add, from its module in `httplingo.integrations` "
        "| Without a preference | JSON |"
    )
    return "\n".join(
        [head, "| :--- | :--- | :--- | :--- | :--- |"]
        + [
            f"| {one.name} | `httplingo[{name}]` | `{_cell(one.line)}` "
            f"| {one.first} | {_json(one.json)} |"
            for name, one in rows
        ]
    )


def languages() -> str:
    """Return the table of the languages, in their own words."""
    rows = []
    for name in available_locales():
        locale = Locale.parse(name)
        direction = "" if tags.direction(name) == "ltr" else " (right to left)"
        rows.append(f"`{name}` {locale.get_display_name()}{direction}")
    return " · ".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _json(text: str) -> str:
    return f"`{_cell(text)}`" if text.startswith("{") else text


def written(text: str) -> str:
    """Return the README with its tables as they should be."""
    for name, table in (("frameworks", frameworks()), ("languages", languages())):
        begin, end = (
            f"<!-- {name}: written by scripts/write_tables.py -->",
            f"<!-- end of {name} -->",
        )
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        block = f"{begin}\n\n{table}\n\n{end}"
        text = pattern.sub(block.replace("\\", r"\\"), text)
    return text


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if out of date")
    options = parser.parse_args()
    now = README.read_text("utf-8")
    new = written(now)
    if options.check:
        if new != now:
            print("README.md is out of date: run scripts/write_tables.py", file=sys.stderr)
        return int(new != now)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
