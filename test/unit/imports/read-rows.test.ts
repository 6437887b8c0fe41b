import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { ImportFileError } from '../../../functions/imports/file-error.ts'
import type { Header } from '../../../functions/imports/find-header.ts'
import { RecordSplitter } from '../../../functions/imports/split-records.ts'
import { importFiles } from '../../../shared/domain/import-run.ts'
import { inShort, readAll } from './reading.ts'

const header = '客户编号,姓名,手机,地址,性别,生日,短信同意,备注'
const wu = 'C000001,武文,13900000001,广州市天河区154号,男,1977/4/3,是,'
const gong = 'C000002,龚强,13900000002,"广州市,天河区","男",1978-07-05,,"第一行\r\n第二行"'
const file = [header, wu, gong, ''].join('\r\n')

describe('the form of a file', () => {
  const forms = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'].flatMap((encoding) =>
    [',', '\t', ';'].map((delimiter) => [encoding, delimiter] as const),
  )

  it.each(forms)('%s with cells separated by %j gives the same rows', async (encoding, delimiter) => {
    const cells = [header, wu].map((line) => line.replaceAll(',', delimiter))
    const quoted = `C000002${delimiter}龚强${delimiter}13900000002${delimiter}"广州市${delimiter}天河区"${delimiter}${delimiter}${delimiter}${delimiter}"一\n二"`
    const items = await readAll('customers', iconv.encode([...cells, quoted].join('\n'), encoding), {
      size: 13,
    })
    expect(items).toMatchObject([
      { line: 2, key: 'C000001', values: { name: '武文', birthday: '1977-04-03', smsConsent: 'yes' } },
      {
        line: 3,
        values: {
          address: `广州市${delimiter === '\t' ? '\t' : delimiter}天河区`,
          smsConsent: 'unknown',
          remark: '一\n二',
        },
      },
    ])
  })

  it('counts physical lines over title lines, blank lines and line breaks in cells', async () => {
    const lines = ['某某汽车销售服务有限公司,,,', '', header, gong, ',,,,,,,', '', wu, 'C3,无名,1,,,,,'].join(
      '\r\n',
    )
    for (const text of [lines, lines.replaceAll('\r\n', '\n'), lines.replaceAll('\r\n', '\r')]) {
      for (const size of [1, 65_536]) {
        expect(inShort(await readAll('customers', text, { size }))).toEqual([
          '4 C000002',
          '8 C000001',
          '9 phone-invalid 手机',
        ])
      }
    }
  })

  it.each([
    '车架号',
    'VIN',
    'vin',
    'VIN码',
    '车架号(VIN)',
    '车架号（VIN）',
    '\ufeff 车 架 号',
    '*车架号',
    '"车架号"',
    'ＶＩＮ',
  ])('knows the VIN’s column by %s, in any order of columns', async (name) => {
    const text = `客户编号,购车日期,序号,${name},品牌,车型\nC1,44927,1,LGWEF4A53HF000001,长城,哈弗H6\n`
    const headers: Header[] = []
    const items = await readAll('vehicles', text, { onHeader: (found) => headers.push(found) })
    expect(items).toMatchObject([
      { kind: 'row', values: { vin: 'LGWEF4A53HF000001', soldOn: '2023-01-01', customerNumber: 'C1' } },
    ])
    expect(headers.map(({ line, ignored }) => ({ line, ignored }))).toEqual([{ line: 1, ignored: ['序号'] }])
  })

  it('gives the same verdicts wherever the columns stand', async () => {
    const columns = header.split(',')
    const rows = ['C1,,1,,,,,', 'C2,王五,1,,,,,', 'C3,赵六,13900000003,,,,,'].map((line) => line.split(','))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), async (order) => {
        const text = [columns, ...rows].map((cells) => order.map((at) => cells[at]).join(',')).join('\n')
        expect(inShort(await readAll('customers', text))).toEqual([
          '2 name-missing 姓名',
          '3 phone-invalid 手机',
          '4 C3',
        ])
      }),
      { numRuns: 30 },
    )
  })

  it('reads a file without a row', async () => {
    expect(await readAll('customers', header)).toEqual([])
  })

  it.each([
    ['', 'empty'],
    ['<html><table><tr><td>客户编号</td></tr></table>', 'web-page'],
    ['张三,李四\n1,2\n', 'header-not-found'],
    ['工单号,车架号,车牌号,维修类型\n', 'header-not-found'],
    ['x'.repeat(200_000), 'header-not-found'],
  ])('refuses %.20s as %s', async (text, code) => {
    await expect(readAll('customers', text)).rejects.toMatchObject({ name: 'ImportFileError', code })
  })

  it('names the column that is missing', async () => {
    await expect(readAll('customers', '客户编号,姓名,地址\n')).rejects.toMatchObject({
      code: 'column-missing',
      zh: '缺少必需的列：手机',
      en: 'A required column is missing: 手机',
    })
  })

  it('tells how many bytes it has taken', async () => {
    const totals: number[] = []
    await readAll('customers', file, { size: 50, onBytes: (total) => totals.push(total) })
    expect(totals.at(-1)).toBe(Buffer.byteLength(file))
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
  })
})

describe('damage costs its own row only', () => {
  const person = (number: number) => `C${number},王五,1390000000${number % 10},某市,,,是,`
  const many = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => person(from + index))

  it.each([
    ['at the start of a cell', 'C99,"王五,13900000001,,,,,'],
    ['at the end of the row', 'C99,王五,13900000001,,,,,"备注'],
    ['behind a closed one', 'C99,"王"五,13900000001,,,,,'],
  ])('a lone quote %s', async (_, bad) => {
    const quoted = 'C98,"王五",13900000001,"某市,某区",,,是,"带""引号"""'
    for (const after of [many(11, 12), many(11, 90), [...many(11, 20), quoted, ...many(21, 30)]]) {
      const lines = [header, ...many(1, 3), bad, ...after]
      const items = await readAll('customers', lines.join('\n'), { size: 100 })
      const expected = lines.slice(1).map((line, index) => `${index + 2} ${line.split(',')[0]!}`)
      expected[3] = '5 quote-unclosed'
      expect(inShort(items)).toEqual(expected)
    }
  })

  it.each([
    ['of another column', 'C99,王五,13900000001,某市,,,是,"备注'],
    ['of the same column, so that the number of cells is right', 'C99,王五,13900000001,"某市,,,是,'],
  ])('a lone quote that meets a later one %s', async (_, bad) => {
    const later = 'C98,王五,13900000001,5号",,,是,'
    const lines = [header, bad, ...many(11, 13), later, ...many(14, 15)]
    const expected = lines.slice(1).map((line, index) => `${index + 2} ${line.split(',')[0]!}`)
    expected[0] = '2 quote-unclosed'
    expect(inShort(await readAll('customers', lines.join('\n')))).toEqual(expected)
  })

  it('a lone quote holds back fifty lines at most', () => {
    const splitter = new RecordSplitter(',', 8)
    expect(splitter.push(`C99,"王五\n${many(1, 48).join('\n')}\n`)).toEqual([])
    expect(splitter.push(`${person(49)}\n`)).toHaveLength(50)
  })

  it('a quote in the middle of a cell means itself', async () => {
    const items = await readAll('customers', `${header}\nC1,王五,13900000001,5" 号楼,,,,="007"`)
    expect(items).toMatchObject([{ kind: 'row', values: { address: '5" 号楼', remark: '007' } }])
  })

  it('a comma without quotes', async () => {
    const items = await readAll('customers', `${header}\nC1,王五,13900000001,某市,某区,男,,是,\n${wu}`)
    expect(inShort(items)).toEqual(['2 too-many-cells', '3 C000001'])
  })

  it('a line without end', async () => {
    const items = await readAll('customers', `${header}\n${'长'.repeat(300_000)}\n${wu}`, { size: 10_000 })
    expect(inShort(items)).toEqual(['2 row-too-long', '3 C000001'])
  })

  it('characters that no encoding has, but not in a column that is not read', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header},其他\n${many(1, 9).join('\n')}\nC10,王`),
      Buffer.from([0xff]),
      Buffer.from(',13900000001,,,,,,\nC11,王五,13900000001,,,,,,'),
      Buffer.from([0xff]),
    ])
    expect(inShort(await readAll('customers', bytes)).slice(9)).toEqual([
      '11 characters-unreadable 姓名',
      '12 C11',
    ])
  })

  it('a stray zero byte', async () => {
    const items = await readAll(
      'customers',
      `${header}\n${many(1, 9).join('\n')}\nC\u000010,王五,1,,,,,\n${wu}`,
    )
    expect(inShort(items).slice(9)).toEqual(['11 characters-unreadable 客户编号', '12 C000001'])
  })

  it('short rows are read as if their last cells were empty', async () => {
    const items = await readAll('customers', `${header}\nC1,王五,13900000001`)
    expect(items).toMatchObject([{ kind: 'row', values: { smsConsent: 'unknown' } }])
  })
})

describe('repeated rows', () => {
  it('are the same when only formats differ, and a conflict else', async () => {
    const lines = [
      header,
      'C1,王五,13900000001,某市（东区）,男,1977/4/3,是,',
      'ｃ１, 王五 ,+86 139-0000-0001,某市(东区),M,1977年4月3日,Y,-',
      'C1,王五,13900000002,某市（东区）,男,1977/4/3,是,',
      'C2,,13900000003,,,,,',
      'C2,赵六,13900000003,,,,,',
    ]
    expect(inShort(await readAll('customers', lines.join('\n')))).toEqual([
      '2 C1',
      '3 duplicate-row 客户编号',
      '4 key-conflict 客户编号',
      '5 name-missing 姓名',
      '6 C2',
    ])
  })

  it('name the line where the row stood first', async () => {
    const items = await readAll('customers', [header, wu, wu].join('\n'))
    expect(items[1]).toMatchObject({ refusal: { line: 3, zh: expect.stringContaining('第 2 行') as string } })
  })

  it('a policy’s number counts with its insurer', async () => {
    const policy = (insurer: string, premium: string) =>
      `P1,LGWEF4A53HF000001,${insurer},交强险,2026-01-01,2027-01-01,${premium}`
    const lines = [
      '保单号,车架号,保险公司,险种,起保日期,到期日期,保费',
      policy('平安产险', '950'),
      policy('人保财险', '950'),
      policy('平安产险', '￥950.00'),
      policy('平安产险', '951'),
    ]
    expect(
      (await readAll('policies', lines.join('\n'))).map(
        (item) => item.kind === 'refused' && item.refusal.code,
      ),
    ).toEqual([false, false, 'duplicate-row', 'key-conflict'])
  })
})

describe('any bytes', () => {
  const nearly = fc.tuple(
    fc.constantFrom(header, header.replaceAll(',', '\t'), `标题\n${header}`),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          ',',
          '"',
          '""',
          '\n',
          '\r\n',
          '\r',
          '\t',
          'C1',
          '王五',
          '13900000001',
          '2024-01-01',
          ';',
        ),
        fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => !text.includes('\0')),
      ),
      { maxLength: 80 },
    ),
    fc.constantFrom('utf-8', 'gb18030', 'utf-16le'),
  )

  it('after a header give rows and refusals, each line once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(nearly, fc.integer({ min: 1, max: 200 }), async ([head, pieces, encoding], size) => {
        // UTF-16 without its mark is told by the zeros of commas and digits: any characters may have too few of them.
        const bytes = iconv.encode(`${head}\n${pieces.join('')}`, encoding, {
          addBOM: encoding === 'utf-16le',
        })
        const items = await readAll('customers', bytes, { size })
        const lines = items.map((item) => (item.kind === 'row' ? item.line : item.refusal.line))
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })

  it('without a header give the named error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...importFiles),
        fc.uint8Array({ maxLength: 2000 }),
        async (name, bytes) => {
          await expect(readAll(name, bytes, { size: 97 })).rejects.toBeInstanceOf(ImportFileError)
        },
      ),
      { numRuns: 200 },
    )
  })
})
