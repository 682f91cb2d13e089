"""Messages as mail programs send them, to whatever address Copse gave out."""

from email.message import EmailMessage

from forums.models import InboundMail
from forums.queries.answering import answering
from notifications.reply_addresses import reply_address

DOMAIN = "reply.copse.example"


def address_for(person, thing, verb="post.replied"):
    """Where `person` answers the mail about `thing`."""
    return reply_address(person.pk, answering(verb, thing, person).ids)


def message(to, *, sender, text="We ask before we tell.\n", message_id="<one@mail.example.org>", **headers):
    """A plain answer, with its bytes as a mail server hands them over."""
    mail = EmailMessage()
    mail["From"] = f"Pia <{sender}>"
    mail["To"] = to
    mail["Subject"] = "Re: Feedback on the day"
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def head(to, sender, **headers):
    """The head of a message whose body follows as it is."""
    fields = {"From": sender, "To": to, "Subject": "Re: Feedback on the day", "Message-ID": "<one@mail.example.org>"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return "".join(f"{name}: {value}\n" for name, value in fields.items()).encode() + b"MIME-Version: 1.0\n"


def row():
    """What was written down of the one mail that came in."""
    return InboundMail.objects.get()
