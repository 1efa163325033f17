"""What the server part answers.

``GET /workbench/api/templates`` gives the cards, ``GET /workbench/api/templates/<id>`` one notebook.
A file is reached by the id in its metadata and never by a path, so no request leaves the template
folders.
"""

from __future__ import annotations

import asyncio
import json
import re

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from workbench.templates import find_templates

__all__ = ["ROUTES", "TemplateHandler", "TemplatesHandler"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class _TemplateAPIHandler(APIHandler):
    """Reading templates may be allowed or refused under one name of its own."""

    auth_resource = "workbench"


class TemplatesHandler(_TemplateAPIHandler):
    """Which templates there are."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the cards, and with why a file that looks like a template has none."""
        # In a thread: a template folder may be on a slow network drive.
        catalogue = await asyncio.to_thread(find_templates)
        answer = {
            "schema": "workbench.templates/1",
            "templates": [template.card() for template in catalogue.templates],
            "problems": list(catalogue.problems),
        }
        self.finish(json.dumps(answer))


class TemplateHandler(_TemplateAPIHandler):
    """One template."""

    @web.authenticated
    @authorized
    async def get(self, template_id: str) -> None:
        """Answer with the notebook, or with 404 to whatever is not the id of a template."""
        if not _ID.fullmatch(template_id):
            raise web.HTTPError(404, "There is no such template.")
        catalogue = await asyncio.to_thread(find_templates)
        template = catalogue.get(template_id)
        if template is None:
            raise web.HTTPError(404, "There is no such template.")
        notebook = await asyncio.to_thread(template.read)
        self.finish(json.dumps({"id": template_id, "notebook": notebook}))


# The last group takes slashes too, so that a path gets our refusal in JSON and not a page.
ROUTES = [
    (r"/workbench/api/templates", TemplatesHandler),
    (r"/workbench/api/templates/(.*)", TemplateHandler),
]
