"""Reports into messages of the contract; most fields meet by their names."""

from kit.grpc.values import write
from reporting.app.get_report_1 import Report1
from reporting.app.get_report_2 import Report2
from reporting.app.get_report_3 import Report3
from reporting.app.get_report_4 import Report4
from reporting.app.get_report_5 import Report5
from reporting.app.list_figure_cases import FigureCases
from reporting.domain.agency_rows import AgencyRow
from reporting.domain.basis import Basis
from reporting.domain.columns import STATUS_COLUMNS, columns_of
from reporting.domain.figures import Figures
from reporting.domain.period import iso_month
from reporting.domain.report_rows import MonthRow
from rongrian.reporting.v1 import report_pb2
from rongrian.reporting.v1 import report_service_pb2 as service


def encode_report_1(report: Report1) -> service.GetReport1Response:
    return write(
        service.GetReport1Response,
        report.basis,
        **_months(report.basis),
        rows=[_agency_row(row) for row in report.rows],
        total=encode_figures(report.total),
        columns=columns_of(report.basis.period),
    )


def encode_report_2(report: Report2) -> service.GetReport2Response:
    return write(
        service.GetReport2Response,
        report.basis,
        **_months(report.basis),
        rows=[write(report_pb2.AgencyTypeRow, row, figures=encode_figures(row.figures)) for row in report.rows],
        total=encode_figures(report.total),
        columns=columns_of(report.basis.period),
    )


def encode_report_3(report: Report3) -> service.GetReport3Response:
    rows = [_month_row(row) for row in report.rows]
    return write(service.GetReport3Response, report, rows=rows, columns=STATUS_COLUMNS)


def encode_report_4(report: Report4) -> service.GetReport4Response:
    shares = write(report_pb2.Shares, report.shares)
    return write(service.GetReport4Response, report.basis, **_months(report.basis), shares=shares)


def encode_report_5(report: Report5) -> service.GetReport5Response:
    return write(service.GetReport5Response, report.basis, round=iso_month(report.round), rows=report.rows)


def encode_figure_cases(found: FigureCases) -> service.ListFigureCasesResponse:
    token = str(found.next) if found.next else ""
    return write(service.ListFigureCasesResponse, found, next_page_token=token)


def encode_figures(figures: Figures) -> report_pb2.Figures:
    eras = {
        "before_resolution": write(report_pb2.EraFigures, figures.before),
        "after_resolution": write(report_pb2.EraFigures, figures.after),
    }
    return write(report_pb2.Figures, figures, **eras)


def _agency_row(row: AgencyRow) -> report_pb2.AgencyRow:
    return report_pb2.AgencyRow(
        agency_id=str(row.agency.id),
        agency_name=row.agency.name,
        figures=encode_figures(row.figures),
        agencies=[_agency_row(below) for below in row.agencies],
    )


def _month_row(row: MonthRow) -> report_pb2.MonthRow:
    figures = encode_figures(row.figures) if row.figures is not None else None
    return write(report_pb2.MonthRow, row, month=iso_month(row.month), figures=figures)


def _months(basis: Basis) -> dict[str, str]:
    return {"from_month": iso_month(basis.period.first), "to_month": iso_month(basis.period.last)}
