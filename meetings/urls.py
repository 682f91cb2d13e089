from django.urls import include, path

from meetings.views import agenda, life, meetings, minutes, people, seats

app_name = "meetings"

_of_meeting = [
    path("", meetings.meeting, name="meeting"),
    path("change/", meetings.change, name="change"),
    path("confirm/", life.confirm, name="confirm"),
    path("move/", life.move, name="move"),
    path("call-off/", life.call_off, name="call-off"),
    path("seat/book/", seats.book, name="seat-book"),
    path("seat/maybe/", seats.maybe, name="seat-maybe"),
    path("seat/decline/", seats.decline, name="seat-decline"),
    path("seat/take/", seats.take, name="seat-take"),
    path("seat/give-back/", seats.give_back, name="seat-give-back"),
    path("seat/watch/", seats.watch, name="seat-watch"),
    path("seat/unwatch/", seats.unwatch, name="seat-unwatch"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("minutes/", minutes.minutes, name="minutes"),
    path("minutes/publish/", minutes.publish, name="minutes-publish"),
    path("minutes/keep/", minutes.keep, name="minutes-keep"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add, name="people-add"),
    path("people/add-several/", people.add_several, name="people-add-several"),
    path("people/<int:seat>/role/", people.role, name="role"),
    path("people/<int:seat>/take-off/", people.take_off, name="take-off"),
]

urlpatterns = [
    path("c/<slug:slug>/meetings/", meetings.meetings, name="meetings"),
    path("c/<slug:slug>/meetings/new/", meetings.plan, name="plan"),
    path("meetings/<int:pk>/", include(_of_meeting)),
]
