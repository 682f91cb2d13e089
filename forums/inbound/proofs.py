"""What a mail server that is trusted says of whether a message is from whom it says (RFC 8601)."""

import re
from collections.abc import Sequence

from django.conf import settings

_ASIDE = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_DMARC = re.compile(r";\s*dmarc\s*=\s*([a-z]+)", re.IGNORECASE)


def is_disproved(results: Sequence[str]) -> bool:
    """Whether the server that INBOUND_AUTHSERV names found that the message is not from its sender's domain.

    Each result that bears the name counts, because a server may write several, one for each of its checks, and what
    somebody adds in its name speaks against them alone. Without the setting none does.
    """
    trusted = settings.INBOUND_AUTHSERV.lower()
    if not trusted:
        return False
    said = [_ASIDE.sub("", " ".join(result.split())) for result in results]
    found = [_DMARC.findall(each) for each in said if each.partition(";")[0].split(" ")[0].strip().lower() == trusted]
    return any(verdict.lower() == "fail" for verdicts in found for verdict in verdicts)
