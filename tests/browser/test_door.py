"""The door in a real browser: the first start, the cookie, signing out, and what strangers reach."""

import json
import urllib.error
import urllib.request
from http.client import HTTPResponse

import pytest
from playwright.sync_api import expect

from pages.server.gate import HEADERS
from tests.browser.conftest import PHONE, Opener, Server

pytestmark = pytest.mark.browser


def fetched(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    request = urllib.request.Request(server.address + path, method=method, headers=headers)
    try:
        answer: HTTPResponse = urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode()
    with answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read().decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/0123456789abcdef.csv", 403),
        ("/_stcore/upload_file/some/file", 403),
        ("/_stcore/metrics", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/script-health-check", 404),
    ],
)
def test_a_stranger_reaches_no_file_and_no_interface(server: Server, path: str, status: int) -> None:
    assert fetched(server, path)[0] == status


def test_a_forged_ticket_gets_no_cookie(server: Server) -> None:
    status, headers, _ = fetched(server, "/account/enter", "POST")
    assert status == 403
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/manage-accounts", "/healthz", "/assets/icon.svg", "/media/x"])
def test_every_answer_carries_the_headers_that_protect_it(server: Server, path: str) -> None:
    headers = fetched(server, path)[1]
    assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS


def test_no_content_policy_lets_a_page_make_code_from_text() -> None:
    assert "unsafe-eval" not in HEADERS["Content-Security-Policy"]


def test_the_health_says_whether_the_database_answers(server: Server) -> None:
    status, _, body = fetched(server, "/healthz")
    assert (status, json.loads(body)) == (200, {"database": True})


@pytest.mark.parametrize(
    ("wish", "start"),
    [
        ("ar-MA,ar;q=0.9", '<html lang="ar" dir="rtl">'),
        ("fr-FR,fr;q=0.9", '<html lang="fr" dir="ltr">'),
        ("en-GB", '<html lang="en" dir="ltr">'),
        ("de", '<html lang="fr" dir="ltr">'),
    ],
)
def test_the_document_has_its_language_before_anything_is_drawn(server: Server, wish: str, start: str) -> None:
    status, headers, body = fetched(server, "/explore-overview", **{"Accept-Language": wish})
    assert status == 200
    assert start in body
    assert headers["vary"] == "Cookie, Accept-Language"
    assert "etag" not in headers


def test_the_first_visitor_with_the_code_makes_the_administrator_in_arabic(server: Server, opened: Opener) -> None:
    page = opened("/manage-accounts")
    fields = page.locator("[data-testid=stTextInput] input")
    expect(fields).to_have_count(4)
    for index, text in enumerate((server.setup_code(), "أمينة", "amina", "جملة سرية طويلة 1")):
        fields.nth(index).fill(text)
    page.locator("[data-testid=stFormSubmitButton] button").click()
    # The address somebody came for is still the one they land on.
    expect(page.get_by_role("heading", name="الحسابات")).to_be_visible(timeout=15_000)
    assert "/manage-accounts" in page.url
    cookie = next(c for c in page.context.cookies() if c.get("name") == "cooper_sign_in")
    assert (cookie.get("httpOnly"), cookie.get("sameSite"), cookie.get("secure")) == (True, "Lax", False)
    assert "cooper" not in page.evaluate("document.cookie")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]


def test_the_side_bar_stands_on_the_right_in_arabic_and_on_the_left_in_french(opened: Opener) -> None:
    for language, right in (("ar", True), ("fr", False)):
        page = opened("/manage-accounts", "administrator", language=language)
        box = page.locator("[data-testid=stSidebar]").bounding_box()
        assert box
        assert (box["x"] > 720) is right


def test_a_new_language_turns_the_open_page_without_a_reload_and_is_remembered(server: Server, opened: Opener) -> None:
    cookie = server.cookie("administrator", language="ar")
    page = opened("/manage-accounts", cookie=cookie)
    page.get_by_text("Français").click()
    expect(page.get_by_role("heading", name="Comptes", exact=True)).to_be_visible()
    expect(page.locator("html[dir=ltr][lang=fr]")).to_have_count(1)
    again = opened("/manage-accounts", cookie=cookie)
    expect(again.get_by_role("heading", name="Comptes", exact=True)).to_be_visible()


def test_signing_in_with_the_form_and_out_again_ends_in_every_tab(server: Server, opened: Opener) -> None:
    page = opened("/manage-accounts", language="en")
    name = page.get_by_label("Username")
    name.fill("amina")
    page.get_by_label("Password", exact=True).fill("wrong but long enough")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Wrong username or password.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill("جملة سرية طويلة 1")
    page.get_by_role("button", name="Sign in").click()
    other = page.context.new_page()
    # The account reads Arabic, and that counts more than the browser's guess.
    expect(page.get_by_role("heading", name="الحسابات")).to_be_visible(timeout=15_000)
    other.goto(server.address + "/manage-accounts")
    expect(other.get_by_role("heading", name="الحسابات")).to_be_visible()
    page.get_by_role("button", name="تسجيل الخروج").click()
    expect(page.get_by_label("Username")).to_be_visible(timeout=15_000)
    other.get_by_text("Français").click()
    expect(other.locator("[data-testid=stDataFrame]")).to_have_count(0)


def test_a_running_session_ends_when_its_cookie_is_gone(server: Server, opened: Opener) -> None:
    page = opened("/manage-accounts", "administrator", language="en")
    expect(page.get_by_role("heading", name="Accounts", exact=True)).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert server.process.is_running()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_on_a_phone_the_closed_side_bar_is_out_of_sight_and_the_open_one_covers_its_own_side(
    opened: Opener, language: str
) -> None:
    page = opened("/manage-accounts", "administrator", language=language, size=PHONE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    bar = page.locator("[data-testid=stSidebar]")
    expect(bar).not_to_be_in_viewport()
    page.locator("[data-testid=stExpandSidebarButton]").click()
    expect(bar).to_be_in_viewport()
    # It slides; where it ends is the edge of the phone on the side where reading starts.
    page.wait_for_function(
        """(right) => {
            const box = document.querySelector('[data-testid=stSidebar]').getBoundingClientRect();
            return right ? Math.abs(box.right - 390) < 2 : Math.abs(box.left) < 2;
        }""",
        arg=language == "ar",
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
