"""The invented organisations and the people they send: names put together at random, in both scripts."""

from dataclasses import dataclass, field
from datetime import date

from core.names import search_key
from core.records.organisations import FiguresRecord, OrganisationRecord, ParticipationRecord
from core.records.people import MembershipRecord, PersonRecord
from db.demo.material import Material, key, rows
from db.models import Membership, Organisation, OrganisationFigures, Participation, Person, Phase
from db.queries.reference import sectors

DIAGNOSED = date(2025, 10, 1)
SECOND_DIAGNOSIS = date(2026, 9, 15)
_SIZES = {"individual_project": (1, 1), "project_group": (4, 6), "gie": (14, 22), "union": (18, 26)}
_USUAL_SIZE = (14, 24)
# A number that reads as a Moroccan mobile and that nobody was given: 06 00 00 and the person's own number.
_UNREAL_PHONE = "+2126000{:05d}"


@dataclass
class Sent:
    """An organisation, the share of women in it, and the people it sends."""

    organisation: Organisation
    province: str
    women: float
    people: list[Person] = field(default_factory=list)


def make_organisations(material: Material) -> list[Sent]:
    """The organisations of the file, each in its commune and sector."""
    listed = sectors(material.session).set_index("code")["id"]
    made = []
    for number, row in enumerate(rows("organisations"), start=1):
        commune, province = material.communes[row["commune"]]
        registered = row["kind"] in ("cooperative", "union", "gie")
        values = {
            **{name: row[name] for name in ("kind", "name_ar", "name_latin", "branch")},
            "sector_id": listed[row["sector"]],
            "commune_id": commune,
            "founded_on": date(material.dice.randint(2008, 2024), material.dice.randint(1, 12), 10),
            "court": material.programme["court"] if registered else None,
            "registration_number": f"{number:03d}/D" if registered else None,
            "phone": _UNREAL_PHONE.format(90000 + number),
        }
        search = search_key(row["name_ar"], row["name_latin"])
        organisation = material.row(
            Organisation, DIAGNOSED, values, OrganisationRecord, province_id=province, search=search
        )
        made.append(Sent(organisation, row["commune"][:6], float(row["women"])))
    material.written(sent.organisation for sent in made)
    return made


def make_people(material: Material, all_sent: list[Sent]) -> None:
    """The people of each organisation, the first of them its president, and what each organisation declares."""
    names = _Names(material)
    for sent in all_sent:
        size = material.dice.randint(*_SIZES.get(sent.organisation.kind, _USUAL_SIZE))
        sent.people = [names.person(sent.women) for _ in range(size)]
    material.written(person for sent in all_sent for person in sent.people)
    for sent in all_sent:
        for place, person in enumerate(sent.people):
            holder = sent.organisation.kind == "individual_project"
            role = "holder" if holder else "president" if place == 0 else "member"
            values = {"organisation_id": key(sent.organisation), "role": role, "since": date(2025, 1, 1)}
            material.row(Membership, DIAGNOSED, values, MembershipRecord, person_id=key(person))
        _declare(material, sent)
    _join_a_second_one(material, all_sent)
    material.session.flush()


def take_part(material: Material, all_sent: list[Sent], phases: list[Phase]) -> None:
    """Each organisation's part in both phases; in the first one is only invited and one withdrew."""
    first, second = phases
    for number, sent in enumerate(all_sent):
        _part(material, sent, first, {10: "invited", 36: "withdrawn"}.get(number, "enrolled"))
        if number % 5 != 3:
            _part(material, sent, second, "invited")
    material.session.flush()


def _part(material: Material, sent: Sent, phase: Phase, state: str) -> None:
    values = {"phase_id": key(phase), "state": state, "since": DIAGNOSED}
    if state == "withdrawn":
        values["until"] = date(2026, 3, 1)
    organisation = key(sent.organisation)
    material.row(Participation, DIAGNOSED, values, ParticipationRecord, organisation_id=organisation)


def _declare(material: Material, sent: Sent) -> None:
    members = round(len(sent.people) * material.dice.uniform(1.0, 2.4))
    for as_of, grown in ((DIAGNOSED, 1.0), (SECOND_DIAGNOSIS, material.dice.uniform(1.0, 1.2))):
        if as_of == SECOND_DIAGNOSIS and not material.chance(0.4):
            continue
        whole = round(members * grown)
        values = {
            "as_of": as_of,
            "members": whole,
            "women": round(whole * sent.women),
            "youth": round(whole * material.dice.uniform(0.15, 0.5)),
            "disabled": material.dice.choice((0, 0, 0, 1, 1, 2)) if whole > 1 else 0,
        }
        material.row(OrganisationFigures, as_of, values, FiguresRecord, organisation_id=key(sent.organisation))


def _join_a_second_one(material: Material, all_sent: list[Sent]) -> None:
    # One person of two organisations is one person trained, and a voice in both.
    for number in range(0, len(all_sent) - 1, 7):
        person, other = all_sent[number].people[-1], all_sent[number + 1].organisation
        values = {"organisation_id": key(other), "role": "member", "since": date(2025, 6, 1)}
        material.row(Membership, DIAGNOSED, values, MembershipRecord, person_id=key(person))


class _Names:
    """People whose names are thrown together from lists of common ones."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.given = {sex: [row for row in rows("given_names") if row["sex"] == sex] for sex in ("f", "m")}
        self.families = rows("family_names")
        self.number = 0

    def person(self, women: float) -> Person:
        """One more person, a woman with this chance."""
        material, dice = self.material, self.material.dice
        self.number += 1
        sex = "f" if material.chance(women) else "m"
        given, family = dice.choice(self.given[sex]), dice.choice(self.families)
        script = dice.random()
        # Most lists give both scripts; some people are written in one only.
        names = (
            f"{given['ar']} {family['ar']}" if script < 0.9 else None,
            f"{given['latin']} {family['latin']}" if script > 0.12 else None,
        )
        photo = material.chance(0.7)
        # Some say no: they are counted and in no list.
        agreed = self.number % 29 != 0
        values = {
            "name_ar": names[0],
            "name_latin": names[1],
            "sex": "unknown" if material.chance(0.02) else sex,
            "birth_year": None if material.chance(0.06) else self._birth_year(),
            "phone": _UNREAL_PHONE.format(self.number) if material.chance(0.75) else None,
            "consent_data": agreed,
            "consent_data_on": DIAGNOSED if agreed else None,
            "notice_version": "1" if agreed else None,
            "consent_photo": photo,
            "consent_photo_on": DIAGNOSED if photo else None,
            "photo_notice_version": "1" if photo else None,
        }
        return material.row(Person, DIAGNOSED, values, PersonRecord, search=search_key(*names))

    def _birth_year(self) -> int:
        dice = self.material.dice
        return dice.randint(1992, 2007) if dice.random() < 0.4 else round(dice.triangular(1955, 1991, 1983))
