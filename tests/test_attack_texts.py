"""Three hundred attack texts through every text field: nothing outside the allow-list is stored or shown."""

from urllib.parse import urlsplit

import html5lib
import pytest
from django.apps import apps
from django.db.models import TextField

from core.markdown import render
from tests.attacks import ATTACKS, SMUGGLED
from tests.core.test_markdown import ATTRIBUTES
from tests.test_bad_input import FORMS, LINE, OPTIONAL_LINE, SENTENCES, send, world

pytestmark = pytest.mark.django_db

__all__ = ["send", "world"]  # fixtures

AT_ONCE = 10  # that many a text; whatever is not closed in one of them must not open the next
LINES = (LINE, OPTIONAL_LINE, SENTENCES)
NEVER_OURS = {"iframe", "object", "embed", "base", "style", "math", "frame", "applet", "noscript"}
LOADING = {"src", "srcset", "srcdoc", "action", "formaction", "data", "background", "poster", "ping"}


def texts_of(form):
    """The names of its fields that take words: (those of one line, those of Markdown or more lines)."""
    typed = {one: kind for one, kind in form.fields.items() if kind.is_typed and kind.odd and kind.is_shown}
    lines = [one for one, kind in typed.items() if kind in LINES]
    return lines, [one for one in typed if one not in lines]


WITH_TEXTS = [name for name, form in FORMS.items() if any(texts_of(form))]


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


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_is_rendered_as_more_than_text(attack):
    assert list(not_allowed(render(attack))) == []


def test_what_is_not_allowed_is_noticed():
    assert list(not_allowed("<p onclick=x>a</p><script>b</script><a href=javascript:x>c</a>"))
    for attack in SMUGGLED[:20]:  # those that are whole elements
        assert list(not_ours(f"<body>{attack}</body>")), attack


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_no_text_field_lets_an_attack_through(send, name):
    """A line is never read as Markdown, so lines get what is smuggled as it is, and texts all three hundred."""
    lines, texts = texts_of(FORMS[name])
    trouble, checked = [], set()

    def look():
        for html in set(stored_html()) - checked:
            checked.add(html)
            trouble.extend(not_allowed(html))

    for turn, start in enumerate(range(0, len(ATTACKS), AT_ONCE)):
        values = dict.fromkeys(texts, "\n\n".join(ATTACKS[start : start + AT_ONCE]))
        values |= {one: SMUGGLED[(turn + place) % len(SMUGGLED)] for place, one in enumerate(lines)}
        answer = send(name, values, look=look)

        assert answer.status < 500
        trouble += not_ours(answer.page)

    assert trouble == []
