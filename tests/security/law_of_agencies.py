"""Who may see and change agencies and officers (ORG-1 to ORG-4, SUM-0, USER-1, USER-5)."""

from tests.security.law import Right, law

_WRONG = "invalid_input"
_FOLLOWERS = frozenset({"svc-cases", "svc-deadlines", "svc-reporting", "svc-intake", "svc-files"})
_TELLERS = frozenset({"svc-deadlines", "svc-intake"})

# Agencies and officers. An officer's tree is his agency's with what lies below, a ศปท.'s its subtree; ป.ป.ท. keeps the
# whole, an inspector reads it; a user_admin sees where he grants.
SEES_AGENCY = law("""
                   own below above other nowhere
    unit            +    +     -     -     -
    acoc            +    +     -     -     -
    ministry_acoc   +    +     +     -     -
    pacc            +    +     +     +     -
    approver        +    +     -     -     -
    auditor         +    +     +     +     -
    user_admin      +    +     +     +     -
    acoc_user_admin +    +     -     -     -
    integrator      +    +     -     -     -
""")
KEEPS_TREE = law("""
                   own below above other nowhere
    pacc            +    +     +     +     -
""")
# SUM-0: its ศปท. or one above it, and ป.ป.ท.
SETS_SUMMARY_DUTY = law("""
                   own below above other nowhere
    acoc            +    +     -     -     -
    ministry_acoc   +    +     +     -     -
    pacc            +    +     +     +     -
""")
KEEPS_WHOLE_TREE = law("""
                   own
    pacc            +
""")
# USER-1, the roles' table: ป.ป.ท.'s in the whole country, a ศปท.'s in its subtree.
GRANTS = law("""
                   own below above other nowhere
    user_admin      +    +     +     +     -
    acoc_user_admin +    +     -     -     -
""")
# The roles of the whole country are ป.ป.ท.'s to give.
GRANTS_PACC = law("""
                   own below above other nowhere
    user_admin      +    +     +     +     -
    acoc_user_admin q    q     -     -     -
""")
SEES_OFFICER = law("""
                   own below above other nowhere
    pacc            +    +     +     +     -
    auditor         +    +     +     +     -
    user_admin      +    +     +     +     -
    acoc_user_admin +    +     ~     -     -
""")
# Between services alone: the services named with the method.
SERVICES_ALONE = law("""
                   own
    unit            p
""")

RIGHTS: dict[str, Right] = {
    "agencies AgencyService.ListAgencies": Right(SEES_AGENCY, "agency.read", is_list=True, is_narrowed=False),
    "agencies AgencyService.CreateAgency": Right(KEEPS_TREE, "agency.keep", _WRONG),
    "agencies AgencyService.UpdateAgency": Right(KEEPS_TREE, "agency.keep", _WRONG),
    "agencies AgencyService.MoveAgency": Right(KEEPS_TREE, "agency.keep", "would_be_circle"),
    "agencies AgencyService.CloseAgency": Right(KEEPS_TREE, "agency.keep", "open_agencies_below"),
    "agencies AgencyService.AppointHead": Right(KEEPS_TREE, "agency.keep", _WRONG),
    "agencies AgencyService.SetSummaryDuty": Right(SETS_SUMMARY_DUTY, "agency.set_summary_duty"),
    "agencies AgencyService.ImportTree": Right(KEEPS_WHOLE_TREE, "agency.keep", _WRONG),
    "agencies AgencyService.ExportTree": Right(KEEPS_WHOLE_TREE, "agency.keep"),
    "agencies OfficerService.GrantOfficer": Right(GRANTS, "officer.grant", _WRONG),
    "agencies OfficerService.GrantOfficer#of ป.ป.ท.": Right(
        GRANTS_PACC, "officer.grant", _WRONG, second="officer.grant.pacc"
    ),
    "agencies OfficerService.EndOfficer": Right(GRANTS, "officer.end"),
    "agencies OfficerService.EndOfficer#of ป.ป.ท.": Right(GRANTS_PACC, "officer.end", second="officer.end.pacc"),
    "agencies OfficerService.ListOfficers": Right(SEES_OFFICER, "officer.read", is_list=True),
    "agencies OfficerService.GrantIntegrator": Right(GRANTS, "officer.grant", _WRONG),
    "agencies DirectoryService.GetSnapshot": Right(SERVICES_ALONE, "directory.follow", services=_FOLLOWERS),
    "agencies DirectoryService.ListAddresses": Right(SERVICES_ALONE, "directory.recipients", services=_TELLERS),
}
