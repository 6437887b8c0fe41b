import { beforeEach, describe, expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/message.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import { writesForMessages } from '../../../shared/due/plan-deliveries.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { warrantyMailingRecord } from '../../../shared/store/warranty-mailings.ts'
import { contactPointOf, dealerOf, stampAt } from '../../support/builders.ts'
import { mailingOf, manufacturerOf } from '../../support/mailing-builders.ts'
import { puts, save } from '../../support/store.ts'
import { deliveringWorld, morning, staffMailOf, type World } from './delivering.ts'

const address = 'warranty@gwm.example'
const approvedMailing = (messageId: string, more = {}) =>
  mailingOf({
    status: 'approved',
    approved: { at: morning, by: 'test', byRule: false, messageId },
    ...more,
  })
const messageId = idFor('message', 'manifest')

let world: World
async function begin(manufacturer = manufacturerOf()): Promise<void> {
  world = await deliveringWorld({ dealer: dealerOf({ manufacturers: [manufacturer] }) })
}
beforeEach(() => begin())

/** Plans the mail of a mailing, as its approval does. */
async function plan(more: Partial<Message> = {}): Promise<void> {
  const { mailingId } = mailingOf()
  const row: Omit<Message, 'deliveryId'> = {
    ...staffMailOf('any'),
    messageId,
    purpose: 'warranty-mail',
    messageClass: 'manufacturer',
    recipient: { kind: 'manufacturer', id: mailingId },
    subject: `mailing#${mailingId}`,
    cycle: '2026-11',
    step: 'number-1',
    ...more,
  }
  const content = { subject: '清单', html: '<p>清单</p>', text: '清单', attachments: [] }
  world.files.set(fileKeys.mail('D001', row.messageId), JSON.stringify(content))
  const writes = writesForMessages('D001', [{ row, sendAfter: world.now }], stampAt(world.now))
  await save(world.store, ...writes)
}
const hints = () => world.deliveries().map(({ deliveryId }) => world.hint(deliveryId))
const row = () => world.messages().find((each) => each.messageId === messageId)!

describe('a mail to a manufacturer', () => {
  it('goes to the address of the settings of now, once it is approved', async () => {
    await save(world.store, ...puts(warrantyMailingRecord, approvedMailing(messageId)))
    await plan()
    await world.run(hints())
    expect(world.calls.map(({ channel, to }) => [channel, to])).toEqual([['mail', address]])
    expect(row()).toMatchObject({ status: 'sent', address })
  })

  it('goes although its mailing is being corrected: what was approved is owed', async () => {
    const { approved, number, sums, digest, draftedAt } = approvedMailing(messageId)
    const earlier = [{ number, sums, digest, draftedAt, approved: approved! }]
    await save(world.store, ...puts(warrantyMailingRecord, mailingOf({ number: 2, reason: '漏寄', earlier })))
    await plan()
    await world.run(hints())
    expect(row().status).toBe('sent')
  })

  it.each([
    ['not-approved', mailingOf(), manufacturerOf()],
    ['not-approved', approvedMailing(idFor('message', 'another one')), manufacturerOf()],
    ['no-mail-address', approvedMailing(messageId), manufacturerOf({ address: undefined })],
    ['manufacturer-off', approvedMailing(messageId), manufacturerOf({}, { enabled: false })],
    [
      'manufacturer-off',
      approvedMailing(messageId),
      manufacturerOf({}, { zh: '比亚迪', en: 'BYD', brandWords: ['比亚迪'] }),
    ],
  ])('is suppressed as %s', async (reason, mailing, manufacturer) => {
    await begin(manufacturer)
    await save(world.store, ...puts(warrantyMailingRecord, mailing))
    await plan()
    await world.run(hints())
    expect(world.calls).toEqual([])
    expect(row()).toMatchObject({ status: 'suppressed', reason })
  })

  it('is suppressed without the record that it is about, and to an address that bounced', async () => {
    await plan()
    await world.run(hints())
    expect(row()).toMatchObject({ status: 'suppressed', reason: 'not-a-manufacturer' })

    await begin()
    const bounced = contactPointOf(address, {
      suppressions: [{ channel: 'mail', code: 'bounced', since: morning }],
    })
    await save(world.store, ...puts(contactPointRecord, bounced))
    await save(world.store, ...puts(warrantyMailingRecord, approvedMailing(messageId)))
    await plan()
    await world.run(hints())
    expect(row()).toMatchObject({ status: 'suppressed', reason: 'address-suppressed' })
  })

  it('is held when nobody knows whether it left, and never sent again on its own, unlike a mail to staff', async () => {
    await save(world.store, ...puts(warrantyMailingRecord, approvedMailing(messageId)))
    world.answer = () => ({ kind: 'unknown', cause: 'TimeoutError' })
    await plan()
    await world.plan(['berta'], 'mail')
    await world.settleAll()
    expect(world.calls.filter((call) => call.messageId === messageId)).toHaveLength(1)
    expect(world.calls.filter((call) => call.messageId !== messageId)).toHaveLength(2)
    expect(row()).toMatchObject({ status: 'held', reason: 'in-doubt' })
  })

  it('is held when the worker dies after handing it over, and when it dies before', async () => {
    for (const at of [5, 6, 7, 8, 9]) {
      await begin()
      await save(world.store, ...puts(warrantyMailingRecord, approvedMailing(messageId)))
      await plan()
      await world.run(hints(), { at, how: 'dies after' })
      world.now = addMinutes(world.now, 60)
      await world.settleAll()
      expect(world.calls.length).toBeLessThanOrEqual(1)
      expect(['held', 'sent']).toContain(row().status)
      if (row().status === 'sent') expect(world.calls).toHaveLength(1)
    }
  })

  it('has a delivery of its own, beside mails to staff at the same moment', async () => {
    const planned = [
      { ...staffMailOf('anna') },
      {
        ...staffMailOf('b'),
        messageId,
        recipient: { kind: 'manufacturer', id: mailingOf().mailingId } as const,
      },
    ].map((each) => ({ row: each, sendAfter: morning }))
    await save(world.store, ...writesForMessages('D001', planned, stampAt(morning)))
    expect(world.deliveries().map(({ messageIds }) => messageIds.length)).toEqual([1, 1])
  })
})
