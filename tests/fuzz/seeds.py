"""One small valid file of every format: what the mutants are made from. Every journal among them balances."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import xlsxwriter

_JOURNAL = """\
日期,凭证字,凭证号,摘要,科目编码,科目名称,项目编码,部门支出经济分类,资金性质,借方金额,贷方金额
2021-01-05,记,1,支付办公费,720101,事业支出,P01,30201,111,"1,200.50",
2021-01-05,记,1,支付办公费,8001,资金结存,,,,,"1,200.50"
2021-02-28,记,2,支付维修费,720101,事业支出,P02,30213,111,300.25,
2021-02-28,记,2,支付维修费,8001,资金结存,,,,,300.25
2021-03-31,记,3,退回维修费,720101,事业支出,P02,30213,111,-20.00,
2021-03-31,记,3,退回维修费,8001,资金结存,,,,,-20.00
,,,合计,,,,,,"1,480.75","1,480.75"
制表人：财务,,,,,,,,,,
"""
_BALANCES = """\
科目余额表\t\t\t\t\t
科目编码\t科目名称\t期初余额\t本期借方\t本期贷方\t期末余额
1002\t银行存款\t1000.00\t500.00\t300.00\t1200.00
3001\t累计盈余\t1000.00\t300.00\t500.00\t1200.00
"""
_BUDGET = """\
项目名称,资金性质,预算类型,文号,日期,预算金额（万元）
机关运转,一般公共预算,年初,区财预〔2021〕1号,2021-01-10,100.00
公车平台,单位资金,年初,区财预〔2021〕1号,2021-01-10,20.50
机关运转,一般公共预算,追加,区财预〔2021〕9号,2021-06-30,3.25
合计,,,,,123.75
"""
_SUMMARY = """\
项目,年初预算数,全年预算数,执行数
机关运转,100.00,103.25,88.10
公车平台,20.50,20.50,21.00
合计,120.50,123.75,109.10
"""
_CONTRACTS = """\
合同台账,,,,,
单位：元,,,,,
合同编号,合同对方,项目,签订日期,合同金额,已付金额
HT-1,某某公司,机关运转,2021-03-01,"12,000.00",3000.00
HT-2,某某车行,公车平台,2021-06-15,800.50,
合计,,,,"12,800.50",3000.00
"""
_DETAIL_LEDGER = """\
明细账,,,,,,,
科目：1002 银行存款,,,,,,,
日期,凭证号,摘要,对方科目,借方,贷方,方向,余额
2021-01-01,,期初余额,,,,借,100.00
2021-01-05,记-1,收到拨款,6001,50.00,,借,150.00
2021-01-20,记-2,支付电费,7201,,30.00,借,120.00
,,本月合计,,50.00,30.00,借,120.00
,,本年累计,,50.00,30.00,借,120.00
"""
_FEC = "\t".join(
    ["JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"]
) + "".join(
    f"\r\nAC\tAchats\t{number}\t2021010{number}\t{account}\tCompte\t\t\tF{number}\t2021010{number}\tFourniture\t{sides}\t\t\t20211231\t\t"
    for number, account, sides in (
        (1, "606100", "100,50\t0,00"), (1, "401000", "0,00\t100,50"), (2, "606100", "7,25\t0,00"), (2, "401000", "0,00\t7,25"),
    )
)  # fmt: skip
_SIE = """\
#FLAGGA 0
#PROGRAM "Prov" 1.0
#FORMAT PC8
#GEN 20220101
#SIETYP 4
#FNAMN "Exempel AB"
#RAR 0 20210101 20211231
#RAR -1 20200101 20201231
#DIM 1 "Kostnadsställe"
#OBJEKT 1 "Nord" "Kontor Nord"
#KONTO 1930 "Bank"
#KONTO 5010 "Lokalhyra"
#IB 0 1930 1000.00
#UB 0 1930 879.50
#RES 0 5010 120.50
#PSALDO 0 202101 5010 {} 100.00
#PSALDO 0 202102 5010 {} 20.50
#PBUDGET 0 202101 5010 {} 110.00
#PBUDGET 0 202102 5010 {} 10.00
#VER A 1 20210115 "Hyra januari"
{
#TRANS 5010 {1 "Nord"} 100.00
#TRANS 1930 {} -100.00
}
#VER A 2 20210215 "Hyra februari"
{
#TRANS 5010 {} 20.50
#TRANS 1930 {} -20.50
}
"""
_SAFT = """\
<?xml version="1.0" encoding="UTF-8"?>
<n1:AuditFile xmlns:n1="urn:StandardAuditFile-Taxation-Financial:NO">
<n1:Header><n1:AuditFileVersion>1.10</n1:AuditFileVersion><n1:AuditFileCountry>NO</n1:AuditFileCountry>
<n1:SelectionCriteria><n1:PeriodStart>1</n1:PeriodStart><n1:PeriodStartYear>2021</n1:PeriodStartYear>
<n1:PeriodEnd>12</n1:PeriodEnd><n1:PeriodEndYear>2021</n1:PeriodEndYear></n1:SelectionCriteria></n1:Header>
<n1:MasterFiles><n1:GeneralLedgerAccounts>
<n1:Account><n1:AccountID>1920</n1:AccountID><n1:AccountDescription>Bank</n1:AccountDescription>
<n1:OpeningDebitBalance>500.00</n1:OpeningDebitBalance><n1:ClosingDebitBalance>400.00</n1:ClosingDebitBalance></n1:Account>
<n1:Account><n1:AccountID>6300</n1:AccountID><n1:AccountDescription>Leie</n1:AccountDescription>
<n1:OpeningDebitBalance>0.00</n1:OpeningDebitBalance><n1:ClosingDebitBalance>100.00</n1:ClosingDebitBalance></n1:Account>
</n1:GeneralLedgerAccounts></n1:MasterFiles>
<n1:GeneralLedgerEntries><n1:NumberOfEntries>1</n1:NumberOfEntries>
<n1:TotalDebit>100.00</n1:TotalDebit><n1:TotalCredit>100.00</n1:TotalCredit>
<n1:Journal><n1:JournalID>GL</n1:JournalID><n1:Description>Hovedbok</n1:Description><n1:Type>GL</n1:Type>
<n1:Transaction><n1:TransactionID>7</n1:TransactionID><n1:Period>3</n1:Period><n1:PeriodYear>2021</n1:PeriodYear>
<n1:TransactionDate>2021-03-10</n1:TransactionDate><n1:Description>Leie</n1:Description>
<n1:SystemEntryDate>2021-03-10</n1:SystemEntryDate><n1:GLPostingDate>2021-03-10</n1:GLPostingDate>
<n1:Line><n1:RecordID>1</n1:RecordID><n1:AccountID>6300</n1:AccountID><n1:Description>Leie mars</n1:Description>
<n1:DebitAmount><n1:Amount>100.00</n1:Amount></n1:DebitAmount></n1:Line>
<n1:Line><n1:RecordID>2</n1:RecordID><n1:AccountID>1920</n1:AccountID><n1:Description>Leie mars</n1:Description>
<n1:CreditAmount><n1:Amount>100.00</n1:Amount></n1:CreditAmount></n1:Line>
</n1:Transaction></n1:Journal></n1:GeneralLedgerEntries></n1:AuditFile>
"""
_GBT = """\
<?xml version="1.0" encoding="GBK"?>
<总账>
<总账基础信息><结构分隔符>-</结构分隔符><会计科目编号规则>4-2-2</会计科目编号规则></总账基础信息>
<会计科目><科目编号>1002</科目编号><科目名称>银行存款</科目名称><科目级次>1</科目级次><余额方向>借</余额方向></会计科目>
<会计科目><科目编号>7201</科目编号><科目名称>事业支出</科目名称><科目级次>1</科目级次><余额方向>借</余额方向></会计科目>
<科目余额及发生额><科目编号>1002</科目编号><期初余额方向>借</期初余额方向><期末余额方向>借</期末余额方向><会计年度>2021</会计年度>
<会计期间号>1</会计期间号><期初本币余额>100.00</期初本币余额><借方本币金额>0.00</借方本币金额><贷方本币金额>60.00</贷方本币金额>
<期末本币余额>40.00</期末本币余额></科目余额及发生额>
<记账凭证><记账凭证日期>20210115</记账凭证日期><会计年度>2021</会计年度><会计期间号>1</会计期间号><记账凭证类型编号>记</记账凭证类型编号>
<记账凭证编号>1</记账凭证编号><记账凭证行号>1</记账凭证行号><记账凭证摘要>支付办公费</记账凭证摘要><科目编号>7201</科目编号>
<借方本币金额>60.00</借方本币金额><贷方本币金额>0.00</贷方本币金额><作废标志>0</作废标志></记账凭证>
<记账凭证><记账凭证日期>20210115</记账凭证日期><会计年度>2021</会计年度><会计期间号>1</会计期间号><记账凭证类型编号>记</记账凭证类型编号>
<记账凭证编号>1</记账凭证编号><记账凭证行号>2</记账凭证行号><记账凭证摘要>支付办公费</记账凭证摘要><科目编号>8001</科目编号>
<借方本币金额>0.00</借方本币金额><贷方本币金额>60.00</贷方本币金额><作废标志>0</作废标志></记账凭证>
</总账>
"""
_HTML = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="gb2312"><style>td{mso-number-format:"\\@"}'
    "</style></head><body><table>"
    + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split(",")) + "</tr>\n"
        for line in _JOURNAL.replace('"1,200.50"', "1200.50").replace('"1,480.75"', "1480.75").splitlines()
    )
    + "</table></body></html>"
)
_BEANCOUNT = """\
option "operating_currency" "EUR"
2021-01-01 open Assets:Bank EUR
2021-01-01 open Expenses:Office EUR
2021-01-01 custom "budget" Expenses:Office "monthly" 100.00 EUR

2021-01-15 * "Shop" "Paper"
  Expenses:Office   12.50 EUR
  Assets:Bank      -12.50 EUR

2021-02-15 * "Shop" "Pens"
  Expenses:Office   7.25 EUR
  Assets:Bank
"""
_HLEDGER = """\
; a book of two months
account expenses:office
2021-01-15 * (1) Shop | Paper  ; note
    expenses:office      12.50
    assets:bank         -12.50

2021-02-15 * (2) Shop | Pens
    expenses:office       7.25
    assets:bank          -7.25 = -19.75

~ monthly from 2021-01-01 to 2022-01-01
    expenses:office      100.00
    assets:bank
"""


def _xbrl_csv() -> str:
    heads = "accountingEntries,entryHeader,entryDetail,entriesType,entryType,budgetScenario,lineNumber,accountMainID,"
    heads += "accountMainDescription,accountType,accountSubDescription,accountSubID,amount"
    rows = ["1,,,other,,,,,,,,,"]
    for entry, (kind, scenario, amount) in enumerate(
        (("budget", "ORIGINAL", 500), ("budget", "REVISION", 50), ("other", "", 450))
    ):
        rows.append(f"1,{entry + 1},,,{kind},{scenario},,,,,,,")
        rows.append(f'1,{entry + 1},1,,,,1,JOB1,"Old Street, Lot 1",job,Permits,01000,{amount}')
    return "\n".join([heads, *rows]) + "\n"


def _workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, text, separator in (("序时账", _JOURNAL.replace('"', ""), ","), ("余额表", _BALANCES, "\t")):
        sheet = book.add_worksheet(name)
        for number, line in enumerate(text.splitlines()):
            line = line.replace("1,200.50", "1200.50").replace("1,480.75", "1480.75")
            sheet.write_row(number, 0, [float(cell) if _is_amount(cell) else cell for cell in line.split(separator)])
    book.close()
    return buffer.getvalue()


def _is_amount(cell: str) -> bool:
    return "." in cell and cell.replace(".", "").replace("-", "").isdigit()


def _spreadsheet_xml() -> str:
    rows = [
        line.split(",")
        for line in _JOURNAL.replace('"1,200.50"', "1200.50").replace('"1,480.75"', "1480.75").splitlines()
    ]
    cells = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>\n"
        for row in rows
    )
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="序时账"><Table>{cells}</Table></Worksheet></Workbook>'
    )


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


_OLD_WORKBOOK = Path(__file__).parents[1] / "readers" / "fixtures" / "journal.xls"

#: Name of the file -> its content.
SEEDS: dict[str, bytes] = {
    "journal.csv": _JOURNAL.encode(),
    "journal_gbk.csv": _JOURNAL.encode("gb18030"),
    "journal_utf16.txt": _JOURNAL.replace(",", "\t").replace('"1\t', '"1,').encode("utf-16"),
    "balances.tsv": _BALANCES.encode(),
    "budget.csv": _BUDGET.encode(),
    "summary.csv": _SUMMARY.encode(),
    "contracts.csv": _CONTRACTS.encode(),
    "detail_ledger.csv": _DETAIL_LEDGER.encode(),
    "fec.txt": _FEC.encode("cp1252"),
    "book.se": _SIE.encode("cp437"),
    "saft.xml": _SAFT.encode(),
    "ZZ_001_2021.xml": _GBT.encode("gbk"),
    "ZIP_001_2021.zip": _zip({"ZZ_001_2021.xml": _GBT.encode("gbk")}),
    "jobs_xbrl_gl.csv": _xbrl_csv().encode(),
    "page.xls": _HTML.encode("gb18030"),
    "spreadsheet.xls": _spreadsheet_xml().encode(),
    "book.beancount": _BEANCOUNT.encode(),
    "book.journal": _HLEDGER.encode(),
    "workbook.xlsx": _workbook(),
    "old.xls": _OLD_WORKBOOK.read_bytes(),
}
