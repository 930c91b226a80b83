"""Predictions against labels: outcomes, alignment, scores. Pure Python: no Django, no model calls."""
