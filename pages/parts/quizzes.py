"""The short test of a session on its page: asked on a phone or on paper, typed in, told before and after."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import END_OF_ISOLATE, LEFT_TO_RIGHT, Words
from core.qr_codes import qr_picture
from core.records.quizzes import MOMENTS, cards_of, right_share, rights_of
from core.reports.quiz_sheet import quiz_sheet
from core.reports.sign_in_sheet import session_code
from db.commands.ledger import perform
from db.commands.quizzes import enter_quiz
from db.queries.quizzes import Version, may_take, quiz_counts, quiz_link, quiz_of_session, ways_of
from db.queries.satisfaction import most_of
from pages.parts.data import fresh
from pages.parts.exports import export_button
from pages.parts.folds import fold
from pages.parts.forms import Form
from pages.parts.paper_sheet import own_address
from pages.parts.satisfaction import CODE_PIXELS, paper_heads
from pages.parts.tables import offer_menu, show_table
from pages.parts.visit import Visit


def session_quiz(visit: Visit, row: Any) -> None:
    """Draws the part of a session (a row of `sessions_listed`) whose module has a test; nothing where it has none."""
    words, number = visit.words, int(row.id)
    quiz: Version | None = None if row.state == "cancelled" else fresh(quiz_of_session, number)
    if quiz is None:
        return
    with fold("quiz", words.say("quiz.title"), ":material/quiz:") as opened:
        if not opened:
            return
        st.caption(words.say("quiz.explained"))
        if row.state != "planned":
            _told(visit, number, quiz, int(row.present))
        _phone(visit, number)
        st.markdown(f"**{words.say('satisfaction.on_paper')}**")
        _sheet(visit, row, quiz)
        if row.state != "planned":
            st.markdown(f"**{words.say('quiz.typed')}**")
            _typed(visit, number, quiz)


def told_share(words: Words, counts: Mapping[str, Any], moment: str, asked: int) -> str:
    """The average share of right answers before or after, with how many answered of how many present."""
    share = right_share(rights_of(counts, moment), int(counts[moment]), asked)
    if share is None:
        return words.say("chart.none")
    return words.say(
        "quiz.share", share=words.percent(share), cards=int(counts[moment]), present=int(counts["present"])
    )


def told_change(words: Words, counts: Mapping[str, Any], asked: int) -> str:
    """What those who answered both know more, in points of a hundred, with how many they are."""
    pairs = int(counts["pairs"])
    before, after = (right_share(int(counts[f"pairs_{moment}"]), pairs, asked) for moment in MOMENTS)
    if before is None or after is None:
        return words.say("chart.none")
    points = round(100 * (after - before))
    change = f"+{words.number(points)}" if points > 0 else words.number(points)
    return words.say(
        "quiz.change", change=change, before=words.percent(before), after=words.percent(after), pairs=pairs
    )


def question_rows(words: Words, counts: Mapping[str, Any], quiz: Version) -> pd.DataFrame:
    """A row a question: its words, the share that answered it right before and after, each with its number."""
    rows = []
    for place, question in enumerate(quiz.record.questions, 1):
        shares = {}
        for moment in MOMENTS:
            right, cards = int(counts[f"right_{place}_{moment}"]), int(counts[moment])
            told = (
                words.say("satisfaction.share", share=words.percent(right / cards), part=right, whole=cards)
                if cards
                else ""
            )
            shares[f"right_{moment}"] = told or words.say("chart.none")
        rows.append({"question": question.words.said(words.language)} | shares)
    return pd.DataFrame(rows)


def _told(visit: Visit, number: int, quiz: Version, present: int) -> None:
    words, counts = visit.words, fresh(quiz_counts, number)
    if not counts:
        st.caption(words.say("quiz.none_answered"))
        return
    counts |= {"present": present}
    ways = fresh(ways_of, number)
    for moment in MOMENTS:
        said = told_share(words, counts, moment, quiz.asked)
        st.markdown(words.show("quiz.told", what=words.say(f"quiz.moment.{moment}"), told=said))
        if counts[moment]:
            st.caption(words.say("quiz.by_way", **ways[moment]))
    change = told_change(words, counts, quiz.asked)
    st.markdown(words.show("quiz.told", what=words.say("explore.column.quiz_change"), told=change))
    asked = question_rows(words, counts, quiz)
    show_table(visit, asked)
    offer_menu(visit, "quiz_of_session", lambda: asked, {"session": str(number)}, session_code(number))


def _phone(visit: Visit, number: int) -> None:
    words = visit.words
    now = [moment for moment in MOMENTS if fresh(may_take, number, moment, visit.today)]
    if not now:
        return
    st.markdown(f"**{words.say('satisfaction.on_phone')}**")
    st.caption(words.say("quiz.phone_explained", most=fresh(most_of, number)))
    for column, moment in zip(st.columns(len(now)), now, strict=True):
        with column:
            address = f"/quiz/{moment}/{fresh(quiz_link, number, moment)}"
            label = words.say(f"quiz.to_phone.{moment}")
            st.link_button(label, address, icon=":material/smartphone:", width="stretch")
            if own := own_address():
                st.image(qr_picture(f"{own}{address}"), width=CODE_PIXELS, caption=label)


def _sheet(visit: Visit, row: Any, quiz: Version) -> None:
    number = int(row.id)
    heads, languages = paper_heads(visit, row)
    st.caption(visit.words.say("quiz.download_help"))
    export_button(
        visit,
        visit.words.say("quiz.download"),
        "quiz_sheet",
        "pdf",
        0,
        lambda: quiz_sheet(number, heads, quiz.record, languages),
        f"{session_code(number)}-test.pdf",
        key=f"quiz.sheet.{number}",
    )


def _typed(visit: Visit, number: int, quiz: Version) -> None:
    words = visit.words
    moments = {moment: words.say(f"quiz.moment.{moment}") for moment in MOMENTS}
    form = Form(visit, "quiz_cards", {}, number)
    form.pills("moment", MOMENTS, label=moments.__getitem__, required=True)
    example = f"7 {'21431'[: quiz.asked]}\n8 {'20413'[: quiz.asked]}"
    form.area("cards", placeholder=example, height=160, help_key="quiz_cards.cards_help")
    # A card's number and its digits are read from left to right in every language.
    shown = f"{LEFT_TO_RIGHT}{example.splitlines()[0]}{END_OF_ISOLATE}"
    st.caption(words.count("quiz_cards.explained", quiz.asked, example=shown))
    form.tick("instead")

    def save() -> Any:
        values = form.values
        cards = cards_of(values["cards"], quiz.asked)
        return perform(enter_quiz, visit.actor, form.key, number, values["moment"] or "", cards, values["instead"])

    form.submit("quiz_cards.save", save)
