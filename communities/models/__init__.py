from communities.models.announcing import Addressee, Announcement
from communities.models.call import (
    InvitationLine,
    InvitationLink,
    InvitationList,
    LinkUse,
    RegistrationAnswer,
    RegistrationQuestion,
)
from communities.models.charter import Charter, CharterRevision, Evidence, ExpectedResult, ResultWatch
from communities.models.coaching import Coach, CoachingRequest
from communities.models.community import Community
from communities.models.handover import HandOver
from communities.models.institutions import Institution, Representation
from communities.models.invitation import Invitation
from communities.models.kinship import CommunityLink
from communities.models.life import STEPS, Approval, PhaseChange, Step
from communities.models.membership import Exclusion, JoinRequest, Membership, RoleChange, TermChange
from communities.models.notes import FacilitationNote
from communities.models.plan import ActionComment, ActionItem, ActionPlan, LearningTopic, PlanVoice, TopicVote
from communities.models.rhythm import Break, Rhythm
from communities.models.roles import LEAST_ROLE, Role
from communities.models.space import Space, SpaceGrant
from communities.models.subjects import Subject
from communities.models.voice import Statement, StatementRevision, Suggestion, SuggestionBox

__all__ = [
    "LEAST_ROLE",
    "STEPS",
    "ActionComment",
    "ActionItem",
    "ActionPlan",
    "Addressee",
    "Announcement",
    "Approval",
    "Break",
    "Charter",
    "CharterRevision",
    "Coach",
    "CoachingRequest",
    "Community",
    "CommunityLink",
    "Evidence",
    "Exclusion",
    "ExpectedResult",
    "FacilitationNote",
    "HandOver",
    "Institution",
    "Invitation",
    "InvitationLine",
    "InvitationLink",
    "InvitationList",
    "JoinRequest",
    "LearningTopic",
    "LinkUse",
    "Membership",
    "PhaseChange",
    "PlanVoice",
    "RegistrationAnswer",
    "RegistrationQuestion",
    "Representation",
    "ResultWatch",
    "Rhythm",
    "Role",
    "RoleChange",
    "Space",
    "SpaceGrant",
    "Statement",
    "StatementRevision",
    "Step",
    "Subject",
    "Suggestion",
    "SuggestionBox",
    "TermChange",
    "TopicVote",
]
