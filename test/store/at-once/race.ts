import { expect } from 'vitest'
import { RoleCode } from '../../../shared/domain/roles.ts'
import type { Route } from '../../../shared/http/contract.ts'
import { exampleOf } from '../../../shared/http/examples.ts'
import type { ProblemCode } from '../../../shared/runtime/problems.ts'
import type { TableClient, Write } from '../../../shared/store/table-client.ts'
import type { Account, Given, Reply } from '../../support/api-client.ts'
import { staffIdOf } from '../../support/builders.ts'
import { startApiOn } from '../../unit/http/fixture.ts'

/** Somebody who may do everything: who may what is tested elsewhere. */
export const everybody: Account = {
  dealerId: 'D001',
  roles: RoleCode.options,
  staffId: staffIdOf('M1'),
  sub: 'account-m1',
}

type Done<R extends Route> = Reply<R> & { readonly ok: true }

export interface RaceOptions {
  /** So many times the same request of each writer: ten in all. */
  readonly twins?: number
  /** Transactions that one success takes, where it is not one. */
  readonly transactions?: number
  /** Whether a success stands in the record's history of changes. */
  readonly audited?: boolean
  /** Whether the body too has a version, which a late one has not seen anew. */
  readonly versionInBody?: boolean
  /** What a late one is told, where the record is not there any more. */
  readonly late?: ProblemCode
}

/**
 * Every request of a story is sent by several at once, to the real handlers over the embedded engine: under one key several
 * times, and where a version is asked for by two writers who have seen the same.
 */
export function raceOn(client: TableClient) {
  const committed: (readonly Write[])[] = []
  const table: TableClient = {
    ...client,
    async commit(writes) {
      const result = await client.commit(writes)
      if (result.kind === 'committed') committed.push(writes)
      return result
    },
  }
  const api = startApiOn(table)
  const ask = api.as(everybody)
  const told = new Set<Route>()
  let keys = 0

  /** @returns the answer after which the story goes on */
  async function once<R extends Route>(
    route: R,
    given: Given<R>,
    options: RaceOptions = {},
  ): Promise<Done<R>> {
    const {
      twins = 10,
      transactions = 1,
      audited = true,
      versionInBody = false,
      late = 'version-stale',
    } = options
    keys += 1
    const before = committed.length
    const writers = (route.ifMatch ? ['first', 'second'] : ['first']).map((name) => ({
      ...given,
      ...(route.idempotent ? { idempotencyKey: `key-${String(keys)}-of-${name}` } : {}),
    }))
    const each = Array.from({ length: route.idempotent ? twins : 1 }, () => writers).flat()
    const replies = await Promise.all(each.map(async (mine) => ({ mine, reply: await ask(route, mine) })))
    const done = replies.filter(({ reply }) => reply.ok)

    // One of the writers has won, and all that it sent got the same answer, or was asked to try again.
    const [first] = done
    if (first === undefined) throw new Error(JSON.stringify(replies[0]?.reply))
    for (const { mine, reply } of replies) {
      const isWinner = mine === first.mine
      if (reply.ok) expect({ isWinner, reply }).toEqual({ isWinner: true, reply: first.reply })
      else if (!isWinner || reply.problem.code !== 'contested')
        expect({ isWinner, code: reply.problem.code }).toEqual({ isWinner: false, code: late })
    }
    const made = committed.slice(before)
    expect(made).toHaveLength(transactions)
    // Each record that the one transaction changes has one new entry in its history.
    const entries = made.flat().flatMap((write) => (isNew(write) ? [recordOf(write.item)] : []))
    expect(entries.length > 0).toBe(audited)
    if (transactions === 1) expect(new Set(entries).size).toBe(entries.length)

    // Again and later it is still the same answer, and nothing more is written.
    if (route.idempotent) expect(await ask(route, first.mine)).toEqual(first.reply)
    expect(committed).toHaveLength(before + transactions)
    told.add(route)
    const loser = writers.find((writer) => writer !== first.mine)
    return (
      (loser &&
        (await triedAgain(route, loser, transactions > 1 ? [] : replies, first.reply.etag, versionInBody))) ??
      (first.reply as Done<R>)
    )
  }

  /** Who lost reads the record as it is and decides anew: never is it told that it came too late once more. */
  async function triedAgain<R extends Route>(
    route: R,
    loser: Given<R>,
    replies: readonly { mine: Given<R>; reply: Reply<R> }[],
    etag: string | undefined,
    versionInBody: boolean,
  ): Promise<Done<R> | undefined> {
    const refused = replies.find(({ mine, reply }) => mine === loser && reply.etag !== undefined)
    const ifMatch = refused?.reply.etag ?? etag
    const reply = await ask(route, { ...loser, ...(ifMatch === undefined ? {} : { ifMatch }) })
    if (reply.ok) return reply
    expect([404, 409, 422, ...(versionInBody ? [412] : [])]).toContain(reply.status)
    return undefined
  }

  /** So many transactions something takes when nobody is in its way. */
  async function transactionsOf(work: () => Promise<unknown>): Promise<number> {
    const before = committed.length
    await work()
    return committed.length - before
  }

  return { api, store: api.store, ask, once, transactionsOf, told }
}

export type Race = ReturnType<typeof raceOn>

function isNew(write: Write): write is Write & { kind: 'put' } {
  return write.kind === 'put' && write.condition.clause === 'absent' && entityOf(write.item) === 'AuditEntry'
}

const entityOf = (item: object) => (item as { entity?: string }).entity
const recordOf = (item: object) => {
  const { recordKind, recordId } = item as { recordKind: string; recordId: string }
  return `${recordKind} ${recordId}`
}

/** The body that the documentation shows, with the story's own in its place. */
export function shown<R extends Route>(route: R, own: object = {}): NonNullable<Given<R>['body']> {
  return { ...(exampleOf(route)?.body as object), ...own } as NonNullable<Given<R>['body']>
}
