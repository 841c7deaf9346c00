"""An institution's own link: what is refused, what it may never show, what it sends, and how little it weighs."""

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select
from starlette.testclient import TestClient

from core.access import COORDINATOR, FIELD_OFFICER
from core.i18n import words
from core.passwords import token_hash
from db.commands.commitment_updates import add_update
from db.commands.institution_links import revoke_institution_link
from db.commands.link_uses import MOST_ADDRESSES_A_DAY
from db.engine import engine, reading, transaction
from db.models import Change, CommitmentUpdate, InstitutionLink, InstitutionLinkUse, Obstacle, Proof
from pages.public.institution import A_PAGE
from tests.db.test_answers import RAISED, Desk, step

ENGLISH = words("en")
ASSETS = Path(__file__).parents[2] / "pages" / "server" / "assets"
# Names that must never stand on the page.
PERSON, PHONE, VISITOR, WHOM = "Guichet provincial", "+212600000001", "Une visiteuse", "Aux femmes de Tazarine"


class Link:
    """A promise of ONSSA and one of ODCO, and a link of a person of each."""

    def __init__(self) -> None:
        self.desk = desk = Desk(engine())
        self.mine = desk.promise(what="Une commission mixte visite les ateliers", to_whom=WHOM)
        self.theirs = desk.promise("ODCO", what="Un guichet unique")
        self.person = desk.person(name=PERSON, phone=PHONE)
        self.other_person = desk.person("ODCO", name="Cellule centrale")
        self.link = desk.link(self.person, digest=token_hash("m" * 43))
        self.other = desk.link(self.other_person, digest=token_hash("o" * 43))
        self.path, self.others_path = f"/institution/{'m' * 43}", f"/institution/{'o' * 43}"
        self.form = f"{self.path}/{self.mine}"


@pytest.fixture
def link(database: Path) -> Link:
    assert database.exists()
    return Link()


@pytest.fixture
def visitor() -> TestClient:
    from app import app

    return TestClient(app, follow_redirects=False, client=("10.1.0.1", 1))


def at(address: str) -> TestClient:
    from app import app

    return TestClient(app, follow_redirects=False, client=(address, 1))


def send(visitor: TestClient, path: str, file: tuple[str, bytes] | None = None, **typed: Any) -> Any:
    usual = {"key": "k" * 32, "language": "en", "version": "1", "seen": "0", "kind": "step", "state": ""}
    usual |= {"text": "La visite est faite", "happened_on": RAISED.isoformat(), "proof_address": ""}
    return visitor.post(path, data=usual | typed, files={"proof": file or ("", b"")})


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), (10, 90, 90)).save(made, "PNG")
    return made.getvalue()


def document() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def rows(model: Any) -> list[Any]:
    with reading() as session:
        return list(session.exec(select(model)).all())


def test_a_guessed_an_expired_and_a_revoked_link_open_nothing_and_take_nothing(link: Link, visitor: TestClient) -> None:
    unknown = words("ar").say("institution_light.unknown")
    for wrong in ("x", "n" * 43, "m" * 42, f"{'n' * 43}/1"):
        refused = visitor.get(f"/institution/{wrong}")
        assert (refused.status_code, unknown in refused.text) == (404, True)
    assert send(visitor, f"/institution/{'n' * 43}/{link.mine}").status_code == 404
    with transaction() as session:
        session.get_one(InstitutionLink, link.link).expires_on = date.today() - timedelta(days=1)
    over = visitor.get(link.path)
    assert (over.status_code, words("ar").say("problem.institution_link_over") in over.text) == (410, True)
    assert send(visitor, link.form).status_code == 410
    link.desk.do(revoke_institution_link, link.other, 1)
    assert visitor.get(link.others_path).status_code == 410
    assert rows(CommitmentUpdate) == []


def test_guessing_is_slowed_down_and_a_good_link_from_the_same_place_opens(link: Link, visitor: TestClient) -> None:
    codes = [visitor.get(f"/institution/{number:043}").status_code for number in range(40)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert visitor.get(link.path).status_code == 200


def test_a_link_that_is_handed_around_opens_from_no_further_place_and_no_place_is_told(link: Link) -> None:
    for number in range(MOST_ADDRESSES_A_DAY):
        assert at(f"10.2.0.{number}").get(link.path).status_code == 200
    refused = at("10.3.0.1").get(link.path)
    assert (refused.status_code, words("ar").say("problem.link_shared") in refused.text) == (429, True)
    assert at("10.2.0.4").get(link.path).status_code == 200
    assert len(rows(InstitutionLinkUse)) == MOST_ADDRESSES_A_DAY
    assert not any("10.2" in use.address for use in rows(InstitutionLinkUse))


def test_the_page_shows_nothing_of_other_institutions_and_nobody_by_name(link: Link, visitor: TestClient) -> None:
    link.desk.do(add_update, link.mine, 1, step(kind="answer"))
    pages = [visitor.get(f"{path}?language={code}") for path in (link.path, link.form) for code in ("ar", "fr", "en")]
    assert {page.status_code for page in pages} == {200}
    for page in pages:
        assert "commission mixte" in page.text
        assert not [name for name in (PERSON, PHONE, VISITOR, WHOM, "guichet unique", "ODCO") if name in page.text]
        assert "<script" not in page.text
    assert 'dir="rtl"' in visitor.get(link.path).text
    assert visitor.get(f"{link.path}/{link.theirs}").status_code == 404
    assert send(visitor, f"{link.path}/{link.theirs}").status_code == 404
    assert len(rows(CommitmentUpdate)) == 1


def test_a_step_is_done_once_however_often_it_is_sent_and_stands_in_the_history_under_the_link(
    link: Link, visitor: TestClient
) -> None:
    for _ in range(2):
        sent = send(visitor, link.form, state="done")
        assert (sent.status_code, sent.headers["location"]) == (303, f"{link.form}?saved=1&language=en")
    (made,) = rows(CommitmentUpdate)
    assert (made.link_id, made.account_id, made.state) == (link.link, None, "done")
    (entry,) = [one for one in rows(Change) if one.command == "answer_commitment"]
    assert (entry.account_id, entry.after["link_id"]) == (None, link.link)
    assert rows(Obstacle)[0].state == "in_progress"
    assert ENGLISH.say("institution_light.saved") in visitor.get(f"{link.form}?saved=1&language=en").text


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"text": " "}, "required", "text"),
        ({"happened_on": (date.today() + timedelta(days=2)).isoformat()}, "day_in_future", "happened_on"),
        ({"happened_on": "2026-13-45"}, "not_a_date", "happened_on"),
        ({"state": "dropped"}, "unknown_choice", "state"),
        ({"kind": "answer"}, "unknown_choice", "kind"),
        ({"kind": "question", "state": "done"}, "question_without_state", "state"),
        ({"proof_address": "javascript:alert(1)"}, "address_wrong", "proof_address"),
        ({"proof_address": "https://moi@exemple.ma"}, "address_wrong", "proof_address"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    link: Link, visitor: TestClient, typed: dict[str, Any], code: str, field: str
) -> None:
    refused = send(visitor, link.form, None, **{"text": "Un texte long <b>à garder</b>", **typed})
    assert refused.status_code == 422, field
    assert begins(code) in refused.text
    if "text" not in typed:
        assert "Un texte long &lt;b&gt;à garder&lt;/b&gt;" in refused.text
    assert rows(CommitmentUpdate) == []


def begins(code: str) -> str:
    """The first words of a refusal, before anything that is filled in."""
    return ENGLISH.say(f"problem.{code}", given="", limit="").split("\u2068")[0].strip()[:24]


def test_of_two_who_write_at_once_the_second_sees_both_and_loses_nothing(link: Link, visitor: TestClient) -> None:
    assert send(visitor, link.form, text="Première visite", state="in_progress").status_code == 303
    proof = ("<b>preuve.png", picture())
    second = send(visitor, link.form, proof, key="z" * 32, text="Seconde visite", state="done")
    assert second.status_code == 409
    assert ENGLISH.say("institution_light.conflict") in second.text
    assert "Première visite" in second.text.split("<form")[0]
    assert "Seconde visite" in second.text.split("<form")[1]
    # A browser gives no file back: which one is to be chosen again is said.
    assert f"{ENGLISH.say('institution_light.file_again')} <bdi>&lt;b&gt;preuve.png</bdi>" in second.text
    assert len(rows(CommitmentUpdate)) == 1
    hidden = {name: re.findall(rf'name="{name}" value="(\w+)"', second.text)[0] for name in ("version", "seen", "key")}
    assert hidden == {"version": "2", "seen": "1", "key": "z" * 32}
    assert send(visitor, link.form, text="Seconde visite", state="done", **hidden).status_code == 303
    assert [one.text for one in rows(CommitmentUpdate)] == ["Première visite", "Seconde visite"]


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.pdf", document())
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("photo.png", b"<!doctype html><script>alert(1)</script>", 422, "proof_unknown_type"),
        ("photo.jpg", _zip(), 422, "proof_unknown_type"),
        ("page.pdf", b"<html>%PDF-1.7 trailer /Root %%EOF</html>", 422, "proof_unknown_type"),
        ("court.pdf", b"%PDF-1.7\n1 0 obj", 422, "proof_broken"),
        ("lourd.pdf", document()[:-6] + b" " * (5 * 1024 * 1024) + b"%%EOF\n", 413, "proof_too_large"),
        ("énorme.png", b"\x89PNG\r\n\x1a\n" + b"0" * (40 * 1024 * 1024), 413, "proof_too_large"),
    ],
    ids=["html as png", "zip as jpg", "html as pdf", "half a pdf", "a pdf over 5 MB", "40 MB"],
)
def test_a_forged_or_heavy_proof_is_refused_by_what_it_holds_and_the_text_stays(
    link: Link, visitor: TestClient, name: str, content: bytes, status: int, code: str
) -> None:
    refused = send(visitor, link.form, (name, content), text="Texte à garder")
    assert refused.status_code == status
    assert begins(code) in refused.text
    assert "Texte à garder" in refused.text
    assert rows(Proof) == []
    assert rows(CommitmentUpdate) == []


def test_a_proof_is_opened_by_its_link_or_signed_in_and_by_nobody_else(
    link: Link, visitor: TestClient, phone: Any
) -> None:
    assert send(visitor, link.form, ("../../Rapport final.html", document())).status_code == 303
    second = send(visitor, link.form, ("photo.png", picture()), key="p" * 32, version="2")
    assert second.status_code == 303
    paper, photo = rows(Proof)
    assert (paper.name, paper.media_type, photo.name, photo.media_type) == (
        *("Rapport final.pdf", "application/pdf"),
        *("photo.jpg", "image/jpeg"),
    )
    own = visitor.get(f"{link.path}/proof/{paper.id}")
    assert (own.status_code, own.content) == (200, document())
    assert own.headers["content-disposition"].startswith("attachment; ")
    assert own.headers["x-content-type-options"] == "nosniff"
    assert own.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    colleague = link.desk.person(name="Autre guichet")
    link.desk.link(colleague, digest=token_hash("c" * 43))
    for wrong in (f"{link.others_path}/proof/{paper.id}", f"/institution/{'c' * 43}/proof/{paper.id}"):
        assert visitor.get(wrong).status_code == 404
    assert visitor.get(f"/proof/{paper.id}").status_code == 404
    assert visitor.get(f"{link.path}/proof/99").status_code == 404
    # The colleague is told that there is a proof, and not given it.
    page = visitor.get(f"/institution/{'c' * 43}/{link.mine}?language=en").text
    assert ENGLISH.say("institution_light.has_proof") in page
    assert "proof/" not in page
    for role, status in ((COORDINATOR, 200), (FIELD_OFFICER, 200), ("presenter", 404)):
        assert phone(role).get(f"/proof/{photo.id}").status_code == status


def test_the_page_weighs_at_most_thirty_kilobytes_in_all_with_a_full_page_of_long_promises(
    link: Link, visitor: TestClient
) -> None:
    long = "لجنة مشتركة تزور وحدات الإنتاج وترافق ملفات الترخيص الصحي إلى نهايتها " * 8
    with transaction() as session:
        for obstacle in session.exec(select(Obstacle)).all():
            obstacle.title = "شروط الترخيص الصحي لوحدات التثمين الصغيرة " * 4
    for number in range(A_PAGE + 3):
        link.desk.promise(what=f"{number} {long}", obstacles=(link.desk.obstacle, link.desk.other))
    sheets = sum((ASSETS / name).stat().st_size for name in ("light.css", "institution.css", "icon.svg"))
    for language in ("ar", "fr", "en"):
        first, second = (visitor.get(f"{link.path}?language={language}&page={page}") for page in (1, 2))
        assert len(first.content) + sheets <= 30_000, language
        assert (first.text.count('class="promise"'), second.text.count('class="promise"')) == (A_PAGE, 4)
    assert len(visitor.get(f"{link.form}?language=ar").content) + sheets <= 30_000
