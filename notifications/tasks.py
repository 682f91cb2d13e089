from celery import shared_task

from notifications import effects


@shared_task(name="wake.mail")
def mail():
    effects.send_due_mail()
