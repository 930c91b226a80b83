import pytest

from extraction.sources.layout import Layout


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([(40, 100, "Lease no.:"), (140, 100, "L-77/24")], id="right"),
        pytest.param([(40, 100, "Lease no.: L-77/24")], id="after"),
        pytest.param([(40, 100, "Lease-No.:L-77/24")], id="glued"),
        pytest.param([(40, 100, "LEASE NUMBER"), (140, 100, "Signed on"), (40, 113, "L-77/24")], id="below"),
        pytest.param([(40, 100, "Lease no"), (140, 100, ": L-77/24")], id="colon with the value"),
        pytest.param([(40, 100, "Lease L-77/24 of 3 May 2024")], id="title"),
    ],
)
def test_a_value_stands_after_beside_or_below_its_label(read, places):
    assert read(places)["lease_number"] == "L-77/24"


def test_a_title_states_the_number_and_the_date_of_its_document(read):
    found = read([(40, 100, "Lease No. 12 of 3 May 2024")])
    assert (found["lease_number"], found["signed_on"]) == ("12", "3 May 2024")


def test_nothing_is_claimed_where_nothing_fits(read):
    found = read([(40, 100, "Dear Sir or Madam,"), (40, 120, "we thank you for your visit last week.")])
    assert set(found.values()) == {None}


def test_a_date_field_accepts_only_dates(read):
    found = read([(40, 100, "Start of tenancy"), (160, 100, "to be agreed"), (40, 113, "12.50")])
    assert found["start_date"] is None


def test_a_value_is_not_taken_from_the_section_of_another_party(read):
    found = read(
        [
            (40, 100, "Landlord:"), (40, 113, "Stone Ltd"), (40, 126, "1 High St"), (40, 139, "Tax ID: GB123456789"),
            (320, 100, "Tenant:"), (320, 113, "Mill Ltd"), (320, 126, "2 Low St"), (320, 139, "Tax ID: GB987654321"),
        ]
    )  # fmt: skip
    assert found["landlord_name"] == "Stone Ltd"
    assert found["tenant_name"] == "Mill Ltd"
    assert found["landlord_tax_id"] == "GB123456789"
    assert found["tenant_tax_id"] == "GB987654321"


def test_the_longest_label_wins(read):
    found = read([(40, 100, "Rent in all"), (200, 100, "1,100.00"), (40, 120, "Rent"), (200, 120, "900.00")])
    assert (found["rent_in_all"], found["rent"]) == ("1,100.00", "900.00")


def test_an_equation_chooses_among_labelled_amounts(read):
    found = read(
        [
            (40, 100, "Rent"), (200, 100, "950.00"), (40, 120, "Rent"), (200, 120, "900.00"),
            (40, 140, "Service charge"), (200, 140, "200.00"), (40, 160, "Rent in all"), (200, 160, "1,100.00"),
        ]
    )  # fmt: skip
    assert found["rent"] == "900.00"


def test_an_equation_proves_an_amount_without_a_label(read):
    found = read(
        [
            (40, 100, "Rent"), (200, 100, "900.00"), (40, 120, "Heating and water"), (200, 120, "200.00"),
            (40, 140, "Rent in all"), (192, 140, "1100.00"),
        ]
    )  # fmt: skip
    assert found["charges"] == "200.00"


def test_an_amount_without_a_label_is_not_claimed_without_proof(read):
    found = read([(40, 100, "Rent"), (200, 100, "900.00"), (40, 120, "Heating"), (200, 120, "200.00")])
    assert found["charges"] is None


def test_an_identifier_proves_itself_by_its_check_digits(read):
    valid, invalid = "DE89370400440532013000", "DE89370400440532013001"
    assert read([(40, 700, f"Sparbank {valid} BIC COBADEFFXXX")])["deposit_iban"] == valid
    assert read([(40, 700, f"Sparbank {invalid} BIC COBADEFFXXX")])["deposit_iban"] is None


def test_an_enumeration_is_voted_for_by_the_amounts(read):
    assert read([(40, 100, "Rent £ 900.00"), (40, 120, "Deposit £ 2,700.00")])["currency"] == "£"


def test_a_short_allowed_value_inside_a_word_is_no_vote(read):
    assert read([(40, 100, "COBADE1EUR and the EUROPA house")])["currency"] is None


def test_a_sentence_goes_on_in_the_next_line(read):
    found = read(
        [
            (40, 100, "The parties agree that the tenancy shall commence on"),
            (40, 112, "1 March 2024 and that this lease is governed by the laws of"),
            (40, 124, "Ireland. Nothing else was agreed between the two of them."),
        ]
    )
    assert (found["start_date"], found["governing_law"]) == ("1 March 2024", "Ireland")


def test_a_party_is_known_by_its_definition(read):
    found = read(
        [
            (40, 100, 'This lease is made between Stone Holdings Ltd, 1 High Street, London (the "Landlord")'),
            (40, 112, 'and Mill Trading Ltd, 2 Low Street, London, a company in England (the "Tenant").'),
        ]
    )
    assert (found["landlord_name"], found["tenant_name"]) == ("Stone Holdings Ltd", "Mill Trading Ltd")


def test_the_sender_line_over_an_address_names_both_parties(read):
    found = read(
        [
            (60, 120, "Stone Ltd · High Street 1 · 12345 Berlin"),
            (60, 140, "Mill Trading"), (60, 152, "Low Street 2"), (60, 164, "54321 Bonn"),
        ]
    )  # fmt: skip
    assert (found["landlord_name"], found["tenant_name"]) == ("Stone Ltd", "Mill Trading")


def test_every_claim_shows_its_place(paper, lease):
    claim = Layout().state(paper([], [(40, 100, "Lease no.:"), (140, 100, "L-77")]), lease).fields["lease_number"]
    assert (claim.evidence.page, claim.evidence.box) == (2, (140.0, 100.0, 160.0, 110.0))


def test_a_page_without_words_is_said_to_be_one(paper, lease):
    statement = Layout().state(paper([]), lease)
    assert not any(statement.fields.values())
    assert statement.notes


def test_the_same_page_gives_the_same_statement(paper, lease):
    document = paper([(40, 100, "Lease no. 7"), (40, 120, "Rent"), (200, 120, "900.00 €")])
    assert Layout().state(document, lease) == Layout().state(document, lease)


def test_a_name_goes_on_in_the_line_that_brings_its_legal_form(read):
    found = read(
        [(40, 100, "Landlord"), (40, 113, "Stone Harbour"), (40, 126, "Estates Ltd"), (40, 139, "1 High Street")]
    )
    assert found["landlord_name"] == "Stone Harbour Estates Ltd"


def test_a_name_ends_where_its_address_begins(read):
    found = read([(40, 100, "Landlord: Stone Ltd, 1 High Street, London")])
    assert found["landlord_name"] == "Stone Ltd"


@pytest.mark.parametrize("name", ["Kadeweg 88", "1 High Street", "Germany", "X-77/24", "(not for payment)"])
def test_what_cannot_be_a_name_is_none(read, name):
    assert read([(40, 100, "Landlord:"), (160, 100, name)])["landlord_name"] is None


def test_addresses_say_how_dates_are_written_where_dates_cannot(read):
    date = [(40, 100, "Start of tenancy"), (160, 100, "03/04/2025")]
    assert read(date)["start_date"] is None
    assert read([*date, (40, 300, "Portland, OR 97299")])["start_date"] == "03/04/2025"


def test_parts_of_a_total_are_not_taken_for_it(read):
    found = read(
        [
            (40, 100, "Rent"), (200, 100, "900.00"), (40, 120, "Service charge"), (200, 120, "120.00"),
            (40, 140, "Service charge"), (200, 140, "80.00"), (40, 160, "Rent in all"), (192, 160, "1100.00"),
        ]
    )  # fmt: skip
    assert (found["rent"], found["charges"], found["rent_in_all"]) == ("900.00", None, "1100.00")
