from celery import shared_task

from notifications import effects


@shared_task(name="wake.mail")
def mail():
    effects.send_due_mail()


@shared_task(name="wake.digest")
def digest():
    effects.make_due_digests()
    effects.send_due_digests()


@shared_task(name="wake.letters")
def letters():
    effects.forget_old_letters()
    effects.forget_old_failures()
