import { beforeEach, describe, expect, it } from 'vitest'
import { heldView } from '../../../functions/messages/ledger-view.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { noticeRecord } from '../../../shared/store/notices.ts'
import { contactPointOf, dealerOf, local } from '../../support/builders.ts'
import { noticeOf } from '../../support/notice-builders.ts'
import { puts, save } from '../../support/store.ts'
import { oemA } from '../manufacturer-notices/receiving.ts'
import { deliveringWorld, type Fault, type World } from './delivering.ts'

const evening = local('2026-11-23 22:30')
const notice = noticeOf('it')
const toManufacturer = { recipient: { kind: 'manufacturer', id: notice.noticeId } } as const

async function open(manufacturer: Partial<typeof oemA> = {}, more: Parameters<typeof noticeOf>[1] = {}) {
  const dealer = dealerOf({ manufacturers: [{ ...oemA, ...manufacturer }] })
  const opened = await deliveringWorld({ dealer, at: evening })
  await save(opened.store, ...puts(noticeRecord, noticeOf('it', more)))
  return opened
}
let world: World
beforeEach(async () => {
  world = await open()
})
const answer = async (fault?: Fault) => {
  world.enqueue(...(await world.plan(['it'], 'mail', toManufacturer)))
  let struck = false
  await world.settleAll(() => {
    if (struck) return undefined
    struck = true
    return fault
  })
  return world.messages()[0]!
}

describe('an answer to a manufacturer', () => {
  it('goes to who wrote the notice, at any hour', async () => {
    expect(await answer()).toMatchObject({ status: 'sent', address: 'service@oem-a.example' })
    expect(world.calls).toMatchObject([{ channel: 'mail', to: 'service@oem-a.example' }])
  })

  it.each([
    ['the manufacturer is off', { enabled: false }, {}],
    ['its domain is taken off the list', { mailDomains: ['oem-b.example'] }, {}],
    ['the notice came from a subdomain', {}, { fromAddress: 'x@evil.oem-a.example' }],
    ['the notice came from nobody', {}, { fromAddress: undefined }],
  ])('goes nowhere when %s', async (_, manufacturer, more) => {
    world = await open(manufacturer, more)
    expect(await answer()).toMatchObject({ status: 'suppressed', reason: 'not-a-manufacturer' })
    expect(world.calls).toEqual([])
  })

  it('goes nowhere when the address has refused mail', async () => {
    const suppressions = [{ channel: 'mail', code: 'bounced', since: evening }] as never
    await save(
      world.store,
      ...puts(contactPointRecord, contactPointOf('service@oem-a.example', { consents: [], suppressions })),
    )
    expect(await answer()).toMatchObject({ status: 'suppressed', reason: 'address-suppressed' })
  })

  it('of which nobody knows whether it left is held for a person, and never sent again by itself', async () => {
    world.answer = () => ({ kind: 'unknown', cause: 'no reply' })
    const held = await answer()
    expect(held).toMatchObject({ status: 'held', reason: 'in-doubt' })
    expect(world.calls).toHaveLength(1)
    expect(heldView(held).recipient).toEqual({
      kind: 'manufacturer',
      id: notice.noticeId,
      address: 'service@oem-a.example',
    })
  })

  it('is never sent twice, wherever the worker dies', async () => {
    for (let at = 1; at < 12; at += 1) {
      for (const how of ['dies', 'dies after'] as const) {
        world = await open()
        const message = await answer({ at, how })
        expect(world.calls.length).toBeLessThanOrEqual(1)
        expect(['sent', 'held']).toContain(message.status)
      }
    }
  })
})
