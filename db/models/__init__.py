"""The tables: records with keys, links and stamps."""

from db.models.accounts import Account, AccountProvince, Attempt, PasswordLink, SetupCode, SignIn, Ticket
from db.models.base import TABLES, Row
from db.models.certificates import Certificate
from db.models.commitments import (
    Commitment,
    CommitmentObstacle,
    CommitmentRecommendation,
    CommitmentUpdate,
    Confirmation,
    ConfirmationLink,
    ConfirmationLinkUse,
    OrganisationVisit,
    Proof,
)
from db.models.doubles import Apart, Merge
from db.models.drafts import Draft
from db.models.events import Event, EventPhone, EventRating, Guest, LiveSubmission, Scene, Stage, StageLink, Vote
from db.models.imports import ExternalId, ImportBatch, ImportRow
from db.models.institutions import InstitutionLink, InstitutionLinkUse, InstitutionPerson, Referral
from db.models.ledger import Action, Change, ChangeHead, Export, Instance, Revision, Setting
from db.models.obstacles import Mention, Obstacle, ObstacleMove
from db.models.organisations import Organisation, OrganisationFigures, Participation
from db.models.people import Enrolment, Membership, Person
from db.models.places import Commune, CommuneAlias, Province, Region
from db.models.privacy import PrivacyRequest
from db.models.programme import (
    AttendanceStatus,
    CategoryInstitution,
    Group,
    Institution,
    Module,
    ObstacleCategory,
    Phase,
    Programme,
    Sector,
    Target,
)
from db.models.quizzes import Quiz, QuizAnswer
from db.models.recommendations import Recommendation, RecommendationObstacle, RecommendationStep
from db.models.reports import FrozenReport
from db.models.satisfaction import Satisfaction
from db.models.sessions import Attendance, Registration, TrainingSession
from db.models.sheets import Attachment, SheetComment, SignInSheet
from db.models.summaries import Summary, SummaryStanding, SummaryTouched
from db.models.trainers import SessionTrainer, Trainer
from db.models.views import KeptView
from db.models.visits import LastVisit

__all__ = [
    "TABLES",
    "Account",
    "AccountProvince",
    "Action",
    "Apart",
    "Attachment",
    "Attempt",
    "Attendance",
    "AttendanceStatus",
    "CategoryInstitution",
    "Certificate",
    "Change",
    "ChangeHead",
    "Commitment",
    "CommitmentObstacle",
    "CommitmentRecommendation",
    "CommitmentUpdate",
    "Commune",
    "CommuneAlias",
    "Confirmation",
    "ConfirmationLink",
    "ConfirmationLinkUse",
    "Draft",
    "Enrolment",
    "Event",
    "EventPhone",
    "EventRating",
    "Export",
    "ExternalId",
    "FrozenReport",
    "Group",
    "Guest",
    "ImportBatch",
    "ImportRow",
    "Instance",
    "Institution",
    "InstitutionLink",
    "InstitutionLinkUse",
    "InstitutionPerson",
    "KeptView",
    "LastVisit",
    "LiveSubmission",
    "Membership",
    "Mention",
    "Merge",
    "Module",
    "Obstacle",
    "ObstacleCategory",
    "ObstacleMove",
    "Organisation",
    "OrganisationFigures",
    "OrganisationVisit",
    "Participation",
    "PasswordLink",
    "Person",
    "Phase",
    "PrivacyRequest",
    "Programme",
    "Proof",
    "Province",
    "Quiz",
    "QuizAnswer",
    "Recommendation",
    "RecommendationObstacle",
    "RecommendationStep",
    "Referral",
    "Region",
    "Registration",
    "Revision",
    "Row",
    "Satisfaction",
    "Scene",
    "Sector",
    "SessionTrainer",
    "Setting",
    "SetupCode",
    "SheetComment",
    "SignIn",
    "SignInSheet",
    "Stage",
    "StageLink",
    "Summary",
    "SummaryStanding",
    "SummaryTouched",
    "Target",
    "Ticket",
    "Trainer",
    "TrainingSession",
    "Vote",
]
