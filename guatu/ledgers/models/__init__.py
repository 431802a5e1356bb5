"""The tables of the ledgers."""

from guatu.ledgers.models.closing import CheckResult, CloseOut
from guatu.ledgers.models.directives import Directive, Draft, NewerPassage, SignOff
from guatu.ledgers.models.facts import AssignmentFacts, ItemFacts
from guatu.ledgers.models.imports import Import, ImportDraft, ImportLine, ImportMemory
from guatu.ledgers.models.instructions import ClosingReport, Instruction
from guatu.ledgers.models.items import Assignment, Item, Measure
from guatu.ledgers.models.ledgers import Ledger, Phase, Reader
from guatu.ledgers.models.lights import LightSpan
from guatu.ledgers.models.look_backs import LookBack, LookBackDraw, Risk
from guatu.ledgers.models.meetings import Attendance, Meeting, MeetingSeries, MeetingTopic
from guatu.ledgers.models.periods import PeriodLine, ReportingPeriod
from guatu.ledgers.models.photographs import Likeness, Passage, Photograph, PhotographWord
from guatu.ledgers.models.proposals import Proposal
from guatu.ledgers.models.recurring import ClosedProblem, GramCount, ProblemGram
from guatu.ledgers.models.regimes import LightRegime, RegimeUse, RegimeVersion
from guatu.ledgers.models.schedules import Schedule, SchedulePoint
from guatu.ledgers.models.sights import Sight
from guatu.ledgers.models.site_checks import SiteCheck, SiteCheckDraw, SiteCheckFinding, SiteCheckPhoto
from guatu.ledgers.models.standards import Standard, StandardCheck, StandardVersion
from guatu.ledgers.models.ticking import TickDay
from guatu.ledgers.models.views import FirstView, SavedView
from guatu.ledgers.models.working import Evidence, EvidenceUse, Extension, Report

__all__ = [
    "Assignment",
    "AssignmentFacts",
    "Attendance",
    "CheckResult",
    "CloseOut",
    "ClosedProblem",
    "ClosingReport",
    "Directive",
    "Draft",
    "Evidence",
    "EvidenceUse",
    "Extension",
    "FirstView",
    "GramCount",
    "Import",
    "ImportDraft",
    "ImportLine",
    "ImportMemory",
    "Instruction",
    "Item",
    "ItemFacts",
    "Ledger",
    "LightRegime",
    "LightSpan",
    "Likeness",
    "LookBack",
    "LookBackDraw",
    "Measure",
    "Meeting",
    "MeetingSeries",
    "MeetingTopic",
    "NewerPassage",
    "Passage",
    "PeriodLine",
    "Phase",
    "Photograph",
    "PhotographWord",
    "ProblemGram",
    "Proposal",
    "Reader",
    "RegimeUse",
    "RegimeVersion",
    "Report",
    "ReportingPeriod",
    "Risk",
    "SavedView",
    "Schedule",
    "SchedulePoint",
    "Sight",
    "SignOff",
    "SiteCheck",
    "SiteCheckDraw",
    "SiteCheckFinding",
    "SiteCheckPhoto",
    "Standard",
    "StandardCheck",
    "StandardVersion",
    "TickDay",
]
