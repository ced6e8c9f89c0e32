"""The mailbox of the demo and the tests stays quick to look into however many mails came."""

import re
from pathlib import Path

import pytest

from dev.servers.mailbox import MAILS_ON_A_PAGE, page_of
from dev.servers.mailbox_box import Box

MAIL = """Subject: =?utf-8?b?4LmB4LiI4LmJ4LiH4LmA4LiV4Li34Lit4LiZ?= {number}
From: a@example.invalid
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

ถึงกำหนด {number}
"""


@pytest.fixture
def box(tmp_path: Path) -> Box:
    filled = Box(tmp_path / "mails")
    for number in range(2 * MAILS_ON_A_PAGE + 1):
        filled.keep(MAIL.format(number=number).encode(), ["officer@example.invalid"])
    return filled


def test_all_mails_are_found_from_the_newest_to_the_oldest_a_page_at_a_time(box: Box) -> None:
    found, before = [], ""
    for _ in range(3):
        page = page_of(box, before)
        found.append([int(number) for number in re.findall(r"แจ้งเตือน (\d+)</a>", page)])
        before = (re.findall(r"\?before=([^']+)", page) or [""])[0]

    assert [len(page) for page in found] == [MAILS_ON_A_PAGE, MAILS_ON_A_PAGE, 1]
    assert [number for page in found for number in page] == list(range(2 * MAILS_ON_A_PAGE, -1, -1))
    assert before == ""


def test_an_empty_mailbox_says_so(tmp_path: Path) -> None:
    assert "No mail." in page_of(Box(tmp_path), "")


def test_a_mail_is_found_by_its_name_and_nothing_else_on_the_disk_is(box: Box, tmp_path: Path) -> None:
    (tmp_path / "secret.eml").write_text("no mail")
    newest = box.names()[0]
    mail = box.mail(newest)
    assert mail is not None
    assert (mail.subject, mail.body.strip()) == (f"แจ้งเตือน {2 * MAILS_ON_A_PAGE}", f"ถึงกำหนด {2 * MAILS_ON_A_PAGE}")
    assert [box.mail(name) for name in ("../secret", f"../mails/{newest}", "", newest[:-1])] == [None] * 4
