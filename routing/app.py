"""The application factory."""

from __future__ import annotations

from flask import Flask, redirect
from flask.json.provider import DefaultJSONProvider
from flask_swagger_ui import get_swaggerui_blueprint

import routing
from routing.api import calls, departments, health, insights, models, reports, route, training_runs
from routing.api.problems import ProblemApi
from routing.desk import views
from routing.services import EXTENSION, Services

MAX_BODY_BYTES = 64 * 1024


def create_app(services: Services) -> Flask:
    """Return the web application over ready-made services."""
    app = Flask("routing", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        API_TITLE="Call-routing advisor",
        API_VERSION=f"v1 ({routing.__version__})",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    app.json = _json(app)
    app.extensions[EXTENSION] = services
    api = ProblemApi(app)
    for blueprint in (
        route.blueprint,
        calls.blueprint,
        departments.blueprint,
        insights.blueprint,
        models.blueprint,
        reports.blueprint,
        training_runs.blueprint,
    ):
        api.register_blueprint(blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(
        get_swaggerui_blueprint("/docs", "/openapi.json", config={"app_name": "Call-routing advisor"})
    )
    app.add_url_rule("/docs", "docs", lambda: redirect("/docs/"))
    return app


def _json(app: Flask) -> DefaultJSONProvider:
    """Return JSON in the order of the schemas, its letters as they are."""
    provider = DefaultJSONProvider(app)
    provider.sort_keys = provider.ensure_ascii = False
    return provider
