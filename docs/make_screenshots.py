"""The README's pictures, taken from a fresh demo: `make screenshots`."""

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
from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PASSWORD = "proofsheet-demo"
WINDOW = {"width": 1440, "height": 900}
COLOURS = 128
"""A palette of so many keeps text sharp and a picture well below 200 kB."""
PATIENCE = 60


@contextmanager
def demo() -> Iterator[str]:
    """A portal with the sample projects, in a folder that goes away with it. Yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="proofsheet-") as home:
        environment = {**os.environ, "PROOFSHEET_HOME": home, "SITE_URL": f"http://{where}"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "demo", "--no-serve"], env=environment, check=True)
        web = subprocess.Popen([*manage, "web", where], env=environment)
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


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    target = IMAGES / f"{name}.png"
    picture.save(target, optimize=True)
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


def main() -> None:
    if chromium.CHROMIUM is None:
        raise SystemExit(chromium.NONE)
    IMAGES.mkdir(exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.CHROMIUM, args=chromium.OPTIONS)
        take_all(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
