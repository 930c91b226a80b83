"""A review moves: withdrawn, approved, sent back, reopened, rebased."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.models import Extraction, Review
from portal.services import reviews
from portal.services.errors import BadInput
from portal.views.page import address, found, person, told


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    review = found(request, Review, pk, "document__project", "contract_version")
    with told(request):
        messages.success(request, _move(request, review, person(request)))
    return HttpResponseRedirect(address("review_change", pk))


def _move(request: HttpRequest, review: Review, by: User) -> str:
    words = request.POST.get("words", "")
    match request.POST.get("do"):
        case "withdraw":
            reviews.withdraw(review, by=by, reason=words)
            return _("The submission is withdrawn: the values can be changed again.")
        case "approve":
            reviews.approve(review, by=by, comment=words.strip())
            return _("The values are approved; they go out in the final data.")
        case "send back":
            reviews.send_back(review, by=by, comment=words)
            return _("The review is sent back to its expert with your comment.")
        case "reopen":
            reviews.reopen(review, by=by, reason=words)
            return _("The review is open again; until it is approved again its values are not in the final data.")
        case "rebase":
            return _rebase(request, review, by)
    raise BadInput(_("Choose what to do with the review."))


def _rebase(request: HttpRequest, review: Review, by: User) -> str:
    wanted = request.POST.get("extraction", "")
    extraction = (
        Extraction.objects.for_user(request.user).filter(pk=wanted).select_related("run").first()
        if wanted.isdecimal()
        else None
    )
    if extraction is None:
        raise BadInput(_("That extraction is not there any more; look at the review again."))
    moved = reviews.rebase(review, extraction, by=by)
    told = ngettext(
        # Translators: %(run)s is the name of a run, like “run 7: native_rules”.
        "%(count)s value nobody had touched moved to %(run)s.",
        "%(count)s values nobody had touched moved to %(run)s.",
        len(moved),
    )
    return told % {"count": len(moved), "run": extraction.run}
