import { describe, expect, it } from 'vitest'
import { addMinutes } from '../../../shared/domain/time.ts'
import {
  changeAfterThrow,
  changeFor,
  messageIdFor,
  withoutMessage,
} from '../../../shared/due/apply-decision.ts'
import type { Decision } from '../../../shared/due/purpose.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { instant, stampAt, staffIdOf, waitingItem } from '../../support/builders.ts'
import { draft, tell } from './scripted-purpose.ts'

const now = instant('2026-11-23T01:00:00.000Z')
const stamp = stampAt(now)
const item = waitingItem('anna', { assignedTo: staffIdOf('s1') })

const told: Decision = {
  kind: 'send',
  step: 'after',
  superseded: ['before'],
  next: { step: 'lapsed', dueAt: addMinutes(now, 60) },
  draft: draft(addMinutes(now, 30)),
}

describe('what a decision changes', () => {
  it('records the step, what it superseded, and what comes next', () => {
    const { item: changed, entries } = changeFor(item, told, stamp)
    expect(changed.decided).toEqual([
      { step: 'before', outcome: 'superseded', at: now },
      {
        step: 'after',
        outcome: 'message',
        at: now,
        messageId: messageIdFor(item, 'after', draft(now).recipient.id, 'sms'),
      },
    ])
    expect(changed).toMatchObject({
      step: 'lapsed',
      dueAt: addMinutes(now, 60),
      plannedAt: addMinutes(now, 60),
    })
    expect(entries.map(({ step, outcome, reason }) => [step, outcome, reason])).toEqual([
      ['before', 'suppressed', 'superseded'],
      ['after', 'message', undefined],
    ])
  })

  it('keeps what was decided earlier in the cycle, and forgets it when another cycle begins', () => {
    const earlier = { ...item, decided: [{ step: 'first', outcome: 'suppressed' as const, at: now }] }
    const next = { step: 'd45', dueAt: addMinutes(now, 60) }
    const skip = { kind: 'skip', reason: 'x', step: 'before', superseded: [], writes: [] } as const
    expect(changeFor(earlier, { ...skip, next }, stamp).item.decided.map(({ step }) => step)).toEqual([
      'first',
      'before',
    ])
    const changed = changeFor(earlier, { ...skip, next: { ...next, cycle: 'another' } }, stamp)
    expect(changed.item).toMatchObject({ cycle: 'another', step: 'd45', decided: [] })
    expect(changed.item.assignedTo).toBeUndefined()
    // The account still says what became of the old cycle's step.
    expect(changed.entries).toMatchObject([
      { cycle: 'sale', step: 'before', outcome: 'suppressed', reason: 'x' },
    ])
  })

  it('keeps who works on the subject until somebody else takes it over', () => {
    expect(changeFor(item, told, stamp).item.assignedTo).toBe(staffIdOf('s1'))
    const handOver: Decision = {
      kind: 'hand-over',
      step: 'before',
      superseded: [],
      next: undefined,
      assignedTo: staffIdOf('s2'),
      messageId: idFor('message', 'mail'),
      toldBy: addMinutes(now, 90),
      writes: [],
    }
    const { item: changed, entries, message } = changeFor(item, handOver, stamp)
    expect(changed.assignedTo).toBe(staffIdOf('s2'))
    expect(message).toBeUndefined()
    expect(entries).toMatchObject([
      { outcome: 'message', messageId: idFor('message', 'mail'), toldBy: addMinutes(now, 90) },
    ])
  })

  it('of the message is a planned row with its window, without text in the account', () => {
    const { message, entries } = changeFor(item, told, stamp)
    expect(message?.sendAfter).toBe(addMinutes(now, 30))
    expect(message?.row).toMatchObject({
      status: 'planned',
      step: 'after',
      cycle: 'sale',
      purpose: 'maintenance-reminders',
    })
    expect(message?.row).not.toHaveProperty('sendAfter')
    expect(JSON.stringify(entries)).not.toContain('爱车')
  })
})

describe('the id of a message', () => {
  it('differs with each of its parts', () => {
    const base = { dealerId: 'D001', purpose: 'p', subject: 's', cycle: 'c' }
    const ids = [
      messageIdFor(base, 'x', 'r', 'sms'),
      messageIdFor({ ...base, dealerId: 'D002' }, 'x', 'r', 'sms'),
      messageIdFor({ ...base, purpose: 'q' }, 'x', 'r', 'sms'),
      messageIdFor({ ...base, subject: 't' }, 'x', 'r', 'sms'),
      messageIdFor({ ...base, cycle: 'd' }, 'x', 'r', 'sms'),
      messageIdFor(base, 'y', 'r', 'sms'),
      messageIdFor(base, 'x', 'q', 'sms'),
      messageIdFor(base, 'x', 'r', 'mail'),
      messageIdFor({ ...base, subject: 's","c' }, 'x', 'r', 'sms'),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    expect(messageIdFor(base, 'x', 'r', 'sms')).toBe(ids[0])
  })
})

describe('a step that was told before', () => {
  it('is recorded as told already, the steps it superseded stay', () => {
    const change = withoutMessage(item, changeFor(item, told, stamp))
    expect(change.message).toBeUndefined()
    expect(change.item.decided).toEqual([
      { step: 'before', outcome: 'superseded', at: now },
      { step: 'after', outcome: 'suppressed', reason: 'already-told', at: now },
    ])
    expect(change.entries).toMatchObject([
      { step: 'before', outcome: 'suppressed', reason: 'superseded' },
      { step: 'after', outcome: 'suppressed', reason: 'already-told' },
    ])
  })
})

describe('a decision that threw', () => {
  it('leaves the plan as it is: only the next try moves', () => {
    const { item: changed, entries } = changeAfterThrow(item, new Error('x'), stamp)
    expect(changed).toEqual({ ...item, failures: 1, dueAt: addMinutes(now, 5) })
    expect(entries).toEqual([])
  })

  it('is failed under a name even when no error was thrown', () => {
    const { entries } = changeAfterThrow({ ...item, failures: 4 }, 'a string', stamp)
    expect(entries).toMatchObject([{ step: 'before', outcome: 'failed', reason: 'unknown-error' }])
  })
})

describe('a postponed decision', () => {
  it('is never put off to the past', () => {
    const until = addMinutes(now, -1)
    expect(changeFor(item, { kind: 'postpone', until }, stamp).item.dueAt! > now).toBe(true)
  })

  it('tells nobody', () => {
    expect(changeFor(item, tell(item, now), stamp).message).toBeDefined()
    expect(changeFor(item, { kind: 'postpone', until: addMinutes(now, 9) }, stamp)).toMatchObject({
      entries: [],
      writes: [],
      item: { dueAt: addMinutes(now, 9), plannedAt: item.plannedAt, decided: [] },
    })
  })
})
