"""What pages print for the unit codes of UN/ECE Recommendation 20 and 21 that invoices use."""

from __future__ import annotations

from collections import Counter

from extraction.canon import fold
from extraction.pdf.model import PdfDocument

_PIECE = "Stk Stck St Stück piece pieces pc pcs pce unit units ea each unité unités pièce pièces U шт Einheit Einheiten"
_HOUR = "h Std Stunde Stunden hour hours hrs hr heure heures ч час"
_PRINTED = {
    "C62": _PIECE, "H87": _PIECE, "EA": _PIECE, "PCE": _PIECE, "NAR": _PIECE, "XPP": _PIECE,
    "HUR": _HOUR, "MIN": "min Minute Minuten minute minutes мин",
    "DAY": "Tag Tage Tg day days jour jours j день дня дней", "WEE": "Woche Wochen week weeks semaine semaines",
    "MON": "Monat Monate mtl month months mois мес", "ANN": "Jahr Jahre year years an ans année années год",
    "KGM": "kg Kilogramm kilo кг", "GRM": "g Gramm gr г", "TNE": "t to Tonne Tonnen tonne tonnes т",
    "LTR": "l Ltr Liter litre litres liter liters л", "MLT": "ml",
    "MTR": "m Meter mètre mètres metre metres lfm м", "CMT": "cm", "MMT": "mm", "KMT": "km Kilometer км",
    "MTK": "m² m2 qm м²", "MTQ": "m³ m3 cbm м³", "KWH": "kWh", "MWH": "MWh",
    "LS": "pauschal Pauschale psch lump forfait ff", "SET": "Set Sets Satz", "PR": "Paar pair pairs paire paires",
    "P1": "%", "XBX": "Box Boxen Karton Kartons boxes carton cartons", "XPK": "Paket Pakete Pack pack package colis",
    "XCT": "Karton Kartons carton cartons", "XBO": "Flasche Flaschen Fl bottle bottles bouteille bouteilles",
    "XPX": "Palette Paletten pallet pallets palette palettes", "NPR": "Paar pair pairs",
}  # fmt: skip


class PrintedUnits:
    """The words of one document's pages, to say a unit code as they do."""

    def __init__(self, document: PdfDocument) -> None:
        shown = Counter(word.text.strip(".,:;") for page in document.pages for word in page.visible)
        self._words: dict[str, tuple[int, str]] = {}
        for text, times in shown.items():
            word = fold(text.replace("(s)", "s").strip("()"))
            self._words[word] = max((times, text), self._words.get(word, (0, "")))

    def word_for(self, code: str) -> str:
        """The word for the unit that the pages use most, or the code where they use none of those known."""
        words = [code] if fold(code) in self._words else _PRINTED.get(code.upper(), "").split()
        return max((self._words[fold(word)] for word in words if fold(word) in self._words), default=(0, code))[1]
