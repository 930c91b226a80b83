"""The guard as its users see it: words, images, extras, flags, typed errors."""

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.pdf.errors import SENTENCES, PdfError, PdfErrorCode
from extraction.pdf.guard import page_image, probe, read
from extraction.pdf.limits import Limits
from extraction.pdf.reader import READERS
from tests.extraction.pdf.pdfs import page, pdf, stream, text
from tests.shared_data import DATA, needs_data

ROOT = Path(__file__).parents[3]
BOLD_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>"


def codes(document):
    return [flag.code for flag in document.flags]


def test_words_come_with_their_lines_from_top_to_bottom(write):
    path = write(page(text("second line", 50, 100) + text("Rechnung Nr. 7", 50, 200)))
    (first,) = read(path).pages
    assert [line.text for line in first.lines] == ["Rechnung Nr. 7", "second line"]
    assert [line.id for line in first.lines] == ["p1.l0", "p1.l1"]
    assert (first.number, first.width, first.height) == (1, 400, 300)


def test_words_know_their_weight_and_size(write):
    content = text("plain", 50, 200, size=9) + b"BT /F2 14 Tf 50 100 Td (heavy) Tj ET"
    made = page(content, BOLD_FONT).replace(b"/F1 5 0 R >>", b"/F1 5 0 R /F2 6 0 R >>")
    words = read(write(made)).pages[0].words
    assert [(word.text, word.bold, round(word.size)) for word in words] == [("plain", False, 9), ("heavy", True, 14)]


def test_what_cannot_be_printed_is_cleaned_away(write):
    mapping = stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"5 beginbfchar <42> <D800> <43> <202E> <44> <FFFE> <45> <00AD> <46> <200B> endbfchar endcmap end"
    )
    made = page(text("1BCDEF2", 50, 100), mapping).replace(b"/Encoding /Win", b"/ToUnicode 6 0 R /Encoding /Win")
    (word,) = read(write(made)).pages[0].words
    assert word.text.replace("\ufffd", "") == "1-2"


def test_a_long_document_is_read_in_runs_of_pages_and_joined(write):
    document = read(write(page(text("word", 50, 100), pages=7)), Limits(pages_per_job=3))
    assert [page.number for page in document.pages] == [1, 2, 3, 4, 5, 6, 7]
    assert all(page.words for page in document.pages)


def test_a_document_of_heavy_pages_takes_as_many_jobs_as_it_needs(write, monkeypatch):
    jobs = []
    ask = READERS.ask
    monkeypatch.setattr(READERS, "ask", lambda request, limits: jobs.append(request["first"]) or ask(request, limits))
    heavy = b"".join(text("word " * 40, 5, 4 * row, size=3) for row in range(75))
    document = read(write(page(heavy, pages=8)), Limits(cpu_seconds=1))
    assert [len(page.words) for page in document.pages] == [3000] * 8
    assert jobs[0] == 1
    assert len(jobs) > 1


def test_pages_that_are_counted_but_not_there_are_damage(write):
    path = write(page(text("x", 50, 100)))
    reply = READERS.ask({"job": "read", "path": str(path), "first": 5, "last": 9}, Limits())
    ((kind, content),) = reply.frames
    assert kind == b"E"
    assert json.loads(content)[0] == PdfErrorCode.DAMAGED


def test_the_reading_process_is_the_only_one_that_loads_pymupdf(write):
    path = write(page(text("x", 50, 100)))
    code = "import sys; from pathlib import Path; from extraction.pdf.guard import read; read(Path(sys.argv[1])); "
    code += "print([m for m in sys.modules if m.split('.')[0] in ('pymupdf', 'fitz', 'onnxruntime')])"
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_image_of_a_page_is_a_png(write):
    assert page_image(write(page(text("x", 50, 100))), 1).startswith(b"\x89PNG")


def test_a_page_that_is_not_there_has_no_image(write):
    path = write(page(text("x", 50, 100)))
    for number in (0, 2, -1):
        with pytest.raises(PdfError) as caught:
            page_image(path, number)
        assert caught.value.code is PdfErrorCode.NO_SUCH_PAGE


def test_a_probe_counts_pages(write):
    assert probe(write(page(text("x", 50, 100), pages=3))).pages == 3


def attached(*files: tuple[bytes, bytes]) -> bytes:
    names = b" ".join(b"(%d) %d 0 R" % (number, 6 + 2 * number) for number in range(len(files)))
    objects = []
    for number, (name, content) in enumerate(files):
        objects.append(b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>" % (name, name, 7 + 2 * number))
        objects.append(stream(content, b"/Type /EmbeddedFile"))
    return page(text("x", 50, 100), *objects, catalog=b"/Names << /EmbeddedFiles << /Names [%s] >> >>" % names)


def test_embedded_files_come_as_data_whatever_their_names(write):
    document = read(write(attached((b"../../../tmp/evil.xml", b"<a/>"), (b"b.xml", b"\0\xff"))))
    assert [(file.name, file.content) for file in document.embedded] == [
        ("../../../tmp/evil.xml", b"<a/>"),
        ("b.xml", b"\0\xff"),
    ]
    assert codes(document) == ["attachments"]


def test_embedded_files_beyond_the_limit_are_left_out_and_said_so(write):
    path = write(attached((b"a", b"x" * 100), (b"b", b"x" * 2000), (b"c", b"x" * 100)))
    document = read(path, Limits(embedded_bytes=1000))
    assert [file.name for file in document.embedded] == ["a", "c"]
    assert "attachments_left_out" in codes(document)


@pytest.mark.parametrize("rotation", [0, 90])
def test_form_fields_come_with_value_and_place(write, rotation):
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (number) /V (RE-7) /Rect [50 150 150 170] /F 4 "
        b"/DA (/F1 12 Tf 0 g) /AP << /N 7 0 R >> >>"
    )
    look = stream(
        b"BT /F1 12 Tf 2 4 Td (RE-7) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F1 5 0 R >> >>",
    )
    made = page(
        text("Nummer:", 50, 200),
        field,
        look,
        catalog=b"/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>",
        page_entries=b"/Annots [6 0 R] /Rotate %d" % rotation,
    )
    document = read(write(made))
    (found,) = document.form_fields
    assert (found.name, found.value, found.page) == ("number", "RE-7", 1)
    x0, y0, x1, y1 = found.box
    (word,) = [word for word in document.pages[0].words if word.text == "RE-7"]
    assert x0 <= word.box[0] <= word.box[2] <= x1
    assert y0 - 1 <= word.box[1] <= word.box[3] <= y1 + 1
    assert not word.hidden


def test_javascript_is_flagged(write):
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    assert codes(read(write(page(text("x", 50, 100), catalog=action)))) == ["javascript"]


def test_a_scan_has_no_text_and_says_so(write):
    image = stream(b"\x40" * 64, b"/Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    scan = page(b"q 400 0 0 300 0 0 cm /I Do Q", image, resources=b"/XObject << /I 6 0 R >>")
    document = read(write(scan))
    assert codes(document) == ["no_text"]
    assert not document.has_text
    assert document.pages[0].image_share == pytest.approx(1, abs=0.02)


STRIPES = stream(
    bytes([0, 255] * 2000), b"/Subtype /Image /Width 80 /Height 50 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


@pytest.mark.parametrize("order", ["text below", "text invisible on top"])
def test_invisible_text_over_a_scan_is_an_ocr_layer_and_usable(write, order):
    picture = b"q 400 0 0 300 0 0 cm /I Do Q\n"
    words = text("Rechnung 4711", 50, 100)
    content = words + picture if order == "text below" else picture + text("Rechnung 4711", 50, 100, before="3 Tr")
    document = read(write(page(content, STRIPES, resources=b"/XObject << /I 6 0 R >>")))
    (scan,) = document.pages
    assert scan.has_ocr_layer
    assert [word.text for word in scan.visible] == ["Rechnung", "4711"]
    assert codes(document) == ["ocr_layer"]


def test_words_of_an_ocr_layer_where_the_scan_is_empty_stay_hidden(write):
    half = b"q 1 g 0 0 400 300 re f Q q 400 0 0 150 0 0 cm /I Do Q\n"
    white = b"q 400 0 0 150 0 150 cm /W Do Q\n"
    blank = stream(b"\xff" * 64, b"/Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8")
    content = half + white + text("Rechnung", 50, 100, before="3 Tr") + text("erfunden", 50, 250, before="3 Tr")
    document = read(write(page(content, STRIPES, blank, resources=b"/XObject << /I 6 0 R /W 7 0 R >>")))
    assert [word.text for word in document.pages[0].visible] == ["Rechnung"]
    assert codes(document) == ["ocr_layer", "hidden_text"]


def test_a_repaired_file_says_so(write):
    made = page(text("Rechnung", 50, 100))
    document = read(write(made[: made.index(b"xref")]))
    assert document.pages[0].words
    assert "repaired" in codes(document)


def test_one_unreadable_page_does_not_cost_the_others(write):
    made = page(text("good", 50, 100), pages=2).replace(b"/Kids [3 0 R 6 0 R ]", b"/Kids [3 0 R 2 0 R ]")
    document = read(write(made))
    assert [bool(page.words) for page in document.pages] == [True, False]
    assert [(flag.code, flag.page) for flag in document.flags] == [("page_unreadable", 2)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", PdfErrorCode.EMPTY_FILE),
        (b"<html>%PDF no</html>", PdfErrorCode.NOT_A_PDF),
        (b"PK\x03\x04" + page(b""), PdfErrorCode.NOT_A_PDF),
        (b"\x1f\x8b\x08" + page(b""), PdfErrorCode.NOT_A_PDF),
        (b"\0" * 2000 + page(b""), PdfErrorCode.NOT_A_PDF),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", PdfErrorCode.NOT_A_PDF),
        (pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"), PdfErrorCode.NO_PAGES),
        (b"%PDF-1.7\n" + b"rubbish " * 100, PdfErrorCode.DAMAGED),
    ],
)
def test_what_is_no_good_pdf_has_an_error_of_its_own(write, content, code):
    with pytest.raises(PdfError) as caught:
        read(write(content))
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=100), PdfErrorCode.TOO_LARGE),
        (Limits(pages=2), PdfErrorCode.TOO_MANY_PAGES),
        (Limits(words=5), PdfErrorCode.TOO_MUCH_TEXT),
        (Limits(page_characters=5), PdfErrorCode.TOO_MUCH_TEXT),
        (Limits(document_seconds=0), PdfErrorCode.TOO_SLOW),
        (Limits(reply_bytes=100), PdfErrorCode.TOO_MUCH_TEXT),
    ],
)
def test_every_limit_has_an_error_of_its_own(write, limits, code):
    path = write(page(text("two words", 50, 100), pages=3))
    assert len(read(path).pages) == 3
    with pytest.raises(PdfError) as caught:
        read(path, limits)
    assert caught.value.code is code


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    for path in (tmp_path / "gone.pdf", tmp_path):
        with pytest.raises(PdfError) as caught:
            read(path)
        assert caught.value.code is PdfErrorCode.UNREADABLE


def test_mail_headers_before_a_pdf_are_forgiven(write):
    document = read(write(b"Content-Type: application/pdf\r\n" * 70 + page(text("Rechnung", 50, 100))))
    assert document.pages[0].words[0].text == "Rechnung"


def test_every_error_tells_a_person_what_to_do_and_survives_a_queue():
    assert set(SENTENCES) == set(PdfErrorCode)
    for code in PdfErrorCode:
        error = pickle.loads(pickle.dumps(PdfError(code, detail="why")))
        assert (error.code, error.detail) == (code, "why")
        assert len(error.message.split()) > 4


@needs_data
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("syn_invoice_aes256", PdfErrorCode.NEEDS_PASSWORD),
        ("encrypted__aes-256", PdfErrorCode.NEEDS_PASSWORD),
        ("encrypted__short-O-U", PdfErrorCode.NEEDS_PASSWORD),
        ("syn_5000_pages", PdfErrorCode.TOO_MANY_PAGES),
        ("zero-page__empty", PdfErrorCode.NO_PAGES),
        ("malformed__corruptedV2PDF", PdfErrorCode.DAMAGED),
        ("syn_gzip", PdfErrorCode.NOT_A_PDF),
        ("syn_png", PdfErrorCode.NOT_A_PDF),
        ("syn_html", PdfErrorCode.NOT_A_PDF),
        ("syn_xlsx", PdfErrorCode.NOT_A_PDF),
    ],
)
def test_known_bad_documents_are_named_rightly(name, code):
    with pytest.raises(PdfError) as caught:
        read(DATA / "hostile" / f"{name}.pdf")
    assert caught.value.code is code


@needs_data
@pytest.mark.parametrize("name", ["syn_invoice_owner_only", "restricted__encryption_notextaccess"])
def test_a_document_restricted_by_its_owner_opens(name):
    path = DATA / "hostile" / f"{name}.pdf"
    assert probe(path).encrypted
    assert read(path).has_text


@needs_data
def test_ordinary_invoices_show_all_their_words():
    """What is hidden on a few of them was looked at: it is (white, below a shape, invisible, 1 pt)."""
    words = [word for path in (DATA / "invoices").glob("*.pdf") for page in read(path).pages for word in page.words]
    assert sum(word.hidden for word in words) < 0.01 * len(words)
