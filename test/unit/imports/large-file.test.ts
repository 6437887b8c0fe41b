import { expect, it } from 'vitest'
import { readRows } from '../../../functions/imports/read-rows.ts'
import { today } from './reading.ts'

const ROWS = 200_000

it('streams a large file: never more than a few rows ahead of its reader', async () => {
  let given = 0
  let taken = 0
  let furthestAhead = 0
  // eslint-disable-next-line @typescript-eslint/require-await -- as a stream gives its chunks
  async function* file(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('订单号,订单类型,配件编码,配件名称,数量,订货日期,关联工单\r\n')
    for (; given < ROWS;) {
      let chunk = ''
      for (let row = 0; row < 1000; row += 1, given += 1)
        chunk += `PO${given},M,5-K,前制动片,2,2020/1/15,RO1\r\n`
      furthestAhead = Math.max(furthestAhead, given - taken)
      yield Buffer.from(chunk)
    }
  }
  for await (const item of readRows('parts_orders', file(), today)) if (item.kind === 'row') taken += 1
  expect(taken).toBe(ROWS)
  // 64 KB held back to find the encoding are under 2,000 rows; the rest is a chunk on each side.
  expect(furthestAhead).toBeLessThan(5000)
})
