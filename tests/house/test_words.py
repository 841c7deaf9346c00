"""Every word in three languages: the same keys, the same gaps to fill, real plurals, nothing said that is not there."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from core.access import ROLES
from core.i18n import CATALOGUES, LANGUAGES, words
from tests.house.tree import modules, name, parsed

FORMS = {"ar": 6, "fr": 2, "en": 2}
DOMAINS = sorted(path.name for path in (CATALOGUES / "en").glob("*.po"))
ARABIC = re.compile(r"[\u0600-\u06ff]")
# Names that are the same in every language.
PROPER = re.compile(r"^[\W\d_]*(Cooper UP Monitor|ICE|CSV|XLSX|OpenStreetMap|Kobo|WhatsApp|\{\w+\}|[\W\d_])*$")


def catalogue(language: str, domain: str) -> Catalog:
    with (CATALOGUES / language / domain).open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str, domain: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for message in catalogue(language, domain):
        key, said = message.id, message.string
        if key:
            several = isinstance(key, tuple | list)
            found[str(key[0] if several else key)] = [str(s) for s in said] if isinstance(said, tuple) else [str(said)]
    return found


def gaps(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_says_the_same_things(domain: str) -> None:
    assert [set(messages(language, domain)) for language in LANGUAGES] == [set(messages("en", domain))] * 3


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_and_every_plural_has_all_its_forms(domain: str, language: str) -> None:
    for key, sentences in messages(language, domain).items():
        assert all(sentences), f"{language} {key}"
        assert len(sentences) in (1, FORMS[language]), f"{language} {key}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_fills_the_same_gaps(domain: str) -> None:
    english = messages("en", domain)
    for language in LANGUAGES:
        for key, sentences in messages(language, domain).items():
            wanted = set().union(*(gaps(s) for s in english[key]))
            told = set().union(*(gaps(s) for s in sentences))
            assert told == wanted, f"{language} {key}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_an_arabic_sentence_is_arabic_and_no_other_one_is(domain: str) -> None:
    for key, sentences in messages("ar", domain).items():
        for sentence in sentences:
            assert ARABIC.search(sentence) or PROPER.match(sentence), f"ar {key}: {sentence}"
    for language in ("fr", "en"):
        for key, sentences in messages(language, domain).items():
            assert not any(ARABIC.search(s) for s in sentences), f"{language} {key}"


def test_no_key_stands_in_two_catalogues() -> None:
    keys = [key for domain in DOMAINS for key in messages("en", domain)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def said(path: Path) -> set[str]:
    """The keys a module says: whole strings given to the methods that speak."""
    methods = {"say", "show", "count", "has"}
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
                    found.add(argument.value)
    return found


def test_everything_said_is_in_the_catalogues() -> None:
    english = words("en")
    missing = {f"{name(path)}: {key}" for path in modules() for key in said(path) if not english.has(key)}
    assert sorted(missing) == []


def test_every_refusal_has_its_sentence() -> None:
    english = words("en")
    codes = {
        (name(path), str(node.args[0].value))
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Problem", "Invalid"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    # This one only carries its parts.
    missing = {f"{path}: {code}" for path, code in codes if code != "refused" and not english.has(f"problem.{code}")}
    assert sorted(missing) == []


def test_every_role_has_its_name() -> None:
    assert all(words(language).has(f"role.{role}") for language in LANGUAGES for role in ROLES)
