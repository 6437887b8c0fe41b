import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DueItem, WaitingDueItem } from '../../../shared/domain/due-item.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { DecisionJournal } from '../../../shared/domain/message.ts'
import { addMinutes, dateIn, type Instant } from '../../../shared/domain/time.ts'
import type { Decision, Purpose } from '../../../shared/due/purpose.ts'
import { sweep } from '../../../shared/due/sweep.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { keyText, MOST_WRITES, TableOverloaded } from '../../../shared/store/table-client.ts'
import { customerOf, dealerOf, dueItemOf, instant, vehicleIdOf } from '../../support/builders.ts'
import { memoryTable, type MemoryTable } from '../../support/memory-table.ts'
import { asStored, clockAt, earlier, puts, save } from '../../support/store.ts'
import { draft, scriptedPurpose, skip, tell } from './scripted-purpose.ts'

const now = instant('2026-11-23T01:00:00.000Z')
const names = (count: number) => Array.from({ length: count }, (_, index) => `car ${index}`)

let table: MemoryTable
let store: Store

beforeEach(() => {
  table = memoryTable()
  store = openStore(table)
})

async function given(items: readonly DueItem[], dealer = dealerOf()): Promise<void> {
  await save(store, ...puts(dealerRecord, dealer), ...puts(dueItemRecord, ...items))
  table.commits.length = 0
}

function run<Facts>(purpose: Purpose<Facts>, at: Instant = now) {
  return sweep(purpose, { store, clock: clockAt(at), by: 'test' })
}

const itemOf = (name: string, dealerId = 'D001') =>
  store.dueItems.bySubject(dealerId, 'maintenance-reminders', `vehicle#${vehicleIdOf(name)}`)

const messages = () => table.all().filter(({ entity }) => entity === 'Message')
const journals = () =>
  table.all().filter(({ entity }) => entity === 'DecisionJournal') as unknown as DecisionJournal[]
const entries = () => journals().flatMap(({ decided }) => decided)

describe('a sweep', () => {
  it('decides everything that is due, once, and nothing that is not', async () => {
    const due = names(130).map((name) => dueItemOf(name))
    const soon = dueItemOf('soon', { dueAt: addMinutes(now, 1) })
    const idle = dueItemOf('idle', { step: undefined, dueAt: undefined })
    await given([...due, soon, idle])
    const purpose = scriptedPurpose(tell)

    const report = await run(purpose)

    expect(report).toEqual({ decided: 130, putOff: 0, byOutcome: { message: 130 }, held: [], damaged: 0 })
    expect(messages()).toHaveLength(130)
    expect(purpose.asked).toHaveLength(130)
    expect((await itemOf('soon'))?.version).toBe(1)
    expect((await itemOf('idle'))?.version).toBe(1)
  })

  it('does nothing the second time', async () => {
    await given(names(30).map((name) => dueItemOf(name)))
    await run(scriptedPurpose(tell))
    const before = table.all()

    const report = await run(scriptedPurpose(tell), addMinutes(now, 10))

    expect(report.decided).toBe(0)
    expect(table.all()).toEqual(before)
  })

  it('goes on through the pages of the index', async () => {
    table = memoryTable({ pageSize: 3 })
    store = openStore(table)
    await given(names(40).map((name) => dueItemOf(name)))
    expect((await run(scriptedPurpose(tell))).decided).toBe(40)
  })

  it('decides at once a next step that has passed too, and ends', async () => {
    await given([dueItemOf('anna')])
    const steps = ['before', 'after', 'lapsed']
    const purpose = scriptedPurpose((item) => {
      const next = steps[steps.indexOf(item.step) + 1]
      return {
        kind: 'skip',
        reason: 'test',
        step: item.step,
        superseded: [],
        writes: [],
        next: next === undefined ? undefined : { step: next, dueAt: now },
      }
    })
    const report = await run(purpose)
    expect(report.decided).toBe(3)
    expect((await itemOf('anna'))?.decided.map(({ step }) => step)).toEqual(steps)
  })

  it('gives each dealer’s items to the purpose apart from those of others', async () => {
    const other = dealerOf({}, { dealerId: 'D002' })
    await given([
      ...names(6).map((name) => dueItemOf(name)),
      ...names(6).map((name) => dueItemOf(name, { dealerId: 'D002' })),
    ])
    await save(store, ...puts(dealerRecord, other))
    const together: string[] = []
    await run(
      scriptedPurpose(tell, {
        facts: (items) => {
          together.push([...new Set(items.map(({ dealerId }) => dealerId))].join('+'))
          return Promise.resolve(items)
        },
      }),
    )
    expect(new Set(together)).toEqual(new Set(['D001', 'D002']))
    const stored = messages()
    expect(stored.filter(({ dealerId }) => dealerId === 'D001')).toHaveLength(6)
    expect(stored.filter(({ dealerId }) => dealerId === 'D002')).toHaveLength(6)
  })

  it('keeps each transaction within 25 decisions and 100 writes, whatever the decisions write', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60, size: 'max' }),
        fc.boolean(),
        async (extra, sms) => {
          table = memoryTable()
          store = openStore(table)
          await given(
            extra.map((_, index) => dueItemOf(`car ${index}`)),
            dealerOf(),
          )
          const writesOf = new Map(
            extra.map((count, index) => [`vehicle#${vehicleIdOf(`car ${index}`)}`, count]),
          )
          const report = await run(
            scriptedPurpose((item, at): Decision => {
              const count = writesOf.get(item.subject) ?? 0
              if (sms && count === 0) return tell(item, at)
              const customers = Array.from({ length: count }, (_, index) =>
                customerOf(`${item.subject} ${index}`),
              )
              return {
                kind: 'skip',
                reason: 'test',
                step: item.step,
                superseded: [],
                writes: customers.map((customer) => customerRecord.put(customer, earlier)),
                next: undefined,
              }
            }),
          )
          expect(report.decided).toBe(extra.length)
          for (const writes of table.commits) {
            expect(writes.length).toBeLessThanOrEqual(MOST_WRITES)
            expect(writes.filter(({ key }) => key.sk === 'due').length).toBeLessThanOrEqual(25)
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  it('costs one transaction for 48 reminders: 48 items, 48 messages, two deliveries and a page of the journal', async () => {
    await given(names(200).map((name) => dueItemOf(name)))
    await run(scriptedPurpose(tell))
    expect(Math.max(...table.commits.map((writes) => writes.length))).toBe(99)
    // 200 items on 4 shards: a rest of a group on each at most.
    expect(table.commits.length).toBeLessThanOrEqual(200 / 48 + 4)
    expect(table.reads.getMany).toBeLessThanOrEqual(3)
  })
})

describe('an item that is contested', () => {
  it('does not hold up its neighbours, and is decided on what stands now', async () => {
    await given(names(10).map((name) => dueItemOf(name)))
    const contested = await itemOf('car 3')
    // Somebody moves the item between the sweep's look at the index and its transaction.
    table.onCommit = (writes) => {
      if (!writes.some(({ key }) => key.pk.endsWith(vehicleIdOf('car 3')))) return undefined
      table.onCommit = undefined
      table.put(asStored({ ...contested!, dueAt: addMinutes(now, 60) }))
      return undefined
    }
    const report = await run(scriptedPurpose(tell))
    expect(report.decided).toBe(9)
    expect((await itemOf('car 3'))?.decided).toEqual([])
    expect(messages()).toHaveLength(9)
  })

  it('does not keep its neighbours’ next steps, which have passed too, from being decided', async () => {
    await given(names(12).map((name) => dueItemOf(name)))
    const key = dueItemRecord.put(dueItemOf('car 2'), earlier).key
    table.onCommit = (writes) => {
      const index = writes.findIndex((write) => keyText(write.key) === keyText(key))
      return index < 0 ? undefined : { kind: 'conflict', contested: [index] }
    }
    const report = await run(
      scriptedPurpose((item, at) => ({
        ...(skip('x')(item, at) as Extract<Decision, { kind: 'skip' }>),
        next: item.step === 'before' ? { step: 'after', dueAt: now } : undefined,
      })),
    )
    expect(report.decided).toBe(22)
  })

  it('that stays contested is left to the next sweep, and this one ends', async () => {
    await given(names(5).map((name) => dueItemOf(name)))
    const key = dueItemRecord.put(dueItemOf('car 2'), earlier).key
    table.onCommit = (writes) => {
      const index = writes.findIndex((write) => keyText(write.key) === keyText(key))
      return index < 0 ? undefined : { kind: 'conflict', contested: [index] }
    }
    const report = await run(scriptedPurpose(tell))
    expect(report.decided).toBe(4)
    expect((await itemOf('car 2'))?.step).toBe('before')
    table.onCommit = undefined
    expect((await run(scriptedPurpose(tell), addMinutes(now, 10))).decided).toBe(1)
  })

  it('by a record that its decision changes is decided anew, its neighbours are not asked again', async () => {
    await given(names(3).map((name) => dueItemOf(name)))
    const customer = customerOf('shared')
    await save(store, ...puts(customerRecord, customer))
    const purpose = scriptedPurpose((item) => ({
      kind: 'skip',
      reason: 'test',
      step: item.step,
      superseded: [],
      // The first time it names a version that somebody has replaced since.
      writes:
        item.subject === `vehicle#${vehicleIdOf('car 1')}` &&
        purpose.asked.filter((each) => each.subject === item.subject).length === 1
          ? [customerRecord.put({ ...customer, version: 5 }, earlier)]
          : [],
      next: undefined,
    }))
    const report = await run(purpose)
    expect(report.decided).toBe(3)
    expect(purpose.asked).toHaveLength(4)
  })
})

describe('a stale index', () => {
  it('that still shows what was decided doubles nothing and ends', async () => {
    await given(names(60).map((name) => dueItemOf(name)))
    table.freezeIndexes()
    const report = await run(scriptedPurpose(tell))
    expect(report.decided).toBe(60)
    expect(messages()).toHaveLength(60)
    expect(entries()).toHaveLength(60)

    const again = await run(scriptedPurpose(tell), addMinutes(now, 10))
    expect(again).toMatchObject({ decided: 0, putOff: 0 })
    expect(messages()).toHaveLength(60)
  })

  it('that hides new items leaves them to the sweep ten minutes later', async () => {
    await given([dueItemOf('old')])
    table.freezeIndexes()
    await save(store, ...puts(dueItemRecord, dueItemOf('new')))
    expect((await run(scriptedPurpose(tell))).decided).toBe(1)
    table.thawIndexes()
    expect((await run(scriptedPurpose(tell), addMinutes(now, 10))).decided).toBe(1)
    expect((await itemOf('new'))?.decided).toHaveLength(1)
  })

  it('that shows an item twice while it moves decides it once', async () => {
    await given([dueItemOf('anna'), dueItemOf('berta')])
    // It moved from half past to now: the old entry is still there.
    table.showInDueIndex({ ...asStored(dueItemOf('anna', { dueAt: addMinutes(now, -30) })), version: 0 })
    const report = await run(scriptedPurpose(tell))
    expect(report.decided).toBe(2)
    expect(messages()).toHaveLength(2)
  })

  it('that shows an earlier step of an item decides what waits now', async () => {
    await given([dueItemOf('anna')])
    table.freezeIndexes()
    const item = await itemOf('anna')
    await save(store, dueItemRecord.put({ ...item!, step: 'after', dueAt: now }, earlier))
    const purpose = scriptedPurpose(tell)
    await run(purpose)
    expect((await itemOf('anna'))?.decided.map(({ step }) => step)).toEqual(['after'])
    expect(messages()).toHaveLength(1)
  })
})

describe('a decision that throws', () => {
  class RuleBroken extends Error {
    override readonly name = 'RuleBroken'
  }

  it('moves its item back and leaves its neighbours alone', async () => {
    await given(names(5).map((name) => dueItemOf(name)))
    const heard: unknown[] = []
    const report = await sweep(
      scriptedPurpose((item, at) => {
        if (item.subject === `vehicle#${vehicleIdOf('car 2')}`) throw new RuleBroken('王芳 13800138000')
        return tell(item, at)
      }),
      { store, clock: clockAt(now), by: 'test', onThrow: (item, error) => heard.push([item.subject, error]) },
    )
    expect(report).toMatchObject({ decided: 4, putOff: 1 })
    expect(await itemOf('car 2')).toMatchObject({
      failures: 1,
      step: 'before',
      dueAt: addMinutes(now, 5),
      decided: [],
    })
    expect(heard).toEqual([[`vehicle#${vehicleIdOf('car 2')}`, expect.any(RuleBroken)]])
  })

  it('fails its item after five times, for good, under the error’s name alone', async () => {
    await given([dueItemOf('anna')])
    const purpose = scriptedPurpose(() => {
      throw new RuleBroken('王芳 13800138000')
    })
    let at = now
    const waits: number[] = []
    for (let time = 1; time <= 5; time += 1) {
      await run(purpose, at)
      const item = await itemOf('anna')
      expect(item?.failures).toBe(time)
      if (item?.dueAt !== undefined) {
        waits.push((Date.parse(item.dueAt) - Date.parse(at)) / 60_000)
        at = item.dueAt
      }
    }
    expect(waits).toEqual([5, 15, 60, 240])
    expect((await itemOf('anna'))?.step).toBeUndefined()
    expect(await itemOf('anna')).toMatchObject({
      decided: [{ step: 'before', outcome: 'failed', reason: 'RuleBroken', at }],
    })
    expect(entries()).toEqual([
      {
        subject: `vehicle#${vehicleIdOf('anna')}`,
        cycle: 'sale',
        step: 'before',
        outcome: 'failed',
        reason: 'RuleBroken',
      },
    ])
    expect(JSON.stringify(table.all())).not.toContain('13800138000')
    expect((await run(purpose, addMinutes(at, 10_000))).putOff).toBe(0)
  })

  it('forgets its failures once it is decided', async () => {
    await given([dueItemOf('anna', { failures: 3 })])
    await run(scriptedPurpose(tell))
    expect((await itemOf('anna'))?.failures).toBe(0)
  })

  it('a damaged record among the facts of a hundred holds up its own item only', async () => {
    await given(names(100).map((name) => dueItemOf(name)))
    const bad = `vehicle#${vehicleIdOf('car 17')}`
    const report = await run(
      scriptedPurpose(tell, {
        facts: (items) =>
          items.some(({ subject }) => subject === bad)
            ? Promise.reject(new Error('damaged'))
            : Promise.resolve(items),
      }),
    )
    expect(report).toMatchObject({ decided: 99, putOff: 1 })
    expect(await itemOf('car 17')).toMatchObject({ failures: 1, decided: [] })
  })

  it('a table that gives no answer is no item’s fault: the sweep fails as a whole, and is run again', async () => {
    await given(names(3).map((name) => dueItemOf(name)))
    const overloaded = () => Promise.reject(new TableOverloaded('3 keys stayed unprocessed'))
    await expect(run(scriptedPurpose(tell, { facts: overloaded }))).rejects.toThrow(TableOverloaded)
    expect(await itemOf('car 1')).toMatchObject({ failures: 0 })
    expect(await run(scriptedPurpose(tell))).toMatchObject({ decided: 3 })
  })

  it('facts that are missing at the end of the answer count as thrown', async () => {
    await given([dueItemOf('anna')])
    const report = await run(scriptedPurpose(tell, { facts: () => Promise.resolve([]) }))
    expect(report).toMatchObject({ decided: 0, putOff: 1 })
  })

  it('a damaged due item holds up nothing behind it, and is counted', async () => {
    await given(names(12).map((name) => dueItemOf(name, { dueAt: addMinutes(now, -5) })))
    for (let index = 0; index < 8; index += 1) {
      table.put({
        ...asStored(dueItemOf(`bad ${index}`, { dueAt: addMinutes(now, -60) })),
        failures: 'many',
      })
    }
    expect(await run(scriptedPurpose(tell))).toMatchObject({ decided: 12, damaged: 8 })
  })
})

describe('an item that is put off', () => {
  it('waits until then, for the same step, and is no part of the account', async () => {
    await given([dueItemOf('anna')])
    const until = addMinutes(now, 45)
    const report = await run(scriptedPurpose(() => ({ kind: 'postpone', until })))
    expect(report).toMatchObject({ decided: 0, putOff: 1, byOutcome: {} })
    expect(await itemOf('anna')).toMatchObject({ step: 'before', dueAt: until, plannedAt: now, decided: [] })
    expect(journals()).toEqual([])
    expect((await run(scriptedPurpose(tell), until)).decided).toBe(1)
  })

  it('to the past does not keep the sweep busy for ever', async () => {
    await given([dueItemOf('anna')])
    const report = await run(scriptedPurpose(() => ({ kind: 'postpone', until: addMinutes(now, -60) })))
    expect(report.putOff).toBe(1)
  })
})

describe('the brake on customer messages', () => {
  const cautious = dealerOf({ brake: { customerMessagesPerSweep: 10 } })

  it('stops a dealer with more than the number due, and decides nothing of theirs', async () => {
    await given(
      names(11).map((name) => dueItemOf(name)),
      cautious,
    )
    await save(
      store,
      ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })),
      ...puts(dueItemRecord, dueItemOf('other', { dealerId: 'D002' })),
    )
    const report = await run(scriptedPurpose(tell))
    expect(report).toMatchObject({ decided: 1, held: [{ dealerId: 'D001', due: 11, because: 'brake' }] })
    expect(messages().map(({ dealerId }) => dealerId)).toEqual(['D002'])
    expect((await itemOf('car 3'))?.version).toBe(1)
  })

  it('does not stop at the page that is full of the braked dealer’s items', async () => {
    table = memoryTable({ pageSize: 3 })
    store = openStore(table)
    const old = { dueAt: addMinutes(now, -60) }
    await given(
      names(40).map((name) => dueItemOf(name, old)),
      cautious,
    )
    await save(
      store,
      ...puts(dealerRecord, dealerOf({}, { dealerId: 'D002' })),
      ...puts(dueItemRecord, ...names(8).map((name) => dueItemOf(name, { dealerId: 'D002' }))),
    )
    expect(await run(scriptedPurpose(tell))).toMatchObject({
      decided: 8,
      held: [{ dealerId: 'D001', due: 40, because: 'brake' }],
    })
  })

  it('waits for an import that is half in, leaves the items as they are, and decides them afterwards', async () => {
    const importing = dealerOf({}, { importing: [{ importId: 'I1', until: addMinutes(now, 15) }] })
    await given([dueItemOf('anna')], importing)
    const report = await run(scriptedPurpose(tell))
    expect(report).toMatchObject({ decided: 0, held: [{ dealerId: 'D001', due: 1, because: 'importing' }] })
    expect((await itemOf('anna'))?.version).toBe(1)
    expect(await run(scriptedPurpose(tell), addMinutes(now, 15))).toMatchObject({ decided: 1, held: [] })
  })

  it('lets exactly the number through', async () => {
    await given(
      names(10).map((name) => dueItemOf(name)),
      cautious,
    )
    expect(await run(scriptedPurpose(tell))).toMatchObject({ decided: 10, held: [] })
  })

  it('does not hold back work for staff', async () => {
    await given(
      names(11).map((name) => dueItemOf(name)),
      cautious,
    )
    expect((await run(scriptedPurpose(tell, { writesToCustomers: false }))).decided).toBe(11)
  })
})

describe('what has been told before', () => {
  it('is recorded as such under another memory and not told again, beside those who are told', async () => {
    await given(names(4).map((name) => dueItemOf(name)))
    await run(scriptedPurpose(tell))
    const told = (await itemOf('car 1'))!
    // The memory of the cycle is lost: another cycle came and went.
    await save(store, dueItemRecord.put({ ...told, step: 'before', dueAt: now, decided: [] }, earlier))
    await save(store, ...puts(dueItemRecord, dueItemOf('fresh')))

    const report = await run(scriptedPurpose(tell), addMinutes(now, 10))

    expect(report).toMatchObject({ decided: 2, byOutcome: { message: 1, suppressed: 1 } })
    expect(messages()).toHaveLength(5)
    expect((await itemOf('car 1'))?.decided).toEqual([
      { step: 'before', outcome: 'suppressed', reason: 'already-told', at: addMinutes(now, 10) },
    ])
  })

  it('has an id that depends on dealer, purpose, subject, cycle, step, person and channel alone', async () => {
    await given([dueItemOf('anna')])
    await run(
      scriptedPurpose((item) => ({
        ...(tell(item, now) as Extract<Decision, { kind: 'send' }>),
        draft: draft(addMinutes(now, 600)),
      })),
    )
    const subject = `vehicle#${vehicleIdOf('anna')}`
    expect(messages().map(({ messageId }) => messageId)).toEqual([
      idFor(
        'message',
        'D001',
        'maintenance-reminders',
        subject,
        'sale',
        'before',
        draft(now).recipient.id,
        'sms',
      ),
    ])
  })
})

describe('the journal', () => {
  it('adds up: each due step is a message, suppressed or failed, on the dealer’s own date', async () => {
    const fate = fc.constantFrom('send', 'skip', 'throw', 'fail', 'postpone', 'superseded')
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 70, size: 'max' }), async (fates) => {
        table = memoryTable()
        store = openStore(table)
        await given(
          fates.map((each, index) => dueItemOf(`car ${index}`, { failures: each === 'fail' ? 4 : 0 })),
        )
        const fateOf = new Map(fates.map((each, index) => [`vehicle#${vehicleIdOf(`car ${index}`)}`, each]))
        const decide = (item: WaitingDueItem): Decision => {
          switch (fateOf.get(item.subject)) {
            case 'send':
              return tell(item, now)
            case 'superseded':
              return { ...tell(item, now), step: 'after', superseded: ['before'] } as Decision
            case 'skip':
              return skip('no-consent')(item, now)
            case 'postpone':
              return { kind: 'postpone', until: addMinutes(now, 5) }
            case 'throw':
            case 'fail':
            case undefined:
              throw new Error('broken')
          }
        }
        const report = await run(scriptedPurpose(decide))
        const count = (wanted: string) => fates.filter((each) => each === wanted).length
        const expected = {
          message: count('send') + count('superseded'),
          suppressed: count('skip') + count('superseded'),
          failed: count('fail'),
        }
        const inJournal = (outcome: string) => entries().filter((each) => each.outcome === outcome).length
        expect(inJournal('message')).toBe(expected.message)
        expect(inJournal('suppressed')).toBe(expected.suppressed)
        expect(inJournal('failed')).toBe(expected.failed)
        expect(report.decided).toBe(expected.message + expected.suppressed + expected.failed)
        expect(entries()).toHaveLength(report.decided)
        expect(report.putOff).toBe(count('throw') + count('postpone'))
        expect(
          messages()
            .map(({ messageId }) => messageId)
            .sort(),
        ).toEqual(
          entries()
            .flatMap(({ messageId }) => messageId ?? [])
            .sort(),
        )
        expect(journals().every(({ date }) => date === dateIn(now, 'Asia/Shanghai'))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it('stands under the day in the dealer’s zone, not in UTC', async () => {
    await given([dueItemOf('anna', { dueAt: instant('2026-11-22T16:30:00.000Z') })])
    await run(scriptedPurpose(tell), instant('2026-11-22T16:30:00.000Z'))
    const decided = await store.messages.decidedOn('D001', 'maintenance-reminders', '2026-11-23' as never)
    expect(decided).toHaveLength(1)
  })
})
