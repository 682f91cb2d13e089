import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('handle', models.SlugField(editable=False, max_length=60, unique=True)),
                ('display_name', models.CharField(max_length=80, verbose_name='name')),
                ('profession', models.CharField(blank=True, choices=[('nursing', 'nursing'), ('medicine', 'medicine'), ('midwifery', 'midwifery'), ('pharmacy', 'pharmacy'), ('dentistry', 'dentistry'), ('allied', 'allied health profession'), ('psychology', 'psychology'), ('social_work', 'social work'), ('simulation', 'simulation'), ('public_health', 'public health'), ('education', 'education'), ('management', 'management'), ('other', 'other')], max_length=20, verbose_name='profession')),
                ('organisation', models.CharField(blank=True, max_length=120, verbose_name='organisation')),
                ('sector', models.CharField(blank=True, max_length=60, verbose_name='sector')),
                ('country', models.CharField(blank=True, max_length=60, verbose_name='country')),
                ('time_zone', models.CharField(default='UTC', max_length=40, verbose_name='time zone')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('pronouns', models.CharField(blank=True, max_length=40, verbose_name='pronouns')),
                ('bio', models.TextField(blank=True, max_length=2000, verbose_name='about me')),
                ('interests', models.TextField(blank=True, max_length=500, verbose_name='interests')),
                ('can_help_with', models.TextField(blank=True, max_length=500, verbose_name='I can help with')),
                ('wants_to_learn', models.TextField(blank=True, max_length=500, verbose_name='I want to learn')),
                ('is_simulation_educator', models.BooleanField(blank=True, null=True, verbose_name='simulation educator')),
                ('is_lay_member', models.BooleanField(default=False, verbose_name='patient, carer or lay member')),
                ('declared_interests', models.TextField(blank=True, max_length=1000, verbose_name='declared interests')),
                ('avatar', models.CharField(blank=True, editable=False, max_length=200)),
                ('profile_audience', models.CharField(choices=[('fellows', 'people who share a community with me'), ('members', 'everyone who is signed in'), ('nobody', 'nobody')], default='fellows', max_length=10, verbose_name='who may see my profile')),
                ('is_staff', models.BooleanField(default=False, verbose_name='site staff')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('erased_at', models.DateTimeField(editable=False, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'), models.CheckConstraint(condition=models.Q(('erased_at', None), ('is_active', False), _connector='OR'), name='user_erased_is_inactive')],
            },
        ),
    ]
