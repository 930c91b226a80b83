"""Which agreements there are: the text of each is in texts/, here are its terms as printed and as they are meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from samples.parties import BUYERS, SELLERS

TEXTS = Path(__file__).parent / "texts"
FIELDS = (
    "agreement_number",
    "provider_name",
    "customer_name",
    "signature_date",
    "effective_date",
    "term",
    "renewal",
    "notice_period",
    "fee",
    "payment_days",
    "late_interest",
    "liability_cap",
    "governing_law",
    "venue",
    "subcontracting",
)


@dataclass(frozen=True)
class Term:
    """`means` is the canonical text of what is `printed`."""

    printed: str
    means: str


def said(text: str) -> Term:
    """A term whose canonical text is what is printed."""
    return Term(text, text)


@dataclass(frozen=True)
class Deed:
    name: str
    """Of the text and of the file to be."""
    language: str
    family: str
    what: str
    terms: Mapping[str, Term]
    implied: Mapping[str, str] = field(default_factory=dict)
    """Fields a sentence states without a term of their own, canonical."""
    milestones: tuple[tuple[Term, Term, Term], ...] = ()
    """(name, due date, amount)"""

    @property
    def text(self) -> str:
        return (TEXTS / f"{self.name}.txt").read_text("utf-8")


def parties(provider: str, customer: str) -> dict[str, Term]:
    return {"provider_name": said(SELLERS[provider].name), "customer_name": said(BUYERS[customer].name)}


def deeds() -> list[Deed]:
    return [*_english(), *_german(), *_french(), *_russian()]


def _english() -> list[Deed]:
    return [
        Deed(
            "01-en-services",
            "en",
            "times",
            "clauses in prose over two pages, other amounts and periods nearby",
            parties("thornbury", "osprey")
            | {
                "agreement_number": said("MSA-2025-014"),
                "effective_date": Term("1 April 2025", "2025-04-01"),
                "signature_date": Term("24 March 2025", "2025-03-24"),
                "term": said("thirty-six (36) months"),
                "renewal": Term("shall renew automatically", "automatic"),
                "notice_period": said("three (3) months'"),
                "fee": Term("GBP 8,450.00", "8450.00"),
                "payment_days": Term("thirty (30)", "30"),
                "late_interest": Term("8 %", "8"),
                "liability_cap": Term("GBP 500,000", "500000"),
                "governing_law": said("the laws of England and Wales"),
                "venue": said("London"),
            },
            implied={"subcontracting": "false"},
        ),
        Deed(
            "02-en-statement-of-work",
            "en",
            "sans",
            "key terms on top, general terms in two columns, a schedule of payments, dates month first",
            parties("bluefin", "harper")
            | {
                "agreement_number": said("BF-PSA-0097"),
                "effective_date": Term("05/12/2025", "2025-05-12"),
                "signature_date": Term("05/09/2025", "2025-05-09"),
                "term": said("9 months"),
                "renewal": Term("By mutual agreement", "by_agreement"),
                "notice_period": said("15 days'"),
                "fee": Term("$186,000.00", "186000.00"),
                "payment_days": Term("45", "45"),
                "late_interest": Term("1.5%", "1.5"),
                "liability_cap": Term("$186,000.00", "186000.00"),
                "governing_law": said("State of New York"),
                "venue": said("New York County, New York"),
                "subcontracting": Term("No", "false"),
            },
            milestones=(
                (said("Discovery report"), Term("07/01/2025", "2025-07-01"), Term("$42,000.00", "42000.00")),
                (
                    said("Data platform, first release"),
                    Term("10/15/2025", "2025-10-15"),
                    Term("$96,000.00", "96000.00"),
                ),
                (said("Handover and training"), Term("01/30/2026", "2026-01-30"), Term("$48,000.00", "48000.00")),
            ),
        ),
        Deed(
            "03-en-consultant",
            "en",
            "serif",
            "one page, no number, no cap on liability, no venue",
            parties("thornbury", "harper")
            | {
                "effective_date": Term("June 2, 2025", "2025-06-02"),
                "signature_date": Term("May 28, 2025", "2025-05-28"),
                "term": said("six months"),
                "renewal": Term("shall not renew", "none"),
                "notice_period": said("fourteen days'"),
                "fee": Term("£640", "640"),
                "payment_days": Term("21", "21"),
                "governing_law": said("English law"),
            },
            implied={"subcontracting": "true"},
        ),
    ]


def _german() -> list[Deed]:
    return [
        Deed(
            "04-de-dienstleistung",
            "de",
            "helvetica",
            "paragraphs and sections over two pages, an older date and a penalty nearby",
            parties("nordlicht", "falke")
            | {
                "agreement_number": said("DV 2025/033"),
                "effective_date": Term("1. März 2025", "2025-03-01"),
                "signature_date": Term("11. Februar 2025", "2025-02-11"),
                "term": said("drei Jahren"),
                "renewal": Term("verlängert sich automatisch", "automatic"),
                "notice_period": said("sechs Monaten"),
                "fee": Term("3.275,00 EUR", "3275.00"),
                "payment_days": Term("14", "14"),
                "late_interest": Term("9 %", "9"),
                "liability_cap": Term("150.000,00 EUR", "150000.00"),
                "governing_law": said("das Recht der Bundesrepublik Deutschland"),
                "venue": said("Hamburg"),
            },
            implied={"subcontracting": "true"},
        ),
        Deed(
            "05-de-wartung",
            "de",
            "condensed",
            "overview in a table, Swiss numbers, a contract it replaces",
            parties("alpwerk", "helvet")
            | {
                "agreement_number": said("W-4402"),
                "effective_date": Term("01.01.2026", "2026-01-01"),
                "signature_date": Term("18.11.2025", "2025-11-18"),
                "term": said("24 Monate"),
                "renewal": Term("stillschweigend um 12 Monate", "automatic"),
                "notice_period": said("3 Monate auf Ende der Laufzeit"),
                "fee": Term("CHF 38'400.00", "38400.00"),
                "payment_days": Term("30", "30"),
                "liability_cap": Term("CHF 100'000.00", "100000.00"),
                "governing_law": said("Schweizerisches Recht"),
                "venue": said("Zürich"),
                "subcontracting": Term("ja", "true"),
            },
        ),
        Deed(
            "06-de-beratung",
            "de",
            "times",
            "short, customer named first, no end and no renewal",
            parties("petra", "gemeinde")
            | {
                "effective_date": Term("15.09.2025", "2025-09-15"),
                "signature_date": Term("01.09.2025", "2025-09-01"),
                "term": said("auf unbestimmte Zeit"),
                "notice_period": said("vier Wochen"),
                "fee": Term("72,50 Euro", "72.50"),
                "payment_days": Term("zehn", "10"),
                "governing_law": said("deutsches Recht"),
            },
            implied={"subcontracting": "false"},
        ),
    ]


def _french() -> list[Deed]:
    return [
        Deed(
            "07-fr-prestation",
            "fr",
            "times",
            "articles in prose over two pages, capital and insurance sums nearby",
            parties("mistral", "garonne")
            | {
                "agreement_number": said("PS-25-118"),
                "effective_date": Term("1er juillet 2025", "2025-07-01"),
                "signature_date": Term("12 juin 2025", "2025-06-12"),
                "term": said("vingt-quatre (24) mois"),
                "renewal": Term("se renouvelle tacitement", "automatic"),
                "notice_period": said("trois (3) mois"),
                "fee": Term("2\u00a0980,00 €", "2980.00"),
                "payment_days": Term("quarante-cinq (45)", "45"),
                "late_interest": Term("10 %", "10"),
                "liability_cap": Term("75\u00a0000 euros", "75000"),
                "governing_law": said("droit français"),
                "venue": said("tribunal de commerce de Marseille"),
            },
            implied={"subcontracting": "true"},
        ),
        Deed(
            "08-fr-conditions",
            "fr",
            "helvetica",
            "particular terms in a table, general terms in two columns, no cap and no court",
            parties("verger", "lycee")
            | {
                "agreement_number": said("2025-RC-07"),
                "effective_date": Term("01/09/2025", "2025-09-01"),
                "signature_date": Term("27/06/2025", "2025-06-27"),
                "term": said("10 mois"),
                "renewal": Term("non renouvelable", "none"),
                "notice_period": said("1 mois"),
                "fee": Term("18\u00a0600,00 €", "18600.00"),
                "payment_days": Term("30", "30"),
                "governing_law": said("Droit français"),
                "subcontracting": Term("Non", "false"),
            },
        ),
    ]


def _russian() -> list[Deed]:
    return [
        Deed(
            "09-ru-uslugi",
            "ru",
            "serif",
            "sections in prose, tax inside the fee, a daily penalty",
            parties("zarya", "medved")
            | {
                "agreement_number": said("ВУ-17/2025"),
                "effective_date": Term("1 февраля 2025 г.", "2025-02-01"),
                "signature_date": Term("20 января 2025 г.", "2025-01-20"),
                "term": said("12 месяцев"),
                "renewal": Term("автоматически продлевается", "automatic"),
                "notice_period": said("30 календарных дней"),
                "fee": Term("46\u00a0200,00 руб.", "46200.00"),
                "payment_days": Term("10 (десяти)", "10"),
                "late_interest": Term("0,1 %", "0.1"),
                "liability_cap": Term("1\u00a0000\u00a0000 рублей", "1000000"),
                "governing_law": said("право Российской Федерации"),
                "venue": said("Арбитражный суд Новосибирской области"),
            },
            implied={"subcontracting": "false"},
        ),
        Deed(
            "10-ru-etapy",
            "ru",
            "condensed",
            "terms in a table, a calendar of stages, no law named",
            parties("vector", "stroy")
            | {
                "agreement_number": said("ВС-2025/61"),
                "effective_date": Term("15.05.2025", "2025-05-15"),
                "signature_date": Term("06.05.2025", "2025-05-06"),
                "term": said("до 31.12.2025"),
                "renewal": Term("по соглашению сторон", "by_agreement"),
                "fee": Term("3 540 000,00 руб.", "3540000.00"),
                "payment_days": Term("15", "15"),
                "liability_cap": Term("700 000,00 руб.", "700000.00"),
                "subcontracting": Term("да", "true"),
                "venue": said("Арбитражный суд города Санкт-Петербурга"),
            },
            milestones=(
                (said("Проект размещения"), Term("10.06.2025", "2025-06-10"), Term("340 000,00", "340000.00")),
                (said("Поставка стеллажей"), Term("20.08.2025", "2025-08-20"), Term("2 150 000,00", "2150000.00")),
                (said("Монтаж и обучение"), Term("31.10.2025", "2025-10-31"), Term("1 050 000,00", "1050000.00")),
            ),
        ),
    ]
