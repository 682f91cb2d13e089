import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0003_accents_and_typos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='invitation', name='invitation_one_live'),
        migrations.RemoveConstraint(model_name='invitation', name='invitation_role'),
        migrations.RenameField(model_name='invitation', old_name='space', new_name='room'),
        migrations.AddField(
            model_name='invitation',
            name='sent_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(
                models.F('community'),
                models.F('room'),
                django.db.models.functions.text.Lower('email'),
                condition=models.Q(('state__in', ('sent', 'opened'))),
                name='invitation_one_live',
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(('role__gte', 10), ('room', None)),
                    models.Q(('role', 5), ('room__isnull', False)),
                    _connector='OR',
                ),
                name='invitation_role',
            ),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['invited_by', 'sent_at'], name='invitation_inviter'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(
                condition=models.Q(('state__in', ('sent', 'opened'))), fields=['expires_at'], name='invitation_due'
            ),
        ),
        migrations.AddField(
            model_name='spacegrant',
            name='given_by',
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name='+',
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
