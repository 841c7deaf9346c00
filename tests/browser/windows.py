"""Windows of Chromium that one test after the other looks through.

A new window reads and compiles everything that a page of Streamlit asks for, which takes three times as long
as going to the next page in a window that has seen one. What a test left in a window is taken out of it.
"""

from collections import defaultdict

from playwright.sync_api import Browser, BrowserContext, Page

_LOCALES = {"ar": "ar-MA", "fr": "fr-FR", "en": "en-GB"}
# Everything that an origin may keep in a browser, apart from what it has only fetched.
_KEPT = "cookies,local_storage,indexeddb,cache_storage,service_workers"


class Windows:
    """The windows of one browser, each with the language of its reader."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    def take(self, language: str, size: dict[str, int], dark: bool, alone: bool) -> Page:
        """A window that nobody looks through; `alone` for one into which scripts or listeners are put, which stay."""
        free = self._free[language]
        context = free.pop() if free else self._browser.new_context(locale=_LOCALES[language])
        page = context.new_page() if alone or not context.pages else context.pages[0]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        # What moves while a page is awaited is painted over and over, and half of what a test takes.
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        return page

    def give_back(self, language: str, context: BrowserContext, page: Page | None, origin: str) -> None:
        """Leaves one page of the window for the next test, `page` if it is given, and nothing of the last test."""
        for other in context.pages:
            if other is not page:
                other.close()
        context.set_offline(False)
        context.clear_permissions()
        context.clear_cookies()
        clean = page if page and not page.is_closed() else context.new_page()
        if clean is page:
            clean.unroute_all()
            clean.mouse.move(0, 0)
            clean.evaluate("sessionStorage.clear()")
        clean.goto("about:blank")
        line = context.new_cdp_session(clean)
        line.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _KEPT})
        line.detach()
        self._free[language].append(context)
