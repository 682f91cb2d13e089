"""While testing, tokens of forms hold few letters, as tests/conftest.py says."""

import re

from django.middleware.csrf import get_token
from django.test import RequestFactory


def test_tokens_differ_and_hold_no_words_nor_numbers():
    tokens = {get_token(RequestFactory().get("/")) for _ in range(9)}

    assert len(tokens) == 9
    assert [token for token in tokens if not re.fullmatch("[gGQvV]{64}", token)] == []
