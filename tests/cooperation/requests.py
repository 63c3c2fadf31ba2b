"""Requests as the public form sends them, for tests of everything that follows."""

from app.clock import utc_now
from app.database import db
from cooperation.requests import actions
from cooperation.requests.actions import Application
from cooperation.requests.models import CooperationRequest
from cooperation.requests.rules import Applicant

SENT = {
    "applicant": "private",
    "organisation_name": "PT Data Perkotaan",
    "wish": "Data kepadatan pejalan kaki dari 40 titik. Untuk peta rute aman.",
    "brings": ["data", "technology"],
    "expectations": "Nama kami disebut",
    "benefit": "Rute yang aman",
    "contact_name": "Sari Dewi",
    "contact_email": "sari@data.example",
    "contact_phone": "0812 3456 7890",
    "consent": "y",
}
"""The fields of the form."""


def received(**changes) -> CooperationRequest:
    """Receive a request with these changes of its values."""
    values = {name: value for name, value in SENT.items() if name != "consent"}
    values |= {"applicant": Applicant.PRIVATE, "brings": ("data", "technology"), "language": "id", **changes}
    made = actions.receive(Application(**values), None, at=utc_now())
    db.session.commit()
    return made
