from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self):
        from core import seams
        from meetings import effects, inbound
        from meetings.effects.people import meetings_of
        from meetings.queries import audited, calendars, keeping, streams
        from meetings.queries import seams as answers
        from meetings.queries.series import resolve_series
        from notifications import kinds

        streams.class_verbs()
        audited.register()
        seams.membership_ended.register(self.name, effects.leave_meetings)
        seams.erasure_begins.register(self.name, meetings_of)
        seams.person_erased.register(self.name, effects.forget_person)
        seams.person_export.register(self.name, answers.export_person)
        seams.wrote_in.register(self.name, answers.wrote_in)
        seams.active_in.register(self.name, answers.active_in)
        seams.took_part.register(self.name, answers.took_part)
        seams.came_from.register(self.name, keeping.came_from)
        seams.calendar_part.register(calendars.part_for_mail)
        seams.invitation_answered.register(inbound.answered)
        seams.beats.register(self.name, answers.beats)
        seams.resolve.register("meetings.meeting", answers.resolve_meetings)
        seams.resolve.register("meetings.seat", answers.resolve_seats)
        seams.resolve.register("meetings.series", resolve_series)
        seams.resolve.register("meetings.minutes", answers.resolve_minutes, narrower=["minutes.kept"])
        kinds.register("meetings", "meeting.planned", "minutes.published")
        kinds.register("seats", "meeting.confirmed", "meeting.moved", "meeting.cancelled", "meeting.freed")
        kinds.register("seats", "meeting.changed", "date.cancelled", "seat.cancelled")
        kinds.register("seats", "seat.booked", "seat.offered", "seat.lapsed")
        kinds.register("seats", "seat.given", "seat.waiting", "seat.taken_back")
        kinds.register("seats", "guest.invited", "series.called_off")
        kinds.register("meetings", "series.scheduled", "series.extended")
        seams.resolve.register(
            "meetings.reminder",
            answers.resolve_reminders,
            narrower=["seat.reminded", "seat.thanked", "seat.missed"],
        )
        kinds.register("reminded", "seat.reminded")
        kinds.register("meetings", "seat.thanked", "seat.missed")
        kinds.register("mentioned", "minutes.kept")
        kinds.register_news("meetings", "meeting.planned", "series.scheduled", "series.extended")
