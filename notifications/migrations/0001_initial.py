import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activity', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='activity.entry')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['recipient', '-id'], name='notification_recipient'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notification_unread')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'entry'), name='notification_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'mail')], default='mail', max_length=10)),
                ('message_id', models.CharField(max_length=200, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sent', 'sent'), ('dropped', 'dropped: the reader may no longer see it, or wants none'), ('failed', 'failed: given up after many tries')], default='waiting', max_length=10)),
                ('scope_kind', models.CharField(blank=True, max_length=60)),
                ('scope_id', models.BigIntegerField(null=True)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('finished_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activity.entry')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at', 'id'], name='outbox_due')],
                'constraints': [models.UniqueConstraint(fields=('recipient', 'entry', 'channel'), name='outbox_once'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='outbox_finished_at'), models.CheckConstraint(condition=models.Q(models.Q(('scope_id', None), ('scope_kind', '')), models.Q(models.Q(('scope_kind', ''), _negated=True), ('scope_id__isnull', False)), _connector='OR'), name='outbox_scope')],
            },
        ),
        migrations.CreateModel(
            name='Volume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope_kind', models.CharField(max_length=60)),
                ('scope_id', models.BigIntegerField()),
                ('level', models.CharField(choices=[('mute', 'nothing'), ('mentions', 'when I am mentioned'), ('normal', 'what concerns me'), ('all', 'everything')], max_length=10)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='volumes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['scope_kind', 'scope_id', 'level'], name='volume_scope')],
                'constraints': [models.UniqueConstraint(fields=('person', 'scope_kind', 'scope_id'), name='volume_once')],
            },
        ),
    ]
