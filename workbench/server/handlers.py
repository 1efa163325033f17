"""What the server part answers.

``GET /workbench/api/templates`` gives the cards, ``GET /workbench/api/templates/<id>`` one notebook,
``GET /workbench/api/health`` versions, folders and kernels. A file is reached by the id in its metadata
and never by a path, so no request leaves the template folders.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from workbench.core.schema import Json
from workbench.errors import TemplateError
from workbench.server.health import Health, health_answer
from workbench.templates import Catalogue, find_templates

__all__ = ["HealthHandler", "TemplateHandler", "TemplatesHandler", "routes"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class _TemplateAPIHandler(APIHandler):
    """Reading templates may be allowed or refused under one name of its own."""

    auth_resource = "workbench"

    def initialize(self, folders: Sequence[str], health: Health) -> None:
        """Remember which folders the server's settings name, and what all requests share."""
        self._folders, self._health = folders, health

    async def _catalogue(self) -> Catalogue:
        # In a thread: a template folder may be on a slow network drive.
        return await asyncio.to_thread(find_templates, self._folders)

    def _answer(self, answer: dict[str, Any]) -> None:
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(answer, allow_nan=False))


class TemplatesHandler(_TemplateAPIHandler):
    """Which templates there are."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with the cards, and with why a file that looks like a template has none."""
        catalogue = await self._catalogue()
        cards: list[Json] = [template.card() for template in catalogue.templates]
        self._answer({"schema": "workbench.templates/1", "templates": cards, "problems": list(catalogue.problems)})


class TemplateHandler(_TemplateAPIHandler):
    """One template."""

    @web.authenticated
    @authorized
    async def get(self, template_id: str) -> None:
        """Answer with the notebook, or with 404 to whatever is not the id of a template."""
        if not _ID.fullmatch(template_id):
            raise web.HTTPError(404, "There is no such template.")
        template = (await self._catalogue()).get(template_id)
        if template is None:
            raise web.HTTPError(404, "There is no such template.")
        try:
            notebook = await asyncio.to_thread(template.read)
        except TemplateError as error:  # it was changed or taken away since its folder was looked into
            raise web.HTTPError(404, str(error)) from error
        self._answer({"id": template_id, "notebook": notebook})


class HealthHandler(_TemplateAPIHandler):
    """Whether everything is there that templates need."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Answer with versions, folders, problems and kernels."""
        specs = await ensure_async(self.kernel_spec_manager.get_all_specs())
        kernels = await self._health.kernels(specs)
        self._answer(health_answer(await self._catalogue(), kernels))


def routes(folders: Sequence[str] = ()) -> list[tuple[str, type[APIHandler], dict[str, Any]]]:
    """Return the routes; the server puts its base URL before each.

    Parameters
    ----------
    folders : sequence of str
        Template folders that the server's settings name.
    """
    shared = {"folders": folders, "health": Health()}
    # A group takes slashes too, so that a path gets our refusal in JSON and not a page.
    return [
        (r"/workbench/api/templates", TemplatesHandler, shared),
        (r"/workbench/api/templates/(.*)", TemplateHandler, shared),
        (r"/workbench/api/health", HealthHandler, shared),
    ]
