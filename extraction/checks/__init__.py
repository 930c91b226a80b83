"""Declared rules across fields: does it add up, and what follows from what.

total_net + total_tax = total_gross
sum(line_items.line_total) = total_net
each line_items: quantity * unit_price = line_total
due_date >= invoice_date
iban(payment_iban)
"""

from extraction.checks.deriving import Target, derive
from extraction.checks.language import CheckError, Rule, parse
from extraction.checks.running import run_checks
from extraction.checks.validation import validate_contract

__all__ = ["CheckError", "Rule", "Target", "derive", "parse", "run_checks", "validate_contract"]
