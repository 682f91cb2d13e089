"""Somebody’s rows in a community and in its surveys."""

from uuid import uuid4

from django.utils import timezone

from activity.models import StreamPosition
from communities.effects import let_in
from communities.models import (
    ActionComment,
    ActionItem,
    ActionPlan,
    Addressee,
    Announcement,
    Approval,
    CharterRevision,
    Coach,
    CoachingRequest,
    CommunityLink,
    Evidence,
    Exclusion,
    ExpectedResult,
    FacilitationNote,
    HandOver,
    Institution,
    Invitation,
    InvitationLine,
    InvitationLink,
    InvitationList,
    JoinRequest,
    LearningTopic,
    LinkUse,
    Membership,
    PhaseChange,
    PlanVoice,
    RegistrationAnswer,
    RegistrationQuestion,
    Representation,
    ResultWatch,
    Role,
    RoleChange,
    SpaceGrant,
    Statement,
    StatementRevision,
    Suggestion,
    TermChange,
    TopicVote,
)
from evaluation.models import Answer, Participation, Survey
from tests.factories import CommunityFactory, MembershipFactory


def rows_of_member(person, words, community):
    """Their membership, and what it brings with it."""
    now = timezone.now()
    return [
        membership := MembershipFactory(community=community, person=person, until=None),
        RoleChange.objects.create(membership=membership, by=person, before=10, after=10, **words.of(RoleChange)),
        TermChange.objects.create(membership=membership, by=person, until=now, **words.of(TermChange)),
        FacilitationNote.objects.create(
            membership=membership, author=person, submission=uuid4(), changed_at=now, **words.of(FacilitationNote)
        ),
        HandOver.objects.create(
            leader=MembershipFactory(community=community, role=Role.LEADER),
            successor=membership,
            afterwards="leaves",
            **words.of(HandOver),
        ),
        Exclusion.objects.create(membership=membership, by=person, kind="suspended", until=now, **words.of(Exclusion)),
        JoinRequest.objects.create(community=community, person=person, decided_by=person, **words.of(JoinRequest)),
        Invitation.objects.create(
            community=community, invited_by=person, person=person, expires_at=now, until=now, **words.of(Invitation)
        ),
    ]


def rows_of_results(person, words, community):
    """What they answer for, watch over and say for the community."""
    now = timezone.now()
    membership = Membership.objects.get(community=community, person=person)
    return [
        result := ExpectedResult.objects.create(community=community, position=1, text="A guide", owner=person),
        ResultWatch.objects.create(result=result, person=person),
        institution := Institution.objects.create(name="Riverside", kind="other", country="Chile", added_by=person),
        Representation.objects.create(
            membership=membership, institution=institution, state="confirmed", answered_at=now, answered_by=person
        ),
        coach := Coach.objects.create(person=person, **words.of(Coach)),
        CoachingRequest.objects.create(community=community, coach=coach, asked_by=person, **words.of(CoachingRequest)),
        Evidence.objects.create(result=result, added_by=person, **words.of(Evidence)),
        CharterRevision.objects.create(
            community=community, number=99, by=person, content={"name": "A guide"}, **words.of(CharterRevision)
        ),
        PhaseChange.objects.create(
            community=community, before="active", after="concluding", by=person, **words.of(PhaseChange)
        ),
        Approval.objects.create(community=community, wish="public", asked_by=person, **words.of(Approval)),
        plan := ActionPlan.objects.create(community=community, state="adopted", adopted_at=now, adopted_by=person),
        PlanVoice.objects.create(plan=plan, round=1, person=person, agrees=True, **words.of(PlanVoice)),
        item := ActionItem.objects.create(
            community=community, owner=person, created_by=person, submission=uuid4(), **words.of(ActionItem)
        ),
        ActionComment.objects.create(item=item, author=person, submission=uuid4(), **words.of(ActionComment)),
        topic := LearningTopic.objects.create(
            community=community, proposed_by=person, submission=uuid4(), **words.of(LearningTopic)
        ),
        TopicVote.objects.create(topic=topic, person=person),
        statement := Statement.objects.create(
            community=community, created_by=person, submission=uuid4(), **words.of(Statement)
        ),
        StatementRevision.objects.create(
            statement=statement, version=0, replaced_by=person, **words.of(StatementRevision)
        ),
        announcement := Announcement.objects.create(
            community=community, created_by=person, submission=uuid4(), **words.of(Announcement)
        ),
        Addressee.objects.create(announcement=announcement, person=person, told_at=now),
        Suggestion.objects.create(
            community=community, author=person, made_on=now.date(), submission=uuid4(), **words.of(Suggestion)
        ),
    ]


def rows_of_call(person, words, community):
    """How they let others in and were let in themselves, and what they did between communities."""
    now, commons = timezone.now(), community.spaces.get(slug="commons")
    return [
        link := InvitationLink.objects.create(
            community=community, made_by=person, use_limit=1, expires_at=now, **words.of(InvitationLink)
        ),
        LinkUse.objects.create(link=link, person=person),
        handed_in := InvitationList.objects.create(community=community, by=person, days=14, **words.of(InvitationList)),
        InvitationLine.objects.create(list=handed_in, number=1, verdict="ready", **words.of(InvitationLine)),
        question := RegistrationQuestion.objects.create(community=community, position=1, text="Where?"),
        RegistrationAnswer.objects.create(question=question, person=person, **words.of(RegistrationAnswer)),
        let_in(person, commons, role=Role.GUEST, source=words.of(SpaceGrant)["source"], given_by=person),
        CommunityLink.objects.create(
            **{"kind": "sister", "upper": community, "lower": CommunityFactory(), "from_upper": True, "state": "ended"},
            **{"proposed_by": person, "answered_by": person, "answered_at": now, "ended_by": person, "ended_at": now},
            **words.of(CommunityLink),
        ),
        StreamPosition.objects.create(person=person, community_id=community.pk, seen=1),
    ]


def rows_of_surveys(person, words, community):
    commons = community.spaces.get(slug="commons")
    return [
        survey := Survey.objects.create(
            space=commons, kind="needs", created_by=person, submission=uuid4(), **words.of(Survey)
        ),
        Participation.objects.create(survey=survey, person=person),
        Answer.objects.create(
            question=survey.questions.create(position=1, kind="text", text="What helps?", submission=uuid4()),
            person=person,
            **words.of(Answer),
        ),
    ]
