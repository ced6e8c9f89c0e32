"""Every rule that code, contracts, errors or tests name is explained in docs/rules.md."""

import re
from pathlib import Path

from dev.drawing import RULES as RULES_PAGE
from dev.drawing import drawn

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"\b(?:ORG|ROLE|USER|CASE|TRI|SUB|DUE|REP|REL|SEC|OPS|CHAN|SUM)-\d+\b")
PLACES = [
    *ROOT.glob("services/**/*.py"),
    *ROOT.glob("proto/rongrian/**/*.proto"),
    *ROOT.glob("tests/**/*.py"),
]


def test_every_rule_that_is_named_somewhere_is_explained() -> None:
    explained = set(RULE.findall(RULES_PAGE.read_text(encoding="utf-8")))
    named = {
        (rule, str(path.relative_to(ROOT)))
        for path in PLACES
        if path != Path(__file__)
        for rule in RULE.findall(path.read_text(encoding="utf-8"))
    }

    assert sorted((rule, path) for rule, path in named if rule not in explained) == []


def test_the_transitions_are_drawn_as_the_code_has_them() -> None:
    """`python -m dev.drawing` draws them anew."""
    text = RULES_PAGE.read_text(encoding="utf-8")

    assert drawn(text) == text
