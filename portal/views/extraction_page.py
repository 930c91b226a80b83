"""What one source said about one document in one run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portal.models import Extraction
from portal.services.access import Verb, can
from portal.views.columns import field_rows, item_tables, of_extraction
from portal.views.document_page import in_words
from portal.views.page import address, found, render_page, trail_of
from portal.views.pictures import pictures
from portal.views.words import EXTRACTION_STATES


def show(request: HttpRequest, pk: int) -> HttpResponse:
    extraction = found(request, Extraction, pk, "document__project", "run__contract_version")
    contract, run = extraction.run.contract_version.definition, extraction.run
    name = run.settings.pipeline or run.source
    column = of_extraction(
        extraction,
        contract,
        letter="A",
        title=name,
        subtitle=_("run %(run)s, contract v%(number)s") % {"run": run.pk, "number": run.contract_version.number},
        href=address("extractionrun_change", run.pk),
    )
    columns = [column] if extraction.result else []
    labels = {check.name: check.label or check.rule for check in contract.checks}
    checks = extraction.result.checks if extraction.result else ()
    return render_page(
        request,
        "portal/extraction.html",
        # Translators: what one source said of a document: "layout on invoice.pdf".
        _("%(source)s on %(document)s") % {"source": name, "document": extraction.document.name},
        is_nav_sidebar_enabled=False,  # the page needs the room
        trail=trail_of(
            (_("Extractions"), address("extraction_changelist")), (str(run), address("extractionrun_change", run.pk))
        ),
        extraction=extraction,
        document=extraction.document,
        version=run.contract_version,
        state=EXTRACTION_STATES[extraction.state],
        columns=columns,
        rows=field_rows(contract, columns) if columns else [],
        tables=item_tables(contract, columns) if columns else [],
        pictures=pictures(extraction.document, columns, request.GET.get("first", "1")),
        flags=extraction.result.flags if extraction.result else (),
        checks=[in_words(check, labels) for check in checks if check.passed is False],
        checks_passed=sum(check.passed is True for check in checks),
        checks_open=sum(check.passed is None for check in checks),
        may_download=can(request.user, Verb.DOWNLOAD_FINAL, extraction.document.project),
    )
