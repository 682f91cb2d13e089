"""docs/personal-data.md says of every field what it is; here it is held to that.

A person gets a row in every table that points at people, with a word in each of its texts that
stands nowhere else. Their export must hold what the page promises, and after their erasure the
words must be found exactly where the page says that they are kept.
"""

import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from accounts.effects import erase_person
from accounts.models import Consent, User
from activity.models import Entry
from communities.effects import let_in
from communities.models import (
    ActionComment,
    ActionItem,
    ActionPlan,
    Approval,
    CharterRevision,
    Evidence,
    Exclusion,
    ExpectedResult,
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
    Role,
    RoleChange,
    SpaceGrant,
    TermChange,
    TopicVote,
)
from core import seams
from forums.models import (
    Acknowledgement,
    Closing,
    ClosingRevision,
    Discussion,
    FollowOn,
    Mention,
    Post,
    PostRevision,
    PrivateNote,
    ReadingPosition,
    Reopening,
    Report,
    Ruling,
)
from notifications.models import Delivery, MailRhythm, Notification, OutboxMessage, Volume
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.traces import PAGE, columns_with

CLASSES = {"none", "personal", "about another", "secret"}
OUTCOMES = {"–", "blanked", "deleted", "kept"}


@dataclass(frozen=True)
class Rule:
    kind: str
    export: str
    erasure: str

    @property
    def is_exported(self):
        return not self.export.startswith("–")

    @property
    def outcome(self):
        return self.erasure.split(":")[0]


def read_page(text):
    """{"app.Model.field": Rule} from the tables beneath the page's headings."""
    rules, model = {}, ""
    for line in text.splitlines():
        if line.startswith("## "):
            model = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| Field"):
            field, *rule = (cell.strip() for cell in line.strip("|").split("|"))
            assert f"{model}.{field}" not in rules, f"{model}.{field} stands twice"
            rules[f"{model}.{field}"] = Rule(*rule)
    return rules


RULES = read_page(PAGE.read_text())


def all_fields():
    every = apps.get_models(include_auto_created=True)
    return {f"{model._meta.label}.{field.name}": field for model in every for field in model._meta.local_fields}


def mistakes(rules):
    """What the page leaves out, or says without sense."""
    fields = all_fields()
    yield from (f"{name} is not classed" for name in fields.keys() - rules.keys())
    yield from (f"{name} does not exist" for name in rules.keys() - fields.keys())
    for name, rule in rules.items():
        if rule.kind not in CLASSES or rule.outcome not in OUTCOMES:
            yield f"{name}: unknown words"
        if (rule.kind == "none") is not (rule.outcome == "–"):
            yield f"{name}: {rule.kind} does not go with {rule.erasure}"
        if rule.kind == "secret" and rule.is_exported:
            yield f"{name} is a secret"
        if rule.kind == "personal" and not rule.is_exported and ":" not in rule.export:
            yield f"{name}: no reason why it is not exported"
        if rule.outcome == "kept" and ":" not in rule.erasure:
            yield f"{name}: no reason why it is kept"
        if name in fields and fields[name].related_model is User and rule.kind == "none":
            yield f"{name} points at a person"


def test_every_field_is_classed():
    assert sorted(mistakes(RULES)) == []


def test_a_field_that_is_not_classed_is_noticed():
    rules = {name: rule for name, rule in RULES.items() if name != "forums.Post.markdown"}

    assert list(mistakes(rules)) == ["forums.Post.markdown is not classed"]


def apps_with_a_key_to_a_person():
    root = PAGE.parent.parent
    for app in apps.get_app_configs():
        fields = [field for model in app.get_models() for field in model._meta.local_fields]
        if Path(app.path).parent == root and (app.label == "accounts" or any(f.related_model is User for f in fields)):
            yield app.label


def test_every_app_with_a_key_to_a_person_erases_and_exports():
    keyed = set(apps_with_a_key_to_a_person())

    assert keyed == {"accounts", "activity", "notifications", "communities", "forums"}
    assert keyed <= seams.person_erased.answers.keys()
    assert keyed <= seams.person_export.answers.keys()


# The person's own address, wherever it stands: it is by the address that the row is known to be about them.
SAME = dict.fromkeys(
    ["communities.Invitation.email", "communities.InvitationLine.email", "notifications.OutboxMessage.address"],
    "account.EmailAddress.email",
)


class Words:
    """A word of its own for each text that says something of a person."""

    def __init__(self):
        self.numbers = count()
        self.given = {}

    def of(self, model):
        return {
            field.name: self._word(f"{model._meta.label}.{field.name}")
            for field in model._meta.local_fields
            if isinstance(field, models.CharField | models.TextField)
            and RULES[f"{model._meta.label}.{field.name}"].kind != "none"
            and not field.choices
        }

    def _word(self, name):
        if name in SAME:
            self.given[name] = self._word(SAME[name])
        return self.given.setdefault(name, f"canary{next(self.numbers):03}x")


def person_everywhere(words):
    """Somebody with a row in each table that points at people; returns (person, {model: their row})."""
    person = UserFactory(is_staff=True, is_simulation_educator=True, is_lay_member=True, last_login=timezone.now())
    address = person.emailaddress_set.get()
    EmailAddress.objects.filter(pk=address.pk).update(**words.of(EmailAddress))
    User.objects.filter(pk=person.pk).update(**words.of(User))
    person.refresh_from_db()
    person.groups.add(Group.objects.create(name="A group"))
    person.user_permissions.add(Permission.objects.first())
    community = CommunityFactory(started_by=person)
    commons = community.spaces.get(slug="commons")
    now = timezone.now()
    discussion = DiscussionFactory(space=commons, planned_by=person)
    Discussion.objects.filter(pk=discussion.pk).update(**words.of(Discussion))
    post = PostFactory(discussion=discussion, author=person)
    of_post = words.of(Post)
    reason = of_post.pop("delete_reason")
    Post.objects.filter(pk=post.pk).update(**of_post)
    removed = PostFactory(discussion=discussion)
    Post.objects.filter(pk=removed.pk).update(deleted_at=now, deleted_by=person, delete_reason=reason)
    closing = Closing.objects.create(
        discussion=discussion, edited_by=person, published_by=person, published_at=now, **words.of(Closing)
    )
    entry = Entry.objects.create(actor=person, object_id=1, **words.of(Entry))
    letter = words.of(OutboxMessage)  # from before they had an account
    told = letter | {"address": "", "message_id": f"2 {letter['message_id']}"}
    OutboxMessage.objects.create(entry=entry, **letter)
    rows = [
        person,
        address,
        community,
        discussion,
        post,
        closing,
        entry,
        EmailConfirmation.objects.create(email_address=address, sent=now, **words.of(EmailConfirmation)),
        Consent.objects.create(person=person, document="terms", version=person.agreed_to),
        Authenticator.objects.get(user=person),
        UserSession.objects.create(user=person, ip="192.0.2.1", **words.of(UserSession)),
        LogEntry.objects.create(
            user=person,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(person.pk),
            action_flag=2,
            **words.of(LogEntry),
        ),
        User.groups.through.objects.get(user=person),
        User.user_permissions.through.objects.get(user=person),
        membership := MembershipFactory(community=community, person=person, until=None),
        RoleChange.objects.create(membership=membership, by=person, before=10, after=10, **words.of(RoleChange)),
        TermChange.objects.create(membership=membership, by=person, until=now, **words.of(TermChange)),
        Exclusion.objects.create(membership=membership, by=person, kind="suspended", until=now, **words.of(Exclusion)),
        JoinRequest.objects.create(community=community, person=person, decided_by=person, **words.of(JoinRequest)),
        Invitation.objects.create(
            community=community, invited_by=person, person=person, expires_at=now, until=now, **words.of(Invitation)
        ),
        result := ExpectedResult.objects.create(community=community, position=1, text="A guide", owner=person),
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
        link := InvitationLink.objects.create(
            community=community, made_by=person, use_limit=1, expires_at=now, **words.of(InvitationLink)
        ),
        LinkUse.objects.create(link=link, person=person),
        handed_in := InvitationList.objects.create(community=community, by=person, days=14, **words.of(InvitationList)),
        InvitationLine.objects.create(list=handed_in, number=1, verdict="ready", **words.of(InvitationLine)),
        question := RegistrationQuestion.objects.create(community=community, position=1, text="Where?"),
        RegistrationAnswer.objects.create(question=question, person=person, **words.of(RegistrationAnswer)),
        let_in(person, commons, role=Role.GUEST, source=words.of(SpaceGrant)["source"], given_by=person),
        Notification.objects.create(recipient=person, entry=entry),
        OutboxMessage.objects.create(recipient=person, entry=entry, **told),
        Volume.objects.create(person=person, scope_id=1, level="all", **words.of(Volume)),
        Delivery.objects.create(person=person, by="here", **words.of(Delivery)),
        MailRhythm.objects.create(person=person, rhythm="never", cursor=1, **words.of(MailRhythm)),
        ReadingPosition.objects.create(person=person, discussion=discussion, last_read=1),
        PostRevision.objects.create(post=post, version=0, replaced_by=person, **words.of(PostRevision)),
        Mention.objects.create(post=removed, person=person),
        Acknowledgement.objects.create(closing=closing, person=person, **words.of(Acknowledgement)),
        PrivateNote.objects.create(
            closing=closing, receiver=person, author=person, sent_at=now, **words.of(PrivateNote)
        ),
        ClosingRevision.objects.create(closing=closing, version=0, replaced_by=person, **words.of(ClosingRevision)),
        FollowOn.objects.create(closing=closing, **words.of(FollowOn)),
        Reopening.objects.create(discussion=discussion, by=person, **words.of(Reopening)),
        ruling := Ruling.objects.create(
            community=community,
            post=post,
            is_upheld=True,
            by=person,
            undone_by=person,
            undone_at=now,
            appealed_at=now,
            answered_by=person,
            answered_at=now,
            **words.of(Ruling),
        ),
        Report.objects.create(
            community=community, post=removed, reporter=person, kind="other", ruling=ruling, **words.of(Report)
        ),
    ]
    return person, {type(row): row for row in rows}


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def world(db, words):
    return person_everywhere(words)


def test_the_person_has_a_row_wherever_one_can_be(world):
    _person, rows = world
    pointing = {model for model in apps.get_models(include_auto_created=True) if points_at_a_person(model)}

    assert {model._meta.label for model in pointing - rows.keys()} == {"guardian.UserObjectPermission"}


def points_at_a_person(model):
    return any(field.related_model is User for field in model._meta.local_fields)


def test_the_export_holds_what_is_promised(world, words):
    person, _rows = world

    export = seams.person_export.ask(person)

    text = json.dumps(export)
    missing = [name for name, rule in RULES.items() if rule.is_exported and not holds(export, rule.export.split("."))]
    assert missing == []
    assert {name: word in text for name, word in words.given.items()} == {
        name: RULES[name].is_exported for name in words.given
    }


def holds(export, path):
    """Whether there is something at `path`, in the first of each list on the way."""
    for step in path:
        if isinstance(export, list):
            export = export[0] if export else {}
        if step not in export:
            return False
        export = export[step]
    return export not in ([], {})


def test_an_erased_person_is_found_only_where_the_page_says_so(world, words):
    person, _rows = world

    erase_person(person)

    found = {name for name, word in words.given.items() if columns_with(word)}
    assert found == {name for name in words.given if RULES[name].outcome == "kept"}


def test_the_words_are_looked_for_where_they_are(world, words):
    for word in set(words.given.values()):
        assert columns_with(word) == {column_of(name) for name, given in words.given.items() if given == word}


def column_of(name):
    model, field = name.rsplit(".", 1)
    return f"{apps.get_model(model)._meta.db_table}.{apps.get_model(model)._meta.get_field(field).column}"


def test_an_erased_person_s_rows_go_or_stay_as_the_page_says(world):
    person, rows = world

    erase_person(person)

    gone = {model._meta.label for model, row in rows.items() if not model._base_manager.filter(pk=row.pk).exists()}
    assert gone == {name.rsplit(".", 1)[0] for name, rule in RULES.items() if rule.outcome == "deleted"} - {
        "sessions.Session"
    }
    assert Membership.objects.get(person=person).state == Membership.State.LEFT


def test_an_erased_person_s_row_is_blank(world):
    person, _rows = world

    erase_person(person)

    person.refresh_from_db()
    blanked = [
        name.rsplit(".", 1)[1]
        for name, rule in RULES.items()
        if name.startswith("accounts.User.") and rule.outcome == "blanked"
    ]
    stays = {field: getattr(person, field) for field in blanked} | {"password": ""}
    assert {field: value for field, value in stays.items() if value not in ("", None, False)} == {
        "email": f"erased-{person.pk}@invalid",
        "handle": f"former-{person.pk}",
        "time_zone": "UTC",
        "language": "en",
        "profile_audience": "nobody",
    }
    assert not person.has_usable_password()
    assert (person.name, person.is_active) == ("Former member", False)


def test_an_erased_person_s_sessions_end(client, world, django_capture_on_commit_callbacks):
    person, _rows = world
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="192.0.2.1")
    other = client.__class__()
    other.force_login(UserFactory())

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person)
        assert Session.objects.count() == 2

    assert Session.objects.get().session_key == other.session.session_key
    assert client.get("/account/profile/").status_code == 302


def test_an_erased_person_is_signed_out_before_their_sessions_end(client, world):
    person, _rows = world
    client.force_login(person)

    erase_person(person)

    assert client.get("/account/profile/").status_code == 302


def test_an_erased_person_s_mail_address_may_be_used_again(world):
    person, _rows = world
    email = person.email

    erase_person(person)
    erase_person(person)

    assert UserFactory(email=email).pk != person.pk
    assert list(User.objects.present().filter(email=email).values_list("erased_at", flat=True)) == [None]
