"""Numbers and file sizes in the language of the reader."""

import pytest
from flask_babel import force_locale

from app.web.i18n import number, size


@pytest.mark.parametrize(
    "octets, indonesian, english",
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (11_700, "11,7 kB", "11.7 kB"),
        (999_949, "999,9 kB", "999.9 kB"),
        (999_990, "1 MB", "1 MB"),
        (2_340_000, "2,3 MB", "2.3 MB"),
        (5_000_000_000_000, "5.000 GB", "5,000 GB"),
    ],
)
def test_a_size_has_the_separators_of_its_language(app, octets, indonesian, english):
    with app.test_request_context():
        for language, text in (("id", indonesian), ("en", english)):
            with force_locale(language):
                assert size(octets) == text


def test_a_number_has_the_separators_of_its_language(app):
    with app.test_request_context():
        for language, text in (("id", "1.234,5"), ("en", "1,234.5")):
            with force_locale(language):
                assert number(1234.5) == text
