import hashlib
import hmac
import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.errors import Busy
from forums.inbound.receiving import receive

logger = logging.getLogger(__name__)

RETRY_AFTER = 60  # seconds


@csrf_exempt
@never_cache
@require_POST
def mail_in(request):
    """One message as it is, from a provider that holds one of our keys; a repeated one is answered as the first."""
    if not (settings.INBOUND_DOMAIN and (settings.INBOUND_TOKEN or settings.INBOUND_SIGNING_KEY)):
        raise Http404
    # Nobody makes us read what they could not have signed.
    if not (_bears_token(request) or settings.INBOUND_SIGNING_KEY):
        return _refusal()
    raw = request.read(settings.INBOUND_LARGEST + 1)
    if len(raw) > settings.INBOUND_LARGEST:
        return HttpResponse(status=413)
    if not (_bears_token(request) or _is_signed(request, raw)):
        return _refusal()
    if not raw.strip():
        return HttpResponse(status=400)
    try:
        return JsonResponse({"outcome": receive(raw)})
    except (Busy, OSError, OperationalError, InterfaceError):
        logger.warning("A message that came in has to come in again", exc_info=True)
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _bears_token(request):
    given = request.headers.get("Authorization", "")
    return bool(settings.INBOUND_TOKEN) and constant_time_compare(given, f"Bearer {settings.INBOUND_TOKEN}")


def _is_signed(request, raw):
    """Whether it comes with the signature of its body: HMAC-SHA256 in hexadecimal, as "sha256=…"."""
    if not settings.INBOUND_SIGNING_KEY:
        return False
    signature = hmac.new(settings.INBOUND_SIGNING_KEY.encode(), raw, hashlib.sha256).hexdigest()
    return constant_time_compare(request.headers.get("X-Signature-256", ""), f"sha256={signature}")


def _refusal():
    return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
