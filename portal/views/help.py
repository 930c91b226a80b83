"""The documentation, readable where it is needed: the files of `docs/` as pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.views.page import render_page

DOCS: Path = settings.BASE_DIR / "docs"
PAGES = {
    "words": gettext_lazy("Words and first steps"),
    "labelling": gettext_lazy("Labelling with Excel"),
    "contract": gettext_lazy("Contract"),
    "sources": gettext_lazy("Sources of values"),
    "evaluation": gettext_lazy("Labels and scores"),
    "workbook": gettext_lazy("Tables and workbooks"),
    "operation": gettext_lazy("Operation"),
    "reliability": gettext_lazy("Reliability"),
    "quality": gettext_lazy("Quality and speed"),
}
ABOUT = (
    ("contractversion", "contract"),
    ("extraction/final", "workbook"),
    ("extractionrun", "sources"),
    ("extraction", "sources"),
    ("groundtruth", "evaluation"),
    ("evalrun", "evaluation"),
    ("document", "sources"),
    ("workbookexport", "labelling"),
    ("upload", "labelling"),
)
"""Which page of the documentation explains which pages of the portal; the others: words."""


def about(path: str) -> str:
    """The address of the help that goes with a page of the portal."""
    page = next((page for part, page in ABOUT if f"/portal/{part}/" in path), "words")
    return reverse("admin:help", args=[page])


def show(request: HttpRequest, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404("no such page")
    title, html = read(page)
    in_english = file_of(page).parent == DOCS
    return render_page(
        request,
        "portal/help.html",
        title,
        trail=[(_("Help"), reverse("admin:help", args=["words"]))] if page != "words" else [],
        html=html,
        in_english=in_english,
        pages=[(reverse("admin:help", args=[name]), words, name == page) for name, words in PAGES.items()],
    )


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One of `docs/images`."""
    file = DOCS / "images" / f"{name}.png"
    if not file.is_file():
        raise Http404("no such picture")
    return HttpResponse(file.read_bytes(), "image/png", headers={"Cache-Control": "private, max-age=86400"})


def file_of(page: str) -> Path:
    """`docs/de/words.md` for a reader of German; the English one where there is none."""
    own = DOCS / (get_language() or "en").partition("-")[0] / f"{page}.md"
    return own if own.exists() else DOCS / f"{page}.md"


def read(page: str) -> tuple[str, SafeString]:
    """Title and content of a page, in the reader's language where it is written in it."""
    title, _newline, text = file_of(page).read_text().partition("\n")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("image", _image)
    parser.add_render_rule(
        "table_open", lambda *_tokens: '<div class="ps-scroll" tabindex="0"><table class="ps-table">'
    )
    parser.add_render_rule("table_close", lambda *_tokens: "</table></div>")
    # Safe to show: the files are ours, raw HTML in them stays text, and links to scripts are not made.
    return title.lstrip("# ").strip(), SafeString(parser.render(text))


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link to another file of the documentation leads to its page."""
    token = tokens[index]
    name, _hash, anchor = str(token.attrs.get("href", "")).partition("#")
    linked = name.removeprefix("../").removesuffix(".md")
    if linked in PAGES:
        token.attrs["href"] = reverse("admin:help", args=[linked]) + (f"#{anchor}" if anchor else "")
    rendered: str = renderer.renderToken(tokens, index, options, env)
    return rendered


def _image(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A picture of the documentation is served beside its pages."""
    token = tokens[index]
    token.attrs["src"] = reverse("admin:help_picture", args=[Path(str(token.attrs["src"])).stem])
    rendered: str = renderer.image(tokens, index, options, env)
    return rendered
