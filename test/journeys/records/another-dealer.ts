import { beforeAll, expect, it } from 'vitest'
import type { Desk } from './desk.ts'
import { cursorsAreBound } from './forged-cursors.ts'
import { idsAreBound } from './forged-ids.ts'
import { namedRecordsAreBound } from './named-records.ts'
import {
  expectNothingOf,
  expectRefusal,
  guarded,
  idsIn,
  isOfNamed,
  isOfRecord,
  lists,
  nameOf,
  whatIsTheirs,
  type Theirs,
} from './what-is-theirs.ts'

/**
 * People of another dealer send the very requests that were answered, in every role that may: with this dealer's ids,
 * numbers, ETags and keys. Reading comes first, as writing makes records of their own.
 */
export function anotherDealerAsks(desk: () => Desk): void {
  let theirs: Theirs
  const known = () => theirs
  beforeAll(async () => {
    await desk().stack.drained()
    theirs = await whatIsTheirs(desk())
    expect(theirs.ids.length).toBeGreaterThan(50)
  })

  const reading = guarded.filter(({ method }) => method === 'GET')
  const writing = guarded.filter(({ method }) => method !== 'GET')

  it.each(reading.map((route) => [nameOf(route), route] as const))('%s tells nothing', async (_, route) => {
    const { given } = desk().answered.get(route)!
    for (const role of route.roles) {
      const reply = await desk().elsewhere(role)(route, given)
      expectNothingOf(theirs, given, reply)
      if (isOfRecord(route)) expect(reply.status).toBe(404)
      else if (isOfNamed(route)) expect(reply.status).toBeOneOf([403, 404])
      else if (lists.includes(route)) expect(reply).toMatchObject({ status: 200, body: { items: [] } })
      else expect(reply.status).toBeOneOf([200, 403, 404])
    }
  })

  cursorsAreBound(desk, known)

  it.each(writing.map((route) => [nameOf(route), route] as const))('%s changes nothing', async (_, route) => {
    const { given } = desk().answered.get(route)!
    for (const role of route.roles) {
      const reply = await desk().elsewhere(role)(route, given)
      expectNothingOf(theirs, given, reply)
      if (isOfRecord(route)) expect(reply.status).toBe(404)
      else if (idsIn(given.body).length > 0) expectRefusal(reply)
      else expect(reply.status).toBeLessThan(500)
    }
  })

  idsAreBound(desk, known)
  namedRecordsAreBound(desk, known)

  it('by none of this has a record of the first dealer become another, come or gone', async () => {
    await desk().stack.drained()
    const { records } = await whatIsTheirs(desk())
    const changed = [...new Set([...theirs.records.keys(), ...records.keys()])].filter(
      (key) => theirs.records.get(key) !== records.get(key),
    )
    expect(changed).toEqual([])
  })
}
