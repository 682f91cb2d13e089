from django.urls import path

from home.views import charters, communities, directory, home, people

app_name = "home"

urlpatterns = [
    path("", home.home, name="home"),
    path("communities/", directory.directory, name="directory"),
    path("people/", people.people, name="people"),
    path("people/<slug:handle>/", people.person, name="person"),
    path("c/<slug:slug>/", communities.community, name="community"),
    path("c/<slug:slug>/charter/", charters.charter, name="charter"),
    path("c/<slug:slug>/discussions/", communities.discussions, name="discussions"),
    path("c/<slug:slug>/s/<slug:space>/", communities.space, name="space"),
]
