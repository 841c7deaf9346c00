"""Who may do what, written out: each page, command and action with the roles that may. Read from nothing else.

The columns are administrator, coordinator, field officer, manager, presenter; a guest (g) holds a link and no account.
"""

from core.access import GUEST, ROLES

_LETTERS = dict(zip("acfmpg", (*ROLES, GUEST), strict=True))


def _table(lines: str) -> dict[str, frozenset[str]]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {name: frozenset(_LETTERS[letter] for letter in may if letter != "-") for name, may in rows}


PAGES = _table("""
    entry-attendance                acf--
    entry-import-organisations      ac---
    entry-notice                    acf--
    entry-obstacles                 acf--
    entry-organisations             acf--
    entry-participants              acf--
    entry-person                    acf--
    entry-sessions                  acf--
    entry-today                     acf--
    explore-figure                  acfmp
    explore-home                    acfmp
    explore-indicators              acfmp
    explore-obstacles               acfm-
    explore-organisation            acfm-
    explore-organisations           acfm-
    explore-overview                acfmp
    explore-province                acfm-
    explore-modules                 acfm-
    explore-provinces               acfm-
    explore-reports                 acfm-
    explore-satisfaction            acfm-
    explore-sheets                  acfm-
    manage-accounts                 a----
    manage-anonymise                a----
    manage-backup                   a----
    manage-bin                      ac---
    manage-certificates             ac---
    manage-doubles                  ac---
    manage-exports                  acfm-
    manage-history                  ac---
    manage-module-tests             ac---
    manage-my-account               acfmp
    manage-person-file              ac---
    manage-privacy                  ac---
    manage-programme                ac---
    manage-reference-lists          ac---
    manage-retention                a----
    manage-settings                 a----
    manage-trainers                 ac---
""")

COMMANDS = _table("""
    add_guest                       ac---
    add_known_person                acf--
    add_institution_person          ac---
    add_new_person                  acf--
    add_to_list                     ac---
    add_walk_in                     acf-p
    add_update                      ac---
    anonymise_person                a----
    answer_commitment               -----g
    answer_quiz                     -----g
    answer_request                  ac---
    answer_satisfaction             -----g
    apply_roster_workbook           acf--
    attach_mention                  acf--
    ban_phone                       ac--p
    bring_phone_back                ac--p
    bring_view_back                 acfmp
    cancel_session                  ac---
    change_account                  a----
    change_event                    ac---
    change_commitment               ac---
    change_group                    ac---
    change_guest                    ac---
    change_in_list                  ac---
    change_institution_person       ac---
    change_obstacle                 acf--
    change_organisation             acf--
    change_own_password             acfmp
    change_person                   acf--
    change_phase                    ac---
    change_programme                ac---
    change_session                  ac---
    change_referral                 ac---
    change_quiz                     ac---
    change_settings                 a----
    change_target                   ac---
    change_trainer                  ac---
    change_trainer_hours            acf--
    check_guest_in                  acf-p
    choose_language                 acfmp
    close_account                   a----
    close_event                     ac---
    close_roster                    acf--
    correct_locked_mark             ac---
    declare_figures                 acf--
    end_membership                  acf--
    end_own_sign_in                 acfmp
    enrol                           acf--
    enter_backup                    a----
    enter_backup_check              a----
    enter_backup_download           a----
    enter_export                    acfm-
    enter_figures_export            acfmp
    enter_quiz                      acf--
    enter_request                   ac---
    enter_restore                   a----
    freeze_report                   ac-m-
    give_password_link              a----
    import_organisations            ac---
    invite_guests                   ac---
    issue_certificates              ac---
    join_organisation               acf--
    keep_page                       acf--
    keep_setup_code                 a----
    keep_view                       acfmp
    lock_sheet                      ac---
    make_account                    a----
    make_event                      ac---
    make_commitment                 ac---
    make_further_administrator      a----
    make_group                      ac---
    make_institution_link           ac---
    make_phase                      ac---
    make_programme                  ac---
    make_target                     ac---
    mark_attendance                 acf--
    merge_organisations             ac---
    merge_persons                   ac---
    merge_submission                ac--p
    note_answer                     ac---
    object_to_use                   ac---
    open_roster                     acf--
    plan_series                     ac---
    plan_session                    ac---
    purge_bin                       ac---
    put_trainer                     ac---
    raise_obstacle                  acf--
    refer_obstacle                  ac---
    register_group                  acf--
    register_organisation           acf--
    register_organisation_members   acf--
    register_people                 acf--
    register_person                 acf--
    register_trainer                ac---
    remove_event                    ac---
    reject_submission               ac--p
    remove_commitment               ac---
    remove_from_list                ac---
    remove_group                    ac---
    remove_guest                    ac---
    remove_mention                  acf--
    remove_obstacle                 acf--
    remove_organisation             acf--
    remove_page                     acf--
    remove_person                   acf--
    remove_phase                    ac---
    remove_programme                ac---
    remove_target                   ac---
    remove_trainer                  ac---
    remove_view                     acfmp
    rename_view                     acfmp
    reopen_event                    ac---
    reopen_roster                   ac---
    restore                         ac---
    revoke_certificate              ac---
    revoke_institution_link         ac---
    send_back_sheet                 ac---
    set_participation               acf--
    set_password                    a----
    set_switch                      ac--p
    show_submission                 ac--p
    submit_sheet                    acf--
    take_back_apart                 ac---
    take_check_in_back              acf-p
    take_objection_back             ac---
    take_off_roster                 acf--
    take_submission_back            ac--p
    take_trainer_off                ac---
    tally_satisfaction              acf--
    tell_apart                      ac---
    undo_import                     ac---
    undo_merge                      ac---
    unlock_sheet                    ac---
    use_password_link               acfmp
    verify_sheet                    ac---
    withdraw                        acf--
    withdraw_quiz                   ac---
    withdraw_referral               ac---
    withdraw_report                 ac-m-
""")

ACTIONS = _table("""
    account.self                    acfmp
    account.write                   a----
    attendance.write                acf--
    backup.write                    a----
    bin.write                       ac---
    certificate.write               ac---
    commitment.answer               -----g
    commitment.write                ac---
    double.write                    ac---
    door.write                      acf-p
    event.answer                    -----g
    event.read                      acf-p
    event.write                     ac---
    export.write                    acfm-
    figures.read                    acfmp
    figures.whole                   acfm-
    history.read                    ac---
    import.write                    ac---
    moderation.write                ac--p
    obstacle.read                   acfm-
    obstacle.write                  acf--
    organisation.read               acfm-
    organisation.write              acf--
    person.read                     acf--
    person.write                    acf--
    privacy.erase                   a----
    privacy.write                   ac---
    programme.write                 ac---
    reference.write                 ac---
    report.write                    ac-m-
    satisfaction.answer             -----g
    session.read                    acf--
    session.write                   ac---
    sheet.read                      acfm-
    setting.write                   a----
    stage.write                     ac--p
""")
