"""A thread and a closing for /styleguide/: each state that a post may be in."""

from datetime import timedelta
from types import SimpleNamespace as Thing

from communities.models import Community
from core import markdown
from forums.models import Closing, Post
from forums.models.post import segment

PEOPLE = [
    Thing(pk=number, handle=handle, name=name, introduction=work)
    for number, (handle, name, work) in enumerate(
        [
            ("ngozi-okafor", "Ngozi Okafor", "Nursing, Lagoon College of Nursing, Nigeria"),
            ("sanna-lindqvist", "Sanna Lindqvist", "Midwifery, Turku Maternity Unit, Finland"),
            ("paulo-andrade", "Paulo Andrade", "Pharmacy, Mangue University Hospital, Brazil"),
            ("mariam-haddad", "Mariam Haddad", ""),
        ],
        1,
    )
]
NGOZI, SANNA, PAULO, MARIAM = PEOPLE
QUOTING = """\
I asked for permission first, then gave one thing I saw.

> Can I offer something I noticed?

He thanked me a week later.
"""
SAID = {
    2: "He opened with “so what went wrong?” and three of the five students stopped talking. I said “fine”.",
    3: QUOTING,
    4: "That is what @mariam-haddad does too. With whom did you try it first?",
    5: "With the one who would have minded least.",
    8: "We have drifted to how students should prepare. The question was what *you* said to the colleague.",
    9: "On the list we had this in 2019; nobody answered.",
    10: "Nobody will change a colleague of sixty.",
    11: "The woman from bed four said the same of her own students.",
}
SUMMARY = """\
# What was said

- Ask before you tell: *“Can I offer something I noticed?”* opened most of the conversations.
- One thing seen and one thing felt, then silence.

# What stays open

- What to do when the answer is no.
"""
LINK = Thing(
    title="Twelve debriefings", url="https://www.example.org/", host="www.example.org", get_kind_display="article"
)


def posts(now):
    """A thread: levels, own, new, steering, deleted, removed, imported, folded and hidden posts."""
    places = [
        (2, NGOZI, 0, None),
        (3, SANNA, 1, NGOZI),
        (4, PAULO, 2, SANNA),
        (5, SANNA, 3, PAULO),
    ]
    places += [(6, PAULO, 1, NGOZI), (7, SANNA, 0, None), (8, MARIAM, 0, None), (9, None, 0, None)]
    places += [(10, PAULO, 0, None), (11, SANNA, 0, None)]
    posts = [_post(now, *place) for place in places]
    edited, withdrawn, removed, steering, imported, _folded, hidden = posts[0], *posts[4:]
    edited.edited_at = now - timedelta(days=1)
    withdrawn.deleted_at, withdrawn.deleted_by_id = now, withdrawn.author_id
    removed.deleted_at, removed.deleted_by_id = now, MARIAM.pk
    removed.delete_reason = "It named a patient."
    steering.kind = Post.Kind.RESTATEMENT
    imported.sender_name = "Jean Baptiste"
    hidden.deleted_at = now
    return posts


def held(now):
    """What the reader wrote and waits for the team."""
    place = {
        "files": Thing(select_related=lambda _name: []),
        "parent": None,
        "is_opening": False,
        "get_absolute_url": lambda: "#held-0",
        "community": Community(),
    }
    return Thing(pk=0, author=NGOZI, at=now, discussion=Thing(space=None), markdown="I tried it yesterday.", **place)


def _post(now, number, author, depth, answered):
    return Thing(
        pk=number,
        number=number,
        path="".join(map(segment, range(number - depth, number + 1))),
        depth=depth,
        **{"kind": Post.Kind.CONTRIBUTION, "message_type": "for" if number == 3 else ""},
        author_id=author and author.pk,
        author_name=author and author.name,
        author_erased_at=None,
        sender_name=None,
        created_at=now - timedelta(days=12 - number),
        edited_at=None,
        deleted_at=None,
        deleted_by_id=None,
        delete_reason="",
        parent_id=number - 1,
        parent_number=number - 1,
        parent_author_name=answered and answered.name,
        parent_author_erased_at=None,
        parent_sender_name=None,
        reacted={"helpful": 2} if number == 2 else {},
        html=markdown.render(SAID.get(number, ""), lambda words, _is_quoted: _mentions(words)),
    )


def _mentions(words):
    handle = f"@{MARIAM.handle}"
    before, found, after = words.partition(handle)
    return [(before, ""), (MARIAM.name, "#thread"), (after, "")] if found else [(words, "")]


def closing(now):
    note = Thing(
        pk=0,
        author=MARIAM,
        receiver=NGOZI,
        receiver_id=NGOZI.pk,
        sent_at=now,
        get_absolute_url="#closing",
        html=markdown.render("Thank you for the first case: it gave the others leave to tell theirs."),
    )
    return Thing(
        pk=0,
        notes=[note],
        reason="The question is answered.",
        summary_html=markdown.render(SUMMARY),
        get_result_display=Closing.Result.BEST_PRACTICE.label,
        acknowledgements=Thing(all=[Thing(person=SANNA, words="the sentence that all of us took home")]),
        leads_to=[LINK],
        post_count=47,
        people_count=19,
        published_by=MARIAM,
        published_at=now,
    )
