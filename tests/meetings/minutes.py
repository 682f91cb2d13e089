"""Minutes for tests."""

from meetings.actions import publish_minutes, write_minutes

SAID = {"markdown": "We tried **three** ways.", "decisions": "- We ask first.", "follows": "Mo writes the guide."}
RECORDING = "https://video.example/7"


def written(meeting, actor, version=0, **said):
    return write_minutes(meeting, actor=actor, version=version, **SAID | said)


def published(meeting, actor, **said):
    minutes = written(meeting, actor, **said)
    assert publish_minutes(meeting, actor=actor, version=minutes.version)
    minutes.refresh_from_db()
    return minutes
