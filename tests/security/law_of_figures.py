"""Who may see and change obligations, policies, his own bell, figures; and the heads of the audit chains."""

from tests.security.law import Right, law

# CASE-27: `reporting` keeps the heads of the others, `cases` reporting's.
# What is asked for is wrong in itself, so that nothing changes.
_WRONG = "invalid_input"
_WITNESSED = frozenset({"svc-agencies", "svc-cases", "svc-deadlines"})

# The roles' table: an inspector verifies the trail.
WITNESSES = law("""
                   own
    auditor         +
""")

# Deadlines: whoever sees the case sees what is owed of it (ROLE-2, ROLE-5).
SEES_OBLIGATION = law("""
                   own below made above other unsent number head mark nowhere
    unit            +    +     +    -     -     +      -     -    -     -
    handler         +    +     +    -     -     +      +     -    +     -
    acoc            +    +     +    -     -     +      -     -    -     -
    ministry_acoc   +    +     +    +     -     +      +     +    +     -
    pacc            +    +     +    +     +     -      -     -    -     -
    auditor         +    +     +    +     +     +      -     -    -     -
    integrator      +    +     +    -     -     +      +     -    -     -
""")
# ROLE-6: of which he is in charge.
IS_IN_CHARGE = law("""
                   own below made above other unsent number head mark nowhere
    unit            -    -     -    -     -     -      -     -    -     -
    handler         +    -     -    -     -     +      +     -    +     -
    acoc            -    -     -    -     -     -      -     -    -     -
    ministry_acoc   -    -     -    -     -     -      -     -    -     -
    pacc            -    -     -    -     -     -      -     -    -     -
    auditor         -    -     -    -     -     -      -     -    -     -
    integrator      -    -     -    -     -     -      -     -    -     -
""")
# DUE-9: figures of an agency in scope.
SEES_FIGURES = law("""
                   own below above other nowhere
    unit            +    +     -     -     -
    acoc            +    +     -     -     -
    ministry_acoc   +    +     +     -     -
    pacc            +    +     +     +     -
    auditor         +    +     +     +     -
    integrator      +    +     -     -     -
""")
# DUE-13: by a ศปท.
EXTENDS = law("""
                   own below made above other unsent number head mark nowhere
    acoc            +    +     +    -     -     +      -     -    -     -
    ministry_acoc   +    +     +    +     -     +      +     +    +     -
""")
READS_POLICIES = law("""
                   own
    unit            +
    acoc            +
    ministry_acoc   +
    pacc            +
    approver        +
    auditor         +
    integrator      +
""")
# DUE-1: ป.ป.ท. for the country, a ศปท. for its subtree. DUE-3: ป.ป.ท. keeps the holidays.
CHANGES_POLICY = law("""
                   own
    acoc            +
    ministry_acoc   +
    pacc            +
""")
KEEPS_HOLIDAYS = law("""
                   own
    pacc            +
""")
# DUE-5, long after the date: the handler, or without one the agency's officers; its ศปท., the nearest one; ป.ป.ท. for
# what was sent to it.
IS_REMINDED = law("""
                   own below made above other unsent number head mark
    unit            -    -     -    -     -     -      -     -    -
    handler         +    -     -    -     -     +      +     -    +
    acoc            +    +     +    -     -     +      -     -    -
    ministry_acoc   -    -     -    +     -     -      -     -    -
    pacc            +    +     +    +     +     -      -     -    -
""")
# DUE-10, DUE-11: a bell and a feed are their owner's.
HAS_BELL = law("""
                   own
    unit            +
    acoc            +
    ministry_acoc   +
    pacc            +
""")

# SUM-4: `reporting` alone asks for it, and finds who may.
REMINDS = law("""
                   own
    unit            p
""")

# Reporting: a case counts from its entry (REP-1): for a unit and an inspector the record, for a ศปท. and ป.ป.ท. the
# sending. A recused viewer's figures leave it out (REP-4).
COUNTS_CASE = law("""
                   own below made above other unsent number head mark deleted
    unit            +    +     +    -     -     +      -     -    -      -
    handler         +    +     +    -     -     +      +     -    +      -
    acoc            +    +     +    -     -     -      -     -    -      -
    ministry_acoc   +    +     +    +     -     -      +     +    +      -
    pacc            +    +     +    +     +     -      -     -    -      -
    auditor         +    +     +    +     +     +      -     -    -      -
    integrator      +    +     +    -     -     +      +     -    -      -
""")
# REP-13: one number of everything in scope, in which no single case shows.
READS_REPORTS = law("""
                   own
    unit            +
    acoc            +
    ministry_acoc   +
    pacc            +
    auditor         +
    integrator      +
""")
# REP-15: a row of report 1 opens where the caller's report has it: his own agency or a ministry, and what is directly
# below that.
OPENS_ROW = law("""
                   own below above other nowhere
    unit            +    +     -     -     -
    acoc            +    +     -     -     -
    ministry_acoc   +    -     +     -     -
    pacc            +    -     +     +     -
    auditor         +    -     +     +     -
    integrator      +    +     -     -     -
""")
# SUM-2: of a ministry its ศปท., of any other agency its unit or a ศปท. of its own; each for its own alone.
CONFIRMS_SUMMARY = law("""
                   own below above other nowhere
    unit            +    p     -     -     -
    acoc            +    p     -     -     -
    ministry_acoc   p    p     +     -     -
""")
# SUM-4, SUM-5.
REMINDS_ALL = law("""
                   own
    acoc            +
    ministry_acoc   +
    pacc            +
""")
CLOSES_ROUNDS = law("""
                   own
    pacc            +
""")
SEES_ROUNDS = law("""
                   own
    unit            +
    acoc            +
    ministry_acoc   +
    pacc            +
    auditor         +
    integrator      +
""")

RIGHTS: dict[str, Right] = {
    "cases AuditWitnessService.GetHead": Right(WITNESSES, "audit.witness", services=frozenset({"svc-reporting"})),
    "deadlines DeadlineService.ListObligations": Right(SEES_OBLIGATION, "obligation.read", is_list=True),
    "deadlines DeadlineService.GetWorklist": Right(SEES_OBLIGATION, "obligation.read", is_list=True, is_narrowed=False),
    "deadlines DeadlineService.GetWorklist#mine": Right(
        IS_IN_CHARGE, "obligation.read", is_list=True, is_narrowed=False
    ),
    "deadlines DeadlineService.GetCompliance": Right(SEES_OBLIGATION, "obligation.read", is_list=True),
    "deadlines DeadlineService.GetCompliance#of an agency": Right(SEES_FIGURES, "obligation.read"),
    "deadlines DeadlineService.ExtendObligation": Right(EXTENDS, "obligation.extend", "not_extendable"),
    "deadlines PolicyService.ListPolicies": Right(READS_POLICIES, "policy.read"),
    "deadlines PolicyService.ChangePolicy": Right(CHANGES_POLICY, "policy.change", "policy_is_law"),
    "deadlines PolicyService.ListHolidays": Right(READS_POLICIES, "policy.read"),
    "deadlines PolicyService.AddHoliday": Right(KEEPS_HOLIDAYS, "holiday.keep", "holiday_already"),
    "deadlines PolicyService.StrikeHoliday": Right(KEEPS_HOLIDAYS, "holiday.keep", "no_holiday"),
    "deadlines ReminderService.ListBell": Right(IS_REMINDED, "bell.read", is_list=True, is_narrowed=False),
    "deadlines ReminderService.MarkBellRead": Right(HAS_BELL, "bell.read"),
    "deadlines ReminderService.GetCalendarFeed": Right(HAS_BELL, "calendar_feed.keep"),
    "deadlines ReminderService.RenewCalendarFeed": Right(HAS_BELL, "calendar_feed.keep"),
    "deadlines ReminderService.EndCalendarFeed": Right(HAS_BELL, "calendar_feed.keep"),
    "deadlines SummaryReminderService.RemindSummaries": Right(
        REMINDS, "summary.remind", services=frozenset({"svc-reporting"})
    ),
    "reporting ReportService.GetReport1": Right(COUNTS_CASE, "report.read", is_list=True, is_narrowed=False),
    "reporting ReportService.GetReport2": Right(COUNTS_CASE, "report.read", is_list=True, is_narrowed=False),
    "reporting ReportService.GetReport3": Right(COUNTS_CASE, "report.read", is_list=True, is_narrowed=False),
    "reporting ReportService.GetReport4": Right(READS_REPORTS, "report.read"),
    "reporting ReportService.GetReport5": Right(SEES_FIGURES, "report.read", is_list=True, is_narrowed=False),
    "reporting ReportService.ListFigureCases": Right(COUNTS_CASE, "report.read", is_list=True, is_narrowed=False),
    "reporting ReportService.ListFigureCases#of a row": Right(OPENS_ROW, "report.read"),
    "reporting SummaryService.GetSummary": Right(SEES_FIGURES, "summary.read"),
    "reporting SummaryService.SubmitSummary": Right(CONFIRMS_SUMMARY, "summary.submit", _WRONG),
    "reporting SummaryService.RemindUnsubmitted": Right(REMINDS_ALL, "summary.remind", _WRONG),
    "reporting SummaryService.ListRounds": Right(SEES_ROUNDS, "summary.read"),
    "reporting SummaryService.GetRound": Right(SEES_ROUNDS, "summary.read"),
    "reporting SummaryService.CloseRound": Right(CLOSES_ROUNDS, "round.close", _WRONG),
    "reporting SummaryService.ListDifferences": Right(SEES_FIGURES, "report.read"),
    "reporting AuditWitnessService.GetHead": Right(WITNESSES, "audit.witness", services=_WITNESSED),
}
