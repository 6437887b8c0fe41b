import { strToU8, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { noticeFacts } from '../../../functions/manufacturer-notices/attachment-facts.ts'
import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import { readTables } from '../../../functions/manufacturer-notices/table.ts'
import { CalendarDate } from '../../../shared/domain/time.ts'
import { vinCheckDigit } from '../../../shared/domain/vin.ts'
import { readFileSync } from 'node:fs'

const on = CalendarDate.parse('2026-11-23')
const file = (name: string, bytes: Uint8Array, mediaType = 'application/octet-stream') => ({
  name,
  mediaType,
  bytes,
  size: bytes.length,
  sha256: '',
  isInline: false,
})
const factsOf = (content: string | Uint8Array, name = 'a.csv', text = '', subject = '') =>
  noticeFacts(
    {
      subject,
      text,
      attachments: [file(name, typeof content === 'string' ? Buffer.from(content) : content)],
    },
    on,
  )
const inText = (text: string, subject = '') => noticeFacts({ subject, text, attachments: [] }, on)

/** A VIN that carries its check digit. */
const vin = (serial: number): string => {
  const text = `LGWPY2P3_N1PH${String(serial).padStart(4, '0')}`
  return text.replace('_', vinCheckDigit(text.replace('_', '0'))!)
}

const workbook = async (rows: readonly (readonly (string | number)[])[]): Promise<Uint8Array> =>
  new Uint8Array(await writeXlsxFile(rows.map((cells) => cells.map((value) => ({ value })))).toBuffer())

describe('the sample mails', () => {
  const of = async (name: string) => {
    const mail = await readMail(readFileSync(`examples/notices/${name}`))
    if (mail.unreadable !== undefined) throw new Error(mail.unreadable)
    return noticeFacts(mail, on)
  }

  it('list the cars of a recall with its number', async () => {
    const facts = await of('03-recall.eml')
    expect(facts.faults).toEqual([])
    expect(facts.vins.map((each) => `${each.vin} ${String(each.campaign)} ${String(each.at.row)}`)).toEqual([
      'LGWPY2P30N1PH6524 S2026M0117V 2',
      'LVSTCJRL1TC6K7982 S2026M0117V 3',
      'LGBE9YVYX4EH98973 S2026M0117V 4',
      'LGW9GTXY2SAY93518 S2026M0117V 5',
      'LGWNGDG11LRL45858 S2026M0117V 6',
    ])
    expect(facts.campaigns).toMatchObject([{ number: 'S2026M0117V' }])
  })

  it('list the order days of a month', async () => {
    const { orderDates } = await of('01-order-calendar.eml')
    expect(orderDates.map(({ date, orderClass }) => `${date} ${String(orderClass)}`)).toEqual([
      '2026-12-03 M',
      '2026-12-13 M',
      '2026-12-23 M',
    ])
  })

  it('list the prices of parts, in fen', async () => {
    expect((await of('06-parts-price.eml')).priceLimits).toMatchObject([
      { partNumber: '1234567-A01', limitFen: 8600 },
    ])
  })
})

describe('tables', () => {
  it.each(['utf-8', 'gb18030', 'utf-16le'])('are read in %s', (charset) => {
    const bytes = iconv.encode(`车架号,活动编号\r\n${vin(1)},A1\r\n`, charset, {
      addBOM: charset === 'utf-16le',
    })
    expect(factsOf(bytes).vins).toMatchObject([{ vin: vin(1), campaign: 'A1' }])
  })

  it.each([',', ';', '\t'])('are read with the delimiter %j', (sign) => {
    expect(factsOf(['配件号', '限价\n1234567', '12.50'].join(sign)).priceLimits).toMatchObject([
      { limitFen: 1250 },
    ])
  })

  it('are read below titles, with headers in brackets and of other names', () => {
    const facts = factsOf(
      `附件1：价格调整明细\n\n序号,零件编号（必填）,零件名称,客户限价(元)\n1,1234567-A01,机油,"1,086.50"\n`,
    )
    expect(facts.priceLimits).toEqual([
      {
        partNumber: '1234567-A01',
        name: '机油',
        limitFen: 108650,
        at: { file: 'a.csv', sheet: '', row: 4, column: '客户限价(元)' },
      },
    ])
  })

  it('are read of the new price beside the old one, and of no price in another unit', () => {
    const prices = (head: string) =>
      factsOf(`${head}\n1234567-A01,50.00,45.00\n`).priceLimits.map(({ limitFen }) => limitFen)
    expect(prices('零件号,原客户限价(元),新客户限价(元)')).toEqual([4500])
    expect(prices('零件号,调整前限价,调整后限价')).toEqual([4500])
    expect(prices('零件号,重量,限价(万元)')).toEqual([])
  })

  it('are read with days that leave out the year', () => {
    const { orderDates, faults } = factsOf(
      '订货日期,订单类型\n11月13日,M订单\n12月3日（周四）,M订单\n13月3日,M订单\n',
    )
    expect(orderDates.map(({ date }) => date)).toEqual(['2026-11-13', '2026-12-03'])
    expect(faults).toMatchObject([{ code: 'date-invalid', at: { row: 4 } }])
  })

  it('are read from workbooks, with dates as Excel keeps them', async () => {
    const bytes = await workbook([
      ['订货日期', '订单类型'],
      [46359, 'M订单'],
      ['2026-12-13', 'S'],
    ])
    const facts = factsOf(bytes, '订货日历.xlsx')
    expect(facts.faults).toEqual([])
    expect(facts.orderDates.map(({ date, orderClass }) => `${date} ${String(orderClass)}`)).toEqual([
      '2026-12-03 M',
      '2026-12-13 S',
    ])
    expect(facts.orderDates[0]?.at).toEqual({
      file: '订货日历.xlsx',
      sheet: 'Sheet1',
      row: 2,
      column: '订货日期',
    })
  })

  it('are read from a workbook that is called otherwise', async () => {
    expect(factsOf(await workbook([['车架号'], [vin(3)]]), 'a.csv').vins).toMatchObject([{ vin: vin(3) }])
  })

  it('list every VIN-shaped cell where no column is named', () => {
    expect(factsOf(`${vin(1)},x\n${vin(2)}\n1234567890123456,y\n`).vins.map((each) => each.vin)).toEqual([
      vin(1),
      vin(2),
    ])
  })

  it('tell what is wrong in which row and column, and keep what is right', () => {
    const wrong = vin(1).replace(/\d{4}$/, '9999')
    const facts = factsOf(`车架号,活动编号\n${wrong},A1\n${vin(2)},A1\n123,A1\n,\n${vin(2)},A1\n`)
    expect(facts.vins.map((each) => each.vin)).toEqual([vin(2)])
    expect(facts.faults.map(({ code, at }) => `${code} ${String(at.row)} ${at.column}`)).toEqual([
      'vin-check-digit 2 车架号',
      'vin-length 4 车架号',
    ])
    const prices = factsOf(
      '配件编码,限价\n1234567,面议\n,5.00\n1.23E+15,5.00\n1234568,0\n1234569,5.005\n1234570,5.00\n',
    )
    expect(prices.priceLimits.map(({ partNumber }) => partNumber)).toEqual(['1234570'])
    expect(prices.faults.map(({ code, at }) => `${code} ${String(at.row)}`)).toEqual([
      'price-invalid 2',
      'part-number-invalid 3',
      'part-number-invalid 4',
      'price-invalid 5',
      'price-invalid 6',
    ])
  })

  it('list the lines of a settlement, also what is taken back, and not their sum', () => {
    const facts = factsOf('索赔单号,结算金额\nSP001,100.00\nSP002,-20.50\n合计,79.50\n')
    expect(
      facts.settlementLines.map(({ claimNumber, amountFen }) => `${claimNumber} ${String(amountFen)}`),
    ).toEqual(['SP001 10000', 'SP002 -2050'])
  })

  it('are not read of other files, and are told where they cannot be', () => {
    expect(readTables(file('a.pdf', Buffer.from('车架号')))).toBeUndefined()
    expect(readTables(file('a.zip', zipSync({ x: strToU8('x') })))).toBeUndefined()
    expect(readTables(file('a.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))).toBe('old-workbook')
    expect(readTables(file('a.xlsx', Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2])))).toBe('table-unreadable')
    expect(factsOf('"unclosed', 'a.csv').faults).toEqual([])
  })
})

describe('a workbook', () => {
  const sheet = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  const packed = (files: Record<string, string>) =>
    zipSync({
      'xl/workbook.xml': strToU8(
        '<workbook><sheets><sheet name="S" r:id="r1"/><sheet name="H" state="hidden" r:id="r1"/></sheets></workbook>',
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])),
    })
  const rowsOf = (bytes: Uint8Array) => {
    const tables = readTables(file('a.xlsx', bytes))
    return typeof tables === 'string' ? tables : tables?.flatMap(({ rows }) => rows.map(({ cells }) => cells))
  }

  it('shows strings, numbers, cached results and gaps; no phonetics, no formulas, no hidden sheets', () => {
    const bytes = packed({
      'xl/sharedStrings.xml':
        '<sst><si><t>车架号</t><rPh><t>che</t></rPh></si><si><r><t>a</t></r><r><t xml:space="preserve"> b&amp;</t></r></si></sst>',
      'xl/worksheets/sheet1.xml': sheet(
        '<x:row r="3"><x:c r="A3" t="s"><v>0</v></x:c><x:c r="C3" t="s"><v>1</v></x:c></x:row>' +
          '<row><c t="inlineStr"><is><t>x</t></is></c><c t="str"><f>A1</f><v>r</v></c><c><v>86.099999999999994</v></c><c t="e"><v>#N/A</v></c></row>',
      ),
    })
    expect(rowsOf(bytes)).toEqual([
      ['车架号', '', 'a b&'],
      ['x', 'r', '86.1', ''],
    ])
  })

  it('that unpacks to more than is read is told, and not unpacked', () => {
    const bomb = packed({ 'xl/worksheets/sheet1.xml': ' '.repeat(25 * 1024 * 1024) })
    expect(bomb.length).toBeLessThan(100_000)
    expect(rowsOf(bomb)).toBe('table-too-large')
  })

  it('that lies about its size is told, and takes no more than it says', () => {
    const bomb = packed({ 'xl/worksheets/sheet1.xml': sheet('<row><c><v>1</v></c></row>'.repeat(100_000)) })
    const view = new DataView(bomb.buffer, bomb.byteOffset)
    // The size that the directory at the end tells stands 24 bytes behind each of its marks.
    for (let at = 0; at < bomb.length - 4; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 40, true)
    expect(['table-unreadable', 'table-too-large']).toContain(rowsOf(bomb))
  })

  it('that declares entities is refused', () => {
    const bomb = packed({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>' })
    expect(rowsOf(bomb)).toBe('table-unreadable')
  })

  it('with more rows than are read gives the first, and says so', () => {
    const facts = factsOf(
      packed({ 'xl/worksheets/sheet1.xml': sheet('<row><c><v>1</v></c></row>'.repeat(50_002)) }),
      'a.xlsx',
    )
    expect(facts.faults).toMatchObject([{ code: 'rows-left-out' }])
  })
})

describe('the text of a mail', () => {
  it('lists VINs and numbers of recalls', () => {
    const facts = inText(
      `涉及车辆：${vin(7)}、${vin(8).toLowerCase()}。\n召回编号：S2026M0120V，活动代码为A-2026-3`,
    )
    expect(facts.vins.map((each) => each.vin)).toEqual([vin(7), vin(8)])
    expect(facts.campaigns.map(({ number }) => number)).toEqual(['S2026M0120V', 'A-2026-3'])
    expect(facts.vins[0]?.at).toEqual({ file: null, sheet: '', row: 1, column: '' })
  })

  it('lists order days, and no day until which an answer is wanted', () => {
    expect(inText('M订单订货日期为12月3日、12月13日。请于12月1日前回复。').orderDates).toMatchObject([
      { date: '2026-12-03', orderClass: 'M' },
      { date: '2026-12-13', orderClass: 'M' },
    ])
  })

  it('lists order days that are just over as such, and not as days of the next year', () => {
    const days = (text: string) => inText(text).orderDates.map(({ date }) => date)
    expect(days('M订单订货日期为11月3日、11月25日、1月3日')).toEqual([
      '2026-11-03',
      '2026-11-25',
      '2027-01-03',
    ])
  })

  it('lists prices and settlements', () => {
    const facts = inText('配件1234567-A01客户限价调整为86.50元；索赔单SP2026-001结算金额1,200.00元')
    expect(facts.priceLimits).toMatchObject([{ partNumber: '1234567-A01', limitFen: 8650 }])
    expect(facts.settlementLines).toMatchObject([{ claimNumber: 'SP2026-001', amountFen: 120000 }])
  })
})
