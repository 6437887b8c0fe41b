import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeText } from '../../../functions/imports/find-encoding.ts'
import type { Encoding } from '../../../shared/domain/text-encoding.ts'
import { chunked } from './reading.ts'

async function decode(
  bytes: Uint8Array,
  size = 65_536,
): Promise<{ text: string; encoding: Encoding | undefined }> {
  let encoding: Encoding | undefined
  let text = ''
  for await (const piece of decodeText(chunked(bytes, size), (found) => (encoding = found))) text += piece
  return { text, encoding }
}

const row = 'C000001,武文,13900000000,广州市天河区154号\r\n'
const ascii = 'C000001,WW,13900000000,GZ\r\n'

describe('every encoding', () => {
  it.each([
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', false],
    ['utf-16le', true],
    ['utf-16be', false],
    ['utf-16be', true],
    ['gb18030', false],
    ['gb18030', true],
  ] as const)('%s, byte order mark: %s, is found and decoded in chunks of any size', async (name, addBOM) => {
    const bytes = iconv.encode((addBOM && name === 'gb18030' ? '\ufeff' : '') + row.repeat(100), name, {
      addBOM: addBOM && name !== 'gb18030',
    })
    for (const size of [1, 7, 1000, 65_536]) {
      const { text, encoding } = await decode(bytes, size)
      expect(encoding).toBe(name)
      expect(text.replace(/^\ufeff/, '')).toBe(row.repeat(100))
    }
  })
})

it.each(['utf-8', 'gb18030'] as const)(
  'finds %s when its first character is far into the file',
  async (name) => {
    for (const lines of [3000, 10_000]) {
      const expected = ascii.repeat(lines) + row.repeat(10)
      const { text, encoding } = await decode(iconv.encode(expected, name), 10_000)
      expect(encoding).toBe(name)
      expect(text).toBe(expected)
    }
  },
)

it.each(['utf-8', 'gb18030'] as const)(
  'is not misled where the sample cuts a character of %s',
  async (name) => {
    for (let shift = 0; shift < 6; shift += 1) {
      const expected = `中${'x'.repeat(65_530 + shift)}文`
      const { text, encoding } = await decode(iconv.encode(expected, name))
      expect(encoding).toBe(name)
      expect(text).toBe(expected)
    }
  },
)

it('keeps UTF-8 with a damaged spot UTF-8, and shows the damage', async () => {
  const bytes = Buffer.concat([
    Buffer.from(row.repeat(50)),
    Buffer.from([0xff, 0xfe, 0x2c]),
    Buffer.from(row),
  ])
  const { text, encoding } = await decode(bytes)
  expect(encoding).toBe('utf-8')
  expect(text).toBe(`${row.repeat(50)}\ufffd\ufffd,${row}`)
})

it('takes a file of ASCII only for UTF-8', async () => {
  expect(await decode(Buffer.from(ascii))).toEqual({ text: ascii, encoding: 'utf-8' })
})

it.each([
  ['', 'empty'],
  ['504b030414000600', 'spreadsheet'],
  ['d0cf11e0a1b11ae1', 'spreadsheet'],
  ['255044462d312e37', 'not-text'],
  ['89504e470d0a1a0a', 'not-text'],
  ['ffd8ffe000104a46', 'not-text'],
  ['1f8b0800', 'not-text'],
  ['0000000000000000', 'not-text'],
])('a file that begins with the bytes %s is refused as %s', async (hex, code) => {
  await expect(decode(Buffer.from(hex, 'hex'))).rejects.toMatchObject({ name: 'ImportFileError', code })
})

it('gives back every text that UTF-8 and GB18030 with a Chinese header can hold', async () => {
  const texts = fc
    .string({ unit: 'binary', maxLength: 200 })
    .filter((text) => !/[\0\ufeff\ufffd\ue000-\uf8ff]/.test(text))
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 50 }), async (tail, size) => {
      const expected = `工单号,车架号,维修类型\n${tail}`
      expect((await decode(Buffer.from(expected), size)).text).toBe(expected)
    }),
    { numRuns: 50 },
  )
})
