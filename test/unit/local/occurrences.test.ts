import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOccurrencesFlags, usage } from '../../../local/occurrences-flags.ts'

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = join(import.meta.dirname, '../../../local/occurrences.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

describe('npm run occurrences', () => {
  it('prints what is owed, in UTC and in order, where programs read it', async () => {
    const { code, out, err } = await run('--from', '2026-01-01', '--to', '2026-01-02', '--json')
    expect([code, err]).toEqual([0, ''])
    const owed: unknown = JSON.parse(out)
    expect(owed).toContainEqual({ code: 'renewal-list-and-targets', dueAt: '2026-01-01T04:00:00.000Z' })
    expect(owed).toContainEqual({ code: 'monthly-appraisal', dueAt: '2026-01-02T09:00:00.000Z' })
  })

  it('prints the dealer’s own clock where people read it', async () => {
    const { out } = await run('--from', '2026-01-10', '--to', '2026-01-10', '--zone', 'Europe/Berlin')
    expect(out).toMatch(/^2026-01-10 17:00 {2}service-yearly-report +年度工作报告$/m)
  })

  it('says in one sentence what it cannot do', async () => {
    expect(await run('--from', '2026-01-01')).toEqual({
      code: 1,
      out: '',
      err: '--to: 应为日期 nothing is no date, such as 2026-01-31\n',
    })
  })

  it.each([
    [['--from', '2026-02-30', '--to', '2026-03-01'], '--from'],
    [['--from', '2026-02-01', '--to', '2026-01-01'], '--to'],
    [['--from', '2026-01-01', '--to', '2047-01-01'], '--to'],
    [['--from', '2026-01-01', '--to', '2026-01-01', '--zone', 'Shanghai'], '--zone'],
    [['--until', '2026-01-01'], '--until'],
  ])('refuses %j by the flag’s name', (args, flag) => {
    expect(() => readOccurrencesFlags(args)).toThrow(flag)
  })

  it('lists its flags when it is asked to', async () => {
    expect((await run('--help')).out).toBe(`${usage}\n`)
  })
})
