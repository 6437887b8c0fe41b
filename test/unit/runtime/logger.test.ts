import { expect, it } from 'vitest'
import { lambdaLog, type Log } from '../../../shared/runtime/logger.ts'
import { captured } from './captured-stdout.ts'

const line = { code: 'THING_DONE', sentence: 'a thing was done' }

async function logged(use: (log: Log) => void): Promise<Record<string, unknown>[]> {
  const text = await captured(() => use(lambdaLog()))
  return text
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each) as Record<string, unknown>)
}

it('a line has its level, code, sentence and fields, as JSON of one line', async () => {
  const [info, warning] = await logged((log) => {
    log.info(line, { dealerId: 'D001', count: 3, byStatus: { sent: 2 } })
    log.warn(line)
  })
  expect(info).toMatchObject({
    level: 'INFO',
    message: 'a thing was done',
    code: 'THING_DONE',
    dealerId: 'D001',
    count: 3,
    byStatus: { sent: 2 },
  })
  expect(warning).toMatchObject({ level: 'WARN', code: 'THING_DONE' })
})

it('an error is told by its name, its place and the names of its causes, never by its sentence', async () => {
  class QueueGone extends Error {
    override readonly name = 'QueueGone'
  }
  const cause = new TypeError('13800138000 is no number')
  const [error] = await logged((log) =>
    log.error(line, new QueueGone('cannot write to 王芳 <a@b.example>', { cause }), { dealerId: 'D001' }),
  )
  expect(error).toMatchObject({ level: 'ERROR', code: 'THING_DONE', dealerId: 'D001' })
  expect(error?.['failure']).toMatch(/^QueueGone at .*logger\.test\.ts:\d+:\d+\)? < TypeError at /)
  expect(JSON.stringify(error)).not.toMatch(/王芳|13800138000|@b\.example/)
})

it.each([
  ['lines that look like frames', '\nat 王芳 (138)\n    at 王芳 (/13800138000.ts:1:1)\n'],
  ['one line', '王芳 13800138000'],
])('a sentence of %s stays out of the line', async (_, sentence) => {
  const [error] = await logged((log) => log.error(line, new Error(sentence)))
  expect(error?.['failure']).toMatch(/^Error at .*logger\.test\.ts/)
  expect(JSON.stringify(error)).not.toMatch(/王芳|13800138000/)
})

it('what was thrown and is no error is not told', async () => {
  const [error] = await logged((log) => log.error(line, '王芳'))
  expect(error?.['failure']).toBe('unknown')
  expect(JSON.stringify(error)).not.toContain('王芳')
})
