"""The review form: nothing that was typed is lost, nothing that somebody else wrote is overwritten."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from portal.models import ReviewState, Says, ValueChange, ValueState
from portal.services import reviews
from portal.services.reviews import Edit
from tests.portal.conftest import RESULT


def page_of(review, name="change"):
    return reverse(f"admin:portal_review_{name}", args=[review.pk])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def form_of(client, review):
    """What a browser would send back untouched."""
    page = client.get(page_of(review)).content.decode()
    fields = re.findall(r'<input(?: type="hidden")?(?: id="[^"]*")? name="((?:text|seen):[^"]+)" value="([^"]*)"', page)
    return {name: value.replace("&quot;", '"').replace("&#x27;", "'") for name, value in fields}


def save(client, review, changes):
    return client.post(page_of(review), form_of(client, review) | changes)


def value(review, name, list_name="", item=0):
    return review.values.get(field=name, list_name=list_name, item=item)


@pytest.fixture
def client(erika, log_in):
    return log_in(erika)


def test_the_form_shows_every_value_as_it_is_understood_again(client, review):
    form = form_of(client, review)
    assert form["text:number"] == "R-007"
    assert form["text:total"] == "30.00 EUR"
    assert form["text:lines.2.what"] == "Screws"
    assert form["text:buyer"] == ""
    assert form["seen:number"] == "1"


def test_saving_an_untouched_form_changes_nothing(client, review):
    before = ValueChange.objects.count()
    assert "Nothing was changed" in told(client.post(page_of(review), form_of(client, review)))
    assert ValueChange.objects.count() == before


def test_a_correction_is_saved_with_its_reason(client, review, erika):
    save(client, review, {"text:total": "31.00 EUR", "reason": "misread"})
    row = value(review, "total")
    assert (row.value, row.unit, row.state) == ("31.00", "EUR", ValueState.CORRECTED)
    change = ValueChange.objects.first()
    assert (change.by, change.reason, change.old.value, change.new.value) == (erika, "misread", "30.00", "31.00")


def test_values_are_confirmed_and_flagged(client, review):
    client.post(
        page_of(review), form_of(client, review) | {"confirm:number": "on", "flag:total": "on", "confirm:lines.1": "on"}
    )
    assert value(review, "number").state == ValueState.CONFIRMED
    assert value(review, "total").state == ValueState.FLAGGED
    assert value(review, "what", "lines", 1).state == ValueState.CONFIRMED
    assert value(review, "what", "lines", 2).state == ValueState.UNREVIEWED


def test_an_emptied_value_says_that_the_document_does_not_state_it(client, review):
    save(client, review, {"text:number": ""})
    assert value(review, "number").says == Says.ABSENT


def test_all_problems_are_shown_at_once_and_nothing_typed_is_lost(client, review):
    typed = form_of(client, review) | {
        "text:total": "thirty",
        "text:issued": "someday",
        "text:buyer": "Ann",
        "reason": "why",
    }
    response = client.post(page_of(review), typed | {"confirm:number": "on", "text:lines.new1.amount": "many"})
    page = response.content.decode()
    assert response.status_code == 400
    assert page.count('aria-invalid="true"') == 3
    for text in ("thirty", "someday", "Ann", "why", "many"):
        assert f'value="{text}"' in page
    assert re.search(r'name="confirm:number" checked', page)
    assert value(review, "buyer").says == Says.ABSENT
    assert value(review, "number").state == ValueState.UNREVIEWED


def test_a_value_somebody_changed_meanwhile_is_shown_beside_what_was_typed(client, review, lena):
    typed = form_of(client, review) | {"text:number": "R-mine", "text:buyer": "Ann"}
    reviews.edit(review, [Edit(("", 0, "number"), "R-theirs", 1)], by=lena)
    response = client.post(page_of(review), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "it now says “R-theirs”, you typed “R-mine”" in page
    assert 'value="R-mine"' in page
    assert 'value="Ann"' in page
    assert value(review, "number").value == "R-theirs"
    assert value(review, "buyer").says == Says.ABSENT
    client.post(page_of(review), typed | {"seen:number": "2"})
    assert value(review, "number").value == "R-mine"


def test_people_who_change_different_values_do_not_stand_in_each_others_way(client, review, lena):
    typed = form_of(client, review) | {"text:buyer": "Ann"}
    reviews.edit(review, [Edit(("", 0, "number"), "R-theirs", 1)], by=lena)
    assert client.post(page_of(review), typed).status_code == 302
    assert value(review, "number").value == "R-theirs"
    assert value(review, "buyer").value == "Ann"


def test_a_value_changed_twice_since_it_was_seen_is_not_taken_for_an_edit(client, review, lena):
    typed = form_of(client, review)
    for seen, text in ((1, "R-1"), (2, "R-2")):
        reviews.edit(review, [Edit(("", 0, "number"), text, seen)], by=lena)
    assert client.post(page_of(review), typed).status_code == 302
    assert value(review, "number").value == "R-2"


def test_an_item_is_removed_and_brought_back(client, review):
    save(client, review, {"remove:lines.2": "on"})
    assert value(review, "what", "lines", 2).state == ValueState.REMOVED
    save(client, review, {"restore:lines.2": "on"})
    assert value(review, "what", "lines", 2).state == ValueState.CONFIRMED
    assert value(review, "what", "lines", 2).value == "Screws"


def test_the_number_of_a_removed_item_is_never_used_again(client, review):
    save(client, review, {"remove:lines.2": "on"})
    client.post(
        page_of(review), form_of(client, review) | {"text:lines.new1.what": "Glue", "text:lines.new1.amount": "5"}
    )
    assert value(review, "what", "lines", 3).value == "Glue"
    assert value(review, "what", "lines", 2).state == ValueState.REMOVED


def test_blank_rows_add_nothing_and_filled_ones_are_numbered_without_gaps(client, review):
    client.post(
        page_of(review), form_of(client, review) | {"text:lines.new3.what": "Glue", "text:lines.new1.what": "Tape"}
    )
    items = review.values.filter(list_name="lines", field="what").order_by("item").values_list("item", "value")
    assert list(items) == [(1, "Nails"), (2, "Screws"), (3, "Tape"), (4, "Glue")]


def test_two_people_adding_an_item_get_two_items(client, review, lena, log_in):
    mine = form_of(client, review) | {"text:lines.new1.what": "Glue"}
    theirs = log_in(lena)
    save(theirs, review, {"text:lines.new1.what": "Tape"})
    client.post(page_of(review), mine)
    items = review.values.filter(list_name="lines", field="what").order_by("item").values_list("value", flat=True)
    assert list(items) == ["Nails", "Screws", "Tape", "Glue"]


def test_long_texts_keep_their_lines(client, review):
    text = "First line\r\nsecond line"
    save(client, review, {"text:buyer": text})
    held = value(review, "buyer").value
    assert "<textarea" in client.get(page_of(review)).content.decode() or "\n" not in held
    before = ValueChange.objects.count()
    save(client, review, {"text:buyer": text, "seen:buyer": "2"})
    assert ValueChange.objects.count() == before


def test_forged_revisions_and_keys_are_harmless(client, review):
    typed = {"text:number": "x", "seen:number": "nonsense", "text:nothing.9.what": "x", "remove:lines.99": "on"}
    response = client.post(page_of(review), typed)
    assert response.status_code == 409
    assert value(review, "number").value == "R-007"


# Steps.


def submitted(review, by):
    return reviews.submit(review, by=by, confirm_rest=True)


def test_save_and_submit_saves_first(client, review):
    form = form_of(client, review) | {"text:buyer": "Ann", "do": "submit", "checked_rest": "on"}
    assert "submitted" in told(client.post(page_of(review), form))
    review.refresh_from_db()
    assert review.state == ReviewState.SUBMITTED
    assert value(review, "buyer").value == "Ann"


def test_unreviewed_values_keep_a_review_from_being_submitted_but_not_from_being_saved(client, review):
    response = save(client, review, {"text:buyer": "Ann", "do": "submit"})
    assert "It is not submitted" in told(response)
    review.refresh_from_db()
    assert review.state == ReviewState.OPEN
    assert value(review, "buyer").value == "Ann"


def test_a_submitted_review_is_read_only_and_says_what_was_changed(client, review, erika, anton, log_in):
    reviews.edit(review, [Edit(("", 0, "number"), "R-008", 1)], by=erika)
    submitted(review, erika)
    page = log_in(anton).get(page_of(review)).content.decode()
    assert 'name="text:number"' not in page
    assert re.search(r"R-007</td>\s*<td[^>]*>R-008", page)
    response = client.post(page_of(review), {"text:number": "late", "seen:number": "2"})
    assert response.status_code == 400
    assert value(review, "number").value == "R-008"


@pytest.mark.parametrize(
    ("who", "do", "state"),
    [
        ("anton", "approve", ReviewState.APPROVED),
        ("anton", "send back", ReviewState.SENT_BACK),
        ("erika", "withdraw", ReviewState.OPEN),
        ("erika", "approve", ReviewState.SUBMITTED),
        ("anton", "withdraw", ReviewState.SUBMITTED),
        ("ada", "approve", ReviewState.SUBMITTED),
        ("anton", "nonsense", ReviewState.SUBMITTED),
    ],
)
def test_each_step_is_for_those_who_may(who, do, state, review, erika, anton, ada, log_in):
    submitted(review, erika)
    people = {"erika": erika, "anton": anton, "ada": ada}
    log_in(people[who]).post(page_of(review, "move"), {"do": do, "words": "because"})
    review.refresh_from_db()
    assert review.state == state


@pytest.mark.parametrize("do", ["send back", "withdraw"])
def test_a_step_that_needs_a_reason_asks_for_it(do, review, erika, anton, log_in):
    submitted(review, erika)
    response = log_in(erika if do == "withdraw" else anton).post(page_of(review, "move"), {"do": do, "words": " "})
    assert "say why" in told(response)


def test_only_steps_that_are_possible_are_offered(review, erika, anton, lena, log_in):
    assert 'value="approve"' not in log_in(anton).get(page_of(review)).content.decode()
    submitted(review, erika)
    assert 'value="approve"' in log_in(anton).get(page_of(review)).content.decode()
    assert 'value="approve"' not in log_in(erika).get(page_of(review)).content.decode()
    assert 'value="withdraw"' in log_in(erika).get(page_of(review)).content.decode()
    reviews.approve(review, by=anton)
    assert 'value="reopen"' in log_in(lena).get(page_of(review)).content.decode()


def test_the_history_tells_who_when_what_and_why(client, review, erika):
    reviews.edit(review, [Edit(("", 0, "number"), "R-008", 1, reason="blurred")], by=erika)
    page = client.get(page_of(review)).content.decode()
    assert re.search(r"erika</td><td>number</td><td[^>]*>R-007 \(unreviewed\)</td><td[^>]*>R-008 \(corrected\)", page)
    assert "blurred" in page


def test_values_nobody_touched_are_moved_to_a_later_run(client, review, make_extraction, document, erika):
    reviews.edit(review, [Edit(("", 0, "buyer"), "Ann", 1)], by=erika)
    fields = RESULT.fields | {"number": RESULT.fields["number"].model_copy(update={"value": "R-009"})}
    newer = make_extraction(document, RESULT.model_copy(update={"fields": fields}))
    assert "Move the values nobody has touched" in client.get(page_of(review)).content.decode()
    client.post(page_of(review, "move"), {"do": "rebase", "extraction": newer.pk})
    assert value(review, "number").value == "R-009"
    assert value(review, "buyer").value == "Ann"


def test_a_review_is_not_moved_to_another_document(client, review, make_extraction, add_document):
    foreign = make_extraction(add_document("other.pdf"))
    client.post(page_of(review, "move"), {"do": "rebase", "extraction": foreign.pk})
    review.refresh_from_db()
    assert review.seeded_from_id != foreign.pk
