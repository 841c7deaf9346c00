"""The way from a number to the page that says how it was made: its address under the choice that stands, and a link."""

from urllib.parse import urlencode

from pages.menu import MENU, link
from pages.parts.filters import Choice
from pages.parts.visit import Visit

FIGURE = "explore/figure.py"


def figure_query(code: str, chosen: Choice) -> dict[str, str]:
    """What the address of an indicator's page holds: the indicator, and the codes chosen."""
    return {"indicator": code, **chosen.codes()}


def figure_address(code: str, chosen: Choice) -> str:
    """The address of an indicator's page from any other page, as a table or a text carries it."""
    page = next(page for page in MENU if page.file == FIGURE)
    return f"{page.address}?{urlencode(figure_query(code, chosen))}"


def figure_link(visit: Visit, code: str, chosen: Choice, label: str = "") -> None:
    """Draws the link to an indicator's page; without a `label` it asks where the number comes from."""
    said = label or visit.words.say("figure.why")
    link(visit, FIGURE, said, ":material/help_center:", **figure_query(code, chosen))
