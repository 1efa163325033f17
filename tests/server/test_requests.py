"""Requests that nobody sends by accident: refused in words, and the server goes on."""

import asyncio
import json
import os
import socket

import pytest
from tornado.httpclient import HTTPClientError

from workbench.templates import finding

API = ("workbench", "api")
ROUTES = [(*API, "templates"), (*API, "templates", "00-first-report"), (*API, "health")]


async def refusal(request):
    """Return the status and the body of a request that the server refuses."""
    with pytest.raises(HTTPClientError) as refused:
        await request
    return refused.value.code, refused.value.response.body


async def raw(port, text):
    """Send bytes as they are, so that nothing tidies the path; return the first line and the body."""

    def send():
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.settimeout(20)
            answer = b""
            try:
                connection.sendall(text)
                while chunk := connection.recv(65_536):
                    answer += chunk
            except ConnectionError:
                pass  # it hung up in the middle of what is too long
            return answer

    answer = await asyncio.to_thread(send)
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.split(b"\r\n")[0].decode(), body


def request(path, auth, base="/a%40b/"):
    return (
        f"GET {base}workbench/api/templates/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: {auth['Authorization']}\r\nConnection: close\r\n\r\n"
    ).encode()


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE"])
async def test_only_reading_is_allowed(jp_fetch, route, method):
    body = None if method == "HEAD" else "{}"
    status, _ = await refusal(jp_fetch(*route, method=method, body=body, allow_nonstandard_methods=True))
    assert status == 405


@pytest.mark.parametrize("route", ROUTES)
async def test_nobody_unknown_learns_anything(jp_fetch, jp_http_port, jp_base_url, route):
    status, body = await refusal(jp_fetch(*route, headers={"Authorization": "token wrong"}))
    assert (status, json.loads(body)["message"]) == (403, "Forbidden")
    path = jp_base_url + "/".join(route)
    for header in ("", "Authorization: token \r\n", "Cookie: username-localhost=me\r\n", "X-Forwarded-User: me\r\n"):
        text = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}Connection: close\r\n\r\n"
        first, body = await raw(jp_http_port, text.encode())
        assert first.split()[1] == "403"
        assert json.loads(body)["message"] == "Forbidden"


@pytest.mark.parametrize(
    "path",
    [
        "../templates/00-first-report",
        "../../../../../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/pyproject.toml",
        "%252e%252e%252f00-first-report",
        "%25252e%25252e%25252fetc%25252fpasswd",
        "00-first-report%2f..%2f..%2fpyproject.toml",
        "00-first-report.ipynb",
        "00-first-report%00.ipynb",
        "00-first-report%0d%0aX-Injected:%201",
        "//etc/passwd",
        "file:%2f%2f%2fetc%2fpasswd",
        "%ff%fe",
        "%",
        "~root",
        "\\..\\..\\boot.ini",
    ],
)
async def test_no_path_leads_to_a_file(jp_fetch, jp_http_port, jp_auth_header, jp_base_url, path):
    await jp_fetch(*ROUTES[0])  # it is up
    first, body = await raw(jp_http_port, request(path, jp_auth_header, jp_base_url))
    assert first.split()[1] in {"400", "404"}
    assert b"root:" not in body
    assert b"X-Injected: 1" not in body
    assert b'"notebook"' not in body
    if first.split()[1] == "404" and body.startswith(b"{"):
        assert json.loads(body)["message"] == "There is no such template."


async def test_an_id_of_a_megabyte_is_refused_and_the_server_goes_on(
    jp_fetch, jp_http_port, jp_auth_header, jp_base_url
):
    await jp_fetch(*ROUTES[0])
    first, _ = await raw(jp_http_port, request("a" * 1_000_000, jp_auth_header, jp_base_url))
    assert first == "" or first.split()[1] in {"400", "404", "414", "431"}
    first, body = await raw(jp_http_port, request("a" * 50_000, jp_auth_header, jp_base_url))
    assert first.split()[1] == "404"
    assert len(body) < 1_000
    assert (await jp_fetch(*ROUTES[1])).code == 200


async def test_fifty_requests_at_once_are_all_answered_alike(jp_fetch, put, monkeypatch):
    put("bank-audit")
    read, load = [], finding.load_template
    monkeypatch.setattr(finding, "_KNOWN", {})
    monkeypatch.setattr(finding, "load_template", lambda path, source: read.append(path) or load(path, source))
    await jp_fetch(*ROUTES[0])
    n_read = len(read)
    answers = await asyncio.gather(*(jp_fetch(*API, "templates", "bank-audit") for _ in range(50)))
    assert {answer.code for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert len(read) == n_read == len(set(read))


# The organisation's own folder.


async def test_a_folder_in_the_settings_is_served_and_its_card_says_so(jp_fetch, put):
    put("bank-audit", title="Of the bank")
    cards = json.loads((await jp_fetch(*ROUTES[0])).body)["templates"]
    assert cards[-1]["source"] == "Folder of the bank"
    assert cards[-1]["parameters"][-1]["max"] == 2**32 - 1
    answer = json.loads((await jp_fetch(*API, "templates", "bank-audit")).body)
    assert answer["notebook"]["metadata"]["workbench"]["title"] == "Of the bank"


async def test_a_link_out_of_the_folder_is_not_served(jp_fetch, folder, put, tmp_path):
    (folder / "linked.ipynb").symlink_to(put("secret", tmp_path))
    answer = json.loads((await jp_fetch(*ROUTES[0])).body)
    assert answer["problems"] == [
        "'linked.ipynb' is a link out of its folder, and is not followed.\nPut the notebook itself there."
    ]
    assert (await refusal(jp_fetch(*API, "templates", "secret")))[0] == 404


async def test_a_notebook_of_fifty_megabytes_is_refused_in_words(jp_fetch, folder):
    with (folder / "large.ipynb").open("wb") as file:
        file.truncate(50_000_000)
    answer = json.loads((await jp_fetch(*ROUTES[0])).body)
    assert answer["problems"] == [
        "'large.ipynb' has 50.0 MB; a template has at most 20 MB.\n"
        "Clear its outputs and take pictures out, then save it."
    ]
    assert answer["templates"]


async def test_a_template_that_is_spoilt_meanwhile_is_refused_in_words(jp_fetch, put):
    path = put("bank-audit")
    await jp_fetch(*API, "templates", "bank-audit")
    state = path.stat()
    path.write_bytes(b"x" * state.st_size)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # so that its time and size say that it is the same
    status, body = await refusal(jp_fetch(*API, "templates", "bank-audit"))
    assert (status, json.loads(body)["message"]) == (
        404,
        "'bank-audit.ipynb' is not a notebook: Expecting value: line 1 column 1 (char 0).\n"
        "Open it in JupyterLab, mend it there and save it, or take it out of the folder.",
    )


async def test_what_is_served_is_json_for_every_browser(jp_fetch, put):
    put("bank-audit", title="</script> \u2028 ünï")
    answer = await jp_fetch(*ROUTES[0])
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.body.isascii()
