"""All models, under one roof for Django."""

from portal.models.access_tokens import AccessToken
from portal.models.contracts import ContractDraft, ContractVersion
from portal.models.disputes import Dispute
from portal.models.documents import Document, Split
from portal.models.eval_runs import EvalDocument, EvalMetric, EvalRun, FrozenLabel, LabelKind, LabelSet
from portal.models.ground_truth import GOLD, GroundTruth, LabelState, LabelValue, Provenance
from portal.models.invitations import Invitation
from portal.models.jobs import JobState
from portal.models.ledger import ReviewEvent, ValueChange
from portal.models.preferences import Preference
from portal.models.projects import Membership, Project
from portal.models.reviews import Review, ReviewState, ReviewValue
from portal.models.runs import Extraction, ExtractionRun, GivenPrediction, RunSettings
from portal.models.saved_views import SavedView
from portal.models.scoping import Role
from portal.models.values import Door, Says, StoredValue, ValueEvidence, ValueState
from portal.models.workbooks import (
    APPLIED,
    COMES_BACK,
    TAKEN,
    Conflict,
    ExportedContent,
    ExportedDocument,
    ExportOptions,
    Outcome,
    Purpose,
    TableMapping,
    Target,
    Upload,
    UploadAnswers,
    UploadCell,
    UploadCounts,
    UploadStep,
    WorkbookExport,
)

__all__ = [
    "APPLIED",
    "COMES_BACK",
    "GOLD",
    "TAKEN",
    "AccessToken",
    "Conflict",
    "ContractDraft",
    "ContractVersion",
    "Dispute",
    "Document",
    "Door",
    "EvalDocument",
    "EvalMetric",
    "EvalRun",
    "ExportOptions",
    "ExportedContent",
    "ExportedDocument",
    "Extraction",
    "ExtractionRun",
    "FrozenLabel",
    "GivenPrediction",
    "GroundTruth",
    "Invitation",
    "JobState",
    "LabelKind",
    "LabelSet",
    "LabelState",
    "LabelValue",
    "Membership",
    "Outcome",
    "Preference",
    "Project",
    "Provenance",
    "Purpose",
    "Review",
    "ReviewEvent",
    "ReviewState",
    "ReviewValue",
    "Role",
    "RunSettings",
    "SavedView",
    "Says",
    "Split",
    "StoredValue",
    "TableMapping",
    "Target",
    "Upload",
    "UploadAnswers",
    "UploadCell",
    "UploadCounts",
    "UploadStep",
    "ValueChange",
    "ValueEvidence",
    "ValueState",
    "WorkbookExport",
]
