"""The two routes: what they give, and to whom they refuse it."""

import json

import nbformat
import pytest
from tornado.httpclient import HTTPClientError

from workbench.server import handlers
from workbench.templates import Catalogue

ROUTE = ("workbench", "api", "templates")
NO_SUCH_TEMPLATE = {"message": "There is no such template.", "reason": None}


async def refusal(request):
    """Return the status and the body of a request that the server refuses."""
    with pytest.raises(HTTPClientError) as refused:
        await request
    return refused.value.code, json.loads(refused.value.response.body)


async def test_cards_of_the_bundled_templates_are_listed(jp_fetch):
    response = await jp_fetch(*ROUTE)
    answer = json.loads(response.body)
    assert response.headers["Content-Type"] == "application/json"
    assert answer["schema"] == "workbench.templates/1"
    assert answer["problems"] == []
    assert set(answer["templates"][0]) == {
        "id", "version", "title", "purpose", "audience", "minutes", "icon", "parameters", "needs", "gives", "source",
    }  # fmt: skip
    assert answer["templates"][0]["id"] == "00-first-report"


async def test_every_listed_template_can_be_read(jp_fetch):
    listed = json.loads((await jp_fetch(*ROUTE)).body)["templates"]
    assert listed
    for card in listed:
        answer = json.loads((await jp_fetch(*ROUTE, card["id"])).body)
        assert answer["id"] == card["id"]
        notebook = nbformat.from_dict(answer["notebook"])
        nbformat.validate(notebook)
        assert notebook.metadata["workbench"]["title"] == card["title"]


async def test_no_templates_are_an_empty_list_with_the_reasons(jp_fetch, monkeypatch):
    problem = "'10-frame.ipynb' is not a notebook: it is empty."
    monkeypatch.setattr(handlers, "find_templates", lambda _: Catalogue(templates=(), problems=(problem,)))
    answer = json.loads((await jp_fetch(*ROUTE)).body)
    assert answer == {"schema": "workbench.templates/1", "templates": [], "problems": [problem]}


@pytest.mark.parametrize("template", ["99-no-such", "FIRST", "-first", "a" * 65, "first.ipynb", "", "first%0a"])
async def test_unknown_id_is_not_found(jp_fetch, template):
    assert await refusal(jp_fetch("/".join([*ROUTE, template]))) == (404, NO_SUCH_TEMPLATE)


@pytest.mark.parametrize(
    "path",
    [
        "..",
        "../templates/00-first-report",
        "../../../pyproject.toml",
        "%2e%2e%2f%2e%2e%2fpyproject.toml",
        "..%2f00-first-report",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "00-first-report/..",
        "00-first-report%00",
        "..%5c00-first-report",
    ],
)
async def test_path_is_not_an_id(jp_fetch, path):
    assert await refusal(jp_fetch("/".join([*ROUTE, path]))) == (404, NO_SUCH_TEMPLATE)


@pytest.mark.parametrize("route", [ROUTE, (*ROUTE, "00-first-report")])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_only_reading_is_allowed(jp_fetch, route, method):
    status, _ = await refusal(jp_fetch(*route, method=method, body="{}", allow_nonstandard_methods=True))
    assert status == 405


@pytest.mark.parametrize("route", [ROUTE, (*ROUTE, "00-first-report"), (*ROUTE, "99-no-such"), (*ROUTE, "..")])
async def test_nobody_unknown_learns_anything(jp_fetch, route):
    status, answer = await refusal(jp_fetch(*route, headers={"Authorization": "token wrong"}))
    assert (status, answer["message"]) == (403, "Forbidden")
