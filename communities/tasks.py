from contextlib import ExitStack

from celery import shared_task

from communities import effects
from communities.effects.announcements import send_due_announcements
from communities.effects.levels import place_members
from communities.effects.life import warn_of_silence
from communities.effects.rhythm import warn_of_rhythm
from communities.effects.suggestions import tell_of_suggestions
from communities.effects.terms import end_due_memberships


@shared_task(name="wake.lists")
def wake_lists() -> None:
    effects.send_due_lists()


@shared_task(name="wake.announcements")
def wake_announcements() -> None:
    send_due_announcements()


@shared_task(name="wake.memberships")
def wake_memberships() -> None:
    """Let those be members again whose suspension has ended, remind of and end invitations, forget old ones.

    Remind of what the action plan has due. Tidy up after memberships that have come to their end.
    """
    with ExitStack() as steps:  # runs all, the last first, and raises what one of them raised
        steps.callback(effects.remind_owners)
        steps.callback(effects.forget_old_addresses)
        steps.callback(effects.forget_old_lists)
        steps.callback(effects.forget_stray_answers)
        steps.callback(effects.remind_invited)
        steps.callback(effects.expire_due_invitations)
        steps.callback(effects.lift_due_suspensions)
        steps.callback(end_due_memberships)


@shared_task(name="wake.silence")
def wake_silence() -> None:
    """Tell the leaders of young communities in which nobody writes, and teams what lies in the suggestion box."""
    with ExitStack() as steps:
        steps.callback(tell_of_suggestions)
        steps.callback(warn_of_silence)


@shared_task(name="wake.rhythm")
def wake_rhythm() -> None:
    """Tell the teams of active communities when too little or too much is planned."""
    warn_of_rhythm()


@shared_task(name="wake.levels")
def wake_levels() -> None:
    """Say anew who takes part how much."""
    place_members()
