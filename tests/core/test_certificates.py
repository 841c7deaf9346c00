"""Certificates on paper and their serials; and what strangers may read of a name."""

from datetime import date
from typing import Any

import pytest

from core.names import first_name_and_initial
from core.problems import Problem
from core.records import validated
from core.records.certificates import CertificateRecord, serial_of
from core.reports import certificate as module
from core.reports.certificate import CertificatePage, certificates

PAGE = CertificatePage(
    serial="K7QF-3MXD-92TR",
    address="https://example.org/certificate/K7QF-3MXD-92TR",
    name_ar="أمينة العلوي",
    name_latin="Amina El Alaoui",
    sex="f",
    programme={"ar": "برنامج", "fr": "Programme"},
    phase={"ar": "المرحلة الأولى", "fr": "Phase 1"},
    group="Zagora 2",
    modules=({"ar": "التدبير", "fr": "Gestion"}, {"ar": "القانون", "fr": "Droit"}),
    attended=21.5,
    offered=24.0,
    issued_on=date(2026, 11, 23),
    issuer={"ar": "الجهة المنظمة", "fr": "L’organisation"},
)


@pytest.mark.parametrize("given", ["", "K7QF", "K7QF-3MXD-92T", "K7QF-3MXD-92TRR", "O7QF-3MXD-92TR", "K7QF/3MXD/92TR"])
def test_what_cannot_be_a_serial_is_none(given: str) -> None:
    assert serial_of(given) is None


@pytest.mark.parametrize("given", ["K7QF-3MXD-92TR", "k7qf3mxd92tr", " K7QF 3MXD 92TR "])
def test_a_serial_is_read_however_it_was_typed(given: str) -> None:
    assert serial_of(given) == "K7QF-3MXD-92TR"


@pytest.mark.parametrize("wrong", [{"serial": "k7qf3mxd92tr"}, {"hours_attended": -1}, {"hours_offered": -0.5}])
def test_a_certificate_with_a_serial_or_hours_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    said = {"serial": PAGE.serial, "person_id": 1, "group_id": 1, "phase_id": 1, "issued_on": PAGE.issued_on}
    said |= {"hours_attended": 8.0, "hours_offered": 10.0, "modules": [1]}
    assert validated(CertificateRecord, said).serial == PAGE.serial
    with pytest.raises(Problem):
        validated(CertificateRecord, said | wrong)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (None, ""),
        ("  ", ""),
        ("Amina", "A."),
        ("أمينة", "أ."),
        ("Amina El Alaoui", "Amina A."),
        ("Fatima-Zahra Aït Ben", "Fatima-Zahra B."),
        ("EL ALAOUI Amina", "Amina A."),
        ("AMINA EL ALAOUI", "AMINA A."),
        ("أمينة العلوي", "أمينة ع."),
        ("عبد الله السوسي", "عبد الله س."),
        ("عبد الله", "ع."),
        ("Moulay Ahmed Idrissi", "Moulay Ahmed I."),
        ("<b>Amina</b> Alaoui", "<b>Amina</b> A."),
    ],
)
def test_strangers_read_the_first_name_and_an_initial(name: str | None, told: str) -> None:
    assert first_name_and_initial(name) == told


def test_each_side_says_the_training_in_its_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}

    def keep(template: str, data: dict[str, Any]) -> bytes:
        told.update(data, template=template)
        return b""

    monkeypatch.setattr(module, "pdf", keep)
    certificates([PAGE])
    (page,) = told["pages"]
    arabic, french = page["sides"]
    assert (told["template"], page["names"]) == ("certificate", ["أمينة العلوي", "Amina El Alaoui"])
    assert (arabic["direction"], french["direction"]) == ("rtl", "ltr")
    assert french["states"] == "⁨L’organisation⁩ atteste que Madame"
    assert french["facts"] == [
        ["Phase", "Phase 1"],
        ["Groupe", "Zagora 2"],
        ["Modules", "⁨Gestion⁩ et ⁨Droit⁩"],
        ["Durée", "⁨21,5⁩ h suivies sur ⁨24⁩ proposées"],
        ["Délivrée le", "23 novembre 2026"],
    ]
    assert arabic["facts"][-1] == ["حُرّرت بتاريخ", "23 نونبر 2026"]
    assert page["address"] == "example.org/certificate/K7QF-3MXD-92TR"


def test_a_person_with_a_name_in_one_script_has_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(module, "pdf", lambda _template, data: told.update(data) or b"")
    certificates([CertificatePage(**(vars(PAGE) | {"name_ar": None}))])
    assert told["pages"][0]["names"] == ["Amina El Alaoui"]


def test_a_group_is_one_file_with_a_page_each_whatever_the_names_say() -> None:
    long = {"name_latin": "#emph[x] $y$ " * 15, "name_ar": "محمد " * 30, "modules": [*PAGE.modules] * 12}
    made = certificates([PAGE, CertificatePage(**(vars(PAGE) | long)), PAGE])
    assert made.startswith(b"%PDF-")
    # The tree of pages counts them; the rest of the file is packed.
    assert b"/Count 3" in made
