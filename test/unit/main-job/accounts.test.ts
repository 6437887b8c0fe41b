import { expect, it } from 'vitest'
import { accountsOf, difference } from '../../../local/main-job/accounts.ts'
import { asTable } from '../../../local/main-job/report.ts'
import type { ImportRun } from '../../../shared/domain/import-run.ts'
import type { DecisionJournal } from '../../../shared/domain/message.ts'
import { unwritten } from '../../../shared/domain/record.ts'
import { journalRecord } from '../../../shared/store/messages.ts'
import { openStore } from '../../../shared/store/store.ts'
import { day, local, stampAt } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

const now = local('2026-11-23 20:00')
const monday = day('2026-11-23')
const store = () => openStore(memoryTable())

it('the reminders of appointments are told of where there were any, beside the jobs that always are', async () => {
  const table = store()
  const before = await accountsOf(table, 'D001', monday, 1, now)
  expect(Object.keys(before)).toEqual(['maintenance-reminders', 'insurance-call-lists'])
  const journal: DecisionJournal = {
    ...unwritten(stampAt(now)),
    dealerId: 'D001',
    purpose: 'appointment-reminders',
    date: monday,
    journalId: `${now}#one`,
    decided: [{ subject: 'order#ord_1', cycle: 'ord_1', step: now, outcome: 'suppressed', reason: 'stale' }],
  }
  await save(table, ...puts(journalRecord, journal))
  const after = await accountsOf(table, 'D001', monday, 1, now)
  expect(difference(after, before)).toMatchObject({
    'appointment-reminders': { due: 1, sent: 0, suppressed: { stale: 1 } },
  })
  // The same day run again, with nothing new in it.
  expect(Object.keys(difference(after, after))).toEqual(['maintenance-reminders', 'insurance-call-lists'])

  const results: ImportRun['results'] = {}
  const told = (jobs: typeof after) =>
    asTable({
      asOf: day('2026-11-22'),
      run: { results } as ImportRun,
      jobs,
      deadlines: { opened: 0, reminded: 0, late: 0, escalated: 0 },
      notices: [],
      effects: new Map(),
      warranty: { claims: 0, unsubmitted: 0, mailed: 0 },
      messages: { sms: 0, mail: 0 },
    })
  expect(told(after)).toContain('预约提醒 appointment reminders')
  expect(told(before)).not.toContain('预约提醒')
})
