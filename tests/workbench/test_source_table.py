"""The given table through the whole pipeline, beside an independent reading of it."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

import httplingo
from httplingo import find_code, get_message
from httplingo.lingo import default_lingo
from httplingo.workbench.faults import FaultsError
from httplingo.workbench.po.comments import CORRECTION, SOURCE, get_comment
from httplingo.workbench.po.compile import compile_catalogs
from httplingo.workbench.po.files import read_po
from httplingo.workbench.project import Project
from httplingo.workbench.source.chinese import read_source_table
from httplingo.workbench.update import update

# Of the source as it was given.
SHA256 = "2bd1f37b7779d1269ce899b029f16d2a5c8e1be40a9658ece3448c60b1554603"

# The labels, read by eye.
LABELS = {
    100: "继续",
    101: "切换协议",
    200: "请求成功",
    201: "已创建",
    202: "已接受",
    203: "非授权信息",
    204: "无内容",
    205: "重置内容",
    206: "部分内容",
    300: "多种选择",
    301: "永久移动",
    302: "临时移动",
    303: "查看其它地址",
    304: "未修改",
    305: "使用代理",
    307: "临时重定向",
}


def independent_reading() -> dict[int, tuple[str, str]]:
    """Read code, name and text with regular expressions, line by line."""
    path = Path(__file__).resolve().parents[2] / "locale/source/status-codes.zh_CN.md"
    rows = {}
    for line in path.read_text("utf-8").split("\n"):
        found = re.fullmatch(r"\| (\d{3}) +\| (.*?) *\| (.*?) *\|", line)
        if found:
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", found[3])
            text = text.replace("`", "").replace("**", "").replace("<br />", "\n")
            rows[int(found[1])] = (found[2], text)
    return rows


READING = independent_reading()


def test_the_source_is_kept_byte_for_byte(shipped: Project) -> None:
    assert hashlib.sha256(shipped.source_table.read_bytes()).hexdigest() == SHA256


def test_all_48_rows_are_read(shipped: Project) -> None:
    rows = read_source_table(shipped.source_table, "table")
    assert len(READING) == 48
    assert {code: (row.name, row.text) for code, row in rows.items()} == READING
    assert {code: row.label for code, row in rows.items() if row.label} == LABELS


@pytest.mark.parametrize("code", sorted(READING))
def test_a_row_goes_from_the_table_through_po_and_mo_into_the_message(
    code: int, extracted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httplingo.catalogs, "PACKAGE_FOLDER", str(extracted))
    default_lingo().reset()
    message = get_message(code, locale="zh_CN")
    assert message.description == READING[code][1]
    if code in LABELS:
        assert (message.phrase, message.locale) == (LABELS[code], "zh_CN")
    else:
        assert message.locale == "en"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogs made of the tables alone, without any translator's edit."""
    root = tmp_path_factory.mktemp("project")
    original = Path(__file__).resolve().parents[2] / "locale"
    shutil.copytree(original / "source", root / "locale" / "source")
    project = Project(root / "locale")
    update(project)
    compile_catalogs(project.folder, project.compiled)
    return project.compiled


@pytest.mark.parametrize("code", sorted(READING))
def test_the_shipped_text_is_the_sources_or_a_correction_that_says_why(
    code: int, shipped: Project
) -> None:
    entries = {entry.msgctxt: entry for entry in read_po(shipped.catalog("zh_CN"))}
    entry = entries[f"{code}.description"]
    assert get_comment(entry.tcomment, SOURCE) == READING[code][1]
    if entry.msgstr != READING[code][1]:
        assert get_comment(entry.tcomment, CORRECTION)
    else:
        assert get_comment(entry.tcomment, CORRECTION) is None
    assert get_message(code, "zh_CN").description == entry.msgstr


@pytest.mark.parametrize("code", sorted(READING))
def test_the_sources_english_name_finds_its_code(code: int) -> None:
    assert find_code(READING[code][0]) == code
    assert find_code(READING[code][0].upper()) == code


ROW = "| 404    | Not Found | 找不到 |"
HEAD = "| 状态码 | 状态码英文名称 | 中文描述 |\n| :-- | :-- | :-- |\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["table.md: no table in it"]),
        ("Only words.\n", ["table.md: no table in it"]),
        (HEAD, ["table.md: a table without rows"]),
        (f"{HEAD}{ROW}\n| 405 | x |\n", ["table.md:4: 2 cells where the head has 3"]),
        (f"{HEAD}{ROW}\n| 405 | x | y | z |\n", ["table.md:4: 4 cells where the head has 3"]),
        (f"{HEAD}{ROW}\nwords\n", ["table.md:4: 1 cell where the head has 3"]),
        (f"{HEAD}{ROW}\n{ROW}\n", ["table.md:4: 404 stands already in line 3"]),
        (
            f"{HEAD}| 99 | a | b |\n| 600 | a | b |\n| 4O4 | a | b |\n",
            [
                "table.md:3: not a status code from 100 to 599: '99'",
                "table.md:4: not a status code from 100 to 599: '600'",
                "table.md:5: not a status code from 100 to 599: '4O4'",
            ],
        ),
        (f"{HEAD}| 404 | Not Found |  |\n", ["table.md:3: an empty cell for 404"]),
        (
            f"{HEAD}| 404 | Not Found | <b>x</b> |\n",
            ["table.md:3: markup that has no plain text: html inline '<b>'"],
        ),
        (f"{HEAD}| 404 | Not Found | x\0y |\n", ["table.md:3: control character '\\ufffd'"]),
        (f"{HEAD}| 404 | Not Found | x\x07y |\n", ["table.md:3: control character '\\x07'"]),
        ("| a | b |\n| - | - |\n", ["table.md:1: 2 columns where code, English name and"]),
    ],
)
def test_every_fault_is_listed_with_its_line(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    path = tmp_path / "table.md"
    path.write_text(text, "utf-8", newline="\n")
    with pytest.raises(FaultsError) as caught:
        read_source_table(path, "table.md")
    found = [str(fault) for fault in caught.value.faults]
    assert len(found) == len(expected)
    assert all(one.startswith(other) for one, other in zip(found, expected, strict=True))


def test_bytes_that_are_not_utf8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "table.md"
    path.write_bytes(f"{HEAD}{ROW}\n".encode() + b"| 405 | x | \xff |\n")
    with pytest.raises(FaultsError, match=r"table\.md:4: not UTF-8: byte 0xff"):
        read_source_table(path, "table.md")
