"""The test of one module on its page: the version that is asked, in each language, and the form of the next one."""

import streamlit as st

from core.i18n import LANGUAGES, NATIVE_NAMES, escaped
from core.problems import Problem
from core.records.quizzes import CHOICE_PLACES, PLACES, QuizRecord, fields_of, quiz_of
from db.commands.ledger import perform
from db.commands.quizzes import change_quiz, withdraw_quiz
from db.queries.quizzes import Version, quiz_of_module
from pages.parts.data import fresh
from pages.parts.forms import Form, act
from pages.parts.visit import Visit


def quiz_part(visit: Visit, module_id: int) -> None:
    """Draws the test of a module: how it stands, the preview, and the form."""
    words = visit.words
    quiz: Version | None = fresh(quiz_of_module, module_id)
    if quiz is None:
        st.info(words.say("quiz.none_yet"), icon=":material/quiz:")
    else:
        _standing(visit, quiz)
    st.subheader(words.say("quiz.next_version" if quiz else "quiz.first_version"), anchor=False)
    st.caption(words.say("quiz.version_explained"))
    _form(visit, module_id, quiz)


def _standing(visit: Visit, quiz: Version) -> None:
    words = visit.words
    key = "quiz.stands" if quiz.active else "quiz.withdrawn"
    st.markdown(words.count(key, quiz.asked, version=quiz.number))
    missing = quiz.record.missing()
    if missing:
        names = words.listing([NATIVE_NAMES[language] for language in missing])
        st.warning(words.say("quiz.missing", languages=names), icon=":material/translate:")
    with st.expander(words.say("quiz.preview"), icon=":material/visibility:"):
        preview(visit, quiz.record, f"quiz.preview.{quiz.id}")
    key = f"quiz.withdraw.{quiz.id}"
    pressed = quiz.active and st.button(words.say("quiz.withdraw"), icon=":material/block:", key=key)
    if pressed and act(visit, key, withdraw_quiz, quiz.id, quiz.version):
        st.rerun()


def preview(visit: Visit, record: QuizRecord, key: str) -> None:
    """The questions as people will read them, in a language of choice, with the right choice marked."""
    words = visit.words
    language = st.segmented_control(
        words.say("quiz.preview_language"),
        LANGUAGES,
        default=visit.language,
        format_func=NATIVE_NAMES.__getitem__,
        key=key,
        label_visibility="collapsed",
        required=True,
    )
    for place, question in enumerate(record.questions, 1):
        st.markdown(f"**{place}. {escaped(question.words.said(str(language)))}**")
        for number, choice in enumerate(question.choices, 1):
            right = number == question.right
            icon = ":green[:material/check_circle:]" if right else ":material/radio_button_unchecked:"
            told = f" – {words.say('quiz.is_right')}" if right else ""
            st.markdown(f"{icon} {number}. {escaped(choice.said(str(language)))}{told}")


def _form(visit: Visit, module_id: int, quiz: Version | None) -> None:
    words = visit.words
    start = fields_of(quiz.record) if quiz else {}
    number = quiz.number if quiz else 0
    form = Form(visit, "quiz_form", start, module_id, number)
    tabs = st.tabs([words.say("quiz_form.question", number=place) for place in PLACES])
    for place, tab in zip(PLACES, tabs, strict=True):
        with tab:
            _question(visit, form, place)
    with st.expander(words.say("quiz.preview_typed"), icon=":material/visibility:"):
        try:
            preview(visit, quiz_of(form.values), f"quiz.typed.{module_id}")
        except Problem:
            st.caption(words.say("quiz.preview_not_yet"))
    form.submit(
        "quiz_form.save",
        lambda: perform(change_quiz, visit.actor, form.key, module_id, form.version, quiz_of(form.values)),
    )


def _question(visit: Visit, form: Form, place: int) -> None:
    words = visit.words
    for column, language in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
        with column:
            label = words.say("quiz_form.words", language=NATIVE_NAMES[language])
            form.area(f"words_{place}_{language}", label=label, height=96)
    for number in CHOICE_PLACES:
        for column, language in zip(st.columns(len(LANGUAGES)), LANGUAGES, strict=True):
            with column:
                label = words.say("quiz_form.choice", number=number, language=NATIVE_NAMES[language])
                form.text(f"choice_{place}_{number}_{language}", label=label)
    names = {number: words.say("quiz_form.choice_number", number=number) for number in CHOICE_PLACES}
    form.pills(f"right_{place}", CHOICE_PLACES, names.__getitem__)
