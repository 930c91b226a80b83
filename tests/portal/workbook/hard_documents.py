"""A contract and values that programs are known to change, cut or misunderstand."""

from __future__ import annotations

from extraction.contract import AllowedValue, Contract, Field, FieldType, ListField
from extraction.values import Cell, ExtractionResult

STATES = tuple(AllowedValue(value=f"State of the order no. {number:02}") for number in range(20))
"""More than the 255 characters that a drop-down takes."""
PLACES = tuple(
    AllowedValue(value=value) for value in ("Berlin, Mitte", 'the "Yard"', "N/A", "=Hof", "Öland 🏝", "\\back")
)

CONTRACT = Contract(
    name="hard",
    title="Hard: Ümläute/لغة",
    fields=(
        Field(name="file", type=FieldType.IDENTIFIER, label="File"),
        Field(name="status", label="status"),
        Field(name="mark", type=FieldType.IDENTIFIER, label="row id"),
        Field(name="net", type=FieldType.MONEY, label="Total", unit="EUR"),
        Field(name="gross", type=FieldType.MONEY, label="Total"),
        Field(name="net_unit", label="net unit"),
        Field(name="count", type=FieldType.INTEGER, label="Count 😀"),
        Field(name="ratio", type=FieldType.DECIMAL, label="نسبة"),
        Field(name="weight", type=FieldType.DECIMAL, label="=Weight", unit="kg"),
        Field(name="share", type=FieldType.PERCENT, label="Share of " + "x" * 51),
        Field(name="part", type=FieldType.PERCENT, unit="1"),
        Field(name="issued", type=FieldType.DATE, label="issued, on", description="=when\n<it> was \x0b & 'issued'"),
        Field(name="paid", type=FieldType.BOOLEAN),
        Field(name="state", type=FieldType.ENUM, allowed=STATES),
        Field(name="place", type=FieldType.ENUM, allowed=PLACES),
        Field(name="note", description="d" * 32_000),
        Field(name="long", label="Long " * 60),
        Field(name="lines_of_text", label="two\nlines"),
    ),
    lists=(
        ListField(
            name="line_items",
            label="Positions/items of the whole invoice",
            fields=(
                Field(name="code", type=FieldType.IDENTIFIER, key=True),
                Field(name="item", type=FieldType.INTEGER, label="item"),
                Field(name="amount", type=FieldType.MONEY),
                Field(name="day", type=FieldType.DATE),
                Field(name="what"),
                Field(name="paid", type=FieldType.BOOLEAN),
            ),
        ),
        ListField(name="more", label="Positions/items of the whole invoice", fields=(Field(name="what"),)),
        ListField(name="trouble", label="Problems", fields=(Field(name="what"), Field(name="when"))),
        ListField(name="taxes", label="Q1", fields=(Field(name="rate", type=FieldType.PERCENT),)),
        ListField(name="nothing", label="Data", fields=(Field(name="what"),)),
    ),
)

TEXTS = (
    "=1+1", "+49 30 12", "-12 °C", "@home", "'quoted", "''", "a\tb", "a\nb\n\nc", "a\r\nb", "\\", "\\N/A", "N/A",
    "n/a", "#CLEAR", "#DELETE", "#N/A", "#DIV/0!", "TRUE", "1e5", "007", "12/13", "2024-03-04", "12345678901234567890",
    "Müller & Söhne <GmbH>", "😀👩‍👩‍👧", "مرحبا بالعالم", "x_000D", "1,5", "1.5", "\u200e\u00a0", "a  b", "{=1}",
    '"x"', "10%", "checked", "total", "e\u0301", "x" * 5000,
)  # fmt: skip
CODES = (
    "007", "12345678901234567890", "00000000000000000000", "1e5", "1E400", "TRUE", "3-4", "1/2", "0x1F", "=A1",
    "N/A", "1_000", "٣", "1.10", "+1", "-0", "nan", "inf", "12:30", "Jan 5",
)  # fmt: skip
DATES = (
    ("1900-03-01", "day"), ("1900-02-28", "day"), ("1899-12-31", "day"), ("1583-01-01", "day"), ("9999-12-31", "day"),
    ("2024-02-29", "day"), ("1904-01-01", "day"), ("2024-03", "month"), ("2024", "year"), ("1850", "year"),
    ("0033-04-03", "day"), ("1900-03", "month"),
)  # fmt: skip
NUMBERS = (
    "0.1", "0.30000000000000004", "123456789012345", "1234567890123456", "-0.000001", "0.123456789012345",
    "12345678901.2345", "99999999999999.99", "999999999999999", "1000000000000000", "0", "-1", "1.10", "100",
    "0.0000000000000000001", "12345678901234567890.123456789", "2958466", "60", "1.005", "0.07",
)  # fmt: skip
WHOLE = ("0", "-7", "123456789012345", "123456789012345678901234567890", "1", "43831")


def _at(some: tuple[str, ...], number: int) -> str:
    return some[number % len(some)]


def _date(number: int) -> Cell:
    value, precision = DATES[number % len(DATES)]
    return Cell(value=value, precision=precision, raw=value)  # type: ignore[arg-type]


def said(value: str, unit: str | None = None) -> Cell:
    return Cell(value=value, unit=unit, raw=value)


def _text(number: int) -> Cell:
    """A text; now and then nobody could read it, or it is absent by a word."""
    return Cell(invalid="illegible") if number % 13 == 12 else said(_at(TEXTS, number))


def result(number: int) -> ExtractionResult:
    """What is extracted of the document of that number: another value in every field each time."""
    currency = _at(("EUR", "USD", "JPY"), number)
    broken = Cell(invalid="number: not a number", raw=_at(TEXTS, number * 3))
    return ExtractionResult(
        fields={
            "file": said(_at(CODES, number)),
            "status": _text(number + 5),
            "mark": said(_at(CODES, number + 7)),
            "net": broken if number % 4 == 3 else said(_at(NUMBERS, number), currency),
            "gross": said(_at(NUMBERS, number + 3), _at(("CHF", "EUR"), number)),
            "net_unit": _text(number + 9),
            "count": broken if number % 5 == 4 else said(_at(WHOLE, number)),
            "ratio": said(_at(NUMBERS, number + 11)),
            "weight": said(_at(NUMBERS, number + 5), _at(("kg", "t"), number)),
            "share": said(_at(NUMBERS, number + 2), "%"),
            "part": said(_at(NUMBERS, number + 8), "1"),
            "issued": _date(number),
            "paid": None if number % 3 == 2 else said(_at(("true", "false"), number)),
            "state": said(STATES[number % len(STATES)].value),
            "place": said(PLACES[number % len(PLACES)].value),
            "note": None if number % 7 == 6 else _text(number),
            "long": _text(number + 1),
            "lines_of_text": _text(number + 2),
        },
        lists={
            "line_items": [
                {
                    "code": said(_at(CODES, number + item)),
                    "item": said(str(item)),
                    "amount": said(_at(NUMBERS, number + item), _at(("EUR", "USD", "JPY"), item)),
                    "day": _date(number + item),
                    "what": _text(number * 4 + item),
                    "paid": said(_at(("false", "true"), item)),
                }
                for item in range(1, 5)
            ],
            "more": [{"what": _text(number)}, {"what": _text(number + 1)}],
            "trouble": [{"what": _text(number + 3), "when": _text(number + 4)}],
            "taxes": [{"rate": said(_at(NUMBERS, number), "%")}],
            "nothing": [],
        },
    )
