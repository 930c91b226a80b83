"""Tables come in by their pages: sent, asked about, shown, confirmed or thrown away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import GroundTruth, JobState, Purpose, TableMapping, Upload, UploadStep, ValueChange
from portal.services import reviews
from portal.services.reviews import Edit
from portal.workbook import applying
from tests.portal.admin.table_pages import bring, page_of, send, step, text_of
from tests.portal.workbook.journeys import edited, put, take_out, work
from tests.portal.workbook.sheets import workbook

ADD = "admin:portal_upload_add"
LABELS = b"file,Number,Total\nbill.pdf,R-1,12.50 EUR\n"
FOREIGN = {"Rechnungen": [["Datei", "Invoice no.", "Due total"], ["bill.pdf", "R-1", "Beispiel AG"]]}


def said(label):
    return {".".join(map(str, filter(None, row.place))): row.value for row in label.values.all()}


@pytest.fixture
def copy(project, review, erika):
    """A review copy in which the total was corrected."""
    return edited(take_out(project, Purpose.REVIEW, erika), put("Data", "Total", 31.5))


def open_page(client, upload):
    return client.get(reverse("admin:portal_upload_change", args=[upload.pk]))


class TestSending:
    @pytest.mark.parametrize(
        ("left_out", "words"), [("project", "Choose the project"), ("file", "Choose a file"), (None, "file is empty")]
    )
    def test_a_form_that_is_not_filled_in_says_what_is_missing(self, left_out, words, document, project, lee, log_in):
        data = {"project": project.pk, "file": SimpleUploadedFile("a.csv", b"")}
        response = log_in(lee).post(reverse(ADD), {name: value for name, value in data.items() if name != left_out})
        assert response.status_code == 400
        assert words in text_of(response)
        assert not Upload.objects.exists()

    @pytest.mark.parametrize("content", [b"PK\x03\x04 no workbook", b"\x00\x01\x02", b"{", b"<html></html>"])
    def test_a_file_that_is_no_table_says_so_and_writes_nothing(self, content, document, project, lee, log_in):
        client = log_in(lee)
        upload = bring(client, project, content, "a.xlsx", made="blind")
        response = open_page(client, upload)
        assert "✗" in text_of(response)
        if upload.job == JobState.FAILED:
            assert upload.error_message in text_of(open_page(client, upload))
            assert "Upload another file" in text_of(open_page(client, upload))
        else:
            step(client, "confirm", upload)
        assert not GroundTruth.objects.exists()

    def test_how_far_it_is_is_told_until_it_is_ready(self, document, project, lee, log_in):
        client = log_in(lee)
        send(client, project, LABELS, made="blind")
        upload = Upload.objects.get()
        progress = reverse("admin:portal_upload_progress", args=[upload.pk])
        assert client.get(progress).json() == {
            "finished": 0,
            "total": 1,
            "done": False,
            "words": "Waiting for a worker.",
        }
        assert 'id="ps-run"' in open_page(client, upload).content.decode()
        work()
        assert client.get(progress).json()["done"] is True
        assert 'id="ps-run"' not in open_page(client, upload).content.decode()

    def test_the_list_says_how_far_each_is(self, world, erika, log_in):
        page = text_of(log_in(erika).get(reverse("admin:portal_upload_changelist")))
        for words in ("canary-done.xlsx", "written", "waits for answers", "waits for confirmation"):
            assert words in page
        only = text_of(log_in(erika).get(reverse("admin:portal_upload_changelist") + "?step=mapping"))
        assert "canary-mapping.xlsx" in only
        assert "canary-done.xlsx" not in only


class TestQuestions:
    def test_how_labels_were_made_and_whether_lists_are_complete(self, document, project, lee, log_in):
        client = log_in(lee)
        upload = bring(client, project, b"file,Number,What,Amount\nbill.pdf,R-1,Nails,2\nbill.pdf,R-1,Screws,3\n")
        page = page_of(client, upload)
        assert "How were these labels made?" in page
        assert "hold all items of the lists" in page
        assert "What do its columns mean?" not in page
        step(client, "answer", upload, made="blind")
        assert upload.step == UploadStep.MAPPING
        assert "How were these labels made?" not in page_of(client, upload)
        step(client, "answer", upload, lists="complete")
        assert upload.step == UploadStep.PREVIEW
        step(client, "confirm", upload)
        label = GroundTruth.objects.get()
        assert label.provenance == "blind"
        assert said(label)["lines"] == "complete"
        assert (said(label)["lines.1.what"], said(label)["lines.2.what"]) == ("Nails", "Screws")

    def test_a_mapping_is_changed_by_hand_and_remembered_for_the_next_table(self, document, project, lee, lena, log_in):
        client, table = log_in(lee), workbook(FOREIGN)
        upload = bring(client, project, table, "rechnungen.xlsx", made="system")
        page = page_of(client, upload)
        for words in ("What do its columns mean?", "Rechnungen", "Due total", "what pages call it", "nothing found"):
            assert words in page
        step(client, "answer", upload, **{"column-0-2": "buyer"})
        assert upload.step == UploadStep.PREVIEW, upload.error_message
        known = TableMapping.objects.get()
        assert known.confirmed_by == lee
        step(client, "confirm", upload)
        assert said(GroundTruth.objects.get()) == {"number": "R-1", "buyer": "Beispiel AG"}

        rows = [FOREIGN["Rechnungen"][0], ["bill.pdf", "R-2", "Otto"]]
        second = bring(log_in(lena), project, workbook({"Rechnungen": rows}), "mehr.xlsx", made="system")
        assert second.step == UploadStep.PREVIEW
        assert {cell.field for cell in second.cells.all()} == {"number", "buyer"}

    def test_columns_that_seemed_sure_can_be_given_another_meaning(self, document, project, lee, log_in):
        client = log_in(lee)
        upload = bring(client, project, b"file,Number,Buyer\nbill.pdf,R-1,Otto\n", made="system")
        assert upload.step == UploadStep.PREVIEW
        assert "Change what the columns mean" in page_of(client, upload)
        step(client, "answer", upload, map="1")
        assert upload.step == UploadStep.MAPPING
        assert "What do its columns mean?" in page_of(client, upload)
        step(client, "answer", upload, **{"column-0-2": ""})
        assert upload.step == UploadStep.PREVIEW, upload.error_message
        step(client, "confirm", upload)
        assert said(GroundTruth.objects.get()) == {"number": "R-1"}

    def test_what_is_answered_is_only_what_was_asked(self, document, project, lee, log_in):
        client = log_in(lee)
        upload = bring(client, project, LABELS)
        step(client, "answer", upload, made="by magic", lists="perhaps", **{"column-0-1": "buyer"})
        assert upload.step == UploadStep.MAPPING
        step(client, "answer", upload, made="blind", **{"column-0-1": "buyer"})
        assert {cell.field for cell in upload.cells.all()} == {"number", "total"}

    def test_a_column_is_not_mapped_to_what_no_form_offers(self, document, project, lee, log_in):
        client = log_in(lee)
        upload = bring(client, project, workbook(FOREIGN), "t.xlsx", made="system")
        step(client, "answer", upload, **{"column-0-2": "password"})
        assert upload.answers.mapping["sheets"][0]["columns"][2]["meaning"] != "password"


class TestPreview:
    def test_it_shows_old_and_new_and_writes_nothing(self, project, review, copy, erika, log_in):
        client = log_in(erika)
        upload = bring(client, project, copy, "copy.xlsx")
        page = page_of(client, upload)
        assert "Nothing is written yet. If you confirm, 1 cell is written." in page
        assert "Data!F2 bill.pdf Total 30.00 EUR 31.5 EUR ✎ changed" in page
        assert "Confirm: write 1 cell" in page
        assert review.values.get(list_name="", field="total").value == "30.00"
        step(client, "confirm", upload)
        assert review.values.get(list_name="", field="total").value == "31.5"
        assert "Written: 1 cell." in page_of(client, upload)

    def test_an_untouched_workbook_says_so(self, project, review, erika, log_in):
        client = log_in(erika)
        upload = bring(client, project, take_out(project, Purpose.REVIEW, erika), "copy.xlsx")
        page = page_of(client, upload)
        assert "There is nothing to write" in page
        assert "The file says nothing that the portal does not say already." in page

    def test_cells_are_filtered_and_paged(self, project, add_document, lee, log_in):
        names = [f"bill-{number:03}.pdf" for number in range(130)]
        for name in names:
            add_document(name)
        rows = "".join(f"{name},R-{name[5:8]},soon\n" for name in names)
        client = log_in(lee)
        upload = bring(client, project, f"file,Number,Issued\n{rows}nowhere.pdf,R-9,\n".encode(), made="blind")
        page = page_of(client, upload)
        assert "130 cells are written" in page
        assert "131 cells are not applied" in page
        assert "130 documents, 130 rows in the file." in page
        assert "Page 1 of 3" in page
        last = page_of(client, upload, "?outcome=new&page=2")
        assert "Page 2 of 2" in last
        assert "R-129" in last
        assert "R-099" not in last
        assert "✗ problem" not in last.split("Why, and what to do")[1]
        one = page_of(client, upload, "?document=bill-007&field=number")
        assert "R-007" in one
        assert "R-008" not in one
        assert "No cell is like that." in page_of(client, upload, "?document=nothing")

    def test_the_next_page_keeps_every_filter(self, project, add_document, lee, log_in):
        for number in range(101):
            add_document(f"a&b-{number}.pdf")
        rows = "".join(f"a&b-{number}.pdf,R-{number}\n" for number in range(101))
        client = log_in(lee)
        upload = bring(client, project, f"file,Number\n{rows}".encode(), made="blind")
        page = client.get(
            reverse("admin:portal_upload_change", args=[upload.pk]), {"document": "a&b", "field": "number"}
        ).content.decode()
        assert "?field=number&amp;document=a%26b&amp;page=2" in page

    def test_what_may_not_be_changed_is_refused_in_the_preview(self, project, review, copy, erika, log_in):
        reviews.submit(review, by=erika, confirm_rest=True)
        client = log_in(erika)
        upload = bring(client, project, copy, "copy.xlsx")
        page = page_of(client, upload)
        assert "✗ refused" in page
        assert "This review is submitted: nothing can be changed in it." in page
        assert "Done: keep conflicts and problems" in page


class TestDeciding:
    def test_confirming_twice_writes_once(self, project, review, copy, erika, log_in):
        client = log_in(erika)
        upload = bring(client, project, copy, "copy.xlsx")
        step(client, "confirm", upload)
        step(client, "confirm", upload)
        assert upload.step == UploadStep.DONE
        assert ValueChange.objects.filter(by=erika).count() == 1

    def test_nobody_else_confirms_answers_or_throws_away(self, project, review, copy, erika, lena, log_in):
        upload = bring(log_in(erika), project, copy, "copy.xlsx")
        client = log_in(lena)
        page = page_of(client, upload)
        assert "31.5" in page
        assert "Confirm" not in page
        assert "Throw away" not in page_of(client, upload, "?discard")
        for name in ("confirm", "discard", "answer"):
            response = step(client, name, upload)
            assert "Only the person who uploaded a file decides what becomes of it." in text_of(response)
        assert (upload.step, upload.job) == (UploadStep.PREVIEW, JobState.READY)

    def test_throwing_away_is_asked_about_first_and_is_final(self, project, review, copy, erika, log_in):
        client = log_in(erika)
        upload = bring(client, project, copy, "copy.xlsx")
        assert "Throw this upload away?" not in page_of(client, upload)
        asked = page_of(client, upload, "?discard")
        assert "Throw this upload away? Nothing of it is written." in asked
        assert "Confirm" not in asked
        assert client.get(reverse("admin:portal_upload_discard", args=[upload.pk])).status_code == 405
        assert "The upload was thrown away." in text_of(step(client, "discard", upload))
        assert "This upload was thrown away. Nothing of it was written." in page_of(client, upload)
        assert "This upload stands at “Thrown away”" in text_of(step(client, "confirm", upload))
        assert not ValueChange.objects.filter(by=erika).exists()

    def test_questions_can_be_thrown_away_too(self, world, erika, log_in):
        client = log_in(erika)
        assert "Throw this upload away?" in page_of(client, world.asked, "?discard")
        step(client, "discard", world.asked)
        assert world.asked.step == UploadStep.DISCARDED

    def test_what_was_not_written_says_why_and_is_confirmed_again(
        self, project, review, copy, erika, log_in, monkeypatch
    ):
        client = log_in(erika)
        upload = bring(client, project, copy, "copy.xlsx")
        write_many = applying.reviews.write_many

        def fail(*args, **named):
            write_many(*args, **named)
            raise OSError("disk full")

        with monkeypatch.context() as patched:
            patched.setattr(applying.reviews, "write_many", fail)
            with pytest.raises(OSError, match="disk full"):
                step(client, "confirm", upload)
        upload.refresh_from_db()
        assert (upload.step, upload.job) == (UploadStep.WRITING, JobState.FAILED)
        assert not ValueChange.objects.filter(by=erika).exists()
        page = page_of(client, upload)
        assert f"An error of the program (OSError): report it with number {upload.pk}." in page
        assert "Nothing was written." in page
        assert "Write it: try again" in page
        assert "31.5" in page
        assert "Throw this upload away?" in page_of(client, upload, "?discard")
        step(client, "confirm", upload)
        assert upload.step == UploadStep.DONE
        assert ValueChange.objects.get(by=erika).new.value == "31.5"

    def test_done_it_leads_to_conflicts_the_return_workbook_and_the_reviews(
        self, project, review, copy, erika, lena, log_in
    ):
        client = log_in(erika)
        reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
        upload = bring(client, project, copy, "copy.xlsx")
        assert "1 cell is not applied" in page_of(client, upload)
        step(client, "confirm", upload)
        page = open_page(client, upload).content.decode()
        assert "Decide 1 conflict" in page
        assert reverse("admin:portal_upload_conflicts", args=[upload.pk]) in page
        assert reverse("admin:portal_workbookexport_download", args=[upload.returned.pk]) in page
        assert f"{reverse('admin:portal_review_changelist')}?project={project.pk}" in page


class TestWhoSees:
    def test_a_labeller_who_sends_a_review_copy_reads_nothing_of_the_portal(
        self, project, review, copy, lee, lena, log_in
    ):
        reviews.edit(review, [Edit(("", 0, "total"), "99.00 EUR", seen=1)], by=lena)
        guessed = edited(copy, put("Data", "Number", "R-007 "))
        client = log_in(lee)
        upload = bring(client, project, guessed, "copy.xlsx")
        shown = page_of(client, upload)
        assert "✗ refused" in shown
        erikas = reverse("admin:portal_workbookexport_change", args=[upload.export_id])
        assert erikas not in open_page(client, upload).content.decode()
        for words in ("30.00", "99.00", "R-007", "Screws"):
            assert words not in shown
        step(client, "confirm", upload)
        assert "99.00" not in page_of(client, upload)
        assert "99.00" not in page_of(client, upload, page="conflicts")
        assert review.values.get(list_name="", field="total").value == "99.00"

    def test_who_may_not_see_reviews_does_not_learn_by_guessing(self, project, review, copy, lee, lena, log_in):
        """The same value twice: what the portal says by now must not be told from what it does not say."""
        reviews.edit(review, [Edit(("", 0, "total"), "31.50 EUR", seen=1)], by=lena)
        upload = bring(log_in(lee), project, copy, "copy.xlsx")
        assert [cell.outcome for cell in upload.cells.all()] == ["refused"]

    def test_an_upload_is_for_its_sender_and_the_leads(self, world, erika, anton, lee, lena, log_in):
        address = reverse("admin:portal_upload_change", args=[world.preview.pk])
        statuses = [log_in(one).get(address).status_code for one in (erika, lena, anton, lee)]
        assert statuses == [200, 200, 404, 404]
