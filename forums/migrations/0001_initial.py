import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('communities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.TextField(blank=True, verbose_name='summary')),
                ('summary_html', models.TextField(blank=True, editable=False)),
                ('excerpt', models.CharField(blank=True, editable=False, max_length=300)),
                ('result', models.CharField(choices=[('reflection', 'collective reflection'), ('solution', 'a problem solved'), ('ideas', 'ideas'), ('best_practice', 'a best practice'), ('lesson', 'a lesson learned'), ('knowledge', 'knowledge shared'), ('none', 'no result')], default='reflection', max_length=20, verbose_name='what came of it')),
                ('version', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('drafted_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('published_at', models.DateTimeField(null=True)),
                ('post_count', models.PositiveIntegerField(default=0)),
                ('people_count', models.PositiveIntegerField(default=0)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('open', 'open discussion'), ('question', 'question'), ('case', 'case'), ('debate', 'debate'), ('round_robin', 'round-robin'), ('book_club', 'book club'), ('advice', 'advice column'), ('review', 'post-action review')], default='open', max_length=20)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closing', 'being closed'), ('closed', 'closed')], default='planned', max_length=10)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('slug', models.SlugField(default='-', editable=False, max_length=80)),
                ('objective', models.CharField(blank=True, max_length=300, verbose_name='objective')),
                ('question', models.TextField(verbose_name='opening question')),
                ('excerpt', models.CharField(blank=True, editable=False, max_length=300)),
                ('guidelines', models.TextField(blank=True, verbose_name='guidelines')),
                ('guidelines_html', models.TextField(blank=True, editable=False)),
                ('difficulties', models.TextField(blank=True, verbose_name='foreseen difficulties')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opens')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('close_reason', models.CharField(blank=True, max_length=300)),
                ('plan_version', models.PositiveIntegerField(default=0)),
                ('submission', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened_at', models.DateTimeField(null=True)),
                ('locked_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=0)),
                ('post_count', models.PositiveIntegerField(default=0)),
                ('people_count', models.PositiveIntegerField(default=0)),
                ('last_number', models.PositiveIntegerField(default=0)),
                ('last_post_at', models.DateTimeField(null=True)),
                ('closing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forums.closing')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='discussions', to='communities.space')),
            ],
        ),
        migrations.AddField(
            model_name='closing',
            name='discussion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='forums.discussion'),
        ),
        migrations.CreateModel(
            name='ImportedSender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address_hash', models.CharField(max_length=64)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imported_senders', to='communities.space')),
            ],
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('path', models.CharField(db_collation='C', max_length=160)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('contribution', 'contribution'), ('prompt', 'opening question'), ('restatement', 'back to the question'), ('interim_summary', 'summary so far')], default='contribution', max_length=20)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('markdown', models.TextField()),
                ('html', models.TextField()),
                ('submission', models.UUIDField(default=uuid.uuid4)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='forums.discussion')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='forums.post')),
                ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='forums.importedsender')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='communities.space')),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='imported_message', to='forums.post')),
            ],
        ),
        migrations.AddField(
            model_name='closing',
            name='branch',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='forums.post'),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='forums.closing')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='forums.post')),
            ],
        ),
        migrations.CreateModel(
            name='ReadingPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_read', models.PositiveIntegerField()),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reading_positions', to='forums.discussion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('discussion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='forums.discussion')),
            ],
        ),
        migrations.AddIndex(
            model_name='discussion',
            index=models.Index(fields=['space', '-last_post_at', '-id'], name='discussion_recent'),
        ),
        migrations.AddIndex(
            model_name='discussion',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['closes_at'], name='discussion_due_to_close'),
        ),
        migrations.AddIndex(
            model_name='discussion',
            index=models.Index(condition=models.Q(('state', 'planned')), fields=['opens_at'], name='discussion_due_to_open'),
        ),
        migrations.AddIndex(
            model_name='discussion',
            index=models.Index(condition=models.Q(('state', 'closing')), fields=['id'], name='discussion_being_closed'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.UniqueConstraint(fields=('planned_by', 'submission'), name='discussion_planned_once'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closing__isnull', False), _connector='OR'), name='discussion_closed_has_closing'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='discussion_opened_at'),
        ),
        migrations.AddConstraint(
            model_name='discussion',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='discussion_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='importedsender',
            constraint=models.UniqueConstraint(fields=('space', 'address_hash'), name='imported_sender_once'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['author', '-id'], name='post_author'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('discussion', 'number'), name='post_number'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('discussion', 'path'), name='post_path'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('discussion', 'author', 'submission'), name='post_submitted_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('author__isnull', False), ('is_anonymous', False), ('sender', None)), models.Q(('author', None), ('is_anonymous', False), ('sender__isnull', False)), models.Q(('author', None), ('is_anonymous', True), ('sender', None)), _connector='OR'), name='post_one_origin'),
        ),
        migrations.AddConstraint(
            model_name='importedmessage',
            constraint=models.UniqueConstraint(fields=('space', 'key'), name='imported_message_once'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('discussion', 'branch'), name='closing_one_unpublished', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='closing_published_by_a_person'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('closing', 'post'), name='citation_once'),
        ),
        migrations.AddConstraint(
            model_name='readingposition',
            constraint=models.UniqueConstraint(fields=('person', 'discussion'), name='reading_position_once'),
        ),
    ]
