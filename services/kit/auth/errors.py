"""What can be wrong with a caller's token; each has a stable code of its own."""

from kit.domain.errors import Unauthenticated


class TokenForged(Unauthenticated):
    code = "token_forged"

    def __init__(self) -> None:
        super().__init__("The token is not one that the issuer signed.")


class TokenForeign(Unauthenticated):
    code = "token_foreign"

    def __init__(self) -> None:
        super().__init__("The token is from another issuer or for another audience.")


class TokenUnreadable(Unauthenticated):
    code = "token_unreadable"

    def __init__(self) -> None:
        super().__init__("The token names its holder in a way that is not understood.")


class TokenExpired(Unauthenticated):
    code = "token_expired"

    def __init__(self) -> None:
        super().__init__("The token has expired, or is not valid yet.")


class TokenSuperseded(Unauthenticated):
    """The officer's role, agency or mark has changed since the token was issued."""

    code = "token_superseded"

    def __init__(self) -> None:
        super().__init__("Your rights have changed since you logged in; log in again.")


class OfficerEnded(Unauthenticated):
    """USER-5: access was ended."""

    code = "officer_ended"

    def __init__(self) -> None:
        super().__init__("Your access has been ended.")


class OfficerUnknown(Unauthenticated):
    """No service acts for an officer of whom its copy of the directory does not know: recusal could not be judged."""

    code = "officer_unknown"

    def __init__(self) -> None:
        super().__init__("You are not (yet) known here as an officer.")
