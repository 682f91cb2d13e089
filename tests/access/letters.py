"""What the product promises, by hand: who gets which answer where.

A column for each kind of person:

    A anonymous   O outsider   Q has asked to join   P participant   F facilitator
    M moderator   L leader     X ex-member           G guest of the private room     S site admin

Three more columns stand only where they differ (tests/access/world.py LIKE): U suspended and R removed, who otherwise
get what an ex-member does, and I invited, who otherwise gets what an outsider does: until it is accepted, an
invitation opens nothing (design 4.7, 4.8). In the rows of POST these are U, R, I and G, otherwise like an outsider.

A letter for each answer: 2 a page (200), n no content (204), 3 leads on (302), c not accepted (422),
1 bad request (400), F refused (403), 4 not there (404), 5 wrong method (405), 9 conflict (409).

Each place has three strings: in a public, a listed and a hidden community. The rows of each app stand in
`tests/access/rows/`: for each address GET, POST and how the address is made.
"""

#           AOQPFMLXGS
EVERYONE = "2222222222"
MEMBERS = "4442222444"
TEAM = "4444222444"
LEADERS = "444FFF2444"  # refused to other members, who know that there are spaces
GUEST = "4444444424"
NOBODY = "4444444444"
SIGNED_IN = "3222222222"
POST_ONLY = "5555555555"
ENTRANCE = "2333333333"  # sign-in and its kind: who is in already is led on


def same(letters):
    return (letters, letters, letters)


def reading(letters):
    """Each space of each community, for what is read where the space is read."""
    return {
        "commons": (letters["everyone"], letters["members"], letters["members"]),
        "members": same(letters["members"]),
        "team": same(letters["team"]),
        "private": same(letters["guest"]),
    }


READ = reading({"everyone": EVERYONE, "members": MEMBERS, "team": TEAM, "guest": GUEST})
LEAD_ON = {place: tuple(letters.replace("2", "3") for letters in row) for place, row in READ.items()}
