"""Reports 1 and 5 as they look in a terminal."""

from collections.abc import Mapping

from rich.table import Table

from dev.screen import console
from rongrian.cases.v1 import case_pb2
from rongrian.reporting.v1.report_pb2 import Column, FigureName, Figures, Stated
from rongrian.reporting.v1.report_service_pb2 import GetReport1Response, GetReport5Response

_STATED = {
    "new": {Stated.STATED_SOME: "มีเรื่องรับใหม่", Stated.STATED_NONE: "ไม่มีเรื่องรับใหม่"},
    "progress": {Stated.STATED_SOME: "มีรายงานความคืบหน้า", Stated.STATED_NONE: "ไม่มีรายงานความคืบหน้า"},
}


def show_report_1(title: str, report: GetReport1Response) -> None:
    """Laid on its side, as a terminal is narrow: a line for each column that holds anything, in their order.

    Of the agencies that a ministry opens into, those with any case.
    """
    rows = [(row.agency_name, row.figures) for row in report.rows]
    rows += [
        (f"· {agency.agency_name}", agency.figures)
        for row in report.rows
        for agency in row.agencies
        if any(figure(column, agency.figures) for column in report.columns)
    ]
    rows.append(("รวมทั้งสิ้น", report.total))
    table = Table("", *(name for name, _ in rows), title=title)
    for column in report.columns:
        numbers = [figure(column, figures) for _, figures in rows]
        if any(numbers):
            table.add_row(" · ".join(head.thai for head in column.heads), *map(str, numbers))
    console.print(table)


def show_report_5(title: str, report: GetReport5Response) -> None:
    table = Table("หน่วยงาน", "เรื่องใหม่: สถานะ", "จำนวน", "ความคืบหน้า: สถานะ", "จำนวน", title=title)
    for row in report.rows:
        name = row.agency_name if row.agency_id == row.ministry_id else f"  - {row.agency_name}"
        table.add_row(
            name,
            _STATED["new"].get(row.new, "–"),
            str(row.received),
            _STATED["progress"].get(row.progress, "–"),
            str(row.progressed),
        )
    console.print(table)


def figure(column: Column, figures: Figures) -> int:
    """What stands in that column of a row."""
    name = FigureName.Name(column.figure).removeprefix("FIGURE_NAME_").lower()
    if name in ("followed", "not_followed", "in_progress"):
        return int(getattr(figures.compliance, name))
    eras: Mapping[int, tuple[object, ...]] = {
        case_pb2.ERA_BEFORE_RESOLUTION: (figures.before_resolution,),
        case_pb2.ERA_AFTER_RESOLUTION: (figures.after_resolution,),
    }
    both = (figures.before_resolution, figures.after_resolution)
    return sum(int(getattr(era, name)) for era in eras.get(column.era, both))
