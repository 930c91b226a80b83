"""Invented companies. Names, numbers and accounts belong to nobody: reserved domains, bank codes no bank has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    name: str
    street: str
    town: str
    """Postcode and town as the country writes them."""
    country: str = ""
    vat_id: str = ""
    iban: str = ""
    """Without blanks."""
    bic: str = ""
    bank: str = ""
    mail: str = ""
    phone: str = ""
    register: str = ""
    account: str = ""
    """Of a bank without IBAN."""

    @property
    def address(self) -> list[str]:
        return [line for line in (self.name, self.street, self.town, self.country) if line]

    @property
    def iban_in_fours(self) -> str:
        return " ".join(self.iban[start : start + 4] for start in range(0, len(self.iban), 4))


def iban(country: str, account: str) -> str:
    """ISO 13616: the account with its check digits."""
    digits = "".join(str(int(letter, 36)) for letter in account + country + "00")
    return f"{country}{98 - int(digits) % 97:02}{account}"


def german_vat(eight: str) -> str:
    """ISO 7064 mod 11, 10: eight digits and their check digit."""
    product = 10
    for digit in eight:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return f"DE{eight}{(11 - product) % 10}"


def french_vat(siren: str) -> str:
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def russian_tax_number(nine: str) -> str:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return nine + str(sum(int(d) * w for d, w in zip(nine, weights, strict=True)) % 11 % 10)


SELLERS = {
    "nordlicht": Party(
        "Nordlicht Bürobedarf GmbH",
        "Hafenstraße 12",
        "20999 Hamburg",
        "Deutschland",
        german_vat("99912340"),
        iban("DE", "999000010000123456"),
        "NORDDE9XXXX",
        "Musterbank Nord",
        "rechnung@nordlicht.example",
        "+49 40 5550 1230",
        "Amtsgericht Hamburg, HRB 999123",
    ),
    "kessler": Party(
        "Keßler & Söhne Verbindungstechnik KG",
        "Industriering 7-9",
        "58999 Hagen",
        "Deutschland",
        german_vat("99923451"),
        iban("DE", "999000020000987654"),
        "WESTDE9XXXX",
        "Sparbank Musterland",
        "buchhaltung@kessler-soehne.example",
        "+49 2331 5550-0",
        "Amtsgericht Hagen, HRA 99871",
    ),
    "petra": Party(
        "Petra Lindqvist Übersetzungen",
        "Am Mühlbach 3",
        "79999 Freiburg",
        "",
        german_vat("99934562"),
        iban("DE", "999000030000445566"),
        "SUEDDE9XXXX",
        "Volksbank Beispiel eG",
        "petra@lindqvist.example",
        "+49 761 5550 44",
    ),
    "alpwerk": Party(
        "Alpwerk Präzision AG",
        "Seestrasse 41",
        "8999 Zürich",
        "Schweiz",
        "CHE-999.555.120 MWST",
        iban("CH", "99999000123456789"),
        "ALPWCH9XXXX",
        "Bergbank AG",
        "faktura@alpwerk.example",
        "+41 44 555 01 20",
    ),
    "cascadia": Party(
        "Cascadia Office Supply, Inc.",
        "1200 Fictional Ave, Suite 300",
        "Portland, OR 97299",
        "",
        "93-5550123",
        mail="billing@cascadia.example",
        phone="(503) 555-0142",
        bank="First Sample Bank",
        account="000123456789",
    ),
    "bluefin": Party(
        "Bluefin Analytics LLC",
        "88 Harbor Street",
        "Boston, MA 02299",
        "USA",
        mail="ar@bluefin.example",
        phone="(617) 555-0199",
        bank="Example Trust Co.",
        account="987600012",
    ),
    "thornbury": Party(
        "Thornbury Design Studio Ltd",
        "14 Mill Lane",
        "Bristol BS99 9XX",
        "United Kingdom",
        "GB 999 5550 12",
        iban("GB", "TEST00000031926819"),
        "TESTGB99",
        "Sample Bank plc",
        "accounts@thornbury.example",
        "+44 117 555 0162",
        "Registered in England no. 99955501",
    ),
    "greywharf": Party(
        "Greywharf Marine Parts B.V.",
        "Kadeweg 88",
        "3099 ZZ Rotterdam",
        "The Netherlands",
        "NL999955501B01",
        iban("NL", "TEST0123456789"),
        "TESTNL99",
        "Testbank N.V.",
        "invoice@greywharf.example",
        "+31 10 555 0188",
    ),
    "mistral": Party(
        "Atelier Mistral SARL",
        "27, rue des Tanneurs",
        "13999 Marseille",
        "France",
        french_vat("999123451"),
        iban("FR", "99999000010000012345606"),
        "MISTFR99XXX",
        "Banque de l'Exemple",
        "compta@mistral.example",
        "04 99 55 50 12",
        "RCS Marseille 999 123 451",
    ),
    "verger": Party(
        "Maison Verger & Fils",
        "5 place du Marché",
        "49999 Angers",
        "",
        french_vat("999234562"),
        iban("FR", "99999000020000067890141"),
        "VERGFR99XXX",
        "Crédit Modèle",
        "contact@verger.example",
        "02 99 55 50 34",
        "RCS Angers 999 234 562",
    ),
    "colombe": Party(
        "Claire Colombe - Rédaction",
        "11 impasse des Lilas",
        "69999 Lyon",
        "",
        "",
        iban("FR", "99999000030000011223375"),
        "COLOFR99XXX",
        mail="claire@colombe.example",
        register="SIRET 999 345 673 00011",
    ),
    "vector": Party(
        "ООО «Вектор Снаб»",
        "ул. Вымышленная, д. 15, оф. 204",
        "199999, г. Санкт-Петербург",
        "",
        russian_tax_number("980112345"),
        bank="АО «Образец Банк», г. Санкт-Петербург",
        bic="049999001",
        account="40702810900000012345",
        mail="bill@vector.example",
        phone="+7 (812) 555-01-20",
        register="980101001",
    ),
    "zarya": Party(
        "ООО «Заря-Сервис»",
        "пр-т Примерный, д. 8",
        "630999, г. Новосибирск",
        "",
        russian_tax_number("980254321"),
        bank="ПАО «Пример Банк», г. Новосибирск",
        bic="049999002",
        account="40702810100000054321",
        mail="info@zarya.example",
        phone="+7 (383) 555-02-40",
        register="980201001",
    ),
    "rodnik": Party(
        "ИП Родников Алексей Петрович",
        "ул. Тестовая, д. 3, кв. 17",
        "420999, г. Казань",
        "",
        russian_tax_number("980367890"),
        bank="АО «Демо Банк», г. Казань",
        bic="049999003",
        account="40802810500000067890",
        mail="rodnik@rodnik.example",
    ),
}

BUYERS = {
    "falke": Party("Falkenhain Maschinenbau AG", "Werkstraße 100", "70999 Stuttgart", "", german_vat("99945673")),
    "gemeinde": Party("Gemeinde Musterhausen", "Rathausplatz 1", "59999 Musterhausen"),
    "brandt": Party("Dr. Ilse Brandt", "Lindenallee 24", "14999 Potsdam"),
    "helvet": Party("Helvetia Muster Logistik AG", "Bahnhofstrasse 5", "3999 Bern", "Schweiz"),
    "ridge": Party("Ridgeline Outfitters Co.", "4550 Imaginary Blvd", "Denver, CO 80299"),
    "harper": Party("Harper & Quill Publishing", "9 Inkwell Square", "New York, NY 10999"),
    "osprey": Party("Osprey Coastal Foods Ltd", "Unit 6, Quay Park", "Plymouth PL99 9ZZ", "United Kingdom"),
    "fjord": Party("Fjordline Ferries AS", "Brygge 4", "5999 Bergen", "Norway", "NO 999 555 012 MVA"),
    "garonne": Party(
        "Garonne Distribution SAS", "140 avenue de l'Exemple", "31999 Toulouse", "", french_vat("999456784")
    ),
    "lycee": Party("Lycée Jean-Exemple", "2 rue de l'École", "35999 Rennes"),
    "stroy": Party(
        "АО «СтройПример»", "ул. Образцовая, д. 1", "127999, г. Москва", "", russian_tax_number("980456781")
    ),
    "medved": Party(
        "ООО «Медведь Логистика»", "ш. Складское, д. 40", "660999, г. Красноярск", "", russian_tax_number("980512367")
    ),
}
