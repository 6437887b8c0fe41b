import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { correctionFile } from '../../../functions/imports/correction-file.ts'
import { tidy } from '../../../shared/domain/written-cell.ts'
import { csvRow, shownAsWritten } from '../../../shared/domain/spreadsheet-cell.ts'
import { RecordSplitter } from '../../../functions/imports/split-records.ts'
import { importFiles, type ImportFile } from '../../../shared/domain/import-run.ts'
import { importingWorld, sampleExport, type ImportingWorld } from './importing.ts'

const header = '客户编号,姓名,手机,地址'

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})

async function refusedOf(text: string | Uint8Array, file: ImportFile = 'customers', importId = 'I1') {
  await world.import(importId, { [file]: text })
  return (await correctionFile(world.files, await world.record(importId), file)).csv
}

describe('a cell in a report', () => {
  it.each(['=1+1', '+86', '-5', '@SUM(A1)', '＝1', '－5', '007', '6222021234567890123', '12e5'])(
    'that Excel would reckon with (%j) is marked as text',
    (cell) => {
      expect(shownAsWritten(cell)).toBe(`'${cell}`)
    },
  )

  it.each(['王芳', '13800138001', '2026-11-23', 'LGWEF4A53HF000001', "'001", '', '0', '0.5', '1,200'])(
    'that Excel shows as it is (%j) stays so',
    (cell) => {
      expect(shownAsWritten(cell)).toBe(cell)
    },
  )

  it('loses a tab in front, behind which a formula may stand', () => {
    expect(shownAsWritten('\t=1')).toBe("'=1")
  })

  it('is read again as what it said, whatever stands in it', () => {
    const special = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      "'",
      '"',
      ',',
      '="',
      '0',
      '1',
      '　',
      ' ',
    )
    const cell = fc
      .array(fc.oneof(special, fc.string({ maxLength: 2 })), { maxLength: 8 })
      .map((all) => all.join(''))
    fc.assert(
      fc.property(cell, cell, (one, other) => {
        // A line in the middle that looks like a row of its own is taken for one, here as in any export.
        fc.pre(!(/[\r\n]/.test(one + other) && (one + other).includes(',')))
        const splitter = new RecordSplitter(',', 3)
        const records = [...splitter.push(csvRow([one, other, 'end'])), ...splitter.end()]
        const [record] = records
        const cells = record !== undefined && 'cells' in record ? record.cells : []
        expect(cells.slice(0, 2).map(tidy)).toEqual([one, other].map(tidy))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the refused rows of a file', () => {
  it('stand in its own columns, in its own order, with line, field and reason behind them', async () => {
    const csv = await refusedOf(
      '导出 2026\n手机;备注;客户编号;姓名;颜色\n12;"他说;好";C1;王芳;红\n13800138002;;C2;李强;蓝\n13800138003;;C3;;绿\n',
    )
    expect(csv.split('\r\n')).toEqual([
      '\uFEFF手机,备注,客户编号,姓名,颜色,拒收行号,拒收列,拒收原因',
      '12,他说;好,C1,王芳,红,3,手机,手机号为空或不是有效的 11 位手机号：请向客户核实后改正',
      '13800138003,,C3,,绿,5,姓名,姓名为空：请补充姓名',
      '',
    ])
  })

  it('are taken once they are corrected, with every other cell as it was', async () => {
    const csv = await refusedOf(
      `${header}\n007,王芳,12,"=HYPERLINK(""http://x"")"\nC2,-李,1380013800,"第一行\n第二行"\n`,
    )
    expect(csv).toContain(`'007,王芳,12,"'=HYPERLINK(""http://x"")"`)
    await world.import('I2', {
      customers: csv.replace(',12,', ',13800138001,').replace('1380013800,', '13800138002,'),
    })
    expect((await world.record('I2')).results.customers).toMatchObject({ accepted: 2, rejected: {} })
    expect(world.entities('Customer')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ number: '007', name: '王芳', address: '=HYPERLINK("http://x")' }),
        expect.objectContaining({ number: 'C2', name: '-李', address: '第一行\n第二行' }),
      ]),
    )
  })

  it('come in the order of the file, whatever is wrong with them', async () => {
    const parts = '配件订单号,订单类型,配件编码,配件名称,数量,订货日期,关联工单\n'
    const csv = await refusedOf(
      `${parts}P1,E,1,灯,1,2026-11-01,R1\nP2,E,1,灯,0,2026-11-01,R1\nP3,E,1,灯,1,2026-11-01,R1\n`,
      'parts_orders',
    )
    const lines = csv.split('\r\n').slice(1, -1)
    expect(lines.map((line) => line.split(',')[0])).toEqual(['P1', 'P2', 'P3'])
  })

  it('sent again as they are, are refused again, and told in the same words', async () => {
    const csv = await refusedOf(`${header}\nC1,王芳,12,=1\n'C2,,13800138002,a\n`)
    expect(await refusedOf(csv, 'customers', 'I2')).toBe(csv)
    expect(world.entities('Customer')).toEqual([])
  })

  it.each([
    ['a quote without partner', `${header}\nC1,"王芳,13800138001,地址\n`],
    ['more cells than the header', `${header}\nC1,王芳,13800138001,路1号,2栋\n`],
    ['a row without end', `${header}\nC1,${'长'.repeat(70_000)},13800138001,地址\n`],
  ])('with %s stand whole in the first cell, and come in as nothing by mistake', async (_, text) => {
    const csv = await refusedOf(text)
    expect(csv.split('\r\n')[1]).toMatch(/^"?(C1,|长)/)
    await world.import('I2', { customers: csv })
    expect((await world.record('I2')).results.customers?.accepted).toBe(0)
  })

  it('that were nobody’s fault in the sample dealer come back for the same reasons', async () => {
    await world.import('I1', sampleExport())
    const first = await world.record('I1')
    const content: Partial<Record<ImportFile, string>> = {}
    for (const file of importFiles) content[file] = (await correctionFile(world.files, first, file)).csv
    const withRows = Object.entries(content).filter(([, csv]) => csv.split('\r\n').length > 2)
    const second = await world.import('I2', Object.fromEntries(withRows))
    for (const [file] of withRows) {
      const { 'duplicate-row': duplicates = 0, ...others } = first.results[file as ImportFile]!.rejected
      // Alone in the file a repetition is none, and says what is known.
      expect(second.results[file as ImportFile]).toMatchObject({ accepted: duplicates, changed: 0 })
      expect(second.results[file as ImportFile]!.rejected).toEqual(others)
    }
  })
})

describe('a file with many refused rows', () => {
  const row = (index: number) => `C${String(index)},${'王'.repeat(30)},12,${'路'.repeat(400)}`

  it('comes in parts, each a whole file, and no row twice', async () => {
    const rows = Array.from({ length: 4_000 }, (_, index) => row(index))
    await world.import('I1', { customers: `${header}\n${rows.join('\n')}\n` })
    const run = await world.record('I1')
    expect(run.results.customers!.refusedPages).toBeGreaterThan(4)
    for (const [key, bytes] of world.stored)
      if (key.startsWith('reports/')) expect(bytes.length).toBeLessThanOrEqual(1024 * 1024)
    const numbers: string[] = []
    let from: number | undefined = 1
    let parts = 0
    while (from !== undefined) {
      const part = await correctionFile(world.files, run, 'customers', from)
      expect(Buffer.byteLength(part.csv)).toBeLessThan(5 * 1024 * 1024)
      expect(part.csv.startsWith(`\uFEFF${header},`)).toBe(true)
      numbers.push(
        ...part.csv
          .split('\r\n')
          .slice(1, -1)
          .map((line) => line.split(',')[0]!),
      )
      from = part.next
      parts += 1
    }
    expect(parts).toBeGreaterThan(1)
    expect(numbers).toEqual(rows.map((_, index) => `C${String(index)}`))
  })
})
