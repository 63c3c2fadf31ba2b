"""Helpers that sign in, and that check whether it worked."""

import re

from argon2 import PasswordHasher

from app.database import db
from app.mail.outbox.models import Mail

PASSWORD = "kuda terbang di Ancol"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
STORED = CHEAP.hash(PASSWORD)
WRONG = "is incorrect"


def sign_in(visitor, email="narahubung@dinas.example", password=PASSWORD, *, status=303, **more):
    return visitor.post("accounts.sign_in", {"email": email, "password": password, **more}, status=status)


def ask_link(visitor, email="narahubung@dinas.example", **more):
    return visitor.post("accounts.ask_link", {"email": email, **more}, status=200)


def come_from(visitor, origin):
    visitor.client.environ_base["REMOTE_ADDR"] = origin
    return visitor


def last_mail():
    return db.session.scalar(db.select(Mail).order_by(Mail.created_at.desc(), Mail.id))


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def mails():
    return db.session.scalar(db.select(db.func.count()).select_from(Mail))


def is_in(visitor):
    return visitor.client.get("/profile").status_code == 200
