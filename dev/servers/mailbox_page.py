"""The mailbox's two pages: plain HTML, everything escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_PAGE = """<!doctype html>
<html lang="th"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ccc }}
td {{ overflow-wrap: anywhere }}
pre {{ font: inherit; white-space: pre-wrap }}
</style></head><body><h1>{title}</h1>{body}</body></html>
"""


def mails_page(mails: Sequence[Mapping[str, Any]], *, of: int, has_older: bool) -> str:
    """Some of the `of` mails that there are, the newest first; with the way to older ones."""
    rows = "".join(
        f"<tr><td>{escape(mail['received_at'][:19])}</td><td>{escape(', '.join(mail['to']))}</td>"
        f"<td><a href='/mail/{escape(mail['name'])}'>{escape(mail['subject']) or '(no subject)'}</a></td></tr>"
        for mail in mails
    )
    head = "<tr><th>received (UTC)</th><th>to</th><th>subject</th></tr>"
    older = f"<p><a href='/?before={escape(mails[-1]['name'])}'>older</a></p>" if has_older else ""
    nothing = "" if mails else "<p>No mail.</p>"
    return _PAGE.format(title=f"Mailbox: {of}", body=f"{nothing}<table>{head}{rows}</table>{older}")


def mail_page(mail: Mapping[str, Any]) -> str:
    """One mail with its headers and text."""
    shown = ("received_at", "message_id", "sender", "subject")
    values = [(name, mail[name]) for name in shown] + [("to", ", ".join(mail["to"]))]
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in values)
    body = f"<p><a href='/'>all mails</a></p><table>{rows}</table><pre>{escape(mail['body'])}</pre>"
    return _PAGE.format(title=escape(mail["subject"]) or "(no subject)", body=body)
