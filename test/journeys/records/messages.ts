import { expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/messages.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** Two reminders are lost on their way, and the manager decides on them. */
export function messagesInDoubt(desk: () => Desk): void {
  const manager = () => desk().as('service_manager')

  it('what nobody knows the fate of waits for a person: one is sent again, once, the other never', async () => {
    desk().loseSms(4)
    await desk().stack.runUntil(local('2026-11-23 10:00'))
    expect(desk().sms()).toEqual([])
    const held = async () => (await done(manager()(routes.listHeld))).body.items
    const messages = (await held()).map(({ messageId, etag }) => ({ messageId, etag }))
    const both = await done(manager()(routes.releaseSeveralHeld, { body: { messages } }))
    expect(both.body.messages.map(({ outcome }) => outcome)).toEqual(['released', 'released'])
    await desk().stack.runUntil(local('2026-11-23 11:00'))
    const items = await held()
    const numbers = items.map(({ recipient }) => recipient.address)
    // Not 0001: that car has another owner since yesterday.
    expect(numbers.sort()).toEqual(['+86138****0002', '+86138****0010'])

    const [released, dropped] = items
    const of = ({ messageId, etag }: { messageId: string; etag: string }) => ({
      params: { messageId: messageId as never },
      ifMatch: etag,
    })
    await done(manager()(routes.releaseHeld, of(released!)))
    await done(manager()(routes.dropHeld, of(dropped!)))
    await desk().stack.runUntil(local('2026-11-23 12:00'))
    expect(desk().sms()).toHaveLength(1)
    expect(await held()).toEqual([])
  })

  it('the ledger says of everybody who was due what was decided and why', async () => {
    const list = await done(
      manager()(routes.listMessages, { query: { on: day('2026-11-23'), purpose: 'maintenance-reminders' } }),
    )
    const fates = list.body.items.map(({ fate, reason }) => reason ?? fate)
    expect(fates.sort()).toEqual(['dropped', 'in-workshop', 'sent'])
    const sent = list.body.items.find(({ fate }) => fate === 'sent')
    const { messageId } = sent!.message!
    const { body } = await done(manager()(routes.readMessage, { params: { messageId } }))
    expect(body).toMatchObject({ status: 'delivered', decision: { kind: 'released' } })
    const changes = await done(manager()(routes.listMessageChanges, { params: { messageId } }))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['message-released', 'message-released'])
  })
}
