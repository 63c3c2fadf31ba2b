"""A real IMAP server (Dovecot) with one mailbox, in a folder that vanishes with it."""

import grp
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.postgresql import free_port

USER, PASSWORD = "forum", "rahasia"
SETTINGS = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols {{
  imap = yes
}}
listen = 127.0.0.1
ssl = yes
ssl_server_cert_file = {folder}/cert.pem
ssl_server_key_file = {folder}/key.pem
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {folder}/mail
first_valid_uid = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mailbox_list_index = no
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Taken {{
    auto = create
  }}
}}
"""


@dataclass
class ImapServer:
    """Its address, and methods to put messages into its mailbox and to read the mailbox."""

    port: int
    secure_port: int
    authority: Path
    """The certificate of the authority that signed the server's."""

    @property
    def url(self) -> str:
        """What INBOX_URL says."""
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    @property
    def secure_url(self) -> str:
        """What INBOX_URL says of the same mailbox behind TLS."""
        return f"imaps://{USER}:{PASSWORD}@127.0.0.1:{self.secure_port}/INBOX"

    @contextmanager
    def open(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Yield a connection with a folder open."""
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        connection.login(USER, PASSWORD)
        connection.select(folder)
        yield connection
        connection.logout()

    def put(self, *messages: bytes) -> None:
        """Put messages into the inbox."""
        with self.open() as connection:
            for message in messages:
                assert connection.append("INBOX", "", None, message)[0] == "OK"

    def count(self, what: str = "ALL", folder: str = "INBOX") -> int:
        """Return how many messages of a folder a search finds, such as "UNSEEN"."""
        with self.open(folder) as connection:
            return len(connection.search(None, what)[1][0].split())


def _people() -> dict[str, object]:
    """Return the users of its processes: Debian's if run by root, else the one who runs the tests."""
    own = pwd.getpwuid(os.getuid())
    internal, login = ("dovecot", "dovenull") if own.pw_uid == 0 else (own.pw_name, own.pw_name)
    holder = pwd.getpwnam(internal)
    group = grp.getgrgid(holder.pw_gid).gr_name
    people = {"internal": internal, "internal_group": group, "login": login}
    return {**people, "uid": holder.pw_uid, "gid": holder.pw_gid}


def make_certificates(folder: Path) -> None:
    """Make an authority (ca.pem), and a certificate that it signed for 127.0.0.1 (cert.pem, key.pem), in a folder."""
    new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    own = ["-subj", "/CN=An authority", "-addext", "basicConstraints=critical,CA:TRUE"]
    signs = ["-addext", "keyUsage=critical,keyCertSign"]
    (folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "server.ext", "-days", "2"]
    for arguments in (
        ["req", "-x509", *new, *own, *signs, "-keyout", "ca.key", "-out", "ca.pem"],
        ["req", *new[:5], "-subj", "/CN=A mailbox", "-keyout", "key.pem", "-out", "request.pem"],
        ["x509", "-req", "-in", "request.pem", *signed, "-out", "cert.pem"],
    ):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@contextmanager
def running_imap_server() -> Iterator[ImapServer]:
    """Run a server as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="selaras-imap-"))
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        folder.chmod(0o755)
        shutil.chown(folder / "mail", "dovecot", "dovecot")
    make_certificates(folder)
    server = ImapServer(free_port(), free_port(), folder / "ca.pem")
    ports = {"port": server.port, "secure_port": server.secure_port}
    settings = SETTINGS.format(folder=folder, **ports, password=PASSWORD, **_people())
    (folder / "conf").write_text(settings)
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise RuntimeError("Dovecot is not installed: run script/test, or script/packages test")
    dies_with_us = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    command = [*dies_with_us, program, "-F", "-c", str(folder / "conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _wait(server, process, folder)
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: ImapServer, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        try:
            imaplib.IMAP4("127.0.0.1", server.port, timeout=5).logout()
        except OSError:
            time.sleep(0.05)
        else:
            return
        if process.poll() is not None:
            break
    log = (folder / "log").read_text() if (folder / "log").exists() else ""
    said = process.stderr.read().decode() if process.poll() is not None and process.stderr else ""
    raise RuntimeError(f"Dovecot did not start: {said}{log[-2000:]}")
