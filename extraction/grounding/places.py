"""Every place of a document where a value stands, whatever notation the page uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from extraction.canon import canon, effective, fold, key
from extraction.contract import Conventions, Field, FieldType
from extraction.grounding.figures import Figure, PageFigures, PrintedDate, digits_of
from extraction.grounding.search import find, find_sign
from extraction.grounding.words import PageWords, plain
from extraction.pdf.model import PdfDocument
from extraction.values import Box, Canonical, Evidence, Value

_SEARCHED = 2_000
"""Signs of the longest text that is looked for."""
_MOST = 400
"""Places of one value: more say nothing about which is meant."""


@dataclass(frozen=True, slots=True)
class Place:
    page: int
    words: tuple[int, ...]
    """By index among the visible words of the page."""
    box: Box
    printed: str
    exact: bool
    """The claim's own text stands here, not only text of the same value."""
    line_height: float

    @property
    def order(self) -> tuple[int, int]:
        return self.page, self.words[0]


class Printed:
    """What a document shows, ready to be searched. `conventions`: how its pages write numbers and dates."""

    def __init__(self, document: PdfDocument, conventions: Conventions) -> None:
        self.pages = [PageWords(page) for page in document.pages]
        self._conventions = conventions
        self._readings: dict[tuple[object, ...], Canonical] = {}
        self._dates: dict[tuple[object, ...], list[tuple[PrintedDate, ...]]] = {}

    def places(self, field: Field, value: Canonical, raw: str) -> list[Place]:
        """Where a claim stands as a whole, in reading order. Text that is no value is looked for as it is written."""
        found: dict[tuple[int, tuple[int, ...]], Place] = {}
        for place in self._places(field, value, plain(raw[:_SEARCHED])):
            known = found.get((place.page, place.words))
            if known is None or (place.exact and not known.exact):
                found[place.page, place.words] = place
            if len(found) == _MOST:
                break
        return sorted(found.values(), key=lambda place: place.order)

    def inside(self, field: Field, value: Canonical, raw: str, evidence: Evidence) -> Place | None:
        """The words whose middles lie in the box, when all of them together say the value."""
        for words in self.pages:
            indices = words.within(evidence.box) if words.page.number == evidence.page else ()
            if indices:
                text = " ".join(words.plain[index] for index in indices)
                exact = text == plain(raw)
                return self._place(words, indices, text, exact) if exact or self._says(field, value, text) else None
        return None

    def _says(self, field: Field, value: Canonical, text: str) -> bool:
        if not isinstance(value, Value):
            return False
        if field.type is FieldType.TEXT and _squeezed(text) == _squeezed(str(value)):
            return True
        read = canon(text, field, self._of(field))
        return isinstance(read, Value) and key(read, field) == self._key(field, value)

    def _places(self, field: Field, value: Canonical, raw: str) -> Iterator[Place]:
        if isinstance(value, Value):
            if field.type.is_number:
                yield from self._numbers(field, value, raw)
                return
            if field.type is FieldType.DATE:
                yield from self._dates_like(field, value, raw)
                return
            if field.type is FieldType.ENUM:
                yield from self._choices(field, value, raw)
                return
            if field.type is not FieldType.BOOLEAN and fold(str(value)) != fold(raw):
                yield from self._texts(field, value, str(value), raw)
        yield from self._texts(field, value, raw, raw)

    def _texts(self, field: Field, value: Canonical, text: str, raw: str) -> Iterator[Place]:
        target = fold(text)
        spaces, wraps = field.spaces == "keep", field.type is FieldType.TEXT
        wanted = self._key(field, value)
        labels = _glued(folded_labels(field.title, field.aliases))
        bare = not any(sign.isalpha() for sign in target)
        for page, words in zip(self._figures, self.pages, strict=True):
            for run in find(words, target if spaces else target.replace(" ", ""), labels, spaces=spaces, wraps=wraps):
                exact = run.text == raw and not run.wrapped
                same = exact or (isinstance(value, Value) and key(self.read(field, run.text), field) == wanted)
                if same and not (bare and self._is_part(page, run.words)):
                    yield self._place(words, run.words, run.text, exact)

    def _numbers(self, field: Field, value: Value, raw: str) -> Iterator[Place]:
        digits = digits_of(str(value))
        for index, words in enumerate(self.pages):
            for figure in self._figures_by_digits[index].get(digits, ()):
                if figure.percent and field.type is not FieldType.PERCENT:
                    continue
                texts = [text for text in figure.texts if self._is_number(field, value, text)]
                if texts and not self._is_in_other_unit(field, value, figure):
                    yield self._place(words, figure.words, texts[0], raw in map(plain, figure.texts))

    def _is_number(self, field: Field, value: Value, text: str) -> bool:
        read = self.read(field, text)
        return isinstance(read, Value) and read.v == value.v

    def _is_in_other_unit(self, field: Field, value: Value, figure: Figure) -> bool:
        if field.type is not FieldType.MONEY or value.unit is None:
            return False
        units = {read.unit for text in figure.texts if isinstance(read := self.read(field, text), Value)}
        return bool(units - {None, value.unit})

    def _dates_like(self, field: Field, value: Value, raw: str) -> Iterator[Place]:
        for words, dates in zip(self.pages, self._dates_of(field), strict=True):
            for date in dates:
                if date.value.v == value.v:
                    yield self._place(words, date.words, date.text, raw in (date.text, date.text.strip("().")))

    def _choices(self, field: Field, value: Value, raw: str) -> Iterator[Place]:
        allowed = next((choice for choice in field.allowed if choice.value == value.v), None)
        aliases = (allowed.value, *allowed.aliases) if allowed else (str(value.v),)
        for text in dict.fromkeys(map(fold, (raw, *aliases))):
            for words in self.pages:
                for run in find(words, text) if " " in text else find_sign(words, text):
                    yield self._place(words, run.words, run.text, run.text == raw)

    @staticmethod
    def _place(words: PageWords, indices: tuple[int, ...], printed: str, exact: bool) -> Place:
        return Place(words.page.number, indices, words.box(indices), printed, exact, _height(words, indices[0]))

    @cached_property
    def _figures(self) -> list[PageFigures]:
        return [PageFigures(words) for words in self.pages]

    @cached_property
    def _figures_by_digits(self) -> list[dict[str, list[Figure]]]:
        return [page.numbers(lambda words, page=page: self._is_part(page, words)) for page in self._figures]  # type: ignore[misc]

    def _is_part(self, page: PageFigures, words: tuple[int, ...]) -> bool:
        """Whether these words belong to an account number or a date of more words than these."""
        return any(words[0] in whole and not set(whole) <= set(words) for whole in self._wholes[page.page.page.number])

    @cached_property
    def _wholes(self) -> dict[int, list[range]]:
        dates = self._dates_of(_ANY_DATE)
        return {
            figures.page.page.number: [
                *figures.ibans,
                *(range(date.words[0], date.words[-1] + 1) for date in found if len(date.words) > 1),
            ]
            for figures, found in zip(self._figures, dates, strict=True)
        }

    def _dates_of(self, field: Field) -> list[tuple[PrintedDate, ...]]:
        conventions = self._of(field)
        signature = (field.languages, conventions.dates)
        if signature not in self._dates:
            self._dates[signature] = [page.dates(lambda text: self.read(field, text)) for page in self._figures]
        return self._dates[signature]

    def _of(self, field: Field) -> Conventions:
        return effective(field, self._conventions)

    def read(self, field: Field, text: str) -> Canonical:
        """What text of a page says as a value of the field, which is no enumeration."""
        conventions = self._of(field)
        signature = (text, field.type, field.unit, field.languages, conventions.decimal, conventions.dates)
        reading = self._readings.get(signature)
        if reading is None:
            reading = self._readings[signature] = canon(text, field, conventions)
        return reading

    def _key(self, field: Field, value: Canonical) -> object:
        """The key of a text value as a page that is read by `plain` would say it."""
        if isinstance(value, Value) and isinstance(value.v, str):
            value = replace(value, v=plain(value.v))
        return key(value, field)


def _squeezed(text: str) -> str:
    """Folded and without blanks: lines that end in a hyphen or a slash go on without one."""
    return fold(text).replace(" ", "")


def _height(words: PageWords, index: int) -> float:
    top, bottom = words.words[index].box[1], words.words[index].box[3]
    return max(bottom - top, 1.0)


_ANY_DATE = Field(name="date", type=FieldType.DATE)


@lru_cache(maxsize=2_000)
def folded_labels(field_title: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """What stands before values of a field, folded, without the colon."""
    folded = (fold(text).rstrip(".:") for text in (field_title, *aliases))
    return tuple(dict.fromkeys(text for text in folded if text))


@lru_cache(maxsize=2_000)
def _glued(labels: tuple[str, ...]) -> frozenset[str]:
    """The last words of labels, which pages glue to values: `Nr.R18`."""
    return frozenset(label.split()[-1] for label in labels)
