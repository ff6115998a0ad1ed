"""What a file is by its content; its extension is only asked when the content leaves it open."""

import codecs
import csv
import io
import re
import zipfile
from enum import StrEnum

from climafin.base.errors import DataProblem
from climafin.base.messages import Message, message

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_HEAD_BYTES = 4096


class Format(StrEnum):
    """What can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def sniff(data: bytes, name: str) -> Format:
    """Return the format of a file's content.

    Args:
        data: the whole file.
        name: its name, for messages and for what only the name can tell.

    Raises:
        DataProblem: it is nothing that can be read; the sentence says what it is and what to do.
    """
    if not data.strip():
        raise DataProblem(message("“{file}” is empty.", file=name))
    if data.startswith(b"PK"):
        return _sniff_zip(data, name)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DataProblem(_password(name))
        return Format.XLS
    if data.startswith(_PDF):
        raise DataProblem(
            message("“{file}” is a PDF, not a workbook. Ask the sender for the workbook it was made from.", file=name)
        )
    return _sniff_text(data, name)


def _password(name: str) -> Message:
    return message("“{file}” is protected with a password. Remove the password in Excel or WPS and save it.", file=name)


def _sniff_zip(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DataProblem(damaged(name)) from error
    if "xl/workbook.xml" in parts:
        return Format.XLSX
    if "xl/workbook.bin" in parts or "content.xml" in parts:
        raise DataProblem(
            message("“{file}” is a binary or an OpenDocument workbook. Save it as .xlsx and import that.", file=name)
        )
    raise DataProblem(message("“{file}” is not a workbook. Import takes .xlsx, .xls and .csv.", file=name))


def damaged(name: str) -> Message:
    """Return the sentence for a file that breaks off or contradicts itself."""
    return message(
        "“{file}” is damaged and cannot be read. Nothing was changed. Ask for it again, or open it in Excel or WPS "
        "and save it under a new name.",
        file=name,
    )


def _sniff_text(data: bytes, name: str) -> Format:
    head = data[:_HEAD_BYTES]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise DataProblem(
            message("“{file}” is an XML table of 2003. Open it in Excel or WPS and save it as .xlsx.", file=name)
        )
    if _MARKUP.search(head):
        raise DataProblem(
            message(
                "“{file}” is a web page under a workbook's name. Open it in Excel or WPS and save it as .xlsx.",
                file=name,
            )
        )
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in head and not is_utf16:
        raise DataProblem(message("“{file}” is not a workbook. Import takes .xlsx, .xls and .csv.", file=name))
    if name.lower().endswith((".xls", ".xlsx", ".et")):
        raise DataProblem(
            message(
                "“{file}” is plain text under a workbook's name. Open it in Excel or WPS and save it as .xlsx.",
                file=name,
            )
        )
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise DataProblem(message("“{file}” is not a workbook. Import takes .xlsx, .xls and .csv.", file=name))
    return Format.TEXT


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return a text file's text and the encoding that fits the **whole** file.

    A byte-order mark decides; then strict UTF-8; then GB18030, which every Chinese GBK file is part of.

    Raises:
        DataProblem: no encoding fits.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        attempts: tuple[str, ...] = ("utf-16",)
    else:
        attempts = ("utf-8-sig", "gb18030")
    for encoding in attempts:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DataProblem(
        message("The text of “{file}” is neither UTF-8 nor GB18030. Save it as .xlsx, or as CSV in UTF-8.", file=name)
    )


#: What makes a spreadsheet program take a CSV cell for a formula.
_FORMULA_START = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a text for a CSV cell that no spreadsheet program takes for a formula."""
    return "'" + text if _FORMULA_START.match(text) else text


def unguarded(text: str) -> str:
    """Take back what `guarded` did."""
    return text[1:] if text.startswith("'") and _FORMULA_START.match(text[1:]) else text


def text_rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV or tab text; the separator is the one its first lines use most."""
    sample = text[:20_000]
    separator = max(",\t;", key=sample.count)
    csv.field_size_limit(2**24)
    return [[unguarded(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
