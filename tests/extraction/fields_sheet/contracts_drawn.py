"""Contracts of every kind, for laws."""

from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from extraction.contract import AllowedValue, Check, Contract, Conventions, Field, FieldType, ListField

ODD = ("", " ", '"', '""', '"a" b', "none", "None", "=1+1", "_x0041_", "'=x", "N/A", "a\r\nb", "007", "1e5", "\ufffe")
UNHURRIED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A contract takes long to draw where others work, too."""

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
TEXTS = st.sampled_from(ODD) | st.text(alphabet=" \"\\=,;\n\r\tax_0041'+-@#", max_size=6) | st.text(max_size=3)
WORDS = st.lists(TEXTS, max_size=2).map(tuple)
DECIMALS = st.sampled_from([*map(Decimal, ("0", "0.00", "-0", "1", "1.0", "1E+3", "1e-9"))]) | st.decimals(
    min_value=0, max_value=1000, places=3
)


def _field(allowed, **said):
    return Field(allowed=tuple(allowed) if said["type"] is FieldType.ENUM else (), **said)


FIELDS = st.builds(
    _field,
    allowed=st.lists(st.builds(AllowedValue, value=TEXTS, aliases=WORDS), min_size=1, max_size=2),
    name=NAMES,
    type=st.sampled_from(FieldType),
    label=TEXTS,
    description=TEXTS,
    aliases=WORDS,
    unit=st.none() | TEXTS,
    conventions=st.builds(
        Conventions, decimal=st.sampled_from([None, ",", "."]), dates=st.sampled_from([None, "dmy", "mdy", "ymd"])
    ),
    languages=st.sampled_from([("en", "de", "fr", "ru"), ("de_AT",), (), ("none",)]) | WORDS,
    required=st.booleans(),
    critical=st.booleans(),
    absolute_tolerance=DECIMALS,
    relative_tolerance=DECIMALS,
    weight=DECIMALS,
    key=st.booleans(),
    spaces=st.sampled_from(["keep", "ignore"]),
    case=st.sampled_from(["keep", "ignore"]),
)


def _many(part, least=0):
    return st.lists(part, min_size=least, max_size=2, unique_by=lambda one: one.name).map(tuple)


LISTS = st.builds(ListField, name=NAMES, label=TEXTS, description=TEXTS, aliases=WORDS, fields=_many(FIELDS, least=1))
CHECKS = st.builds(Check, name=NAMES, rule=TEXTS, label=TEXTS, tolerance=DECIMALS)


def _contract(fields, lists, **said):
    taken = {part.name for part in lists}
    return Contract(fields=tuple(one for one in fields if one.name not in taken), lists=lists, **said)


def contracts():
    return st.builds(
        _contract,
        fields=_many(FIELDS, least=1),
        lists=st.lists(LISTS, max_size=1).map(tuple),
        checks=_many(CHECKS),
        name=NAMES,
        title=TEXTS,
        description=TEXTS,
        kinds=WORDS,
    )
