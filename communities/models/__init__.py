from communities.models.call import (
    InvitationLine,
    InvitationLink,
    InvitationList,
    LinkUse,
    RegistrationAnswer,
    RegistrationQuestion,
)
from communities.models.charter import Charter, CharterRevision, Evidence, ExpectedResult
from communities.models.community import Community
from communities.models.invitation import Invitation
from communities.models.life import STEPS, Approval, PhaseChange, Step
from communities.models.membership import Exclusion, JoinRequest, Membership, RoleChange, TermChange
from communities.models.plan import ActionComment, ActionItem, ActionPlan, LearningTopic, PlanVoice, TopicVote
from communities.models.roles import Role
from communities.models.space import Space, SpaceGrant

__all__ = [
    "STEPS",
    "ActionComment",
    "ActionItem",
    "ActionPlan",
    "Approval",
    "Charter",
    "CharterRevision",
    "Community",
    "Evidence",
    "Exclusion",
    "ExpectedResult",
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
    "Role",
    "RoleChange",
    "Space",
    "SpaceGrant",
    "Step",
    "TermChange",
    "TopicVote",
]
