"""A workbook is a zip archive. This guard unpacks it once without keeping anything, before any other code opens it."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from avow.base.refusals import Refusal
from avow.sheets.limits import MEGABYTE, Limits

_CHUNK = 256 * 1024
_RESAVE = "Open it in a spreadsheet program, save the table alone as a new XLSX or CSV file, and import that."


def check_archive(path: Path, limits: Limits) -> None:
    """Raises ``Refusal`` for a damaged archive, a bomb, unsafe names, encryption, or links to other workbooks.

    What an archive claims about sizes is not believed: every entry is unpacked and counted.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            entries = archive.infolist()
            _check_names(path, entries, limits)
            left = limits.archive_bytes
            for entry in entries:
                left -= _unpacked_size(path, raw, entry, left, limits)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, UnicodeError):
        raise Refusal("broken-workbook", f"{path.name} is damaged: it cannot be unpacked.", _RESAVE) from None


def _check_names(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise Refusal("archive-entries", f"{path.name} packs {len(entries):,} files; a workbook has far fewer.", _RESAVE)
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name or "\x00" in name:
            raise Refusal("archive-path", f"{path.name} packs a file with the unsafe name {name[:80]!r}.", _RESAVE)
        if name.casefold() in names:
            raise Refusal("archive-twice", f"{path.name} packs two files called {name[:80]!r}.", _RESAVE)
        names.add(name.casefold())
        if entry.flag_bits & 0x1:
            raise Refusal(
                "locked-workbook", f"{path.name} is protected by a password.", "Remove the password and import again."
            )
        if name.casefold().startswith("xl/externallinks/"):
            raise Refusal(
                "external-links",
                f"{path.name} takes values from other workbooks, which cannot be followed.",
                "Replace the links by their values (Data, Edit links, Break link) and save.",
            )


def _unpacked_size(path: Path, raw: BinaryIO, entry: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("broken-workbook", f"{path.name} is packed in a way no workbook is.", _RESAVE)
    raw.seek(entry.header_offset)
    header = raw.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    raw.seek(name_length + extra_length, 1)
    size = entry.compress_size if entry.compress_type == zipfile.ZIP_STORED else _inflated(path, raw, entry, left, limits)
    if size != entry.file_size:
        raise Refusal("archive-size", f"{path.name} says a wrong size for what it packs.", _RESAVE)
    if size > left:
        raise _bomb(path, limits)
    return size


def _inflated(path: Path, raw: BinaryIO, entry: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    inflater = zlib.decompressobj(-15)
    size, packed_left = 0, entry.compress_size
    while packed_left and not inflater.eof:
        packed = raw.read(min(_CHUNK // 8, packed_left))
        if not packed:
            raise EOFError
        packed_left -= len(packed)
        while packed and not inflater.eof:
            size += len(inflater.decompress(packed, _CHUNK))
            packed = inflater.unconsumed_tail
            if size > left or (size > MEGABYTE and size > limits.archive_ratio * max(entry.compress_size, 1)):
                raise _bomb(path, limits)
    if not inflater.eof:
        raise EOFError
    return size


def _bomb(path: Path, limits: Limits) -> Refusal:
    return Refusal(
        "archive-bomb",
        f"{path.name} is small but unpacks to far more than a table holds (over {limits.archive_ratio} times its size, "
        f"or over {limits.archive_bytes // MEGABYTE} MB).",
        "If the file is genuine, export the table as CSV and import that.",
    )
