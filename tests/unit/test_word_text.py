"""What a Word document shows: tracked changes as made, hidden and struck text not at all, fields by their results."""

import pytest
from builders import word_xml

from orchestration.reports.formats.reading import read_document

_NAMES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*pieces: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(pieces)}</w:p>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def shown(body: str) -> list[str | list[str]]:
    """Paragraphs as strings, rows as lists."""
    blocks = read_document("a.docx", word_xml(f"<w:customXml {_NAMES}>{body}</w:customXml>")).blocks
    return [[c.text for c in b.cells] if b.cells else b.text for b in blocks]


def told(body: str) -> list[tuple[str, str]]:
    return [(r.reported_text, r.source_locator) for r in read_document("a.docx", word_xml(body)).remarks]


@pytest.mark.parametrize("deleted", ["<w:r><w:delText>19</w:delText></w:r>", run("19")])
def test_deleted_text_is_gone_and_inserted_text_is_there(deleted):
    changed = paragraph(run("có "), f"<w:del>{deleted}</w:del>", f"<w:ins>{run('18')}</w:ins>", run(" hồ sơ"))
    assert shown(changed) == ["có 18 hồ sơ"]


def test_deleted_rows_and_cells_are_gone():
    table = (
        row(paragraph(run("Tiếp nhận")), paragraph(run("18")))
        + row(paragraph(run("cũ")), paragraph(run("19")), properties="<w:del/>")
        + row(paragraph(run("Giải quyết")), f"<w:tcPr><w:cellDel/></w:tcPr>{paragraph(run('7'))}")
        + row(paragraph(run("mới")), paragraph(run("20")), properties="<w:ins/>")
    )
    assert shown(f"<w:tbl>{table}</w:tbl>") == [["Tiếp nhận", "18"], ["Giải quyết"], ["mới", "20"]]


def test_paragraphs_whose_ends_were_deleted_are_one_with_the_style_of_the_last():
    deleted = "<w:rPr><w:del/></w:rPr>"
    body = paragraph(run("Tiếp "), properties=deleted) + paragraph(run("nhận "), properties=deleted)
    assert shown(body + paragraph(run("18 hồ sơ")) + paragraph(run("Hết"))) == ["Tiếp nhận 18 hồ sơ", "Hết"]
    last = paragraph(run("hết"), properties=deleted)
    assert shown(f"{last}<w:tbl>{row(paragraph(run('ô')))}</w:tbl>") == ["hết", ["ô"]]


@pytest.mark.parametrize("sign", ["<w:vanish/>", "<w:strike/>", '<w:dstrike w:val="true"/>'])
def test_hidden_and_struck_figures_are_not_read_but_told(sign):
    body = paragraph(run("có "), run("19", sign), run("18 hồ sơ"))
    assert shown(body) == ["có 18 hồ sơ"]
    assert told(body) == [("19", "a.docx!paragraph 1")]
    table = f"<w:tbl>{row(paragraph(run('a')), paragraph(run('19', sign), run('18')))}</w:tbl>"
    assert shown(table) == [["a", "18"]]
    assert told(table) == [("19", "a.docx!table 1!row 1!col 2")]


def test_hidden_words_are_not_told_and_what_is_not_hidden_is_read():
    off = run("19", '<w:vanish w:val="0"/><w:strike w:val="false"/>')
    assert shown(paragraph(run("mẫu ", "<w:vanish/>"), off)) == ["19"]
    assert told(paragraph(run("mẫu ", "<w:vanish/>"), off)) == []


def test_a_figure_under_a_merged_cell_is_told():
    top = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(run("9"))}'
    below = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph(run('8'))}"
    table = f"<w:tbl>{row(top)}{row(below)}</w:tbl>"
    assert shown(table) == [["9"], [""]]
    assert told(table) == [("8", "a.docx!table 1!row 2!col 1")]


def test_fields_show_their_results():
    def mark(kind: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    code = "<w:r><w:instrText> =SUM(ABOVE) 99 </w:instrText></w:r>"
    calculated = paragraph(mark("begin"), code, mark("separate"), run("18"), mark("end"))
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("Quý I", "Quý II"))
    chosen = [
        paragraph(mark("begin", f"<w:ffData><w:ddList>{choice}{entries}</w:ddList></w:ffData>"), mark("end"))
        for choice in ('<w:result w:val="1"/>', "", '<w:result w:val="7"/>')
    ]
    simple = paragraph(f'<w:fldSimple w:instr="DOCPROPERTY a">{run("7")}</w:fldSimple>')
    assert shown(calculated + simple + "".join(chosen)) == ["18", "7", "Quý II", "Quý I"]


def test_formulas_are_text():
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>".format
    fraction = f"<m:oMath><m:f>{part('num', '47')}{part('den', '49')}</m:f></m:oMath>"
    assert shown(paragraph(run("đạt "), fraction)) == ["đạt 47/49"]
    assert shown(paragraph(f"<m:oMath><m:sSup>{part('e', '10')}{part('sup', '2')}</m:sSup></m:oMath>")) == ["10^2"]


def test_of_two_versions_of_a_drawing_the_one_with_words_is_read():
    def versions(new: str, old: str) -> str:
        choice = f'<mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        return f"<mc:AlternateContent>{choice}</mc:AlternateContent>"

    assert shown(paragraph(run("a "), versions("", run("18")))) == ["a 18"]
    assert shown(versions(paragraph(run("mới")), paragraph(run("cũ")))) == ["mới"]


def test_phonetic_hints_are_no_text():
    ruby = f"<w:ruby><w:rt>{run('9')}</w:rt><w:rubyBase>{run('18')}</w:rubyBase></w:ruby>"
    assert shown(paragraph(f"<w:r>{ruby}</w:r>")) == ["18"]
