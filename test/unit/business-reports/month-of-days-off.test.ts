import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { draftDailyReports } from '../../../functions/business-reports/draft-daily.ts'
import { draftMonthlyReports } from '../../../functions/business-reports/draft-monthly.ts'
import { together } from '../../../functions/business-reports/turnover.ts'
import { AuditEntry } from '../../../shared/domain/audit-entry.ts'
import { figuresNow } from '../../../shared/domain/business-report.ts'
import { CalendarMonth } from '../../../shared/domain/calendar-month.ts'
import { CallOutcome } from '../../../shared/domain/call-list.ts'
import { Policy } from '../../../shared/domain/policy.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { addDays, dateIn, type Instant } from '../../../shared/domain/time.ts'
import { writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import { auditRecord, CALL_OUTCOME } from '../../../shared/store/audit.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { journalRecord } from '../../../shared/store/messages.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { openStore } from '../../../shared/store/store.ts'
import {
  day,
  dealerOf,
  local,
  messageRowOf,
  policyIdOf,
  policyOf,
  stampAt,
  vehicleIdOf,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, puts, save } from '../../support/store.ts'
import { listeningLog } from '../http/fixture.ts'

const december = CalendarMonth.parse('2026-12')
/** Saturdays and Sundays, and a day of each neighbouring month: nobody works on them, and no order comes. */
const daysOff = [-1, 5, 6, 12, 13, 19, 20, 26, 27, 33]

/** What can happen without an order. */
const happening = fc
  .record({
    /** Day of December; those below 1 and above 31 are of its neighbours. */
    on: fc.oneof(fc.constantFrom(...daysOff), fc.integer({ min: -1, max: 33 })),
    time: fc.constantFrom('00:00', '09:30', '17:59', '20:15', '23:59'),
    what: fc.oneof(
      fc.record({
        kind: fc.constant('renewal' as const),
        premiumFen: fc.oneof(fc.constant(350_000), fc.nat({ max: 99_999_999_999 })),
        givenBack: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('call' as const),
        outcome: fc.constantFrom(...CallOutcome.options),
      }),
      fc.record({ kind: fc.constant('sms' as const) }),
    ),
  })
  .map(({ on, time, what }) => ({ ...what, at: local(`${addDays(day('2026-11-30'), on)} ${time}`) }))

type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never

function writesOf(event: Happening, name: string) {
  const stamp = stampAt(event.at)
  switch (event.kind) {
    case 'renewal':
      return puts(
        policyRecord,
        policyOf(name, {
          ...unwritten(stamp),
          renews: policyIdOf('old'),
          premiumFen: event.premiumFen,
          ...(event.givenBack
            ? { ended: { kind: 'cancelled', on: day('2026-12-07'), reason: 'OTHER' } as const }
            : {}),
        }),
      )
    case 'call':
      return puts(auditRecord, {
        ...unwritten(stamp),
        dealerId: 'D001',
        recordKind: 'CallEntry',
        recordId: vehicleIdOf(name),
        entryId: `${event.at}#${name}`,
        action: CALL_OUTCOME,
        after: { outcome: event.outcome, remark: null },
      })
    case 'sms': {
      const row = messageRowOf(name, { ...unwritten(stamp), status: 'sent' })
      const { purpose, messageId, subject, cycle, step } = row
      return [
        ...writesForMessages('D001', [{ row, sendAfter: event.at }], stamp),
        ...puts(journalRecord, {
          ...unwritten(stamp),
          ...{ dealerId: 'D001', purpose, date: dateIn(event.at, 'Asia/Shanghai'), journalId: name },
          decided: [{ subject, cycle, step, messageId, outcome: 'message' as const }],
        }),
      ]
    }
  }
}

const Outcome = z.object({ outcome: CallOutcome })

/** The sums as somebody would add them up who has nothing but the records. */
function addedUp(items: readonly Readonly<Record<string, unknown>>[]) {
  const wall = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' })
  const inDecember = ({ createdAt }: { readonly createdAt: Instant }) =>
    wall.format(new Date(createdAt)).startsWith('2026-12')
  const all = (entity: string) => items.filter((item) => item['entity'] === entity)
  const renewals = all('Policy')
    .map((item) => Policy.parse(item))
    .filter((policy) => inDecember(policy) && policy.ended === undefined)
  const calls = all('AuditEntry')
    .map((item) => AuditEntry.parse(item))
    .filter(inDecember)
    .map(({ after }) => Outcome.parse(after).outcome)
  const sent = all('DecisionJournal').filter(({ date }) => String(date).startsWith('2026-12')).length
  return {
    renewals: {
      policies: renewals.length,
      premiumFen: Number(renewals.reduce((total, { premiumFen }) => total + BigInt(premiumFen), 0n)),
    },
    calls: Object.fromEntries(
      [...new Set(calls)].map((outcome) => [outcome, calls.filter((other) => other === outcome).length]),
    ),
    sms: sent === 0 ? {} : { 'maintenance-reminders': { sent, waiting: 0, failed: 0, withheld: 0 } },
  }
}

describe('the monthly report', () => {
  it('has the renewals, calls and SMS of every day, to the fen, also of days off without an order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 20 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 4 }),
        async (happenings, evenings) => {
          const table = memoryTable()
          const store = openStore(table)
          await save(store, ...puts(dealerRecord, dealerOf({}, { createdAt: local('2026-11-01 09:00') })))
          const toCome = happenings.map((event, index) => ({ event, name: `n${String(index)}` }))
          const come = async (until: Instant) => {
            for (const { event, name } of toCome.filter((each) => each.event.at < until))
              await save(store, ...writesOf(event, name))
            toCome.splice(0, toCome.length, ...toCome.filter((each) => each.event.at >= until))
          }
          for (const on of evenings.sort((a, b) => a - b)) {
            const now = local(`2026-12-${String(on).padStart(2, '0')} 18:00`)
            await come(now)
            await draftDailyReports({ store, clock: clockAt(now), log: listeningLog() })
          }
          const now = local('2027-01-03 08:05')
          await come(now)
          await draftMonthlyReports({ store, clock: clockAt(now), log: listeningLog() })
          const { figures } = (await store.businessReports.monthly('D001', december))!
          const { renewals, calls, sms } = figures
          const expected = addedUp(table.all())
          expect({ renewals, calls, sms }).toEqual(expected)
          // The target board adds up the same reports.
          const reports = await store.businessReports.dailyOf('D001', december)
          expect(together(reports.map(figuresNow))).toMatchObject(expected)
        },
      ),
      { numRuns: 40 },
    )
  })
})
