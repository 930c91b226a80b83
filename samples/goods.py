"""What the invented companies sell: (description, unit, price, percent of tax)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from samples.bills import Item

Good = tuple[str, str, str, str]

OFFICE_DE: Sequence[Good] = (
    ("Kopierpapier A4, 80 g/m², 500 Blatt", "Pack", "4.29", "19"),
    ("Ordner breit, 8 cm, blau", "Stk", "2.35", "19"),
    ("Tintenroller 0,5 mm, schwarz, 12er-Packung", "Pack", "11.90", "19"),
    ("Haftnotizen 76 x 76 mm, gelb, 12 Blöcke", "Pack", "7.49", "19"),
    ("Bürostuhl „Weser“, höhenverstellbar", "Stk", "189.00", "19"),
    ("Schreibtischlampe LED, dimmbar", "Stk", "46.50", "19"),
    ("Fachbuch: Ablage ohne Papier, 3. Auflage", "Stk", "34.58", "7"),
    ("Kaffee, ganze Bohne, 1 kg", "kg", "13.95", "7"),
    ("Flipchartpapier, kariert, 20 Bogen", "Rolle", "5.80", "19"),
    ("Aktenvernichter P-4, 23 Liter", "Stk", "129.00", "19"),
    ("Briefumschläge DIN lang, Fenster, 1.000 Stück", "Karton", "24.70", "19"),
    ("Lieferung frei Verwendungsstelle", "psch", "15.00", "19"),
)
SCREWS_DE: Sequence[Good] = (
    ("Sechskantschraube ISO 4017\nM8 x 40, 8.8, verzinkt", "Stk", "12.4000", "19"),
    ("Sechskantmutter ISO 4032\nM8, Klasse 8", "Stk", "3.1500", "19"),
    ("Scheibe ISO 7089, 8 mm, 200 HV", "Stk", "1.8750", "19"),
    ("Gewindestange DIN 976\nM12 x 1000, A2", "Stk", "6.4500", "19"),
    ("Zylinderstift ISO 2338\n6 m6 x 30, blank", "Stk", "9.9000", "19"),
)
TRANSLATION_DE: Sequence[Good] = (
    ("Übersetzung Betriebsanleitung\nEnglisch - Deutsch, Normzeilen zu 55 Anschlägen", "Zeilen", "1.65", "19"),
    ("Korrektorat durch zweite Person", "Std.", "58.00", "19"),
    ("Terminologieliste, Pflege", "Std.", "62.50", "19"),
    ("Eilzuschlag", "psch", "75.00", "19"),
)
MACHINING_DE: Sequence[Good] = (
    ("Drehteil nach Zeichnung 4711-03\nWerkstoff 1.4301, entgratet", "Stk", "18.35", "8.1"),
    ("Fräsen Grundplatte, 2 Aufspannungen", "h", "112.00", "8.1"),
    ("Eloxieren, farblos, Chargenpreis", "Los", "240.00", "8.1"),
    ("Prüfprotokoll EMPB", "Stk", "85.00", "8.1"),
)
OFFICE_EN: Sequence[Good] = (
    ("Copy paper, letter size, 20 lb, 10 reams", "case", "41.99", "8.5"),
    ("Mesh task chair, black", "ea", "164.00", "8.5"),
    ("Whiteboard 48 x 36 in, magnetic", "ea", "89.95", "8.5"),
    ("Gel pens, 0.7 mm, assorted, dozen", "doz", "14.49", "8.5"),
    ("Label printer tape, 1/2 in, 2-pack", "pk", "22.75", "8.5"),
    ("Wireless keyboard and mouse set", "ea", "54.20", "8.5"),
    ("Hanging folders, letter, box of 25", "box", "12.89", "8.5"),
    ("Sit-stand desk converter, 32 in", "ea", "229.00", "8.5"),
    ("Assembly on site, per hour", "hr", "65.00", "8.5"),
)
DESIGN_EN: Sequence[Good] = (
    ("Brand identity workshop, half a day", "day", "620.00", "20"),
    ("Illustration, full page, two rounds of changes", "pcs", "340.00", "20"),
    ("Art direction", "hrs", "85.00", "20"),
    ("Printed proofs, A3", "pcs", "18.50", "20"),
    ("Children's book layout, 32 pages", "pcs", "1450.00", "0"),
)
MARINE_EN: Sequence[Good] = (
    ("Impeller kit, 6 blades\nfits pump series F4\nincl. gasket and grease", "SET", "48.75", "21"),
    ("Mooring rope, polyester, 24 mm\nsplice at one end", "m", "3.85", "21"),
    ("Bilge pump 24 V, 3700 l/h", "PCS", "139.00", "21"),
    ("Stainless shackle, bow, 10 mm", "PCS", "7.20", "21"),
    ("Safety manual, printed, English / Dutch", "PCS", "26.00", "9"),
    ("Anode, zinc, bolt-on, 2.2 kg\nmilitary specification", "PCS", "19.40", "21"),
)
DATA_EN: Sequence[Good] = (
    ("Data pipeline review", "hours", "175.00", "0"),
    ("Dashboard design and build", "hours", "160.00", "0"),
    ("On-site workshop, one day", "day", "1850.00", "0"),
    ("Travel at cost", "lump sum", "412.36", "0"),
)
CRAFT_FR: Sequence[Good] = (
    ("Table basse en chêne massif, 120 x 60 cm", "pièce", "485.00", "20"),
    ("Étagère murale, finition huilée", "pièce", "129.90", "20"),
    ("Restauration d'un fauteuil Voltaire\nsanglage, garniture et tissu", "forfait", "390.00", "10"),
    ("Heure d'atelier", "h", "52.00", "20"),
    ("Catalogue d'exposition", "ex.", "18.96", "5.5"),
    ("Livraison et mise en place", "forfait", "75.00", "20"),
)
ORCHARD_FR: Sequence[Good] = (
    ("Pommes Reinette, caisse de 10 kg", "caisse", "22.40", "5.5"),
    ("Jus de pomme fermier, 1 l", "btl", "2.85", "5.5"),
    ("Cidre brut, 75 cl", "btl", "4.60", "20"),
    ("Confiture de coings, 350 g", "pot", "4.10", "5.5"),
    ("Coffret dégustation", "pce", "26.50", "20"),
)
WRITING_FR: Sequence[Good] = (
    ("Rédaction d'articles pour le site, 600 mots", "article", "140.00", "0"),
    ("Relecture et correction", "heure", "38.00", "0"),
    ("Entretien téléphonique et compte rendu", "forfait", "95.00", "0"),
)
SUPPLY_RU: Sequence[Good] = (
    ("Бумага офисная А4, 500 л.", "пач", "389.00", "20"),
    ("Картридж лазерный, черный, ресурс 3000 стр.", "шт", "2450.50", "20"),
    ("Кабель силовой ВВГнг 3x2,5", "м", "94.20", "20"),
    ("Светильник светодиодный потолочный 36 Вт", "шт", "1275.00", "20"),
    ("Перчатки рабочие с ПВХ, пара", "пар", "38.60", "20"),
    ("Стеллаж металлический 2000x1000x400", "шт", "6890.00", "20"),
    ("Лента упаковочная 48 мм x 66 м", "рул", "112.75", "20"),
    ("Доставка до склада покупателя", "усл", "1500.00", "20"),
)
SERVICE_RU: Sequence[Good] = (
    ("Техническое обслуживание систем вентиляции, ежемесячное", "мес", "18500.00", "20"),
    ("Выезд инженера в пределах города", "выезд", "2400.00", "20"),
    ("Замена фильтра тонкой очистки", "шт", "3150.00", "20"),
)


def pick(
    goods: Sequence[Good], seed: str, count: int, *, most: int = 12, codes: str = "", sign: int = 1
) -> tuple[Item, ...]:
    """`count` items in a random but repeatable order and quantity; more than there are: again, in other quantities.

    `codes` is a pattern for article numbers: "{:05}".
    """
    chance = random.Random(seed)
    order: list[Good] = []
    while len(order) < count:
        order += chance.sample(goods, len(goods))
    items = []
    for text, unit, price, rate in order[:count]:
        quantity = Decimal(chance.randint(1, most))
        if unit in ("h", "hrs", "hours", "hr", "Std.", "heure", "kg", "m", "м") and chance.random() < 0.6:
            quantity += Decimal(chance.choice(["0.25", "0.5", "0.75"]))
        if unit in ("psch", "forfait", "lump sum", "усл", "Los"):
            quantity = Decimal(1)
        code = codes.format(chance.randint(100, 99999)) if codes else ""
        items.append(Item(text, sign * quantity, unit, Decimal(price), Decimal(rate), code))
    return tuple(items)
