import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Customer } from '../../../shared/domain/customer.ts'
import type { DueItem } from '../../../shared/domain/due-item.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { reschedule } from '../../../shared/due/reschedule.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { openStore } from '../../../shared/store/store.ts'
import { customerOf, dealerOf, dueItemOf, instant, stampAt, vehicleIdOf } from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { clockAt, customerById, puts, save } from '../../support/store.ts'
import { scriptedPurpose, tell } from './scripted-purpose.ts'

const now = instant('2026-11-23T01:00:00.000Z')
const subjects = ['anna', 'berta', 'clara', 'dora', 'emma', 'frida']

/** A store whose every operation waits until the scheduler lets it happen. */
async function raced(scheduler: fc.Scheduler, items: readonly DueItem[]) {
  let racing = false
  const table = memoryTable({
    pageSize: 2,
    before: (operation) => (racing ? scheduler.schedule(Promise.resolve(), operation) : Promise.resolve()),
  })
  const store = openStore(table)
  await save(store, ...puts(dealerRecord, dealerOf()), ...puts(dueItemRecord, ...items))
  return {
    table,
    store,
    race: async (...runners: (() => Promise<unknown>)[]) => {
      racing = true
      const results = Promise.all(runners.map((runner) => runner()))
      await scheduler.waitFor(results)
      racing = false
      return results
    },
  }
}

const decidedSteps = (items: readonly unknown[]) =>
  (items as DueItem[]).flatMap((item) => item.decided.map(({ step }) => `${item.subject} ${step}`))

describe('two sweeps at once, interleaved at every await', () => {
  it('decide each step once and send each message once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.constantFrom(0, 7), async (scheduler, laterBy) => {
        const { table, store, race } = await raced(
          scheduler,
          subjects.map((name) => dueItemOf(name)),
        )
        const run = (minutes: number) => () =>
          sweep(scriptedPurpose(tell), { store, clock: clockAt(addMinutes(now, minutes)), by: 'test' })

        const reports = (await race(run(0), run(laterBy))) as Awaited<ReturnType<typeof sweep>>[]

        const of = (entity: string) => table.all().filter((item) => item['entity'] === entity)
        expect(of('Message')).toHaveLength(subjects.length)
        expect(decidedSteps(of('DueItem')).sort()).toEqual(
          subjects.map((name) => `vehicle#${vehicleIdOf(name)} before`).sort(),
        )
        const entries = (of('DecisionJournal') as unknown as { decided: unknown[] }[]).flatMap(
          ({ decided }) => decided,
        )
        expect(entries).toHaveLength(subjects.length)
        expect(reports.reduce((sum, { decided }) => sum + decided, 0)).toBe(subjects.length)
        // Each message is in one delivery, and each delivery carries messages that exist.
        const carried = (of('Delivery') as unknown as { messageIds: string[] }[]).flatMap(
          ({ messageIds }) => messageIds,
        )
        expect(carried.sort()).toEqual(
          of('Message')
            .map(({ messageId }) => messageId)
            .sort(),
        )
      }),
      { numRuns: 150 },
    )
  })

  it('lose no change of a record that several decisions change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { store, race } = await raced(
          scheduler,
          subjects.slice(0, 4).map((name) => dueItemOf(name)),
        )
        const shared = customerOf('shared', { remark: '' })
        await save(store, ...puts(customerRecord, shared))
        const run = (minutes: number) => () =>
          sweep<Customer>(
            {
              name: 'maintenance-reminders',
              writesToCustomers: false,
              async facts(items) {
                const customer = await customerById(store, 'D001', shared.customerId)
                return items.map(() => customer!)
              },
              decide: (item, customer) => ({
                kind: 'skip',
                reason: 'counted',
                step: item.step,
                superseded: [],
                writes: [
                  customerRecord.put({ ...customer, remark: `${customer.remark ?? ''}I` }, stampAt(now)),
                ],
                next: undefined,
              }),
            },
            { store, clock: clockAt(addMinutes(now, minutes)), by: 'test' },
          )
        await race(run(0), run(1))
        await run(10)()
        expect((await customerById(store, 'D001', shared.customerId))?.remark).toBe('IIII')
      }),
      { numRuns: 80 },
    )
  })
})

describe('an import that moves a date while a sweep runs', () => {
  it('wins or loses whole: a decided step does not wait again, a moved one is not decided early', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const { store, race } = await raced(scheduler, [dueItemOf('anna'), dueItemOf('berta')])
        const subject = `vehicle#${vehicleIdOf('anna')}`
        const moved = addMinutes(now, 1440)
        let won = false
        const replan = async () => {
          for (;;) {
            const existing = await store.dueItems.bySubject('D001', 'maintenance-reminders', subject)
            const item = reschedule(
              existing,
              { cycle: 'sale', steps: [{ step: 'before', dueAt: moved }] },
              { dealerId: 'D001', purpose: 'maintenance-reminders', subject },
              { kind: 'skip' },
              stampAt(now),
            )
            if (item === undefined) return
            const { kind } = await store.commit([dueItemRecord.put(item, stampAt(now))])
            if (kind === 'conflict') continue
            won = true
            return
          }
        }
        await race(() => sweep(scriptedPurpose(tell), { store, clock: clockAt(now), by: 'test' }), replan)

        const anna = (await store.dueItems.bySubject('D001', 'maintenance-reminders', subject))!
        const told = anna.decided.some(({ step }) => step === 'before')
        expect(told).toBe(!won)
        expect(told ? anna.step : anna.dueAt).toBe(told ? undefined : moved)
        const berta = await store.dueItems.bySubject(
          'D001',
          'maintenance-reminders',
          `vehicle#${vehicleIdOf('berta')}`,
        )
        expect(berta?.decided).toHaveLength(1)
      }),
      { numRuns: 150 },
    )
  })
})
