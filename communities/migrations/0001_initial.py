import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('summary', models.CharField(max_length=300, verbose_name='purpose in a sentence')),
                ('visibility', models.CharField(choices=[('public', 'public: everyone may read the open spaces'), ('listed', 'listed: everyone sees name and purpose, members see the rest'), ('hidden', 'hidden: only members know that it exists')], default='listed', max_length=10, verbose_name='who may see it')),
                ('admission', models.CharField(choices=[('open', 'open: whoever wants may join'), ('request', 'on request: the team says yes'), ('invitation', 'by invitation')], default='open', max_length=10, verbose_name='how people join')),
                ('phase', models.CharField(choices=[('design', 'design'), ('active', 'active'), ('concluding', 'concluding'), ('concluded', 'concluded'), ('archived', 'archived'), ('did_not_launch', 'did not launch')], default='design', editable=False, max_length=20)),
                ('phase_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('time_zone', models.CharField(default='UTC', max_length=40, verbose_name='time zone')),
                ('rhythm', models.CharField(blank=True, max_length=120, verbose_name='rhythm')),
                ('tools', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, editable=False, size=None)),
                ('member_count', models.PositiveIntegerField(default=0, editable=False)),
                ('submission', models.UUIDField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('started_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communities_started', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'communities',
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.TextField(blank=True, max_length=2000)),
                ('state', models.CharField(choices=[('pending', 'waiting for an answer'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='pending', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_requests', to='communities.community')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.PositiveSmallIntegerField(choices=[(5, 'guest'), (10, 'participant'), (20, 'facilitator'), (30, 'moderator'), (40, 'leader')], default=10)),
                ('state', models.CharField(choices=[('active', 'active'), ('suspended', 'suspended'), ('left', 'left'), ('removed', 'removed')], default='active', max_length=10)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='communities.community')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Space',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('access', models.CharField(choices=[('open', 'open: everyone if the community is public, else its members'), ('members', 'members'), ('team', 'team: leaders, moderators, facilitators'), ('private', 'private: those who were let in')], max_length=10, verbose_name='who may read')),
                ('starters', models.CharField(choices=[('everyone', 'everyone who takes part'), ('team', 'the team')], default='everyone', max_length=10, verbose_name='who may start a discussion')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spaces', to='communities.community')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'permissions': [('take_part', 'Read, post and react in this space')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SpaceGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.PositiveSmallIntegerField(choices=[(5, 'guest'), (10, 'participant'), (20, 'facilitator'), (30, 'moderator'), (40, 'leader')], default=5)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('source', models.CharField(max_length=60)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='communities.space')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='community',
            index=models.Index(fields=['visibility', 'name'], name='community_directory'),
        ),
        migrations.AddConstraint(
            model_name='community',
            constraint=models.UniqueConstraint(fields=('started_by', 'submission'), name='community_once'),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('community', 'person'), name='join_request_one_pending'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('state', 'active')), fields=['person', 'community'], name='membership_active'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['community', '-role'], name='membership_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('community', 'person'), name='membership_once'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__gte', 10), ('role__lte', 40)), name='membership_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', ('active', 'suspended'))), models.Q(('ended_at__isnull', False), ('state__in', ('left', 'removed'))), _connector='OR'), name='membership_ended_at'),
        ),
        migrations.AddConstraint(
            model_name='space',
            constraint=models.UniqueConstraint(fields=('community', 'slug'), name='space_slug'),
        ),
        migrations.AddIndex(
            model_name='spacegrant',
            index=models.Index(fields=['user'], name='space_grant_user'),
        ),
        migrations.AddConstraint(
            model_name='spacegrant',
            constraint=models.UniqueConstraint(fields=('user', 'content_object'), name='space_grant_once'),
        ),
        migrations.AlterUniqueTogether(
            name='spacegrant',
            unique_together={('user', 'permission', 'content_object')},
        ),
    ]
