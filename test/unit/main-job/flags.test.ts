import { describe, expect, it } from 'vitest'
import { FlagError, readFlags, usage } from '../../../local/main-job/flags.ts'

describe('the command line', () => {
  it('without flags is the sample dealer on its day', () => {
    expect(readFlags([])).toMatchObject({ date: '2026-11-23', days: 1, once: false, json: false, port: 8700 })
  })

  it('of a directory without a date is today', () => {
    expect(readFlags(['--data', 'examples/dealer'])?.date).toBeUndefined()
  })

  it('that ends after the run takes any free port', () => {
    expect(readFlags(['--once'])?.port).toBe(0)
  })

  it('names every flag in its help', () => {
    expect(readFlags(['--help'])).toBeUndefined()
    for (const flag of ['--data', '--date', '--days', '--once', '--json', '--port', '--db']) {
      expect(usage).toContain(flag)
    }
  })

  it.each([
    ['an unknown flag', ['--dta', '.'], /--dta/],
    ['a value that is missing', ['--date'], /--date/],
    ['a stray word', ['today'], /today/],
    ['a directory that does not exist', ['--data', '/nowhere/at/all'], /--data.*\/nowhere\/at\/all/],
    ['a file where a directory belongs', ['--data', 'package.json'], /--data.*package\.json/],
    ['a directory without any export', ['--data', 'docs'], /--data.*customers\.csv/],
    ['a day that does not exist', ['--date', '2026-02-30'], /--date.*2026-02-30/],
    ['no days', ['--days', '0'], /--days.*1–366/],
    ['a port that is none', ['--port', '70000'], /--port.*65535/],
    [
      'a database in a directory that does not exist',
      ['--db', '/nowhere/at/all/x.db'],
      /--db.*\/nowhere\/at\/all/,
    ],
  ])('with %s is refused with one sentence', (_, args, sentence) => {
    const refused = (): unknown => readFlags(args)
    expect(refused).toThrow(FlagError)
    expect(refused).toThrow(sentence)
    expect(refused).not.toThrow(/\n/)
  })
})
