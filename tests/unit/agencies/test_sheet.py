"""The sheet of the tree: each fault by row and column, and what a sheet without faults does."""

import io
from datetime import date
from uuid import UUID, uuid4

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from agencies.adapters.sheets import SheetFormat, read_sheet, write_sheet
from agencies.domain.agency import one_line
from agencies.domain.sheet import COLUMNS, SheetRow, faults_of_rows, rows_of
from agencies.domain.sheet_loading import Loaded, load_sheet
from agencies.domain.tree import Tree
from kit.domain.errors import InvalidInput
from tests.unit.agencies.small_trees import DAY, IDS, country, tree_of

HEADER = ",".join(COLUMNS)


def csv_of(*lines: str) -> bytes:
    return "\r\n".join([HEADER, *lines]).encode()


def faults_of(tree: Tree, *lines: str) -> set[tuple[str, str]]:
    """Field and English reason of every fault of a csv sheet."""
    rows = read_sheet(csv_of(*lines), SheetFormat.CSV)
    found = faults_of_rows(rows, tree)
    assert {fault.rule for fault in found} <= {"ORG-4"}
    assert all(fault.thai for fault in found)
    return {(fault.field, fault.english) for fault in found}


def loaded(tree: Tree, sheet: bytes, kind: SheetFormat = SheetFormat.CSV) -> Loaded:
    rows = read_sheet(sheet, kind)
    assert faults_of_rows(rows, tree) == []
    return load_sheet(rows, tree, uuid4, DAY)


@pytest.mark.rule("ORG-4")
def test_each_fault_names_its_row_its_column_and_its_reason() -> None:
    assert faults_of(
        tree_of({1: 0}),
        "MT,TH,กระทรวงทดสอบ,Test Ministry,ทส.,ministry,government_agency,true",
        "MT01,NOWHERE,กรมทดสอบ1,,,department,government_agency,false",
        "MT02,MT,,,,departement,government_agency,false",
        "MT 3,MT,กรมทดสอบ3,,,department,company,maybe",
        "MT,TH,กระทรวงซ้ำ,,,ministry,government_agency,true",
        "MT05,,กรมทดสอบ5,,,department,government_agency,",
        "XX,TH,ประเทศอื่น,,,country,government_agency,",
    ) == {
        ("sheet[3].parent_code", "There is no agency with this code."),
        ("sheet[4].thai_name", "A Thai name is required."),
        (
            "sheet[4].kind",
            "The kind must be one of ministry, department, state_enterprise, public_organisation, province, district, "
            "local_government, school, office.",
        ),
        ("sheet[5].code", "A code of at most 40 letters, digits, dots or hyphens is required."),
        (
            "sheet[5].type",
            "The type must be one of government_agency, state_enterprise, public_organisation, other.",
        ),
        ("sheet[5].is_acoc", "It must be true or false."),
        ("sheet[6].code", "The code stands in row 2 already."),
        ("sheet[7].parent_code", "The code of the agency above is required."),
        ("sheet[8].kind", "There is one country, and it is the top."),
    }


@pytest.mark.rule("ORG-4")
def test_a_circle_is_named_at_every_row_that_lies_on_it() -> None:
    assert faults_of(
        tree_of({1: 0, 2: 1}),
        "A1,A9,หนึ่ง,,,department,government_agency,",
        "A9,A2,เก้า,,,department,government_agency,",
        "A8,A9,แปด,,,department,government_agency,",
    ) == {
        ("sheet[2].parent_code", "The agency above lies below this one: a circle."),
        ("sheet[3].parent_code", "The agency above lies below this one: a circle."),
    }


@pytest.mark.rule("ORG-4")
def test_a_header_that_lacks_a_column_or_has_another_is_named() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_sheet(b"code,parent_code,thai_name,english_name,abbreviation,kind,colour\r\nA,TH", SheetFormat.CSV)
    assert [fault.field for fault in refusal.value.faults] == ["sheet[1].type", "sheet[1].is_acoc", "sheet[1].colour"]


@pytest.mark.parametrize(
    ("sheet", "kind"),
    [
        (b"", SheetFormat.CSV),
        (HEADER.encode("utf-16"), SheetFormat.CSV),
        (b"no workbook", SheetFormat.XLSX),
        (b"PK\x03\x04 half a workbook", SheetFormat.XLSX),
    ],
)
def test_what_is_no_sheet_is_refused_as_one(sheet: bytes, kind: SheetFormat) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_sheet(sheet, kind)
    assert {fault.rule for fault in refusal.value.faults} == {"ORG-4"}


def test_a_sheet_without_a_row_is_refused() -> None:
    assert faults_of(Tree([country()])) == {("sheet", "The sheet names no agency.")}


@pytest.mark.rule("ORG-4")
def test_parents_may_come_after_their_children_and_columns_in_any_order() -> None:
    tree = Tree([country()])
    sheet = (
        "kind,code,parent_code,thai_name,english_name,abbreviation,type,is_acoc\r\n"
        "office,C,B,กอง,,,government_agency,\r\n"
        "\r\n"
        "department,B,A,กรม,,,government_agency,no\r\n"
        "ministry,A,TH,กระทรวง,,,government_agency,ใช่\r\n"
    ).encode()

    assert loaded(tree, sheet) == Loaded(created=3, changed=0, moved=0, unchanged=0)

    office, ministry = tree.named("C"), tree.named("A")
    assert office is not None
    assert ministry is not None
    assert [tree.agency(step).details.code for step in office.path] == ["TH", "A", "B", "C"]
    assert ministry.details.is_acoc


@pytest.mark.rule("ORG-4")
def test_rows_of_known_codes_rename_and_move_also_below_one_that_the_same_sheet_makes() -> None:
    tree = tree_of({1: 0, 2: 1, 3: 2})
    did = loaded(
        tree,
        csv_of(
            "A2,NEW,ชื่อใหม่,,,department,government_agency,",
            "NEW,TH,กระทรวงใหม่,,,ministry,government_agency,true",
            "A1,A2,หน่วยงาน A1,,,department,government_agency,",
            "A3,A2,หน่วยงาน A3,,,department,government_agency,",
        ),
    )
    assert did == Loaded(created=1, changed=1, moved=2, unchanged=1)
    assert [tree.agency(step).details.code for step in tree.agency(IDS[1]).path] == ["TH", "NEW", "A2", "A1"]
    assert tree.agency(IDS[2]).details.thai_name == "ชื่อใหม่"


characters = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("'=+-@\"',;")
texts = st.text(characters, max_size=20).map(one_line)


@pytest.mark.rule("ORG-4")
@pytest.mark.parametrize("kind", SheetFormat)
@given(names=st.lists(st.tuples(texts.filter(bool), texts, texts), min_size=11, max_size=11))
def test_what_is_exported_and_imported_again_is_unchanged(kind: SheetFormat, names: list[tuple[str, str, str]]) -> None:
    shape = tree_of({number: number // 2 for number in range(1, 12)})
    rows = [
        SheetRow(2, row | dict(zip(("thai_name", "english_name", "abbreviation"), words, strict=True)))
        for row, words in zip(rows_of(shape)[1:], names, strict=True)
    ]
    load_sheet(rows, shape, uuid4, DAY)
    tree = Tree(shape.all())

    again = loaded(tree, write_sheet(rows_of(tree), kind), kind)

    assert again == Loaded(created=0, changed=0, moved=0, unchanged=12)
    assert tree.changed() == []


@pytest.mark.parametrize("name", ["=1+1", "+66", "-", "@SUM(A1)", "'=quoted", "''=twice"])
def test_no_cell_of_an_exported_csv_begins_as_a_formula(name: str) -> None:
    row = dict.fromkeys(COLUMNS, "") | {"thai_name": name}
    sheet = write_sheet([row], SheetFormat.CSV)
    cells = sheet.decode("utf-8-sig").splitlines()[1].split(",")
    assert cells[2] == f"'{name}"
    assert read_sheet(sheet, SheetFormat.CSV)[0].cells["thai_name"] == name


def test_a_csv_begins_with_the_mark_by_which_excel_knows_thai() -> None:
    assert write_sheet([], SheetFormat.CSV).startswith(b"\xef\xbb\xbf")


def test_a_closed_agency_is_not_exported_and_cannot_be_a_parent() -> None:
    tree = tree_of({1: 0})
    tree.close(IDS[1], date(2020, 7, 15))
    assert [row["code"] for row in rows_of(tree)] == ["TH"]
    assert faults_of(
        tree,
        "A1,TH,หนึ่ง,,,department,government_agency,",
        "A2,A1,สอง,,,department,government_agency,",
    ) == {("sheet[2].code", "This agency is closed."), ("sheet[3].parent_code", "The agency above is closed.")}


def test_numbers_that_excel_keeps_as_numbers_are_codes_as_they_were_typed() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as workbook:
        worksheet = workbook.add_worksheet()
        worksheet.write_row(0, 0, COLUMNS)
        worksheet.write_row(2, 0, [1001, "TH", "กรม", "", "", "department", "government_agency", True])
    [row] = read_sheet(packed.getvalue(), SheetFormat.XLSX)
    assert (row.number, row.code, row.details().is_acoc) == (3, "1001", True)


def test_new_agencies_get_the_ids_that_are_handed_in() -> None:
    tree = Tree([country()])
    rows = read_sheet(csv_of("A,TH,กรม,,,department,government_agency,"), SheetFormat.CSV)
    load_sheet(rows, tree, lambda: UUID(int=7), DAY)
    assert tree.agency(UUID(int=7)).details.code == "A"


@pytest.mark.parametrize(
    ("typed", "kept"), [(" กรม\n ทดสอบ\u00a01 ", "กรม ทดสอบ 1"), ("กรม\x00ทดสอบ\x07", "กรมทดสอบ"), ("\t", "")]
)
def test_a_name_is_kept_on_one_line_without_control_characters(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
