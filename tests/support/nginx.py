"""A real nginx with deploy/nginx.conf, in a folder of its own, in front of an application that is down."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgresql import free_port
from tests.support.processes import wait_until
from tests.support.repository import ROOT
from tests.support.web import self_signed

MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def site(folder: Path, port: int) -> str:
    """Return deploy/nginx.conf with the addresses and files of this test."""
    text = (ROOT / "deploy/nginx.conf").read_text()
    certificate = str(self_signed(folder, "DNS:selaras.example"))
    for written, own in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",  # TLS changes nothing in the logs
        "listen [::]:80;": "",
        "listen [::]:443 ssl;": "",
        "/etc/ssl/certs/selaras.pem": certificate,
        "/etc/ssl/private/selaras.key": certificate,
        "/var/log/nginx/selaras.log": str(folder / "access.log"),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{free_port()}",
    }.items():
        assert written in text, f"deploy/nginx.conf has no {written}"
        text = text.replace(written, own)
    return text


@contextmanager
def running_nginx(folder: Path) -> Iterator[int]:
    """Run nginx as long as the block lasts; yields its port. The folder gets access.log and error.log."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed: run script/packages test"
    port = free_port()
    (folder / "site.conf").write_text(site(folder, port))
    (folder / "main.conf").write_text(MAIN.format(folder=folder))
    command = [program, "-c", str(folder / "main.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: listens(port), seconds=20)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def listens(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
