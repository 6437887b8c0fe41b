import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { whatTravels } from '../../../functions/manufacturer-notices/what-travels.ts'

const file = (name: string, content: string | Uint8Array, mediaType = 'application/octet-stream') => ({
  name,
  mediaType,
  bytes: Buffer.from(typeof content === 'string' ? Buffer.from(content) : content),
})
const zip = (...names: readonly string[]) => Buffer.from(`PK\u0003\u0004${names.join('\u0000')}`, 'latin1')
const whyLeft = (name: string, content: string | Uint8Array) =>
  whatTravels([file(name, content)]).left[0]?.because
const mailedText = (content: string | Uint8Array, name = 'a.csv') =>
  Buffer.from(whatTravels([file(name, content)]).mailed[0]!.base64, 'base64').toString()

describe('what is passed on of a notice’s files', () => {
  it.each([
    ['清单.csv', 'VIN,活动\r\nLGWEF4A53HF000001,S2026M0123V'],
    ['a.txt', '请回复'],
    ['a.PDF', '%PDF-1.7'],
    ['a.xlsx', zip('xl/workbook.xml')],
    ['a.docx', zip('word/document.xml')],
    ['a.png', Buffer.from('\u0089PNG\r\n', 'latin1')],
    ['a.jpeg', Buffer.from('\u00ff\u00d8\u00ff', 'latin1')],
    ['a.gif', 'GIF89a'],
  ])('is %s, byte for byte', (name, content) => {
    const { mailed, left } = whatTravels([file(name, content)])
    expect(left).toEqual([])
    expect(mailed).toEqual([
      {
        filename: name,
        // A browser would run what is told to be a page.
        contentType: 'application/octet-stream',
        base64: Buffer.from(content as string).toString('base64'),
      },
    ])
  })

  it.each([
    ['a.exe', 'MZ', 'may-run'],
    ['a.html', '<p>x</p>', 'may-run'],
    ['a.svg', '<svg/>', 'may-run'],
    ['a.xlsm', zip('xl/workbook.xml'), 'may-run'],
    ['a.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'may-run'],
    ['a.zip', zip('a.exe'), 'may-run'],
    ['a.pdf.lnk', '%PDF-', 'may-run'],
    ['附件', 'x', 'may-run'],
    ['a.xlsx', zip('xl/workbook.xml', 'xl/vbaProject.bin'), 'may-run'],
    ['a.docx', zip('word/embeddings/oleObject1.bin'), 'may-run'],
    ['a.pdf', 'MZ', 'not-what-it-is-called'],
    ['a.csv', 'MZ', 'not-what-it-is-called'],
    ['a.txt', '#!/bin/sh', 'not-what-it-is-called'],
    ['a.csv', '<script>alert(1)</script>', 'not-what-it-is-called'],
    ['a.csv', '\ufeff\n<html>', 'not-what-it-is-called'],
    ['a.csv', 'ID;PWXL;N;E\r\nC;Y1;X1;EEXEC("calc")', 'not-what-it-is-called'],
    ['a.csv', 'sep=:\r\n1:=1+1', 'not-what-it-is-called'],
    ['a.docx', 'MZ', 'not-what-it-is-called'],
    ['a.png', '<svg onload=alert(1)>', 'not-what-it-is-called'],
  ])('is not %s that is %j', (name, content, because) => {
    expect(whyLeft(name, content)).toBe(because)
  })

  it.each([
    '=1+1',
    '"=1+1"',
    'x,=cmd|calc!A1',
    'x;@SUM(A1)',
    'x\t+1+1',
    'x,-2+3',
    'x, \u3000＝1',
    'x\r\n =1',
    '="a"&cmd|calc!A1&"b"',
  ])('is no formula: %j', (written) => {
    expect(mailedText(written)).not.toMatch(/(?:^\ufeff?|[,;\t\r\n])["\s]*[=+\-@＝]/u)
  })

  it('is a number of less than nothing all the same, and every word of the table', () => {
    const content = '索赔单,金额\r\nSP1,-12.50\r\nSP2,+3\r\n'
    expect(mailedText(content)).toBe(content)
    expect(mailedText(`${content}SP3,=1\r\n`)).toBe(`\ufeff${content}SP3,'=1\r\n`)
  })

  it('never begins a cell with what Excel reckons with, whatever the table says', () => {
    const cell = fc.oneof(
      fc.constantFrom('=', '+', '-', '@', '\t', ' ', '"', '=1', '-1', '-1-1', "'", ',', '\n', '＝'),
      fc.string({ maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const content = rows.map((cells) => cells.join(',')).join('\r\n')
        const [mailed] = whatTravels([file('a.csv', content)]).mailed
        if (mailed === undefined) return
        const written = Buffer.from(mailed.base64, 'base64').toString()
        // As it came it may be read in any way; what was written anew is well formed.
        const cells =
          written === content
            ? written.split(/[,;\t|\r\n]/).map((each) => each.replaceAll('"', ''))
            : z
                .array(z.array(z.string()))
                .parse(parse(written, { bom: true, relax_column_count: true }))
                .flat()
                .flatMap((each) => each.split(/[;\t|\r\n]/))
        for (const each of cells) {
          const shown = each.trim()
          if (!/^[-+]?\d[\d,.]*%?$/.test(shown)) expect(shown).not.toMatch(/^[=+\-@＝＋－＠]/)
        }
      }),
    )
  })

  it('is ten files of six megabytes at most; the rest is named', () => {
    const big = file('big.txt', Buffer.alloc(5 * 1024 * 1024, 'a'))
    const { mailed, left } = whatTravels([big, { ...big, name: 'more.txt' }, file('small.txt', 'a')])
    expect(mailed.map(({ filename }) => filename)).toEqual(['big.txt', 'small.txt'])
    expect(left).toEqual([{ name: 'more.txt', because: 'too-large' }])
    const many = Array.from({ length: 12 }, (_, index) => file(`${String(index)}.txt`, 'a'))
    expect(whatTravels(many).mailed).toHaveLength(10)
  })
})
