"""Three hundred attack texts through every text field: nothing outside the allow-list is stored or shown."""

import re
from collections import deque
from datetime import UTC, datetime
from urllib.parse import urlsplit

import html5lib
import pytest
from django.apps import apps
from django.db.models import TextField

from accounts.models import User
from core.markdown import render
from tests.attacks import ATTACKS, SMUGGLED
from tests.bad_input.kinds import LINE, OPTIONAL_LINE, SENTENCES
from tests.bad_input.table import FORMS
from tests.core.test_markdown import ATTRIBUTES
from tests.test_bad_input import send, world

pytestmark = pytest.mark.django_db

__all__ = ["send", "world"]  # fixtures

AT_ONCE = 9_000  # characters; where a field takes fewer, fewer
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SEEN = "https://seen.example/"
LINES = (LINE, OPTIONAL_LINE, SENTENCES)
NEVER_OURS = {"iframe", "object", "embed", "base", "style", "math", "frame", "applet", "noscript"}
LOADING = {"src", "srcset", "srcdoc", "action", "formaction", "data", "background", "poster", "ping"}


def texts_of(form):
    """The names of its fields that take words, those of one line first."""
    typed = [one for one, kind in form.fields.items() if kind.is_typed and kind.odd and kind.is_shown]
    return sorted(typed, key=lambda one: form.fields[one] not in LINES)


WITH_TEXTS = [name for name, form in FORMS.items() if texts_of(form)]


def elements(html, parse=html5lib.parseFragment):
    return [one for one in parse(html, namespaceHTMLElements=False).iter() if isinstance(one.tag, str)]


def not_allowed(html):
    """What in finished HTML is not on the allow-list of Markdown."""
    for element in elements(html):
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in ATTRIBUTES or set(element.attrib) - ATTRIBUTES[element.tag]:
            yield f"{element.tag} {element.attrib}"
        elif element.tag == "a" and urlsplit(element.get("href", "")).scheme not in {"", "http", "https", "mailto"}:
            yield element.get("href")
        elif element.tag == "img" and not re.fullmatch(r"/(p|held)/\d+/files/\d+/", element.get("src", "")):
            yield f"img {element.attrib}"


def not_ours(page):
    """What in a whole page no template of Copse can have written."""
    for element in elements(page, html5lib.parse):
        for attribute, value in element.attrib.items():
            if attribute.startswith("on") or attribute.startswith("hx-on"):
                yield f"{element.tag} {attribute}"
            if "evil.example" in value and (attribute in LOADING or attribute.startswith(("hx-", "data-"))):
                yield f"{element.tag} {attribute}={value}"
            if attribute == "href" and urlsplit(value.strip()).scheme not in {"", "http", "https", "mailto"}:
                yield f"{element.tag} {attribute}={value}"
        if element.tag in NEVER_OURS or element.get("hx-trigger") == "load" or element.get("shadowrootmode"):
            yield element.tag
        if element.tag == "script" and not (element.get("nonce") or element.get("src", "").startswith("/static/")):
            yield element.tag
        if element.tag in ("img", "link", "meta") and "evil.example" in str(element.attrib):
            yield f"{element.tag} {element.attrib}"


def stored_html():
    """All finished HTML that is stored."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, TextField) and field.name.endswith("html"):
                yield from model._default_manager.values_list(field.name, flat=True)


def test_there_are_three_hundred_of_them():
    assert len(set(ATTACKS)) == 300


def test_no_attack_is_rendered_as_more_than_text():
    trouble = {attack: list(not_allowed(render(attack))) for attack in ATTACKS}

    assert {attack: found for attack, found in trouble.items() if found} == {}


def test_what_is_not_allowed_is_noticed():
    assert list(not_allowed("<p onclick=x>a</p><script>b</script><a href=javascript:x>c</a>"))
    assert list(not_allowed('<img src="https://evil.example/p/1/files/2/">'))
    for attack in SMUGGLED[:20]:  # those that are whole elements
        assert list(not_ours(f"<body>{attack}</body>")), attack


class Attack:
    """What is sent to the text fields of one form, as much at once as they take, and what came of it."""

    def __init__(self, send, name):
        self.send, self.name = send, name
        self.kinds = {one: FORMS[name].fields[one] for one in texts_of(FORMS[name])}
        self.most = {one: most_of(kind) for one, kind in self.kinds.items()}  # to be sent at once
        self.limits = dict.fromkeys(self.kinds, AT_ONCE)  # what cannot be taken at all
        self.trouble, self.checked, self.links = [], set(), set()

    def run(self):
        probe = self.post({one: SMUGGLED[0] if self.is_line(one) else f"[seen]({SEEN}{one}/)" for one in self.kinds})
        waiting = {one: deque(self.texts_for(one)) for one in self.kinds}
        # What refuses a single one as well would have the others refused with it.
        strict = set(self.kinds) & set(probe.errors)
        self.most |= dict.fromkeys(strict, AT_ONCE)
        for fields in (strict, set(self.kinds) - strict):
            while packs := {one: self.pack(one, waiting[one]) for one in fields if waiting[one]}:
                answer = self.post({one: self.joined(one, packs[one]) for one in packs})
                refused = set(packs) & set(answer.errors)
                if refused and fields is not strict:
                    self.take_back(packs, refused, waiting)

    def is_line(self, one):
        return self.kinds[one] in LINES

    def texts_for(self, one):
        """What is read as Markdown gets all three hundred, anything else what is smuggled, as it is."""
        texts = ATTACKS if f"{SEEN}{one}/" in self.links else SMUGGLED
        return sorted(texts, key=lambda text: len(text) > self.limits[one])

    def pack(self, one, texts):
        pack = [texts.popleft()]
        while texts and (self.is_too_long(one, pack) or len(self.joined(one, [*pack, texts[0]])) <= self.most[one]):
            pack.append(texts.popleft())
        return pack

    def is_too_long(self, one, pack):
        """Whether it begins with what is refused anyway, as then does all behind it."""
        return len(pack[0]) > self.limits[one]

    def joined(self, one, pack):
        return (" " if self.is_line(one) else "\n\n").join(pack)

    def take_back(self, packs, refused, waiting):
        """Whatever was refused is sent once more in smaller parts, as long as it has any, and the rest as it was."""
        for one, pack in packs.items():
            if one in refused and (self.is_too_long(one, pack) or len(pack) == 1):
                continue
            if one in refused:
                self.most[one] = min(self.most[one], len(self.joined(one, pack)) // 2)
            waiting[one].extendleft(reversed(pack))

    def post(self, values):
        answer = self.send(self.name, values, look=self.look)
        assert answer.status < 500
        self.trouble += not_ours(answer.page)
        self.find_links(answer.page)
        self.learn_limits(answer.response.context)
        return answer

    def learn_limits(self, context):
        """A form that is shown again knows how much its fields take."""
        fields = getattr((context or {}).get("form"), "fields", {})
        for one in self.kinds:
            self.limits[one] = getattr(fields.get(one), "max_length", None) or self.limits[one]
            self.most[one] = min(self.most[one], self.limits[one])

    def look(self):
        for html in set(stored_html()) - self.checked:
            self.checked.add(html)
            self.trouble += not_allowed(html)
            self.find_links(html)

    def find_links(self, html):
        self.links.update(re.findall(rf'href="({SEEN}[^"]*)"', html))


def most_of(kind):
    """How many characters to begin with."""
    return min([AT_ONCE, *(len(text) - 1 for text in kind.refused if text.startswith("xx"))])


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_no_text_field_lets_an_attack_through(send, name):
    User.objects.update(date_joined=LONG_AGO)  # whose account is new names and links with measure
    attack = Attack(send, name)

    attack.run()

    assert attack.trouble == []
