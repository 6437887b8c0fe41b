import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWaiting, type DueItem } from '../../../shared/domain/due-item.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { changeFor } from '../../../shared/due/apply-decision.ts'
import { ENDED, reschedule, stillOpen, type Cycle, type Past } from '../../../shared/due/reschedule.ts'
import { dueItemOf, instant, stampAt, staffIdOf, vehicleIdOf } from '../../support/builders.ts'

const now = instant('2026-11-23T01:00:00.000Z')
const at = (minutes: number): Instant => addMinutes(now, minutes)
const subject = {
  dealerId: 'D001',
  purpose: 'maintenance-reminders' as const,
  subject: `vehicle#${vehicleIdOf('anna')}`,
}
const skip: Past = { kind: 'skip' }
const catchUp: Past = { kind: 'catch-up', nextListAt: at(30) }

/** A cycle whose steps a, b, c … fall due so many minutes from now. */
function cycle(name: string, ...minutes: number[]): Cycle {
  return {
    cycle: name,
    steps: minutes.map((each, index) => ({ step: 'abcdef'.charAt(index), dueAt: at(each) })),
  }
}

const plan = (existing: DueItem | undefined, wanted: Cycle | undefined, past: Past = skip, when = now) =>
  reschedule(existing, wanted, subject, past, stampAt(when))

const item = (more: Partial<DueItem>): DueItem => dueItemOf('anna', { cycle: 'A', decided: [], ...more })
const waiting = (step: string, minutes: number, more: Partial<DueItem> = {}): DueItem =>
  item({ step, dueAt: at(minutes), plannedAt: at(minutes), ...more })
const told = (...steps: string[]): DueItem['decided'] =>
  steps.map((step) => ({ step, outcome: 'message', at: at(-1000) }))

describe('a new cycle', () => {
  it('starts at its first step still to come; for customers the earlier ones are past', () => {
    expect(plan(undefined, cycle('A', -60, -30, 30, 60))).toMatchObject({
      ...subject,
      cycle: 'A',
      step: 'c',
      dueAt: at(30),
      plannedAt: at(30),
      version: 0,
      decided: [
        { step: 'a', outcome: 'past-at-import', at: now },
        { step: 'b', outcome: 'past-at-import', at: now },
      ],
    })
  })

  it('is caught up by staff at its latest passed step, on the next list', () => {
    expect(plan(undefined, cycle('A', -60, -20, 300), catchUp)).toMatchObject({
      step: 'b',
      dueAt: at(30),
      plannedAt: at(-20),
      decided: [{ step: 'a', outcome: 'past-at-import' }],
    })
  })

  it('waits for nothing when all of it is past, and remembers that', () => {
    const planned = plan(undefined, cycle('A', -60, -30))
    expect(planned).toMatchObject({ cycle: 'A' })
    expect(planned?.step).toBeUndefined()
    expect(planned?.decided.map(({ outcome }) => outcome)).toEqual(['past-at-import', 'past-at-import'])
  })

  it('counts a step of this very instant as past: the sweep that it was for has gone', () => {
    expect(plan(undefined, cycle('A', 0, 10))).toMatchObject({ step: 'b', decided: [{ step: 'a' }] })
  })

  it('takes the place of the old one, whose steps and worker it forgets', () => {
    const old = waiting('b', 30, { decided: told('a'), assignedTo: staffIdOf('s1'), failures: 2, version: 4 })
    const planned = plan(old, cycle('B', 100))
    expect(planned).toMatchObject({
      cycle: 'B',
      step: 'a',
      dueAt: at(100),
      decided: [],
      failures: 0,
      version: 4,
    })
    expect(planned?.assignedTo).toBeUndefined()
  })

  it('without a step makes no item', () => {
    expect(plan(undefined, cycle('A'))).toBeUndefined()
    expect(plan(undefined, undefined)).toBeUndefined()
  })
})

describe('in a known cycle', () => {
  it('a changed date moves the waiting step', () => {
    expect(plan(waiting('b', 30, { decided: told('a') }), cycle('A', -60, 90))).toMatchObject({
      step: 'b',
      dueAt: at(90),
      plannedAt: at(90),
      decided: told('a'),
    })
  })

  it('what waits unchanged is left alone, overdue or put off', () => {
    expect(plan(waiting('b', -30), cycle('A', -60, -30, 90))).toBeUndefined()
    expect(plan({ ...waiting('b', 30), dueAt: at(45) }, cycle('A', -60, 30))).toBeUndefined()
  })

  it('a decided step does not come back when its date moves to the future', () => {
    const after = plan(waiting('b', 30, { decided: told('a') }), cycle('A', 500, 900))
    expect(after).toMatchObject({ step: 'b', dueAt: at(900) })
  })

  it('that is over nothing wakes it, whatever its dates become', () => {
    const over = { step: undefined, dueAt: undefined, plannedAt: undefined }
    const talkedOver = item({ ...over, decided: [...told('a'), ...told(ENDED)] })
    expect(plan(talkedOver, cycle('A', 10, 20, 30))).toBeUndefined()
    const allDecided = item({ ...over, decided: [...told('a'), ...told('b'), ...told('c')] })
    expect(plan(allDecided, cycle('A', 10, 20, 30))).toBeUndefined()
  })

  it('that stopped half-way goes on with the step after the last decided one', () => {
    const stopped = item({ step: undefined, dueAt: undefined, plannedAt: undefined, decided: told('a') })
    expect(plan(stopped, cycle('A', 10, 20, 30))).toMatchObject({ step: 'b', dueAt: at(20) })
  })

  it('a step that was agreed outside the plan stands', () => {
    const agreed = waiting('call-back', 45, { decided: told('a') })
    expect(plan(agreed, cycle('A', -10, 5, 100), catchUp)).toBeUndefined()
    expect(plan(agreed, cycle('A', 400, 500), catchUp)).toBeUndefined()
  })

  it('keeps who works on it when its date moves', () => {
    const planned = plan(waiting('b', 30, { assignedTo: staffIdOf('s1') }), cycle('A', -60, 90))
    expect(planned?.assignedTo).toBe(staffIdOf('s1'))
  })
})

describe('a cause that is gone', () => {
  it('ends the waiting and keeps the memory', () => {
    const stopped = plan(waiting('b', 30, { decided: told('a'), assignedTo: staffIdOf('s1') }), undefined)
    expect(stopped).toMatchObject({ cycle: 'A', decided: told('a') })
    for (const gone of ['step', 'dueAt', 'plannedAt', 'assignedTo'] as const)
      expect(stopped?.[gone]).toBeUndefined()
  })

  it('changes nothing where nothing waits', () => {
    expect(plan(item({ step: undefined, dueAt: undefined }), undefined)).toBeUndefined()
  })

  it('and comes back is planned again, if nothing of it was decided', () => {
    const stopped = plan(waiting('a', 30), undefined)
    expect(plan(stopped, cycle('A', 30, 60))).toMatchObject({ step: 'a', dueAt: at(30) })
  })
})

describe('what is still open', () => {
  it('are the steps behind the last decided one: a cycle only moves forward', () => {
    const { steps } = cycle('A', 1, 2, 3)
    expect(stillOpen(steps, told('b')).map(({ step }) => step)).toEqual(['c'])
    expect(stillOpen(steps, told('call-back')).map(({ step }) => step)).toEqual(['a', 'b', 'c'])
    expect(stillOpen(steps, told('c'))).toEqual([])
  })
})

/** What a sweep does with the item: the latest passed step is decided, the ones before it superseded. */
function decideDue(existing: DueItem | undefined, wanted: Cycle, when: Instant): DueItem | undefined {
  if (existing === undefined || !isWaiting(existing) || existing.dueAt > when) return existing
  const open = stillOpen(wanted.steps, existing.decided)
  const passed = open.filter(({ dueAt }) => dueAt <= when)
  const step = passed.at(-1)?.step ?? existing.step
  const next = open.find(({ dueAt }) => dueAt > when)
  const superseded = passed.slice(0, -1).map((each) => each.step)
  const change = changeFor(
    existing,
    { kind: 'skip', reason: 'x', step, superseded, writes: [], next },
    stampAt(when),
  )
  return { ...change.item, version: change.item.version + 1 }
}

const dates = fc
  .array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 5 })
  .map((minutes) => minutes.toSorted((a, b) => a - b))
const event = fc.oneof(
  fc.record({
    kind: fc.constant('plan' as const),
    dates,
    newCycle: fc.boolean(),
    gone: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 3000 }) }),
  fc.record({ kind: fc.constant('sweep' as const) }),
)

describe('whatever happens to the dates', () => {
  for (const kind of ['skip', 'catch-up'] as const) {
    it(`a decided step never waits again in its cycle, and the same facts change nothing (${kind})`, () => {
      fc.assert(
        fc.property(fc.array(event, { maxLength: 25, size: 'max' }), (events) => {
          let existing: DueItem | undefined
          let when = now
          let cycles = 0
          let wanted = cycle('0', 100, 200)
          const decided = new Set<string>()
          for (const each of events) {
            switch (each.kind) {
              case 'wait':
                when = addMinutes(when, each.minutes)
                break
              case 'sweep':
                if (existing?.cycle === wanted.cycle) existing = decideDue(existing, wanted, when)
                break
              case 'plan': {
                if (each.newCycle) cycles += 1
                wanted = { cycle: String(cycles), steps: cycle('', ...each.dates).steps }
                const past: Past = kind === 'skip' ? { kind } : { kind, nextListAt: addMinutes(when, 60) }
                const planned = plan(existing, each.gone === 0 ? undefined : wanted, past, when)
                if (planned !== undefined && isWaiting(planned)) expect(planned.dueAt > when).toBe(true)
                existing = planned === undefined ? existing : { ...planned, version: planned.version + 1 }
                const later = addMinutes(when, 1)
                const again = kind === 'skip' ? past : { kind, nextListAt: addMinutes(later, 60) }
                expect(plan(existing, each.gone === 0 ? undefined : wanted, again, later)).toBeUndefined()
                break
              }
            }
            for (const { step } of existing?.decided ?? []) decided.add(`${existing?.cycle ?? ''} ${step}`)
            if (existing?.step !== undefined)
              expect(decided).not.toContain(`${existing.cycle} ${existing.step}`)
            // The memory names each step once.
            const memory = existing?.decided.map(({ step }) => step) ?? []
            expect(new Set(memory).size).toBe(memory.length)
          }
        }),
        { numRuns: 1500 },
      )
    })
  }

  it('an agreed step stands until it is decided', () => {
    fc.assert(
      fc.property(fc.array(dates, { maxLength: 10 }), (plans) => {
        const agreed = waiting('call-back', 45, { decided: told('a') })
        for (const each of plans) expect(plan(agreed, cycle('A', ...each), catchUp)).toBeUndefined()
      }),
    )
  })
})
