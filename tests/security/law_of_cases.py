"""Who may see and change complaints and cases (ROLE-2 to ROLE-6, CASE-5, CASE-20 to CASE-25)."""

from tests.security.law import Right, law

_WRONG = "invalid_input"
_STALE = "changed_meanwhile"

# Cases. A unit sees its agency's and those below; a ศปท. its subtree; ป.ป.ท. what was sent to it; an inspector all;
# an agency's system what its agency sees (the roles' table, ROLE-2). Recused: nothing, whatever the role (ROLE-5).
# `handler` is in charge of what lies in own, unsent, number and mark, and recused from `head`. An agency's own system
# is no person who could be accused; the ministry's ศปท. is neither accused, nor headed, nor marked.
SEES = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            +    +     +    -     -     +      -     -    -      -       -
    handler         +    +     +    -     -     +      +     -    +      -       -
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
    pacc            +    +     +    +     +     -      -     -    -      -       -
    auditor         +    +     +    +     +     +      -     -    -      -       -
    integrator      +    +     +    -     -     +      +     -    -      -       -
""")
# CASE-5: a unit its own agency's and those that it recorded, a ศปท. everything in its subtree.
CHANGES = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            +    p     +    -     -     +      -     -    -      -       -
    handler         +    p     +    -     -     +      +     -    +      -       -
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
    integrator      +    p     +    -     -     +      +     -    -      -       -
""")
# CASE-23: and to its ศปท., what has gone up already not again.
SENDS = law("""
                   own below made above other number head mark deleted nowhere
    unit            +    p     +    -     -     -      -    -    -       -
    handler         +    p     +    -     -     +      -    +    -       -
    acoc            +    +     +    -     -     -      -    -    -       -
    ministry_acoc   +    +     +    +     -     +      +    +    -       -
    integrator      +    p     +    -     -     +      -    -    -       -
""")
# CASE-23: only a ministry's ศปท. sends to ป.ป.ท.
SENDS_TO_PACC = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            q    p     q    -     -     q      -     -    -      -       -
    handler         q    p     q    -     -     q      q     -    q      -       -
    acoc            q    q     q    -     -     q      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
    integrator      q    p     q    -     -     q      q     -    -      -       -
""")
# CASE-22: as an edit, but asked for by persons alone; a sheet meets in it what he may not correct as what is not there.
ASKS_CORRECTIONS = {role: cells for role, cells in CHANGES.items() if role != "integrator"}
UPLOADS = {
    role: {place: "+" if cell == "+" else "=" for place, cell in cells.items()}
    for role, cells in ASKS_CORRECTIONS.items()
}
# CASE-22: as they are seen, by who may ask for any; that it must be his own is told to nobody of one that is decided.
WITHDRAWS = {role: cells for role, cells in SEES.items() if role in ASKS_CORRECTIONS}
# CASE-22: ป.ป.ท. decides of what was sent to it, the ศปท. of everything else.
DECIDES = law("""
                   own below made above other unsent number head mark deleted nowhere
    acoc            p    p     p    -     -     +      -     -    -      -       -
    ministry_acoc   p    p     p    p     -     +      p     p    p      -       -
    pacc            +    +     +    +     +     -      -     -    -      -       -
""")
# CASE-24: a ศปท. returns; ป.ป.ท. asks.
RETURNS = law("""
                   own below made above other unsent number head mark deleted nowhere
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
""")
ASKS = law("""
                   own below made above other unsent number head mark deleted nowhere
    pacc            +    +     +    +     +     -      -     -    -      -       -
""")
# ROLE-6: the case's agency or its ศปท.
NAMES_HANDLER = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            +    p     p    -     -     +      -     -    -      -       -
    handler         +    p     p    -     -     +      +     -    +      -       -
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
""")
# ROLE-5: a handler or the ศปท.
MARKS = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            p    p     p    -     -     p      -     -    -      -       -
    handler         +    p     p    -     -     +      +     -    +      -       -
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
""")
# ROLE-4: a handler alone; everybody else sees that it exists, no more.
OPENS = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            p    p     p    -     -     p      -     -    -      -       -
    handler         +    p     p    -     -     +      +     -    +      -       -
    acoc            p    p     p    -     -     p      -     -    -      -       -
    ministry_acoc   p    p     p    p     -     p      p     p    p      -       -
""")
# CASE-23: showing a number is a call of its own, for those whose work the case is.
SHOWS_NUMBER = law("""
                   own below made above other unsent number head mark deleted nowhere
    unit            +    p     +    -     -     +      -     -    -      -       -
    handler         +    p     +    -     -     +      +     -    +      -       -
    acoc            +    +     +    -     -     +      -     -    -      -       -
    ministry_acoc   +    +     +    +     -     +      +     +    +      -       -
""")
# CASE-21: the ศปท. restores, and sees what could be.
RESTORES = law("""
                   own below made above other number head mark nowhere
    acoc            +    +     +    -     -     -     -    -     -
    ministry_acoc   +    +     +    +     -     +     +    +     -
""")
# What was sent, of what was sent at all.
SENT = law("""
                   own below made above other number head mark nowhere
    unit            +    +     +    -     -     -     -    -     -
    handler         +    +     +    -     -     +     -    +     -
    acoc            +    +     +    -     -     -     -    -     -
    ministry_acoc   +    +     +    +     -     +     +    +     -
    pacc            +    +     +    +     +     -     -    -     -
    auditor         +    +     +    +     +     -     -    -     -
    integrator      +    +     +    -     -     +     -    -     -
""")
# CASE-5: for the own agency and those below it.
RECORDS = law("""
                   own below above other nowhere
    unit            +    +     -     -     -
    handler         +    +     -     -     -
    acoc            +    +     -     -     -
    ministry_acoc   +    +     +     -     -
    integrator      +    +     -     -     -
""")
# CASE-1, ROLE-5: whoever meets a number that is taken is told by which record, except whom it would tell too much.
NAMES_FIRST_USE = law("""
                   own unsent number head mark
    unit            +     +      -     -    -
    handler         +     +      +     -    +
    acoc            +     +      -     -    -
    ministry_acoc   +     +      +     +    +
    integrator      +     +      +     -    -
""")
# CASE-25: a queue holds what would be accepted from the one who asks. Whoever does nothing has empty queues.
COUNTS = law("""
                   own
    unit            +
    handler         +
    acoc            +
    ministry_acoc   +
    pacc            +
    auditor         +
    integrator      +
""")
# CASE-6: private to its officer, at his agency.
DROPS_HALF_MADE = law("""
                   own colleague below above other nowhere
    unit            +      =       =     =     =      =
    handler         +      =       =     =     =      =
    acoc            +      =       =     =     =      =
    ministry_acoc   +      =       =     =     =      =
""")
# Between services alone: those that are named with the method (SUM-5, REL-8).
SERVICES_ALONE = law("""
                   own
    unit            p
""")
_REPORTING = frozenset({"svc-reporting"})
_FOLLOWERS = frozenset({"svc-deadlines", "svc-reporting"})
OPENS_HALF_MADE = law("""
                   own colleague below above other nowhere
    unit            +      -       -     -     -      -
    handler         +      -       -     -     -      -
    acoc            +      -       -     -     -      -
    ministry_acoc   +      -       -     -     -      -
""")

RIGHTS: dict[str, Right] = {
    "cases CaseService.RecordComplaint": Right(RECORDS, "case.record", _WRONG),
    "cases CaseService.RecordComplaint#under a number that is taken": Right(
        NAMES_FIRST_USE, "case.record", _WRONG, is_list=True, is_narrowed=False
    ),
    "cases CaseService.ExplainLateness": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.ReportRound": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.ReportProgress": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.ConcludeInquiry": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.ReportProceedings": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.ReportOutcome": Right(CHANGES, "case.report", _STALE),
    "cases CaseService.EditEntry": Right(CHANGES, "case.edit", _STALE),
    "cases CaseService.ListEarlierEntries": Right(SEES, "case.read"),
    "cases CaseService.SendCases": Right(SENDS, "case.send", "already_sent"),
    "cases CaseService.SendCases#to ป.ป.ท.": Right(
        SENDS_TO_PACC, "case.send", "ok not_at_that_level", second="case.send.pacc"
    ),
    "cases CaseService.GetSending": Right(SENT, "case.read"),
    "cases CaseService.ReturnCase": Right(RETURNS, "case.return", "not_returnable"),
    "cases CaseService.AskAboutCase": Right(ASKS, "case.ask"),
    "cases CaseService.AnswerAboutCase": Right(CHANGES, "case.answer", "ok nothing_asked"),
    "cases CaseService.GetCase": Right(SEES, "case.read"),
    "cases CaseService.ListCases#by number": Right(SEES, "case.read", is_list=True),
    "cases CaseService.ListCases#by national ID": Right(SEES, "case.read", is_list=True),
    "cases CaseService.ListCases#by words": Right(SEES, "case.read", is_list=True),
    "cases CaseService.ListCases#by month": Right(SEES, "case.read", is_list=True),
    "cases CaseService.ListCases#by id": Right(SEES, "case.read", is_list=True),
    "cases CaseService.ListCases#of an agency": Right(SEES, "case.read", is_list=True, is_narrowed=False),
    "cases CaseService.CountQueues": Right(COUNTS, "case.read", is_list=True, is_narrowed=False),
    "cases ComplaintService.GetComplaint": Right(SEES, "case.read"),
    "cases ComplaintService.EditComplaint": Right(CHANGES, "case.edit", _STALE),
    "cases ComplaintService.ListEarlierComplaints": Right(SEES, "case.read"),
    "cases ComplaintService.DeleteComplaint": Right(CHANGES, "case.delete", "already_submitted invalid_input"),
    "cases ComplaintService.RestoreComplaint": Right(RESTORES, "case.restore", "restoring_over", days_later=31),
    "cases ComplaintService.ListDeletedComplaints": Right(RESTORES, "case.restore", is_list=True, is_narrowed=False),
    "cases CasePeopleService.NameHandler": Right(NAMES_HANDLER, "case.name_handler", _WRONG),
    "cases CasePeopleService.MarkRecusal": Right(MARKS, "case.mark_recusal", _WRONG),
    "cases CasePeopleService.LiftRecusal": Right(MARKS, "case.mark_recusal", _WRONG),
    "cases CasePeopleService.OpenComplainant": Right(OPENS, "case.open_complainant"),
    "cases CasePeopleService.ShowNationalId": Right(SHOWS_NUMBER, "case.show_national_id"),
    "cases HalfMadeRecordService.KeepHalfMadeRecord": Right(OPENS_HALF_MADE, "case.keep_half_made", _STALE),
    "cases HalfMadeRecordService.GetHalfMadeRecord": Right(OPENS_HALF_MADE, "case.keep_half_made"),
    "cases HalfMadeRecordService.ListHalfMadeRecords": Right(
        OPENS_HALF_MADE, "case.keep_half_made", is_list=True, is_narrowed=False
    ),
    "cases HalfMadeRecordService.DropHalfMadeRecord": Right(DROPS_HALF_MADE, "case.keep_half_made"),
    "cases CorrectionService.ListCorrectableFields": Right(COUNTS, "case.read"),
    "cases CorrectionService.GetCorrectionSheet": Right(ASKS_CORRECTIONS, "case.request_correction"),
    "cases CorrectionService.RequestCorrections": Right(ASKS_CORRECTIONS, "case.request_correction", _WRONG),
    "cases CorrectionService.UploadCorrections": Right(UPLOADS, "case.request_correction", _WRONG),
    "cases CorrectionService.ListCorrections": Right(SEES, "case.read", is_list=True),
    "cases CorrectionService.ApproveCorrections": Right(DECIDES, "case.decide_correction", "correction_decided"),
    "cases CorrectionService.ReturnCorrections": Right(DECIDES, "case.decide_correction", "correction_decided"),
    "cases CorrectionService.WithdrawCorrections": Right(WITHDRAWS, "case.withdraw_correction", "correction_decided"),
    "cases ClosingService.CloseMonth": Right(SERVICES_ALONE, "month.close", _WRONG, services=_REPORTING),
    "cases ClosingService.ListReasons": Right(SERVICES_ALONE, "case.read_reasons", services=_REPORTING),
    "cases SnapshotService.ListCaseLives": Right(SERVICES_ALONE, "case.follow", services=_FOLLOWERS),
}
