import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ComplaintMatter, ComplaintSeverity, severityOf } from '../../../shared/domain/complaint-severity.ts'
import { earlierOfMatter, tallyWith, tallyWithout } from '../../../shared/domain/complaint-tally.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { complaintOf, customerIdOf, local, stampAt } from '../../support/builders.ts'

const facts = { matter: 'price', media: false, earlier: 0 } as const
const rank = (severity: ComplaintSeverity) => ComplaintSeverity.options.indexOf(severity)
const anyFacts = fc.record({
  matter: fc.constantFrom(...ComplaintMatter.options),
  media: fc.boolean(),
  said: fc.constantFrom(undefined, ...ComplaintSeverity.options),
  earlier: fc.nat(10),
})

describe('the class of a complaint', () => {
  it.each([
    [facts, 'ordinary', 'usual'],
    [{ ...facts, said: 'serious' }, 'serious', 'said'],
    [{ ...facts, earlier: 1 }, 'ordinary', 'usual'],
    [{ ...facts, earlier: 2 }, 'serious', 'repeated'],
    [{ ...facts, earlier: 2, said: 'serious' }, 'critical', 'repeated'],
    [{ ...facts, earlier: 2, said: 'critical' }, 'critical', 'said'],
    [{ ...facts, media: true }, 'critical', 'media'],
    [{ ...facts, matter: 'safety' }, 'critical', 'safety'],
  ] as const)('of %j is %s: %s', (told, severity, because) => {
    expect(severityOf(told)).toEqual({ severity, because })
  })

  it('is never below what was said, nor lower for one more complaint', () => {
    fc.assert(
      fc.property(anyFacts, (told) => {
        const { severity } = severityOf(told)
        expect(rank(severity)).toBeGreaterThanOrEqual(rank(told.said ?? 'ordinary'))
        const more = severityOf({ ...told, earlier: told.earlier + 1 })
        expect(rank(more.severity)).toBeGreaterThanOrEqual(rank(severity))
      }),
    )
  })
})

describe('earlier complaints', () => {
  const now = local('2026-11-23 10:00')
  const stamp = stampAt(now)
  const subject = { dealerId: 'D001', subjectId: customerIdOf('anna') }
  const daysAgo = (days: number) => ({ filedAt: addMinutes(now, -days * 24 * 60) })
  const tally = [
    complaintOf('long ago', daysAgo(366)),
    complaintOf('last year', daysAgo(365)),
    complaintOf('of another matter', { ...daysAgo(10), matter: 'price' }),
    complaintOf('last week', daysAgo(7)),
  ].reduce(
    (known: Parameters<typeof tallyWith>[0], each) => tallyWith(known, subject, each, stamp),
    undefined,
  )!

  it('are those of the same matter within the days that are counted, without itself, each once', () => {
    const ids = [complaintOf('last year').complaintId, complaintOf('last week').complaintId]
    const today = complaintOf('today', daysAgo(0))
    const known = tallyWith(tally, subject, today, stamp)
    expect(earlierOfMatter([known, tally], today, 365)).toEqual(ids)
    expect(earlierOfMatter([tally], today, 6)).toEqual([])
  })

  it('do not have one that was withdrawn, and each in its matter of now', () => {
    const today = complaintOf('today', daysAgo(0))
    const without = tallyWithout(tally, complaintOf('last week').complaintId)
    expect(earlierOfMatter([without], today, 30)).toEqual([])
    const other = tallyWith(
      tally,
      subject,
      complaintOf('last week', { ...daysAgo(7), matter: 'price' }),
      stamp,
    )
    expect(other.complaints).toHaveLength(4)
    expect(earlierOfMatter([other], today, 30)).toEqual([])
  })

  it('are remembered up to a hundred, the oldest forgotten first', () => {
    const many = Array.from({ length: 103 }, (_, index) => complaintOf(String(index), daysAgo(103 - index)))
    const full = many.reduce(
      (known: Parameters<typeof tallyWith>[0], each) => tallyWith(known, subject, each, stamp),
      undefined,
    )!
    expect(full.complaints).toHaveLength(100)
    expect(full.complaints[0]!.complaintId).toBe(many[3]!.complaintId)
  })
})
