"""A contract as the rows of its sheets."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from extraction.contract import Contract
from extraction.fields_sheet.columns import CHECKS, CONTRACT, FIELDS, LIST, LISTS, SheetName, SheetPlan, settings_of


def rows_of(contract: Contract) -> dict[SheetName, list[list[str]]]:
    """The rows below the headers, by sheet: texts that `read_contract` reads as the same contract."""
    about = settings_of(contract)
    return {
        SheetName.FIELDS: list(_fields(contract)),
        SheetName.LISTS: [_row(LISTS, part) for part in contract.lists],
        SheetName.CHECKS: [_row(CHECKS, check) for check in contract.checks],
        SheetName.CONTRACT: [[one.header, one.kind.write(about[one.setting])] for one in CONTRACT.columns],
    }


def _fields(contract: Contract) -> Iterator[list[str]]:
    for field in contract.fields:
        yield _row(FIELDS, field)
    for part in contract.lists:
        for field in part.fields:
            yield _row(FIELDS, field, part.name)


def _row(plan: SheetPlan, part: BaseModel, list_name: str = "") -> list[str]:
    said = settings_of(part) | {LIST.setting: list_name}
    return [column.kind.write(said[column.setting]) for column in plan.columns]
