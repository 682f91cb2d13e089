"""The addresses of the demo."""

from django.urls import include, path

from config.urls import urlpatterns as always

urlpatterns = [
    *always,
    path("mail/", include("config.mailbox")),
    path("styleguide/", include("config.styleguide")),
]
