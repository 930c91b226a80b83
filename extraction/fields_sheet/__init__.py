"""A contract as sheets of plain words that people edit: `Fields`, `Lists`, `Checks`, `Contract`, and back."""

from extraction.fields_sheet.columns import SHEETS, Column, SheetPlan
from extraction.fields_sheet.reading import FieldsFile, read_contract
from extraction.fields_sheet.writing import rows_of

__all__ = ["SHEETS", "Column", "FieldsFile", "SheetPlan", "read_contract", "rows_of"]
