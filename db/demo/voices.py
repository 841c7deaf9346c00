"""The invented obstacles and who mentions them, in sentences as cooperatives say them."""

from datetime import date

from core.records.obstacles import MentionRecord, ObstacleRecord
from db.demo.material import Material, key, later, rows
from db.demo.people import Sent
from db.models import Mention, Obstacle
from db.queries.reference import categories

CLOSING = date(2026, 10, 15)
_FIRST_VISIT = date(2025, 11, 3)


def raise_obstacles(material: Material, all_sent: list[Sent]) -> None:
    """The obstacles of the file, each mentioned by organisations of its place, by one of them twice, some by guests."""
    listed = categories(material.session).set_index("code")["id"]
    sentences = rows("sentences")
    made = []
    for row in rows("obstacles"):
        values = {
            "category_id": listed[row["category"]],
            "scope": row["scope"],
            "severity": row["severity"],
            "title": row["title"],
            "province_id": material.provinces[row["province"]] if row["province"] else None,
            "raised_on": _FIRST_VISIT,
        }
        made.append((row, material.row(Obstacle, _FIRST_VISIT, values, ObstacleRecord)))
    material.written(obstacle for _, obstacle in made)
    for row, obstacle in made:
        said = [sentence["words"] for sentence in sentences if sentence["obstacle"] == row["key"]]
        _mention(material, obstacle, row, said, all_sent)
    _guests(material, [obstacle for _, obstacle in made], sentences)
    material.session.flush()


def _mention(
    material: Material, obstacle: Obstacle, row: dict[str, str], said: list[str], all_sent: list[Sent]
) -> None:
    near = [sent for sent in all_sent if row["province"] in ("", sent.province)]
    speakers = material.dice.sample(near, min(int(row["weight"]), len(near)))
    # The first one speaks again at the closing event: two mentions and still one voice.
    for place, sent in enumerate([*speakers, *speakers[:1]]):
        again = place == len(speakers)
        day = CLOSING if again else later(_FIRST_VISIT, material.dice.randint(0, 44))
        values = {
            "organisation_id": key(sent.organisation),
            "commune_id": sent.organisation.commune_id,
            "province_id": sent.organisation.province_id,
            "words": said[place % len(said)],
            "mentioned_on": day,
            "source": "event" if again else material.dice.choice(("field", "diagnosis", "field")),
        }
        material.row(Mention, day, values, MentionRecord, obstacle_id=key(obstacle))
        obstacle.raised_on = min(obstacle.raised_on, day)


def _guests(material: Material, obstacles: list[Obstacle], sentences: list[dict[str, str]]) -> None:
    for place, guest in enumerate(rows("guests")):
        sentence = sentences[place * 4]
        values = {
            "guest_name": guest["name"],
            "province_id": material.provinces[guest["province"]] if guest["province"] else None,
            "words": sentence["words"],
            "mentioned_on": CLOSING,
            "source": "event",
        }
        keys = [row["key"] for row in rows("obstacles")]
        obstacle = obstacles[keys.index(sentence["obstacle"])]
        material.row(Mention, CLOSING, values, MentionRecord, obstacle_id=key(obstacle))
