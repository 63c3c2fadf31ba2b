"""A web server on this machine whose responses a test sets, with or without TLS."""

import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Its address, its responses by path, and the path and headers of each request that it got."""

    port: int
    scheme: str
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        """Its name and port, as a setting names it."""
        return f"127.0.0.1:{self.port}"

    def address(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """Return the URL of a path."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def holds(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> str:
        """Set the response of a path, and return its URL."""

        def answer(asking: BaseHTTPRequestHandler) -> None:
            asking.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                asking.send_header(name.replace("_", "-"), value)
            asking.end_headers()
            asking.wfile.write(body)

        self.pages[path] = answer
        return self.address(path)


@contextmanager
def running_site(certificate: Path | None = None) -> Iterator[Site]:
    """Run a site on a free port; with a file of certificate and key it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            with suppress(OSError):  # the client may have disconnected
                site.pages.get(self.path, lambda asking: asking.send_error(404))(self)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is given
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site = Site(server.server_address[1], "https" if certificate else "http")
    running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    running.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        running.join()


def self_signed(folder: Path, name: str) -> Path:
    """Make a certificate for a name ("DNS:localhost,IP:127.0.0.1") and its key; return the file of both."""
    file = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=selaras", "-addext", f"subjectAltName={name}", "-keyout", str(file), "-out", "-"]
    made = subprocess.run(command, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + made.stdout)
    return file
