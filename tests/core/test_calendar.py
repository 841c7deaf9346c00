"""Due dates as a calendar reads them back, and the reminder in Arabic and French."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from core.calendar import Due, calendar_file
from core.i18n import words
from core.week_texts import MOST_NAMED, Owed, reminder

AT = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)
DAY = date(2026, 4, 12)


def test_the_file_is_read_back_with_its_days_texts_and_a_reminder_the_day_before() -> None:
    awkward = "تهيئة المسلك؛ مرحلة أولى, puis; la suite\\fin\nfin " + "é" * 90
    dates = [Due("commitment", 7, DAY, awkward, "ODCO"), Due("recommendation", 7, DAY, "Conseil", "")]
    read = Calendar.from_ical(calendar_file("Semaine", dates, AT))
    first, second = read.walk("VEVENT")
    assert str(first["summary"]) == awkward
    assert (first.decoded("dtstart"), first.decoded("dtend")) == (DAY, DAY + timedelta(days=1))
    assert first.decoded("dtstamp") == AT
    # The same number of another kind is another date.
    assert (str(first["uid"]), str(second["uid"])) == (
        *("commitment-7@cooper-up-monitor", "recommendation-7@cooper-up-monitor"),
    )
    assert first.walk("VALARM")[0].decoded("trigger") == timedelta(days=-1)
    assert str(read["x-wr-calname"]) == "Semaine"


def test_no_line_of_the_file_is_longer_than_the_format_allows() -> None:
    made = calendar_file("Semaine", [Due("commitment", 1, DAY, "ت" * 200, "é" * 200)], AT)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75


def test_a_reminder_names_a_few_of_each_kind_with_the_right_plural_and_leaves_out_what_there_is_none_of() -> None:
    late = [Owed(f"Promesse {n}", DAY) for n in range(MOST_NAMED + 2)]
    said = reminder(words("fr"), "Office du développement", late, [], [Owed("Accès au foncier", DAY)])
    bare = "".join(letter for letter in said if letter not in "\u2068\u2069\u2066\u2067")
    assert bare.split("\n") == [
        "Bonjour,",
        "Petit rappel à l’attention de Office du développement, au sujet des obstacles soulevés par les coopératives.",
        "",
        "7 engagements dont l’échéance est passée :",
        *(f"- Promesse {n} (échéance du 12 avril 2026)" for n in range(5)),
        "et encore 2",
        "",
        "1 obstacle attend votre réponse :",
        "- Accès au foncier (transmis le 12 avril 2026)",
        "",
        "Merci de nous dire où cela en est. Nous restons à votre disposition.",
    ]


def test_an_arabic_reminder_runs_from_right_to_left_and_counts_as_arabic_does() -> None:
    said = reminder(words("ar"), "مكتب تنمية التعاون", [], [Owed("دراسة", DAY), Owed("étude", DAY)], [])
    lines = [line for line in said.split("\n") if line]
    assert all(line.startswith("\u200f") for line in lines)
    assert lines[2] == "\u200fالتزامان يحل أجلهما هذا الأسبوع:"
