"""Requests to URLs that people enter are limited in time and size, and reach no host of the local network."""

import gzip
import socket
import time
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.http_client import LARGEST, Response, fetch
from app.web.ssrf import Refused, Trouble, check_address, is_public
from tests.support.web import running_site, self_signed

pytestmark = pytest.mark.one_database
ICS = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def site():
    with running_site() as site:
        yield site


@pytest.fixture
def ask(site):
    """Ask for an address of the site, which the intranet names."""
    return lambda address, **more: fetch(
        address, **{"accept": "text/calendar", "intranet": {site.host}, "seconds": 5, **more}
    )


def trouble(ask, address, **more):
    with pytest.raises(Refused) as refused:
        ask(address, **more)
    assert address not in str(refused.value)
    return refused.value.trouble


@pytest.mark.parametrize(
    "address",
    [
        "",
        "calendar.example/a.ics",
        "ftp://calendar.example/a.ics",
        "file:///etc/passwd",
        "https://",
        "https://calendar.example:8443/a.ics",
        "https://calendar.example:x/",
        "https://me:secret@calendar.example/a.ics",
        "https://calendar.example\\@10.0.0.1/",
        "https://calendar.example/a b",
        "https://calendar.example/\r\nX: y",
        "https://kalender.contoh/ä",
        "https://[fe80::1%25eth0]/",
        "https://[::1",
        "https://calendar.example/" + "a" * 2000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused_unasked(address):
    with pytest.raises(Refused) as refused:
        check_address(address)
    assert refused.value.trouble is Trouble.ADDRESS


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[fd00::1]",
        "[ff0e::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::8.8.8.8]",
        "[2002:7f00:1::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2001:db8::1]",
    ],
)
def test_machines_of_this_network_are_never_asked(host):
    with pytest.raises(Refused) as refused:
        check_address(f"https://{host}/a.ics")
    assert refused.value.trouble is Trouble.FORBIDDEN_HOST


@pytest.mark.parametrize("machine", ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::8.8.8.8"])
def test_machines_of_the_internet_may_be_asked(machine):
    assert is_public(ip_address(machine))


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_as_public_as_what_it_hides(machine):
    assert is_public(ip_address(int(ip_address("64:ff9b::")) + int(machine))) is is_public(machine)
    assert not is_public(ip_address(int(ip_address("::ffff:0:0")) + int(machine)))


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001"])
def test_names_that_lead_to_this_machine_are_refused(name):
    assert trouble(fetch, f"http://{name}/", accept="*/*") is Trouble.FORBIDDEN_HOST


def answering(monkeypatch, *machines):
    """Let the name server answer one question after the other with a list of machines."""
    told, real = iter(machines), socket.getaddrinfo

    def lookup(host, port, *more, **kind):
        if host[0].isdigit():
            return real(host, port, *more, **kind)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (machine, port)) for machine in next(told)]

    monkeypatch.setattr("app.web.ssrf.socket.getaddrinfo", lookup)


def test_a_name_with_one_machine_of_this_network_is_refused(monkeypatch):
    answering(monkeypatch, ["8.8.8.8", "127.0.0.1"])
    assert trouble(fetch, "http://calendar.example/", accept="*/*") is Trouble.FORBIDDEN_HOST


def test_the_machine_that_was_checked_is_the_one_that_is_asked(monkeypatch, site):
    answering(monkeypatch, ["127.0.0.1"])  # a second question would find nothing more
    site.holds("/a.ics", ICS)
    found = fetch(
        site.address("/a.ics", host="calendar.example"),
        accept="text/calendar",
        intranet={f"calendar.example:{site.port}"},
    )
    assert found.content == ICS
    assert site.asked[0][1]["host"] == f"calendar.example:{site.port}"


def test_a_name_that_nobody_has_is_told(monkeypatch):
    answering(monkeypatch, [])
    assert trouble(fetch, "http://calendar.example/", accept="*/*") is Trouble.UNKNOWN_HOST


def test_a_name_server_that_never_answers_is_left_behind(monkeypatch):
    monkeypatch.setattr("app.web.ssrf.socket.getaddrinfo", lambda *_asked, **_kind: time.sleep(2) or [])
    began = time.monotonic()
    assert trouble(fetch, "http://calendar.example/", accept="*/*", seconds=0.2) is Trouble.SLOW
    assert time.monotonic() - began < 1.5


def test_what_an_address_holds_comes_with_its_marks(site, ask):
    address = site.holds("/a.ics?key=1", ICS, ETag='"7"', Last_Modified="Tue, 24 Nov 2026 02:00:00 GMT")
    assert ask(address) == Response(ICS, '"7"', "Tue, 24 Nov 2026 02:00:00 GMT")
    path, headers = site.asked[0]
    assert (path, headers["host"], headers["accept"]) == ("/a.ics?key=1", site.host, "text/calendar")
    assert not {"authorization", "cookie", "referer"} & headers.keys()


def test_what_has_not_changed_is_not_sent_again(site, ask):
    address = site.holds("/a.ics", b"", status=304)
    assert ask(address, etag='"7"', modified="yesterday") == Response(None, '"7"', "yesterday")
    assert site.asked[0][1]["if-none-match"] == '"7"'
    assert trouble(ask, address) is Trouble.FAILED  # nobody asked whether it had changed


def test_marks_that_would_be_headers_of_their_own_are_left_alone(site, ask):
    address = site.holds("/a.ics", ICS, ETag="x" * 300)
    assert ask(address).etag == ""


def test_what_is_packed_is_unpacked(site, ask):
    assert ask(site.holds("/a.ics", gzip.compress(ICS), Content_Encoding="gzip")).content == ICS


def test_redirects_are_followed_three_times(site, ask):
    site.holds("/3", ICS)
    for number in (0, 1, 2):
        site.holds(f"/{number}", b"", status=302, Location=f"/{number + 1}")
    assert ask(site.address("/0")).content == ICS
    site.holds("/before", b"", status=307, Location="/0")
    assert trouble(ask, site.address("/before")) is Trouble.REDIRECTS


@pytest.mark.parametrize(
    "led, why",
    [
        ("http://127.0.0.1/", Trouble.FORBIDDEN_HOST),
        ("http://127.0.0.1:1/", Trouble.ADDRESS),
        ("http://localhost/", Trouble.FORBIDDEN_HOST),
        ("http://169.254.169.254/latest/meta-data", Trouble.FORBIDDEN_HOST),
        ("//[::1]/", Trouble.FORBIDDEN_HOST),
        ("file:///etc/passwd", Trouble.ADDRESS),
        ("http://me:secret@calendar.example/", Trouble.ADDRESS),
        ("http://[", Trouble.REDIRECTS),
    ],
)
def test_a_redirect_is_checked_like_a_new_address(site, ask, led, why):
    assert trouble(ask, site.holds("/a.ics", b"", status=301, Location=led)) is why


@pytest.mark.parametrize(
    "status, why",
    [
        (404, Trouble.GONE),
        (410, Trouble.GONE),
        (401, Trouble.DENIED),
        (403, Trouble.DENIED),
        (429, Trouble.FAILED),
        (500, Trouble.FAILED),
        (503, Trouble.FAILED),
        (204, Trouble.FAILED),
        (302, Trouble.FAILED),
    ],
)
def test_what_a_server_refuses_is_told(site, ask, status, why):
    assert trouble(ask, site.holds("/a.ics", b"", status=status)) is why


def drip(asking):
    """One byte now and then, for ever."""
    asking.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        asking.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(asking):
    """A header that never ends."""
    asking.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        asking.wfile.write(b"x")
        time.sleep(0.05)


def silence(_asking):
    """Nothing."""
    time.sleep(3)


@pytest.mark.parametrize("answer", [drip, drip_headers, silence])
def test_a_server_that_takes_its_time_gets_no_more_than_there_is(site, ask, answer):
    site.pages["/a.ics"] = answer
    began = time.monotonic()
    assert trouble(ask, site.address("/a.ics"), seconds=0.5) is Trouble.SLOW
    assert time.monotonic() - began < 2


def test_a_server_that_takes_no_connection_is_told():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{closed.getsockname()[1]}"
        assert trouble(fetch, f"http://{host}/", accept="*/*", intranet={host}) is Trouble.UNREACHABLE


def endless(asking):
    """A body without a length that goes on."""
    asking.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        asking.wfile.write(b"x" * 65536)


def endless_chunks(asking):
    """A body in pieces that goes on."""
    asking.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        asking.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def endless_interim(asking):
    """Answers before the answer, without an end."""
    while True:
        asking.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@pytest.mark.parametrize("answer", [endless, endless_chunks, endless_interim])
def test_what_does_not_end_is_given_up(site, ask, answer):
    site.pages["/a.ics"] = answer
    assert trouble(ask, site.address("/a.ics")) is Trouble.TOO_LARGE


def test_what_is_small_until_it_is_unpacked_counts_as_what_it_is(site, ask):
    bomb = gzip.compress(b"0" * (LARGEST + 1))
    assert len(bomb) < 10_000
    assert trouble(ask, site.holds("/a.ics", bomb, Content_Encoding="gzip")) is Trouble.TOO_LARGE
    stuffed = gzip.compress(ICS) + b"0" * LARGEST
    assert ask(site.holds("/b.ics", stuffed, Content_Encoding="gzip")).content == ICS


def garbage(asking):
    """No answer of the web at all."""
    asking.wfile.write(b"220 smtp.example ESMTP\r\n")


@pytest.mark.parametrize(
    "encoding, body",
    [("gzip", b"not packed"), ("gzip", gzip.compress(ICS)[:-9]), ("br", ICS), ("gzip, gzip", ICS)],
    ids=["not packed", "cut off", "packed otherwise", "packed twice"],
)
def test_what_cannot_be_unpacked_is_told(site, ask, encoding, body):
    assert trouble(ask, site.holds("/a.ics", body, Content_Encoding=encoding)) is Trouble.GARBLED


def test_what_is_no_answer_of_the_web_is_told(site, ask):
    site.pages["/a.ics"] = garbage
    assert trouble(ask, site.address("/a.ics")) is Trouble.GARBLED


@pytest.fixture
def secure(tmp_path):
    """A function that runs a site with a certificate for a name, of an authority that this machine knows or not."""
    return lambda name: running_site(self_signed(tmp_path, name))


@pytest.mark.parametrize(
    "name, known, why",
    [
        ("IP:127.0.0.1", True, None),
        ("IP:127.0.0.1", False, Trouble.CERTIFICATE),
        ("DNS:calendar.example", True, Trouble.CERTIFICATE),
    ],
)
def test_the_certificate_must_be_known_and_of_that_name(secure, tmp_path, monkeypatch, name, known, why):
    with secure(name) as site:
        if known:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        address = site.holds("/a.ics", ICS)
        if why:
            assert trouble(fetch, address, accept="*/*", intranet={site.host}) is why
            assert site.asked == []
        else:
            assert fetch(address, accept="*/*", intranet={site.host}).content == ICS


def test_nothing_leads_from_a_secure_connection_to_an_open_one(secure, tmp_path, monkeypatch, site):
    with secure("IP:127.0.0.1") as closed:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        address = closed.holds("/a.ics", b"", status=302, Location=site.address("/a.ics"))
        assert trouble(fetch, address, accept="*/*", intranet={site.host, closed.host}) is Trouble.REDIRECTS
    assert site.asked == []


def test_a_server_without_a_secure_connection_is_told(site):
    address = site.holds("/a.ics", ICS).replace("http://", "https://")
    assert trouble(fetch, address, accept="*/*", intranet={site.host}) is Trouble.UNREACHABLE
