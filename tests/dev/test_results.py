"""What `make test` says at its end."""

from pathlib import Path

from dev.results import Tally, read_results, summary

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.a" name="passes"/>
<testcase classname="tests.a" name="fails"><failure message="no"/></testcase>
<testcase classname="tests.a" name="breaks"><error message="no"/></testcase>
<testcase classname="tests.a" name="waits"><skipped message="no clamd"/></testcase>
</testsuite></testsuites>"""


def test_tests_are_counted_from_their_results(tmp_path: Path) -> None:
    (tmp_path / "results.xml").write_text(RESULTS)
    tally = Tally(passed=6)
    assert read_results(tmp_path / "results.xml", tally) == 3
    assert summary(tally) == "7 passed, 2 failed, 1 skipped"
    assert tally.skipped == ["tests.a.waits: no clamd"]


def test_nothing_is_said_of_skipped_tests_where_there_are_none() -> None:
    assert summary(Tally(passed=3)) == "3 passed, 0 failed"
