"""Whatever a server answers, a page comes back with its reason, and the run goes on."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from schemas.words import Reason
from tests.fetch.runs import article, fetched, paths
from tests.fetch.site import Site, a_source

PLACES = [
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:-1/",
    "http://127.0.0.1:0/",
    "http://127.0.0.1:x/",
    "http://[::1",
    "http://[::g]/",
    "http://[v1.x]/",
    "http://",
    "http:///x",
    "//",
    "///x",
    "http://a..b/",
    "http://./",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 200 + "example/",
    "http://\udcff.example/",
    "http://xn--/",
    "http://xn--zzzzzzzz-.example/",
    "http://%00/",
    "http://%2e/",
    "http://a b/",
    "http://user:word@/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "ftp://press.example/1",
    "file:///etc/passwd",
    "\\\\x\\y",
    "http://127.0.0.1:1/" + "x" * 50_000,
    "http://1.2.3.4.5/",
    "http://999.999.999.999/",
    "http://０x7f.1/",
    "?" * 2_000,
    "http://\u202e/",
    "",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:169.254.169.254]/",
    "http://metadata.google.internal./",
    "http://0/",
    "http://127.1:9/",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_no_address_is_told_and_stops_nothing(site: Site, tmp_path: Path, place: str) -> None:
    site.places = {"/a": place.encode("utf-8", "surrogateescape").decode("latin-1")}
    site.pages = {"/b": article(1)}
    texts = fetched(a_source(site, "/a", "/b"), tmp_path).texts
    assert [text.reason for text in texts] == [Reason.NOT_FETCHED, None] or paths(site, texts) == ["/a", "/b"]
    assert texts[1].sha256 and (texts[0].detail or place == "")


ANSWERS = {
    "no status": b"\r\n\r\n",
    "no http": b"SSH-2.0-OpenSSH_9.6\r\n",
    "status 999": b"HTTP/1.1 999 Odd\r\n\r\n",
    "status 99": b"HTTP/1.1 99 Odd\r\n\r\n",
    "status 101": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "only 100s": b"HTTP/1.1 100 Continue\r\n\r\n" * 500,
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "length of 5,000 digits": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5_000 + b"\r\n\r\nx",
    "length in other digits": "HTTP/1.1 200 OK\r\nContent-Length: ٣\r\n\r\nxxx".encode(),
    "length and chunks": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "bad chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nhello\r\n",
    "chunk of 5,000 digits": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 5_000 + b"\r\nhello\r\n",
    "unknown coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: odd\r\n\r\nhello",
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 2_000_000,
    "ten thousand headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n",
    "odd header bytes": b"HTTP/1.1 200 OK\r\nX-\xff: \xff\x00\r\nContent-Length: 1\r\n\r\nx",
    "shorter than said": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
    "br": b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nhello",
    "no gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "retry after forever": b"HTTP/1.1 503 Busy\r\nRetry-After: " + b"9" * 500 + b"\r\nContent-Length: 0\r\n\r\n",
    "retry after a lost day": b"HTTP/1.1 503 Busy\r\nRetry-After: Mon, 31 Feb 99999 99:99:99 GMT\r\nContent-Length: 0\r\n\r\n",
    "304 unasked": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "206": b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\nhello",
    "redirect without a place": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "300": b"HTTP/1.1 300 Multiple Choices\r\nContent-Length: 0\r\n\r\n",
}


@contextmanager
def answering(raw: bytes) -> Iterator[int]:
    """Answer every connection with these bytes, and yield the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65_536)
                    connection.sendall(raw)
                except OSError:
                    pass

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_none_is_told_and_stops_nothing(site: Site, tmp_path: Path, name: str) -> None:
    site.pages = {"/b": article(1)}
    with answering(ANSWERS[name]) as port:
        source = a_source(site, "/b").model_copy(
            update={"addresses": (f"http://127.0.0.1:{port}/a", site.address + "/b"), "obey_robots": False}
        )
        texts = fetched(source, tmp_path).texts
    assert len(texts) == 2
    assert {text.origin.rpartition("/")[2]: text.sha256 is not None for text in texts}["b"]


@pytest.mark.parametrize("name", ["no http", "headers without end", "only 100s", "odd header bytes"])
def test_a_robots_file_that_is_none_keeps_everything_from_being_asked(site: Site, tmp_path: Path, name: str) -> None:
    with answering(ANSWERS[name]) as port:
        source = a_source(site).model_copy(update={"addresses": (f"http://127.0.0.1:{port}/a",)})
        [text] = fetched(source, tmp_path).texts
    assert "whose robots.txt cannot be had" in str(text.detail) or text.sha256


def test_headers_that_the_ledger_keeps_have_an_end(site: Site, tmp_path: Path) -> None:
    from flows.fetch.ledger import segments_of

    raw = (
        b'HTTP/1.1 200 OK\r\nETag: "'
        + b"x" * 60_000
        + b'"\r\nContent-Type: text/plain; x='
        + b"y" * 20_000
        + b"\r\nContent-Length: %d\r\n\r\n" % len(article(1))
    )
    with answering(raw + article(1)) as port:
        source = a_source(site).model_copy(update={"addresses": (f"http://127.0.0.1:{port}/a",), "obey_robots": False})
        [text] = fetched(source, tmp_path).texts
    assert text.sha256 and sum(path.stat().st_size for path in segments_of(tmp_path, "press")) < 10_000
