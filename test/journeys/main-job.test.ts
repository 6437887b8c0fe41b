import { execFile } from 'node:child_process'
import { createServer } from 'node:net'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { monday, smallDealer } from './small-dealer.ts'

const root = join(import.meta.dirname, '../..')

interface Ended {
  code: number
  out: string
  err: string
}

function start(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['local/start.ts', ...args], { cwd: root }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

const database = () => join(mkdtempSync(join(tmpdir(), 'main-job-')), 'dealer.db')

describe('a day, run from the command line', () => {
  it('imports the files, sends what is due on the day, and says so in one JSON object', async () => {
    const db = database()
    const day = ['--once', '--json', '--data', smallDealer(), '--date', '2026-11-23', '--db', db]
    const first = await start(...day)
    expect(first.code, first.err).toBe(0)
    expect(JSON.parse(first.out)).toEqual(monday)
    const outbox = readFileSync(`${db}-local/outbox.jsonl`, 'utf8')
    expect(outbox).toContain('+8613800000001')
    expect(outbox).toContain('【东城汽车】王先生您好，您的爱车浙AD12345将于12月7日到保养期')
    expect(outbox).not.toContain('+8613800000002')
    expect(outbox).not.toContain('+8613800000003')

    const again = await start(...day)
    expect(again.code, again.err).toBe(0)
    const nothing = { due: 0, sent: 0, suppressed: {}, deferred: 0, failed: 0 }
    expect(JSON.parse(again.out)).toEqual({
      ...monday,
      jobs: { 'maintenance-reminders': nothing, 'insurance-call-lists': nothing },
      deadlines: { opened: 0, reminded: 0, late: 0, escalated: 0 },
      messages: { sms: 0, mail: 0 },
    })
  })

  it('imports nothing at all when one of the files is no CSV', async () => {
    const workbook = smallDealer()
    writeFileSync(join(workbook, 'policies.csv'), Buffer.from('504b0304140000000800', 'hex'))
    const { code, out, err } = await start('--once', '--json', '--data', workbook, '--date', '2026-11-23')
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err).toMatch(/policies\.csv：.*Excel/)
    expect(err).not.toMatch(/\n\s+at /)
  })
})

describe('a command that cannot be meant ends with one sentence and code 1', () => {
  it('a directory that does not exist', async () => {
    const { code, out, err } = await start('--once', '--data', '/nowhere/at/all')
    expect(code).toBe(1)
    expect(out).toBe('')
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain('/nowhere/at/all')
  })

  it('a port that somebody else has', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const { code, err } = await start(
      '--once',
      '--data',
      smallDealer(),
      '--date',
      '2026-11-23',
      '--port',
      String(port),
    )
    server.close()
    expect(code).toBe(1)
    expect(err).toContain(String(port))
    expect(err).not.toMatch(/\n\s+at /)
  })
})
