"""Words of languages, not of any kind of document: what rules need to know of English, German, French and Russian.

What a contract's fields are called is never here: that is in the contract.
"""

from __future__ import annotations

import re

from babel import Locale
from babel.numbers import list_currencies

from extraction.sources.layout.phrases import key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(*texts: str) -> frozenset[str]:
    return frozenset(key(phrase) for text in texts for phrase in text.split(", "))


FILLERS = _words(
    "# № in of on at to for the is be by an a no zu zum zur am bis der die das den dem des und von vom im ist "
    "für pour dont je mit with de du la le les et au aux est en per pro plus incl inkl zzgl по в на от за и"
)
"""Words beside a label that say nothing of which label it is."""

CURRENCIES = frozenset(code.casefold() for code in list_currencies())
"""Codes of currencies, folded: they say nothing of which label it is either."""

LANGUAGES = ("en", "de", "fr", "ru")

COUNTRIES = frozenset(name.casefold() for language in LANGUAGES for name in Locale(language).territories.values())
"""Last lines of an address, never a name."""

BASES = _words("on auf aus von of sur from base basis от с")
"""Words between the label of a share and what it is a share of: "VAT 19 % on 100.00"."""

CONNECTIVES = _words(
    "nr no n° nº # № nro num vom von of dated from du den le la issued und and et at am bis to bic swift per date "
    "datum seite page от | - – — · • /"
)
"""Words that end a number or name, or stand before it."""

NAME_LABELS = _phrases("name, firmenname, company name, firma, company", "nom, raison sociale", "имя, наименование")
"""Labels of the line of a section that holds the name."""

SALUTATIONS = _phrases("mr, mrs, ms, messrs", "herrn, herr, frau, firma, familie, eheleute", "m, mme")
"""First lines of an address that are no name yet."""

ABOUT = _words("adresse address anschrift name nom details data daten coordonnees information informations")
"""Words a heading may have beside the label that names the party, folded."""

DELIVERY = tuple(
    sorted(_phrases("delivery address, ship to", "lieferadresse, lieferanschrift", "adresse de, adresse d", "адрес"))
)
"""How headings of addresses begin that no contract may ask for."""

SENDER = _phrases(
    "from, sender, issuer, issued by",
    "absender, aussteller",
    "émetteur, expéditeur",
    "отправитель, исполнитель",
)
"""Labels that say a field holds who writes."""

ADDRESSEE = _phrases(
    "to, bill to, billed to, recipient, addressee",
    "empfänger, rechnungsempfänger",
    "destinataire, facturé à",
    "получатель, кому",
)
"""Labels that say a field holds who is written to."""

LEGAL_FORM = re.compile(
    r"(?<!\w)(?:GmbH|GMBH|mbH|AG|KGaA|KG|OHG|e\.\s?K\.|e\.\s?V\.|UG|SE|a\.\s?G\.|Ltd\.?|LTD|LIMITED|Limited|LLC|L\.L\.C\.|LLP|Inc\.?|Corp\.?"
    r"|Corporation|PLC|plc|B\.V\.?|BV|N\.V\.|S\.A\.R\.L\.|SARL|SAS|SASU|EURL|S\.A\.S?\.?|SA|S\.r\.l\.|Srl|SRL|S\.p\.A\.|SpA"
    r"|S\.L\.|Oy|AB|ApS|A/S|sp\.\s?z\s?o\.\s?o\.|s\.r\.o\.|ООО|ОАО|ЗАО|ПАО|АО|ИП|Pty)(?!\w)"
)
"""What companies are called after, as many countries write it."""
