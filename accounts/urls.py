from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.account, name="account"),
    path("profile/", views.profile, name="profile"),
    path("data/", views.data, name="data"),
    path("agreement/", views.agreement, name="agreement"),
    path("data/export/", views.export, name="export"),
    path("data/erase/", views.erase, name="erase"),
]
