from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.account, name="account"),
    path("profile/", views.profile, name="profile"),
    path("blocked/", views.blocked, name="blocked"),
    path("blocked/<int:pk>/undo/", views.unblock, name="unblock"),
    path("data/", views.data, name="data"),
    path("sessions/<int:pk>/end/", views.session_end, name="session-end"),
    path("agreement/", views.agreement, name="agreement"),
    path("data/export/", views.export, name="export"),
    path("data/erase/", views.erase, name="erase"),
]
