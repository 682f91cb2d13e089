"""A site of real size: 2,000 people and 100,000 posts of about 75 words, made once and kept."""

import random
import re
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from tqdm import tqdm

from accounts import documents
from accounts.models import User
from communities.effects import furnish
from communities.models import Community, Membership
from core.markdown import render
from forums.models import Discussion, Post
from forums.models.post import place_under

PEOPLE = 2_000
LONG, SHORT, USUAL = 10_000, 20, 100
BUSY = 16  # discussions in which people write at the same time
WORDS = re.findall(
    r"\w+",
    """
feedback learner question debrief ward simulation nurse student colleague before after asked told listened
because when the a of and to in it was not what we she he they said felt seen heard tried again next session
example clear specific kind honest change practice reflect silence goal observe shift team morning evening
    """,
)


def ensure(posts: int) -> Community:
    """The community "bench" holding `posts` posts; what an earlier run made is used again."""
    community = Community.objects.filter(slug="bench").first()
    if community is None:
        community = Community.objects.create(
            slug="bench", name="Bench", summary="A community of real size.", visibility="public", phase="active"
        )
        furnish(community)
        _seed_people(community)
    commons = community.spaces.get(slug="commons")
    missing = posts - Post.objects.filter(discussion__space=commons, discussion__title__startswith="Seeded").count()
    people = list(User.objects.filter(memberships__community=community).values_list("pk", flat=True))
    chance = random.Random(7)
    if missing == posts:
        seed_discussion(commons, "Seeded long", LONG, people, chance)
        seed_discussion(commons, "Seeded short", SHORT, people, chance)
        missing -= LONG + SHORT
    for number in tqdm(range(0, missing, USUAL), desc="Seeding discussions", disable=None):
        seed_discussion(commons, f"Seeded {number}", min(USUAL, missing - number), people, chance)
    for number in range(BUSY):
        if not Discussion.objects.filter(space=commons, title=f"Replies {number}").exists():
            seed_discussion(commons, f"Replies {number}", SHORT, people, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does on a site that lives
    return community


def _seed_people(community: Community) -> None:
    joined = timezone.now() - timedelta(days=100)  # whoever came today is counted more closely
    people = User.objects.bulk_create(
        User(
            email=f"bench{n}@copse.example",
            handle=f"bench-{n}",
            display_name=f"Person {n}",
            password="!",
            agreed_to=documents.newest(),
            date_joined=joined,
        )
        for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(Membership(community=community, person=person) for person in people)
    Community.objects.filter(pk=community.pk).update(member_count=PEOPLE)


def seed_discussion(space, title: str, size: int, people: list[int], chance: random.Random) -> None:
    start = timezone.now() - timedelta(days=30)
    discussion = Discussion.objects.create(
        space=space, title=title, question="What happened?", state=Discussion.State.OPEN, opened_at=start
    )
    texts = [_text(chance) for _each in range(50)]
    rendered = [render(text) for text in texts]
    posts, paths = [], {}
    for number in range(1, size + 1):
        # Two thirds answer one of the last thirty posts, as people do.
        parent = chance.randrange(max(1, number - 30), number) if number > 2 and chance.random() < 0.66 else None
        path, depth = place_under(paths.get(parent), number)
        paths[number] = path
        which = chance.randrange(len(texts))
        posts.append(
            Post(
                discussion=discussion,
                number=number,
                path=path,
                depth=depth,
                kind=Post.Kind.PROMPT if number == 1 else Post.Kind.CONTRIBUTION,
                author_id=chance.choice(people),
                markdown=texts[which],
                html=rendered[which],
                created_at=start + timedelta(seconds=number),
            )
        )
    Post.objects.bulk_create(posts, batch_size=2000)
    Discussion.objects.filter(pk=discussion.pk).update(
        post_count=size,
        people_count=len({post.author_id for post in posts}),
        last_number=size,
        last_post_at=posts[-1].created_at,
        version=1,
    )


def _text(chance: random.Random) -> str:
    sentences = []
    for _sentence in range(6):
        words = chance.choices(WORDS, k=chance.randint(9, 16))
        sentences.append(" ".join(words).capitalize() + ".")
    return " ".join(sentences[:3]) + "\n\n" + " ".join(sentences[3:])
