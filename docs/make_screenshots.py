"""The pictures of the README and of docs/labelling.md, taken from a fresh demo: `make screenshots`."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from docs import pictured_workbook
from tests import chromium

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PASSWORD = "proofsheet-demo"
WINDOW = {"width": 1440, "height": 900}
COLOURS = 128
"""A palette of so many keeps text sharp and a picture well below 200 kB."""
PATIENCE = 60
LABELLED = ("30-facturx-contradicts.pdf", "29-facturx.pdf", "28-hidden-text.pdf", "26-rotated.pdf")
OWN_TABLE = """Datei;Beleg-Nr.;Rechnungsdatum;Lieferant;Nettobetrag;Rechnungssumme;Bearbeiter
30-facturx-contradicts.pdf;RE-2025-0602;09.05.2025;Nordlicht Bürobedarf GmbH;838,40;997,70;Jo
29-facturx.pdf;RE-2025-0601;09.05.2025;Nordlicht Bürobedarf GmbH;551,70;604,99;Jo
"""


@contextmanager
def demo() -> Iterator[str]:
    """A portal with the sample projects and its workers, in a folder that goes away with it. Yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="proofsheet-") as home:
        environment = {**os.environ, "PROOFSHEET_HOME": home, "SITE_URL": f"http://{where}"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "demo", "--no-serve"], env=environment, check=True)
        web = subprocess.Popen([*manage, "work", "--web", where], env=environment)
        try:
            _wait_for(f"http://{where}/admin/login/", web)
            yield f"http://{where}"
        finally:
            web.terminate()
            web.wait(PATIENCE)


def _wait_for(address: str, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while web.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"The portal does not answer at {address}.")


def desk(browser: Browser, address: str, name: str) -> Page:
    """A person's browser, logged in."""
    page = browser.new_context(base_url=address, viewport=WINDOW, reduced_motion="reduce").new_page()
    page.goto("/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What waits for you").wait_for()
    return page


def open_row(page: Page, kind: str, words: str, project: str = "Sample invoices") -> None:
    """The page of the first row of a list that says `words`."""
    page.goto(f"/admin/portal/{kind}/")
    page.get_by_role("row").filter(has_text=words).filter(has_text=project).get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")


def take(page: Page, name: str, *, down_to: Locator | None = None) -> None:
    """What stands in the window, or its upper part."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    box = down_to.bounding_box() if down_to else None
    keep(picture.crop((0, 0, picture.width, int(box["y"] + box["height"]) + 16)) if box else picture, name)


def keep(picture: Image.Image, name: str) -> None:
    target = IMAGES / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"docs/images/{target.name}: {target.stat().st_size // 1000} kB")


def take_all(browser: Browser, address: str) -> None:
    erika, anton, ada, lena = (desk(browser, address, name) for name in ("erika", "anton", "ada", "lena"))
    for name in ("10-us-simple.pdf", "21-fr-fees.pdf"):
        open_row(erika, "review", name)
        erika.get_by_label("I have checked all other values").check()
        erika.get_by_role("button", name="Save and submit").click()
    open_row(anton, "review", "10-us-simple.pdf")
    anton.get_by_role("button", name="Approve").click()

    open_row(ada, "document", "29-facturx.pdf")
    ada.get_by_role("row", name="Invoice date").get_by_role("link").first.click()
    take(ada, "document")
    open_row(erika, "review", "13-uk-designed.pdf")
    erika.get_by_label("Due date", exact=True).focus()
    take(erika, "review")
    open_row(ada, "evalrun", "layout")
    take(ada, "evaluation")
    ada.get_by_role("link", name="Error map: fields by documents").click()
    ada.locator("#ps-map tbody a.ps-mark-bad").first.focus()
    take(ada, "error_map")
    open_row(ada, "extractionrun", "layout")
    take(ada, "run")
    open_row(lena, "contractversion", "v1")
    take(lena, "contract")
    lena.get_by_role("link", name="New version…").click()
    lena.get_by_role("link", name="Invoice number").click()
    lena.get_by_role("button", name="Try it on").click()
    lena.locator("#ps-tried-words li").first.wait_for(timeout=1000 * PATIENCE)
    take(lena, "contract_field")
    ada.goto("/admin/portal/extractionrun/compare/?runs=1,2")
    take(ada, "runs_compared")
    anton.goto("/admin/")  # a review's page has no side bar
    anton.locator(".ps-person summary").click()
    anton.get_by_role("button", name="Deutsch").click()
    open_row(anton, "review", "21-fr-fees.pdf")
    take(anton, "german")
    lena.goto("/admin/")
    lena.get_by_role("button", name="Put the first steps away").click()
    take(lena, "home")


def take_labelling(browser: Browser, address: str) -> None:
    """A labeller from the template to a conflict, and with a table of their own."""
    lee = desk(browser, address, "lee")
    first, second = blind_template(lee), blind_template(lee, "labelling_template")
    unclear, unreadable = (LABELLED[2], "Due date"), (LABELLED[3], "Buyer name")
    filled = pictured_workbook.filled_in(first, LABELLED, {unclear: "08/06/2025", unreadable: "#ILLEGIBLE"})
    keep(pictured_workbook.drawn(filled, {"Data": 7, pictured_workbook.LIST.title: 6}), "labelling_workbook")
    upload(lee, "labels.xlsx", filled)
    lee.get_by_label("Part of a document's name").fill(LABELLED[2])
    lee.get_by_role("button", name="Show", exact=True).click()
    take(lee, "labelling_preview")
    confirm(lee)

    changed = pictured_workbook.filled_in(second, LABELLED[:1], {(LABELLED[0], "Invoice number"): "RE-2025-0620"})
    upload(lee, "labels from home.xlsx", changed)
    confirm(lee)
    lee.get_by_role("link", name="Decide").click()
    take(lee, "labelling_conflict", down_to=lee.get_by_role("link", name="Back to the upload"))
    upload(lee, "Rechnungen.csv", OWN_TABLE.encode(), until="Compare with the portal")
    take(lee, "labelling_table", down_to=lee.get_by_role("button", name="Compare with the portal"))


def blind_template(page: Page, picture: str = "") -> bytes:
    """A template of all sample invoices, as it is downloaded; `picture`: of the form that asks for it."""
    page.goto("/admin/portal/workbookexport/make/")
    page.get_by_label("Project", exact=True).select_option("Sample invoices")
    page.get_by_label("Label template, blind").check()
    if picture:
        take(page, picture, down_to=page.get_by_role("button", name="Make it"))
    page.get_by_role("button", name="Make it").click()
    download = page.get_by_role("link", name="Download")
    download.wait_for(timeout=1000 * PATIENCE)
    with page.expect_download() as coming:
        download.click()
    return Path(coming.value.path()).read_bytes()


def upload(page: Page, name: str, content: bytes, *, until: str = "Confirm") -> None:
    page.goto("/admin/portal/upload/add/")
    page.get_by_label("Project", exact=True).select_option("Sample invoices")
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_label("blind", exact=True).check()
    page.get_by_role("button", name="Upload", exact=True).click()
    page.get_by_role("button", name=until).wait_for(timeout=1000 * PATIENCE)


def confirm(page: Page) -> None:
    page.get_by_role("button", name="Confirm").click()
    page.get_by_text("Written:").wait_for(timeout=1000 * PATIENCE)


def main() -> None:
    if chromium.CHROMIUM is None:
        raise SystemExit(chromium.NONE)
    if not pictured_workbook.can_be_drawn():
        raise SystemExit("no LibreOffice here: install it (package libreoffice-calc)")
    IMAGES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.CHROMIUM, args=chromium.OPTIONS)
        take_labelling(browser, address)
        take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
