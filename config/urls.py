from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views import document, sign_out
from config import health

urlpatterns = [
    path("", include("forums.urls")),  # first, because most that is asked for is a discussion
    path("", include("home.urls")),
    path("", include("communities.urls")),
    path("", include("meetings.urls")),
    path("", include("library.urls")),
    path("", include("evaluation.urls")),
    path("notifications/", include("notifications.urls")),
    path("account/", include("accounts.urls")),
    path("account/logout/", sign_out, name="account_logout"),  # in front of allauth's own
    path("account/", include("allauth.urls")),
    path("terms/", document, {"name": "terms"}, name="terms"),
    path("privacy/", document, {"name": "privacy"}, name="privacy"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

if settings.DEMO or settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("config.styleguide")))
if settings.DEMO:
    urlpatterns.append(path("mail/", include("config.mailbox")))
