from django.db import migrations

OF_CHARTER = (
    *("problem", "objective", "kinds", "needs_baseline", "why_no_results"),
    *("commitment", "group_served", "wider_audience", "guidelines"),
)


def add_first_revisions(apps, schema_editor):
    """Every charter has the revision of its version, which edits are compared with; nobody had written one before."""
    charter, revision = (apps.get_model("communities", name) for name in ("Charter", "CharterRevision"))
    for each in charter.objects.filter(version=0).select_related("community").iterator():
        content = {name: getattr(each.community, name) for name in ("name", "summary", "rhythm")}
        content |= {name: getattr(each, name) for name in OF_CHARTER} | {"results": []}
        number = {"community_id": each.pk, "number": 1}
        revision.objects.get_or_create(**number, defaults={"content": content, "at": each.community.created_at})
        charter.objects.filter(pk=each.pk, version=0).update(version=1)


class Migration(migrations.Migration):
    dependencies = [("communities", "0009_how_a_charter_was_begun")]
    operations = [migrations.RunPython(add_first_revisions, migrations.RunPython.noop)]
