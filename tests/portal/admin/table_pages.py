"""What tests do on the pages of workbooks and uploads: send a file, let a worker work, read what is shown."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.models import Project, Upload
from tests.portal.admin.conftest import body
from tests.portal.workbook.journeys import work


def send(client: Client, project: Project, content: bytes, name: str = "table.csv", **data: Any) -> Any:
    """The answer to the form of an upload; no worker has seen the file yet."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("admin:portal_upload_add"), {"project": project.pk, "file": file, **data})


def bring(client: Client, project: Project, content: bytes, name: str = "table.csv", **data: Any) -> Upload:
    """The upload, read by a worker."""
    response = send(client, project, content, name, **data)
    assert response.status_code == 302, text_of(response)
    work()
    return Upload.objects.latest("pk")


def step(client: Client, name: str, upload: Upload, **data: Any) -> Any:
    """Answer, confirm or throw away; then a worker works. The page that follows."""
    response = client.post(reverse(f"admin:portal_upload_{name}", args=[upload.pk]), data, follow=True)
    work()
    upload.refresh_from_db()
    return response


def page_of(client: Client, upload: Upload, query: str = "", page: str = "change") -> str:
    """The words of a page of an upload."""
    return text_of(client.get(reverse(f"admin:portal_upload_{page}", args=[upload.pk]) + query))


def text_of(response: Any) -> str:
    """A page as a person reads it: without tags, in one line."""
    shown = re.sub(r"<(script|style|head)\b.*?</\1>", " ", body(response), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())
