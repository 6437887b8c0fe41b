import { dutyCatalogue } from '../functions/report-deadlines/catalogue.ts'
import { occurrencesOf } from '../shared/domain/recurrence/occurrences.ts'
import { timeIn } from '../shared/domain/time.ts'
import { LocalError } from './local-error.ts'
import { readOccurrencesFlags, usage, type OccurrencesFlags } from './occurrences-flags.ts'

/* `npm run occurrences`: what the catalogue of duties owes on a stretch of days. */

interface Owed {
  readonly code: string
  readonly zh: string
  readonly dueOn: string
  readonly dueAt: string
}

function owed({ from, until, zone }: OccurrencesFlags): Owed[] {
  const place = { zone, workingDayOverrides: [] }
  return dutyCatalogue
    .flatMap((duty) =>
      occurrencesOf({ ...duty, shift: 'none' }, { from, until }, place).map(({ dueOn, dueAt }) => ({
        code: duty.code,
        zh: duty.zh,
        dueOn: `${dueOn} ${timeIn(dueAt, zone)}`,
        dueAt,
      })),
    )
    .sort((a, b) => (a.dueAt + a.code < b.dueAt + b.code ? -1 : 1))
}

function main(): void {
  const flags = readOccurrencesFlags(process.argv.slice(2))
  if (flags === undefined) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const all = owed(flags)
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(all.map(({ code, dueAt }) => ({ code, dueAt })))}\n`
      : all.map(({ dueOn, code, zh }) => `${dueOn}  ${code.padEnd(34)}  ${zh}\n`).join(''),
  )
}

try {
  main()
} catch (error) {
  process.stderr.write(
    `${error instanceof LocalError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  )
  process.exitCode = 1
}
