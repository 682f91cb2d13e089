from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("c/<slug:slug>/", views.community, name="community"),
    path("c/<slug:slug>/discussions/", views.discussions, name="discussions"),
    path("c/<slug:slug>/s/<slug:space>/", views.space, name="space"),
]
