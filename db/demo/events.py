"""The invented closing event in Ouarzazate: who was invited, who came and when, and some who came uninvited."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count
from typing import Any

from sqlmodel import col, select

from core.records.events import EventRecord, GuestRecord, kind_of_guest
from db.demo.material import SEED, Material, key, rows
from db.demo.people import Sent
from db.models import Event, Guest, Institution, Phase

INVITED_ON = date(2026, 11, 2)
HELD_ON = date(2026, 11, 21)
# Doors opened at a quarter past eight; most come in the last half hour before the beginning. Minutes, in turn.
_ARRIVALS = (4, 11, 17, 22, 26, 29, 31, 33, 36, 38, 40, 41, 43, 44, 46, 49, 53, 58, 66, 79)
_OPENED = datetime.combine(HELD_ON, time(7, 15), tzinfo=UTC)
# Of each institution so many; every sixth guest stays away.
_OF_INSTITUTION = 3
_AWAY = 6
_OTHERS = ("Presse régionale", "Faculté polydisciplinaire de Ouarzazate", "Conseil provincial", None)


def hold_event(material: Material, all_sent: list[Sent], phase: Phase) -> Event:
    """The event with its guests: two of each organisation, three of each institution, and others. No dice."""
    event = _event(material, phase)
    invited = [*_of_organisations(all_sent), *_of_institutions(material), *_others(material)]
    guests = [_guest(material, event, number, values, invited=True) for number, values in enumerate(invited)]
    came = [guest for number, guest in enumerate(guests) if number % _AWAY != _AWAY - 1]
    for number, (kind, place) in enumerate((("cooperative", "Coopérative d'un douar voisin"), ("other", None)) * 3):
        values = {"kind": kind, "comes_from": place, "province_id": material.provinces["08.401"] if place else None}
        came.append(_guest(material, event, len(guests) + number, values, invited=False))
    for number, guest in enumerate(came):
        # Seven steps through the list, so that every kind comes early and late.
        minutes = _ARRIVALS[number * 7 % len(_ARRIVALS)]
        guest.checked_in_at = _OPENED + timedelta(minutes=minutes, seconds=number * 13 % 60)
        guest.checked_in_way = "walk_in" if not guest.invited else ("code", "door")[number % 2]
        guest.version = 2 if guest.invited else 1
    material.session.flush()
    return event


def _event(material: Material, phase: Phase) -> Event:
    commune, _ = material.communes[_commune_of_ouarzazate(material)]
    values = {
        "phase_id": key(phase),
        **{"name_ar": "اللقاء الختامي للمرحلة الأولى (بيانات تجريبية)", "name_en": "Closing event (demonstration)"},
        "name_fr": "Rencontre de clôture de la phase 1 (démonstration)",
        **{"held_on": HELD_ON, "starts_at": time(9), "ends_at": time(13, 30), "seats": 150, "commune_id": commune},
        **{"venue": "قصر المؤتمرات · Palais des congrès", "languages": "ar fr"},
        "programme_ar": "09:00 الاستقبال\n09:30 حصيلة المرحلة الأولى\n10:30 الإكراهات والتصويت\n12:00 أجوبة المؤسسات",
        "programme_fr": "09:00 Accueil\n09:30 Bilan de la phase 1\n10:30 Obstacles et vote\n12:00 Réponses",
    }
    event = material.row(Event, INVITED_ON, values, EventRecord, secret=_token("secret", 0))
    material.session.flush()
    return event


def _commune_of_ouarzazate(material: Material) -> str:
    return next(code for code in sorted(material.communes) if code.startswith("08.401.01"))


def _of_organisations(all_sent: list[Sent]) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind_of_guest(sent.organisation.kind),
            # Who did not agree is on no list: then it is the organisation that is invited.
            **({"name_ar": person.name_ar, "name_latin": person.name_latin} if person.consent_data else {}),
            "organisation_id": key(sent.organisation),
            "province_id": sent.organisation.province_id,
        }
        for sent in all_sent
        for person in sent.people[:2]
    ]


def _of_institutions(material: Material) -> list[dict[str, Any]]:
    listed = material.session.exec(select(Institution.id).order_by(col(Institution.position), col(Institution.id)))
    bodies = [number for number in listed for _ in range(_OF_INSTITUTION)]
    names = _names(0)
    return [{"kind": "institution", "institution_id": body, **next(names)} for body in bodies]


def _others(material: Material) -> list[dict[str, Any]]:
    names, provinces = _names(40), sorted(material.provinces[code] for code in ("07.041", "08.401", "08.577", "08.587"))
    return [
        {"kind": "other", "comes_from": place, "province_id": provinces[number % 4], **next(names)}
        for number, place in enumerate(chain(_OTHERS, _OTHERS))
    ]


def _names(first: int) -> Iterator[dict[str, Any]]:
    """Names thrown together in turn, in both scripts and every ninth in one alone, from the lists of common ones."""
    given, families = rows("given_names"), rows("family_names")
    for number in count(first):
        one, family = given[number * 5 % len(given)], families[number * 11 % len(families)]
        arabic, latin = (f"{one[script]} {family[script]}" for script in ("ar", "latin"))
        yield {"name_latin": latin} if number % 9 == 8 else {"name_ar": arabic, "name_latin": latin}


def _guest(material: Material, event: Event, number: int, values: dict[str, Any], invited: bool) -> Guest:
    own = {"event_id": key(event), "invited": invited, "badge": _token("badge", number)}
    on = INVITED_ON if invited else HELD_ON
    return material.row(Guest, on, values, GuestRecord, **own)


def _token(kind: str, number: int) -> str:
    # What nobody may guess in a real programme is the same in every filling here.
    return hashlib.sha256(f"{SEED} {kind} {number}".encode()).hexdigest()[:20]
