import pytest
from django.db import IntegrityError, transaction

from activity.effects import record
from activity.models import Entry


def test_record_keeps_ids_alone(community, leader):
    entry = record("community.started", actor=leader, target=community, data={"members": 1})

    assert (entry.kind, entry.object_id, entry.community_id, entry.space_id) == (
        "communities.community",
        community.pk,
        community.pk,
        None,
    )


@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="x"), lambda rows: rows._raw_delete("default")])
def test_the_database_refuses_to_rewrite_the_past(community, change):
    record("community.started", actor=None, target=community)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(Entry.objects.all())
