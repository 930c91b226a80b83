"""The final data for programs: csv at an address, opened by a token sent as the password of HTTP Basic."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portal.services import tokens
from portal.services.final import final_data
from portal.workbook.feed import csv_of

REFUSED = (
    "This address needs an access token of the project, sent as the password of HTTP Basic; the user name does not "
    "matter. The token may have expired or been revoked: an integrator or lead makes one under Final data.\n"
)
"""English for everybody: it is read in the log of a program."""


@require_safe
def show(request: HttpRequest, project: str, list_name: str = "") -> HttpResponseBase:
    """The documents of a project, or the items of one of its lists. Approved values only."""
    token = tokens.find(_password(request), project)
    if token is None:
        return _told(HttpResponse(REFUSED, status=401, content_type="text/plain; charset=utf-8"))
    data = final_data(token.project, by=token.made_by)
    known = [part.name for part in data.contract.lists]
    if list_name and list_name not in known:
        words = f"The contract has no list “{list_name}”. Its lists: {', '.join(known) or 'none'}.\n"
        return _told(HttpResponse(words, status=404, content_type="text/plain; charset=utf-8"))
    name = f"{token.project.slug}-{list_name or 'final'}.csv"
    return _told(
        StreamingHttpResponse(
            csv_of(data, list_name),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    )


def _told(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Cache-Control"] = "private, no-store"
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = 'Basic realm="Proofsheet final data", charset="UTF-8"'
    return answer


def _password(request: HttpRequest) -> str:
    kind, _blank, coded = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(coded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
