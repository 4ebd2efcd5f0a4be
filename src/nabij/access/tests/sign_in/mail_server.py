# SPDX-License-Identifier: EUPL-1.2
"""A mail server on the loopback address that keeps what it is given: enough of SMTP to send by."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServer:
    """Where it listens, and the letters it took."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server; it offers no TLS."""
    kept = MailServer()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            for line in self.rfile:
                word = line.split(None, 1)[0].upper() if line.strip() else b""
                if word == b"DATA":
                    self.say("354 go on")
                    kept.letters.append(self.letter())
                    self.say("250 taken")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                elif word in {b"EHLO", b"HELO", b"MAIL", b"RCPT", b"RSET"}:
                    self.say("250 fine")
                else:
                    self.say("502 not here")

        def letter(self) -> EmailMessage:
            lines = iter(self.rfile.readline, b".\r\n")
            content = b"".join(line.removeprefix(b".") for line in lines)
            return email.message_from_bytes(content, policy=email.policy.default)

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        kept.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kept
        server.shutdown()
