"""`rongrian day`: the business day of what runs on this machine, as `make day` moves it (DUE-12)."""

from commandline import at_hand
from commandline.trouble import Trouble


def show_or_move(to: str) -> None:
    """Show the day for an empty `to`, else move forward to it and show each day that passes.

    Raises Trouble where production's settings are, where nothing runs, and for what is no day or lies in the past.
    """
    if at_hand.is_production():
        raise Trouble("Production goes by the real date, and nobody moves it: การใช้งานจริงใช้วันที่จริงเท่านั้น")
    stack = at_hand.find().stack
    if stack is None:
        raise Trouble("The business day is moved where the system was started: run this beside `make run`.")
    from dev import screen
    from dev.day import parse, present, step_to
    from dev.trouble import Trouble as TroubleOfStack

    try:
        if to:
            screen.show_unsettled(step_to(stack, parse(to), screen.show_day))
        else:
            screen.show_present(present(stack))
    except TroubleOfStack as trouble:
        raise Trouble(str(trouble)) from None
