"""Raw text to canonical values and back: what is written on a page, in a workbook, in a reply.

`canon` keeps what a person wants to read; `key` folds, for comparing and grouping only. Nothing
is guessed: `1,234` or `03/04/2024` without a known notation is Invalid, with the reason in words.
"""

from extraction.canon.canonical import Side, canon, effective
from extraction.canon.cells import cell_of, stored_value, value_of
from extraction.canon.folding import fold, key
from extraction.canon.rendering import render
from extraction.canon.tokens import escape

__all__ = ["Side", "canon", "cell_of", "effective", "escape", "fold", "key", "render", "stored_value", "value_of"]
