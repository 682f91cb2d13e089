from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notification_list, name="list"),
    path("read/", views.read_all, name="read-all"),
    path("<int:pk>/", views.notification_open, name="open"),
    path("settings/", views.settings, name="settings"),
    path("settings/usual/<str:kind>/<int:pk>/", views.as_usual, name="as-usual"),
    path("volume/<str:kind>/<int:pk>/", views.volume, name="volume"),
    path("settings/digest/", views.digest_preview, name="digest-preview"),
    path("returned/", views.returned, name="returned"),
    path("outbox/", views.outbox_page, name="outbox"),
    path("outbox/again/", views.outbox_again, name="outbox-again"),
    path("outbox/give-up/", views.outbox_give_up, name="outbox-give-up"),
    path("silence/<str:token>/", views.silence, name="silence"),
    path("listen/<str:token>/", views.listen, name="listen"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("resubscribe/<str:token>/", views.resubscribe, name="resubscribe"),
]
