import { readRows, type ReadItem, type Reporting } from '../../../functions/imports/read-rows.ts'
import type { Rows, TableName } from '../../../functions/imports/tables.ts'
import { CalendarDate } from '../../../shared/domain/time.ts'

export const today = CalendarDate.parse('2026-11-22')

/** The bytes as a stream in chunks of that size. */
export async function* chunked(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

export async function readAll<Name extends TableName>(
  name: Name,
  bytes: Uint8Array | string,
  options: Reporting & { size?: number } = {},
): Promise<ReadItem<Rows[Name]>[]> {
  const items: ReadItem<Rows[Name]>[] = []
  const source = chunked(Buffer.from(bytes), options.size)
  for await (const item of readRows(name, source, today, options)) items.push(item)
  return items
}

/** Each item in short: `line key` of a row, `line code field` of a refusal. */
export function inShort(items: readonly ReadItem<unknown>[]): string[] {
  return items.map((item) =>
    item.kind === 'row'
      ? `${item.line} ${item.key}`
      : [item.refusal.line, item.refusal.code, item.refusal.field].filter(Boolean).join(' '),
  )
}
