"""What the one settings file makes of its environment."""

import os
import re
import runpy

import pytest
from django.conf import settings

PRODUCTION = {
    "DATABASE_URL": "postgres://copse:secret@db:5432/copse",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "of use in tests alone",
    "SITE_URL": "https://copse.example",
    "EMAIL_URL": "smtp://mail.copse.example:25",
}


@pytest.fixture
def settings_with(monkeypatch):
    """The settings of a production site, with these variables changed; nothing is connected to."""

    def settings_with(**changes):
        for name in os.environ:
            monkeypatch.delenv(name)
        for name, value in {**PRODUCTION, **changes}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    return settings_with


def test_compose_hands_on_what_the_example_asks_for():
    root = settings.BASE_DIR
    asked = set(re.findall(r"^#?([A-Z_]+)=", (root / ".env.example").read_text(), re.MULTILINE))
    handed_on = set(re.findall(r"^  ([A-Z_]+):", (root / "docker-compose.yml").read_text(), re.MULTILINE))

    # The one becomes a part of DATABASE_URL, the other is an argument of the build.
    assert asked - handed_on == {"POSTGRES_PASSWORD", "REQUIREMENTS"}


def test_mail_leaves_by_the_given_way(settings_with):
    made = settings_with()

    assert made["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"]) == ("mail.copse.example", 25)


def test_the_mail_of_a_demo_stays_here_whatever_else_is_set(settings_with, tmp_path):
    made = settings_with(DEMO="1", COPSE_VAR=str(tmp_path))

    assert made["EMAIL_BACKEND"] == "core.mail.KeepingBackend"
    assert made["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_this_machine_may_ask_how_the_site_is_whatever_its_names(settings_with):
    assert settings_with()["ALLOWED_HOSTS"] == ["copse.example", "127.0.0.1", "localhost"]
    assert settings_with(ALLOWED_HOSTS="a.example,b.example")["ALLOWED_HOSTS"] == [
        "a.example",
        "b.example",
        "127.0.0.1",
        "localhost",
    ]


def test_browsers_remember_https_for_long_only_when_told(settings_with):
    def hsts(**changes):
        made = settings_with(**changes)
        return tuple(made[f"SECURE_HSTS_{name}"] for name in ("SECONDS", "INCLUDE_SUBDOMAINS", "PRELOAD"))

    assert hsts(SITE_URL="http://copse.example") == (0, False, False)
    assert hsts() == (3600, False, False)
    assert hsts(HSTS_SECONDS="31536000", HSTS_SUBDOMAINS="1", HSTS_PRELOAD="1") == (31536000, True, True)


def test_what_a_session_is_told_adds_to_the_options_of_the_address(settings_with):
    def options(**changes):
        return settings_with(**changes)["DATABASES"]["default"]["OPTIONS"]

    planned, bound = "-c plan_cache_mode=force_generic_plan", "-c statement_timeout=10s"
    with_options = PRODUCTION["DATABASE_URL"] + "?options=-c%20jit%3Doff"
    assert options()["options"] == planned
    assert options(STATEMENT_TIMEOUT="10")["options"] == f"{planned} {bound}"
    assert options(STATEMENT_TIMEOUT="10", DATABASE_URL=with_options)["options"] == f"{planned} {bound} -c jit=off"
    assert options(STATEMENT_TIMEOUT="10", PGBOUNCER="1") == {"connect_timeout": 5}


def test_a_release_can_be_named(settings_with):
    assert settings_with(RELEASE="2026-11")["RELEASE"] == "2026-11"


def test_the_readme_or_the_page_on_mail_names_every_variable():
    asked = re.findall(r'env\.\w+\(\s*"(\w+)"', (settings.BASE_DIR / "config" / "settings.py").read_text())
    table = "".join((settings.BASE_DIR / page).read_text() for page in ("README.md", "docs/mail.md"))

    assert [name for name in (*asked, "COPSE_VAR") if f"`{name}`" not in table] == []
