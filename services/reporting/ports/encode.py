"""Reports into messages of the contract."""

from reporting.app.get_report_1 import Report1
from reporting.domain.agency_rows import AgencyRow
from reporting.domain.figures import EraFigures, Figures
from reporting.domain.period import iso_month
from rongrian.reporting.v1 import report_pb2
from rongrian.reporting.v1.report_service_pb2 import GetReport1Response


def encode_report_1(report: Report1) -> GetReport1Response:
    period = report.period
    return GetReport1Response(
        from_month=iso_month(period.first),
        to_month=iso_month(period.last),
        rows=[_agency_row(row) for row in report.rows],
        total=encode_figures(report.total),
        as_of=period.today.isoformat(),
    )


def encode_figures(figures: Figures) -> report_pb2.Figures:
    compliance = figures.compliance
    return report_pb2.Figures(
        before_resolution=_era_figures(figures.before),
        after_resolution=_era_figures(figures.after),
        compliance=report_pb2.ComplianceFigures(
            followed=compliance.followed,
            not_followed=compliance.not_followed,
            in_progress=compliance.in_progress,
        ),
        all_outstanding=figures.all_outstanding,
    )


def _agency_row(row: AgencyRow) -> report_pb2.AgencyRow:
    return report_pb2.AgencyRow(
        agency_id=str(row.agency.id),
        agency_name=row.agency.name,
        figures=encode_figures(row.figures),
        agencies=[_agency_row(below) for below in row.agencies],
    )


def _era_figures(figures: EraFigures) -> report_pb2.EraFigures:
    return report_pb2.EraFigures(
        new=figures.new,
        first_reported=figures.first_reported,
        received=figures.received,
        carried_forward=figures.carried_forward,
        progressed=figures.progressed,
        completed=figures.completed,
        ended=figures.ended,
        minor=figures.minor,
        serious=figures.serious,
        other=figures.other,
        criminal=figures.criminal,
        outstanding=figures.outstanding,
    )
