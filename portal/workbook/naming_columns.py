"""Which columns of a sheet say what document a row is about: by their headers and, more surely, by their values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from portal.services.documents import clean_name
from portal.workbook.column_matching import SampledColumn
from portal.workbook.header_words import HeaderWords, How, Level, header_key
from portal.workbook.stated import DOCUMENT, FILE, SHA256

_OURS = {
    SHA256: ("sha256", "sha-256"),
    DOCUMENT: ("document", "document id", "external id"),
    FILE: ("file", "file name"),
}
_SURE = {
    SHA256: ("sha256 hash", "sha256 sum", "file hash", "hash", "checksum", "prüfsumme"),
    DOCUMENT: (
        "doc id", "document name", "dokument", "dokument-id", "dokumenten-id", "dokumentname", "id du document",
        "identifiant du document", "nom du document", "документ", "id документа", "имя документа",
    ),
    FILE: (
        "file path", "source file", "pdf", "pdf file", "pdf name", "datei", "dateiname", "dateipfad", "pdf-datei",
        "fichier", "fichier pdf", "nom du fichier", "nom de fichier", "nom fichier", "файл", "имя файла",
        "название файла", "pdf файл",
    ),
}  # fmt: skip
_VAGUE = {DOCUMENT: ("beleg", "beleg-id", "doc", "id", "pièce", "name", "source", "quelle")}
"""Words that may head another column: used only where nothing else names the documents."""

_MOST = 0.5
_HASH = re.compile(r"[0-9a-fA-F]{64}")
_PDF = re.compile(r"\.pdf$", re.IGNORECASE)


def _keys(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {header_key(word): meaning for meaning, some in words.items() for word in some}


_OUR_KEYS, _SURE_KEYS, _VAGUE_KEYS = _keys(_OURS), _keys(_OURS) | _keys(_SURE), _keys(_VAGUE)


class KnownNames:
    """The names of a project's documents: sha256, external ids, file names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._exact = frozenset(names)
        folded = Counter(name.casefold() for name in self._exact)
        self._folded = frozenset(name for name, count in folded.items() if count == 1)

    def has(self, text: str) -> bool:
        """Also of a file with its folder, and in another case where only one name is like it."""
        text = text.strip()
        return text in self._exact or text.casefold() in self._folded or clean_name(text).casefold() in self._folded

    def share(self, texts: Collection[str]) -> float:
        return sum(map(self.has, texts)) / len(texts) if texts else 0.0


def names_document(header: str) -> bool:
    """Whether the header is a word for what names a document."""
    return header_key(header) in _SURE_KEYS


def naming_columns(
    columns: Sequence[SampledColumn], words: HeaderWords, known: KnownNames
) -> dict[int, tuple[str, How]]:
    """At most one column for each way to name a document; none where two are equally likely."""
    found = _Found()
    judged = [_Judged(column, words, known) for column in columns]
    has_file = any(one.sure == FILE for one in judged)
    found.take([one for one in judged if one.share >= _MOST and (one.sure or not one.is_field)], has_file)
    by_values = bool(found.columns)
    found.take([one for one in judged if one.sure and not one.is_named and not (by_values and one.is_wrong)], has_file)
    if not found.columns:
        found.take([one for one in judged if one.share >= _MOST], has_file)
    if not found.columns:
        found.take([one for one in judged if one.vague and not one.is_field], has_file)
    return found.columns


class _Judged:
    """What speaks for a column."""

    def __init__(self, column: SampledColumn, words: HeaderWords, known: KnownNames) -> None:
        self.column = column
        self.texts = {cell.text.strip() for cell in column.cells}
        self.share = known.share(self.texts)
        key = header_key(column.header)
        self.sure, self.vague = _SURE_KEYS.get(key, ""), _VAGUE_KEYS.get(key, "")
        levels = [level for meaning, level in words.meanings(column.header).items() if meaning in words.fields]
        self.is_named = bool(levels) and min(levels) <= Level.LABEL
        self.is_field = bool(levels)
        self.is_wrong = bool(self.texts) and not self.share
        self.how: How = "name" if key in _OUR_KEYS else "alias" if self.sure or self.vague else "similar"

    def kind(self, has_file: bool) -> str:
        if self.texts and all(map(_HASH.fullmatch, self.texts)):
            return SHA256
        named = self.sure or self.vague
        if named in ("", DOCUMENT) and not has_file and self.texts:
            files = sum(bool(_PDF.search(text)) for text in self.texts)
            if files > len(self.texts) / 2:
                return FILE
        return named or DOCUMENT


class _Found:
    def __init__(self) -> None:
        self.columns: dict[int, tuple[str, How]] = {}

    def take(self, some: list[_Judged], has_file: bool) -> None:
        """The best column of each kind that is still free; of two that are equally good, neither."""
        by_kind: dict[str, list[_Judged]] = {}
        for one in some:
            if one.column.index not in self.columns:
                by_kind.setdefault(one.kind(has_file), []).append(one)
        taken = {meaning for meaning, _ in self.columns.values()}
        for kind, judged in by_kind.items():
            ranked = sorted(judged, key=_rank, reverse=True)
            is_clear = len(ranked) == 1 or _rank(ranked[0]) > _rank(ranked[1]) or ranked[0].texts == ranked[1].texts
            if kind not in taken and is_clear:
                self.columns[ranked[0].column.index] = (kind, ranked[0].how)


def _rank(judged: _Judged) -> tuple[float, bool]:
    return judged.share, bool(judged.sure)
