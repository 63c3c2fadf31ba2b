"""Delivery reports as mail servers write them, about a message with the Message-ID that replaces MESSAGE_ID."""

HEAD = """\
Return-Path: <>
Date: Tue, 24 Nov 2026 09:05:00 +0700
To: forum@selaras.example
"""
ORIGINAL = """\
Received: from selaras.example by mx.dinas.example; Tue, 24 Nov 2026 09:04:58 +0700
From: Selaras <forum@selaras.example>
To: penerima@dinas.example
Subject: Mohon dijawab
Message-ID: MESSAGE_ID
"""

POSTFIX = f"""\
{HEAD}From: MAILER-DAEMON@mx.selaras.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="A1.1/mx"
Message-Id: <20261124020500.A1@mx.selaras.example>

This is a MIME-encapsulated message.

--A1.1/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

--A1.1/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.selaras.example
X-Postfix-Queue-ID: A1
Arrival-Date: Tue, 24 Nov 2026 09:04:58 +0700 (WIB)

Final-Recipient: rfc822; penerima@dinas.example
Original-Recipient: rfc822;penerima@dinas.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.dinas.example
Diagnostic-Code: smtp; 550 5.1.1 <penerima@dinas.example>: Recipient address
    rejected: User unknown in virtual mailbox table

--A1.1/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{ORIGINAL}
--A1.1/mx--
"""
POSTFIX_DELAY = (
    POSTFIX.replace("Action: failed", "Action: delayed")
    .replace("5.1.1", "4.4.1")
    .replace("Undelivered Mail Returned to Sender", "Delayed Mail (still being retried)")
)
POSTFIX_EXPIRED = POSTFIX.replace("5.1.1", "4.4.7")

EXCHANGE = f"""\
{HEAD}From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@perusahaan.example>
Subject: Undeliverable: Mohon dijawab
In-Reply-To: MESSAGE_ID
References: MESSAGE_ID
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_x_"
Message-ID: <b1@perusahaan.example>

--_000_x_
Content-Type: multipart/alternative; boundary="_001_x_"

--_001_x_
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to penerima@perusahaan.example couldn't be delivered.

--_001_x_
Content-Type: text/html; charset="us-ascii"

<html><body><p>Your message couldn't be delivered.</p></body></html>

--_001_x_--

--_000_x_
Content-Type: message/delivery-status

Reporting-MTA: dns;KL1PR0101.apcprd01.prod.exchangelabs.com
Received-From-MTA: dns;selaras.example
Arrival-Date: Tue, 24 Nov 2026 02:04:58 +0000

Final-Recipient: rfc822;penerima@perusahaan.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
X-Display-Name: penerima@perusahaan.example

--_000_x_
Content-Type: message/rfc822

{ORIGINAL}MIME-Version: 1.0
Content-Type: text/plain

Mohon dijawab.

--_000_x_--
"""

EXIM = f"""\
{HEAD}From: Mail Delivery System <Mailer-Daemon@cpanel.komunitas.example>
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: penerima@komunitas.example
Auto-Submitted: auto-replied
Message-Id: <E1abc-0001@cpanel.komunitas.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  penerima@komunitas.example
    SMTP error from remote mail server after RCPT TO:<penerima@komunitas.example>:
    host mx.komunitas.example [192.0.2.1]: 552 5.2.2 Mailbox is full

------ This is a copy of the message, including all the headers. ------

Return-path: <forum@selaras.example>
{ORIGINAL}
Mohon dijawab.
"""
EXIM_DELAY = f"""\
{HEAD}From: Mail Delivery System <Mailer-Daemon@cpanel.komunitas.example>
Subject: Warning: message 1abc-0001 delayed 24 hours
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on cpanel.komunitas.example.

The message identifier is: 1abc-0001
The subject of the message is: Mohon dijawab

    Message-ID: MESSAGE_ID

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals. A permanent error may follow.
"""
QMAIL = f"""\
{HEAD}From: MAILER-DAEMON@lama.example
Subject: failure notice

Hi. This is the qmail-send program at lama.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<penerima@lama.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <forum@selaras.example>
{ORIGINAL}
Mohon dijawab.
"""
UTF8 = POSTFIX.replace("message/delivery-status", "message/global-delivery-status").replace(
    "text/rfc822-headers", "message/global-headers"
)
VACATION = f"""\
{HEAD}From: penerima@dinas.example
Subject: Cuti: Mohon dijawab
Auto-Submitted: auto-replied
In-Reply-To: MESSAGE_ID

Saya sedang cuti. Pesan tidak permanen.
"""


def about(report: str, message_id: str) -> bytes:
    """Return a report as it arrives."""
    return report.replace("MESSAGE_ID", message_id).replace("\n", "\r\n").encode()
