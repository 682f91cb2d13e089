"""Letters that mail servers return, as they write them."""

SUBJECT = "Undelivered Mail Returned to Sender"


def report(to, *, action="failed", status="5.1.1", said="550 5.1.1 <ana@copse.example>: User unknown", key="one"):
    """A report as RFC 3464 has it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {to}
Subject: {SUBJECT}
Message-ID: <{key}@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@copse.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b1
Content-Type: message/rfc822

From: Copse <copse@copse.example>
To: ana@copse.example
Subject: What is new

Something 5.1.1 of the letter.

--b1--
""".encode()


def words(to, text, *, sender="MAILER-DAEMON@mx.example.org", subject="failure notice", headers=""):
    """One that a server writes in its own way."""
    return f"""\
From: {sender}
To: {to}
Subject: {subject}
Message-ID: <words@mx.example.org>
{headers}
{text}
""".encode()


QMAIL = """\
Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ana@copse.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <copse@copse.example>
"""
EXIM = """\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ana@copse.example
    Unrouteable address
"""
EXCHANGE = """\
Your message did not reach some or all of the intended recipients.

The following recipient(s) could not be reached:
      ana@copse.example
            The message was not delivered: the recipient's mailbox is full
            452 4.2.2 quota exceeded
"""
AWAY = "I am away until Monday. In urgent cases call 550 123.\n"
