"""What an operator can mend."""


class Trouble(Exception):
    """One sentence: what is wrong and what to do about it. The command ends with 2."""
