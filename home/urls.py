from django.urls import path

from home.views import agenda, calendars, charters, communities, directory, home, neighbours, people, rhythm, streams

app_name = "home"

urlpatterns = [
    path("", home.home, name="home"),
    path("communities/", directory.directory, name="directory"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("calendar/<str:token>.ics", calendars.mine, name="calendar"),
    path("calendar/<str:token>/c/<slug:slug>.ics", calendars.community, name="community-calendar"),
    path("people/", people.people, name="people"),
    path("people/<slug:handle>/", people.person, name="person"),
    path("c/<slug:slug>/", communities.community, name="community"),
    path("c/<slug:slug>/charter/", charters.charter, name="charter"),
    path("c/<slug:slug>/progress/", charters.progress, name="progress"),
    path("c/<slug:slug>/activity/", streams.activity, name="activity"),
    path("c/<slug:slug>/discussions/", communities.discussions, name="discussions"),
    path("c/<slug:slug>/this-week/", rhythm.this_week, name="this-week"),
    path("c/<slug:slug>/neighbours/", neighbours.neighbours, name="neighbours"),
    path("c/<slug:slug>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("c/<slug:slug>/s/<slug:space>/", communities.space, name="space"),
]
