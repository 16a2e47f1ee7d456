"""Puts an application's security together, once all of its views are there."""

from __future__ import annotations

from flask import Flask
from flask_smorest import Api
from werkzeug.middleware.proxy_fix import ProxyFix

from plugin_api.observability.observer import EXTENSION as OBSERVER
from plugin_api.observability.observer import Observer
from plugin_api.security.authentication import make_authentication
from plugin_api.security.guard import guard
from plugin_api.security.headers import add_headers
from plugin_api.security.openapi import describe_security
from plugin_api.security.rates import make_limiter
from plugin_api.security.sites import EXTENSION as SITES
from plugin_api.security.sites import Sites
from plugin_api.settings import Settings


def secure(app: Flask, api: Api, settings: Settings) -> None:
    """Raises SettingsError, and LookupError where nobody has decided which role a view asks for."""
    authentication = make_authentication(settings)
    observer: Observer = app.extensions[OBSERVER]
    limiter = make_limiter(settings, authenticated=authentication.mode == "on", lost=observer.redis_lost)
    sites = app.extensions[SITES] = Sites(authentication.mode, settings)
    guard(app, authentication, limiter, None if sites.asks_token else sites, metrics_too=settings.metrics_auth)
    add_headers(app, settings)
    describe_security(api, authentication.mode)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
