"""Which encoding a text file is in: found out where its bytes allow one answer only."""

from __future__ import annotations

import codecs
import re

from outcomes.errors import Fault
from outcomes.reading.table import Declared, Faults, shown

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SEQUENCE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_SAMPLE = 4096
_SAVE = "Save it from the spreadsheet as `CSV UTF-8`"


def to_utf8(
    content: bytes, file: str, declared: Declared, faults: Faults
) -> tuple[bytes | None, str]:
    """Return a text file in UTF-8, and what it was in.

    Windows-1252 is what spreadsheets write in Western Europe and America where they do not write
    UTF-8, and Latin-1 reads the same in it. A file that is partly in UTF-8, or holds bytes that
    Windows-1252 does not know, is asked about.

    Parameters
    ----------
    content : bytes
        The whole file.
    file : str
        Its name.
    declared : Declared
        Its ``encoding``, if the study file gives one.
    faults : Faults
        Receives what is wrong.

    Returns
    -------
    text : bytes or None
        In UTF-8 without byte order mark; None if it cannot be read.
    name : str
        The encoding, as readers know it.
    """
    codec, mark, name = _find(content, declared.encoding)
    if codec is None:
        faults.add(_ask(content, file, declared))
        return None, ""
    if codec == "utf-8":
        text = content[len(mark) :]
        error = _first_error(text, codec)
    else:
        error = _first_error(content[len(mark) :], codec)
        text = b"" if error else content[len(mark) :].decode(codec).encode()
    if error is not None:
        message = f"The file is not in {name}, as study.yaml says."
        fix = f"Correct `{declared.key}.encoding`, or remove it: most encodings are found out."
        faults.add(_at(content[len(mark) :], error, file, message, fix))
        return None, ""
    if b"\0" in text:
        line = text[: text.index(b"\0")].count(b"\n") + 1
        message = "The file holds NUL bytes: it is damaged, or not a text file."
        faults.add(Fault(message, f"Export it again. {_SAVE}.", file, line))
        return None, ""
    return text, name


def decode_roughly(content: bytes) -> bytes:
    """Return a text file in UTF-8 whatever it was in, where single letters do not matter."""
    codec, mark, _ = _find(content, None)
    return content[len(mark) :].decode(codec or "cp1252", errors="replace").encode()


def _find(content: bytes, declared: str | None) -> tuple[str | None, bytes, str]:
    """Return the codec (None if there is more than one answer), the mark, and the name."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark) and declared in (None, codec, name.lower()):
            return codec, mark, name
    if declared is not None:
        codec = codecs.lookup(declared).name
        return codec, b"", {"utf-8": "UTF-8", "cp1252": "Windows-1252"}.get(codec, declared)
    sample = content[:_SAMPLE]
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > len(zeros) / 2 and _first_error(content, codec) is None:
            return codec, b"", "UTF-16"
    if _first_error(content, "utf-8") is None:
        return "utf-8", b"", "UTF-8"
    if _SEQUENCE.search(content) or _first_error(content, "cp1252") is not None:
        return None, b"", ""
    return "cp1252", b"", "Windows-1252"


def _first_error(content: bytes, codec: str) -> int | None:
    try:
        content.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return None


def _ask(content: bytes, file: str, declared: Declared) -> Fault:
    position = _first_error(content, "utf-8") or 0
    message = "The file is not in UTF-8, and its encoding cannot be found out."
    fix = f"{_SAVE}, or name its encoding, as {declared.write('encoding', 'mac_roman')}."
    return _at(content, position, file, message, fix)


def _at(content: bytes, position: int, file: str, message: str, fix: str) -> Fault:
    line = content[:position].count(b"\n") + 1
    before = re.split(rb"[\n,;\t|]", content[:position])[-1]
    after = re.split(rb"[\n,;\t|]", content[position:])[0]
    cell = (before + after).decode("cp1252", errors="replace").strip().strip('"')
    return Fault(message, fix, file, line, value=shown(cell))
