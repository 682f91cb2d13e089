"""Answers without what differs by nature, so that two of them can be compared."""

import re

# The nonce of the policy, and the tokens of forms.
DIFFERING = [(r'nonce="[^"]*"', "NONCE"), (r'name="csrfmiddlewaretoken" value="[^"]*"', "TOKEN")]


def masked(response, *own):
    """The page without nonce and tokens, nor what is its `own`, such as the address that was asked for."""
    text = response.content.decode()
    for word in own:
        text = text.replace(word, "OWN")
    for pattern, name in DIFFERING:
        text = re.sub(pattern, name, text)
    return text


def answer(response, *own):
    """All that a stranger can tell of an answer: its status, where it leads, its cookies' names, and its page."""
    return response.status_code, response.get("Location"), sorted(response.cookies), masked(response, *own)


def body_of(response):
    """What an answer says, a download that comes line by line as well."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return whole.decode(errors="replace")
