from django.db import migrations
from django.utils.text import slugify

FIRST = {
    "Feedback": ["Giving feedback", "Receiving feedback"],
    "Debriefing": [],
    "Simulation": [],
    "Reflective practice": [],
    "Communicating": ["Communicating with patients", "Communicating in teams"],
    "Interprofessional learning": [],
    "Clinical teaching": [],
    "Supervision and mentoring": [],
    "Assessment": [],
    "Curriculum design": [],
    "Online learning": ["Social media in learning"],
    "Continuing professional development": [
        "Maintenance of certification",
        "Maintenance of licensure",
        "Performance improvement",
        "Quality improvement in learning",
    ],
    "Leadership": [],
    "Communities of practice": [],
    "Patient safety": [],
    "Patients as partners": [],
    "Primary care": [],
    "Mental health": [],
    "Public health": [],
    "Well-being at work": [],
}


def plant(apps, schema_editor):
    """Begin the list of subjects, where site staff have not begun it themselves."""
    Subject = apps.get_model("communities", "Subject")
    if Subject.objects.exists():
        return
    for label, children in FIRST.items():
        parent = Subject.objects.create(label=label, slug=slugify(label))
        for child in children:
            Subject.objects.create(label=child, slug=slugify(child), parent=parent)


class Migration(migrations.Migration):
    dependencies = [("communities", "0018_subjects_institutions_coaches")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
