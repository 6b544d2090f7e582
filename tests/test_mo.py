from __future__ import annotations

import struct
import subprocess
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from httplingo import _mo as mo
from httplingo._mo import read_mo
from httplingo.errors import CatalogError

HEADER = {"Content-Type": "text/plain; charset=UTF-8"}


def mo_data(entries: list[polib.POEntry]) -> bytes:
    file = polib.POFile()
    file.metadata = HEADER
    file.extend(entries)
    return file.to_binary()


@pytest.fixture
def sample() -> bytes:
    return mo_data(
        [
            polib.POEntry(msgctxt="404.phrase", msgid="Not Found", msgstr="未找到"),
            polib.POEntry(msgctxt="404.advice", msgid="Go home.", msgstr=""),
        ]
    )


def read(tmp_path: Path, data: bytes) -> Mapping[str, str]:
    path = tmp_path / "x.mo"
    path.write_bytes(data)
    return read_mo(str(path))


def test_a_text_is_found_by_its_context_alone(tmp_path: Path, sample: bytes) -> None:
    assert read(tmp_path, sample) == {"404.phrase": "未找到"}


def test_a_catalog_keyed_by_msgid_loads_as_well(tmp_path: Path) -> None:
    data = mo_data([polib.POEntry(msgid="404.phrase", msgstr="未找到")])
    assert read(tmp_path, data) == {"404.phrase": "未找到"}


def test_of_a_plural_entry_the_first_form_stands(tmp_path: Path) -> None:
    entry = polib.POEntry(
        msgctxt="page.x", msgid="one", msgid_plural="many", msgstr_plural={0: "eins", 1: "viele"}
    )
    assert read(tmp_path, mo_data([entry])) == {"page.x": "eins"}
    entry = polib.POEntry(msgid="page.x", msgid_plural="n", msgstr_plural={0: "eins", 1: "viele"})
    assert read(tmp_path, mo_data([entry])) == {"page.x": "eins"}


@pytest.mark.system
def test_a_big_endian_catalog_by_gnu_msgfmt_reads_the_same(tmp_path: Path) -> None:
    po = tmp_path / "x.po"
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "404.phrase"\nmsgid "Not Found"\nmsgstr "未找到"\n'
    )
    for endianness in ("big", "little"):
        target = tmp_path / f"{endianness}.mo"
        command = ["msgfmt", f"--endianness={endianness}", "-o", str(target), str(po)]
        subprocess.run(command, check=True)
        assert read_mo(str(target)) == {"404.phrase": "未找到"}


def test_every_truncation_is_an_error_that_names_the_file(tmp_path: Path, sample: bytes) -> None:
    end_of_last_text = sample.rindex("未找到".encode()) + len("未找到".encode())
    for length in range(end_of_last_text):
        with pytest.raises(CatalogError, match=r"x\.mo: "):
            read(tmp_path, sample[:length])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "wrong magic number"),
        (b"PK\x03\x04 not a catalog at all", "wrong magic number"),
        (b"\xde\x12\x04\x95\x00\x00", "truncated within the header"),
        (struct.pack("<7I", 0x950412DE, 2 << 16, 0, 28, 28, 0, 0), "unknown major revision 2"),
        (struct.pack("<7I", 0x950412DE, 0, 2**32 - 1, 28, 28, 0, 0), "outside the file"),
        (struct.pack("<7I", 0x950412DE, 0, 1, 2**32 - 1, 28, 0, 0), "outside the file"),
        (
            struct.pack("<5I", 0x950412DE, 0, 1, 20, 28) + struct.pack("<4I", 5, 4000, 5, 36),
            "an entry lies outside",
        ),
    ],
)
def test_damage_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(CatalogError, match=reason):
        read(tmp_path, data)


def test_text_that_is_not_utf8_is_an_error_with_its_key(tmp_path: Path, sample: bytes) -> None:
    with pytest.raises(CatalogError, match=r"404\.phrase.*not UTF-8"):
        read(tmp_path, sample.replace("未".encode(), b"\xff\xfe\xfd"))


def test_an_oversized_file_is_refused(
    tmp_path: Path, sample: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mo, "MAX_BYTES", len(sample) - 1)
    with pytest.raises(CatalogError, match="larger than"):
        read(tmp_path, sample)


def test_a_folder_in_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="cannot be read"):
        read_mo(str(tmp_path))


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"]))
def test_random_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes, magic: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.mo"
    path.write_bytes(magic + tail)
    refusal = ""
    texts: Mapping[str, str] = {}
    try:
        texts = read_mo(str(path))
    except CatalogError as error:
        refusal = str(error)
    assert all(key and text for key, text in texts.items())
    assert refusal == "" or refusal.startswith(f"{path}: ")


@given(st.dictionaries(st.from_regex(r"[1-5][0-9x]{2}\.phrase", fullmatch=True), st.text()))
def test_what_polib_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> None:
    texts = {key: text.replace("\0", "") for key, text in texts.items()}
    path = tmp_path_factory.getbasetemp() / "round-trip.mo"
    path.write_bytes(
        mo_data([polib.POEntry(msgctxt=k, msgid=f"{k}!", msgstr=v) for k, v in texts.items()])
    )
    assert read_mo(str(path)) == {key: text for key, text in texts.items() if text}


def test_entries_that_share_their_bytes_are_refused_without_being_copied(tmp_path: Path) -> None:
    size, count = 1 << 20, 1000
    tables = 28 + 16 * count
    pairs = b"".join(struct.pack("<2I", size - tables, tables) for _ in range(count))
    data = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0) + pairs + pairs
    path = tmp_path / "bomb.mo"
    path.write_bytes(data + b"x" * (size - len(data)))
    tracemalloc.start()
    with pytest.raises(CatalogError, match="share their bytes"):
        read_mo(str(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * size
