"""Which letters the bytes of a text file stand for: found out, and said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from avow.base.refusals import Refusal

_SAMPLE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "a workbook of the old binary kind (.xls)",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet table",
}
# Single-byte encodings that spreadsheets write in the platform's languages; charset-normalizer chooses among them.
_CANDIDATES = ["cp1252", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp1254", "cp1256"]
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, low byte first",
    "utf-16-be": "UTF-16, high byte first",
    "utf-32": "UTF-32",
    "cp1252": "Windows Western European (cp1252)",
    "mac_roman": "Mac Roman",
}
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and why it was taken. ``guessed`` when another could fit the bytes as well."""

    name: str
    guessed: bool
    broken: int = 0  # bytes that are not valid in it

    def __str__(self) -> str:
        return _NAMES.get(self.name, self.name)

    @property
    def statement(self) -> str:
        if self.broken:
            return f"The text is {self} with some invalid bytes; cells that hold them are rejected one by one."
        if self.guessed:
            return (
                f"The text was taken for {self}, judging by its letters. If letters look wrong, name another with --encoding."
            )
        return f"The text is {self}."


def detect(path: Path, told: str | None = None) -> Encoding:
    """The encoding of the text file at ``path``. Raises ``Refusal`` when it is no text at all or ``told`` is unknown."""
    if told:
        return _told(told)
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    _refuse_binary(path, head)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, guessed=False)
    wide = _utf16_without_mark(head)
    if wide:
        return Encoding(wide, guessed=True)
    if b"\x00" in head:
        raise _not_text(path, "data with zero bytes")
    sample = _first_invalid(path)
    if sample is None:
        return Encoding("utf-8", guessed=False)
    if len(_MULTIBYTE.findall(sample)) * 10 > 9 * len(_HIGH.findall(sample)):
        return Encoding("utf-8", guessed=False, broken=1)
    return Encoding(_single_byte(sample), guessed=True)


def _told(told: str) -> Encoding:
    try:
        name = codecs.lookup(told).name
        "".encode(name)
    except (LookupError, ValueError):
        raise Refusal(
            "unknown-encoding", f"No encoding is called {told!r}.", "Use a name such as utf-8, cp1252, mac_roman or utf-16."
        ) from None
    return Encoding(name, guessed=False)


def _refuse_binary(path: Path, head: bytes) -> None:
    for magic, what in _BINARY.items():
        if head.startswith(magic):
            raise _not_text(path, what)


def _not_text(path: Path, what: str) -> Refusal:
    return Refusal(
        "not-text",
        f"{path.name} is not a table in text form: it looks like {what}.",
        "Save it as CSV (UTF-8) or XLSX and import that.",
    )


def _utf16_without_mark(head: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every other byte."""
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _first_invalid(path: Path) -> bytes | None:
    """``None`` when the whole file is UTF-8; else the bytes around the first place that is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    kept = b""
    with path.open("rb") as file:
        while chunk := file.read(_SAMPLE):
            if b"\x00" in chunk:
                raise _not_text(path, "data with zero bytes")
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return kept[-_SAMPLE:] + chunk + file.read(_SAMPLE)
            kept = (kept + chunk)[-_SAMPLE:]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return kept
    return None


def _single_byte(sample: bytes) -> str:
    """Among single-byte encodings, the one whose letters make the best words; charset-normalizer judges the words."""
    western = {name: _likely_western(sample.decode(name, "replace")) for name in ("cp1252", "mac_roman")}
    best = max(western, key=lambda name: western[name])
    high = sum(len(run) for run in _HIGH.findall(sample))
    if western[best] >= 0.9 * high:
        return best
    found = from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.6).best()
    return found.encoding if found else "cp1252"


_LIKELY = re.compile(
    "(?<=[a-zA-Z])[àâäáãåçèéêëìíîïñòóôöõùúûüßœæøÀÉ’]"
    "|[àâäáãåçèéêëìíîïñòóôöõùúûüœæøÀÁÉÈÍÓÚÖÜÇÑŒØ«“‘¿¡](?=[a-zA-Z«“])"
    "|(?<=[a-z.,!?])[”»]| [–—•] |\\d ?[€£°%]|[€£]\\d|[…\u00a0]"
)


def _likely_western(text: str) -> int:
    """How many of the letters beyond ASCII stand where Western European writing puts them."""
    return len(_LIKELY.findall(text))
