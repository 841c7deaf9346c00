"""Every line of the server's settings that guards something is as it must be, and is a line the server knows."""

import tomllib
from typing import Any

import pytest
from streamlit import config

from tests.house.tree import ROOT

FILE = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
# Besides these there is only the look.
SET: dict[str, dict[str, Any]] = {
    "global": {"disableWidgetStateDuplicationWarning": True, "minCachedMessageSize": 300},
    "server": {
        "headless": True,
        "fileWatcherType": "none",
        "runOnSave": False,
        "enableWebsocketCompression": True,
        "enableStaticServing": False,
        "maxUploadSize": 50,
        "enableXsrfProtection": True,
        "enableCORS": True,
    },
    "runner": {"postScriptGC": False, "magicEnabled": False, "enforceSerializableSessionState": True},
    "client": {
        "showErrorDetails": "none",
        "toolbarMode": "minimal",
        "disableDataExport": True,
        "allowedOrigins": [],
    },
    "browser": {"serverAddress": "localhost", "gatherUsageStats": False},
    "logger": {"level": "warning"},
}
# What guards something by being left as it comes.
LEFT = {
    "global.developmentMode": False,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": {},
    "server.disconnectedSessionTTL": 120,
}


def test_the_file_says_this_and_beside_it_only_how_things_look() -> None:
    assert {section: values for section, values in FILE.items() if section != "theme"} == SET


@pytest.mark.parametrize(
    ("name", "value"), [(f"{part}.{name}", value) for part, values in SET.items() for name, value in values.items()]
)
def test_the_server_knows_every_line_and_reads_it_so(name: str, value: Any) -> None:
    # One that Streamlit renames would be passed over with a warning, and guard nothing any more.
    assert name in config.get_config_options(force_reparse=False)
    assert config.get_option(name) == value


@pytest.mark.parametrize(("name", "value"), LEFT.items())
def test_what_guards_by_being_left_as_it_comes_still_comes_so(name: str, value: Any) -> None:
    assert config.get_option(name) == value


def test_no_secret_stands_beside_the_settings() -> None:
    assert sorted(file.name for file in (ROOT / ".streamlit").iterdir()) == ["config.toml"]
