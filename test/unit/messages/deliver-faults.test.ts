import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deliver } from '../../../functions/messages/deliver.ts'
import { releaseMessages } from '../../../functions/messages/release.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { refused, type SendResult } from '../../../shared/senders/send-result.ts'
import { local, stampAt } from '../../support/builders.ts'
import {
  accepted,
  deliveringWorld,
  LEASE_SECONDS,
  maybeAccepted,
  type Call,
  type Fault,
  type World,
} from './delivering.ts'

const throttled = (limit: 'rate' | 'quota'): SendResult => ({ kind: 'throttled', limit })
const notSent: SendResult = { kind: 'not-sent', cause: 'ENOTFOUND' }
const unknown: SendResult = { kind: 'unknown', cause: 'TimeoutError' }

describe('two workers and the rescuer at once', () => {
  it('hand each message to the provider at most once, however they interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, alsoMail) => {
        let interleaved = false
        const before = () => (interleaved ? scheduler.schedule(Promise.resolve()) : Promise.resolve())
        const world = await deliveringWorld({ before })
        const deliveryIds = [
          ...(await world.plan(['anna', 'ben'])),
          ...(alsoMail ? await world.plan(['lily'], 'mail') : []),
        ]
        const hints = deliveryIds.map((id) => world.hint(id))
        interleaved = true
        const all = Promise.all([world.run(hints), world.run([...hints].reverse()), world.rescue()])
        await scheduler.waitFor(all)
        interleaved = false
        expect(world.calls.map(({ messageId }) => messageId).sort()).toEqual(
          world
            .messages()
            .map(({ messageId }) => messageId)
            .sort(),
        )
        expect(world.messages().every(({ status, version }) => status === 'sent' && version === 2)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('a zombie that wakes after its lease sends nothing more, and tells what the provider took from it', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben', 'cora'])
    let first = true
    const { dependencies } = world.worker()
    const sms = {
      send: async (sms: Parameters<typeof dependencies.sms.send>[0]) => {
        if (first) {
          first = false
          world.now = addSeconds(world.now, LEASE_SECONDS)
          await world.rescue()
        }
        return dependencies.sms.send(sms)
      },
    }
    await deliver([world.hint(deliveryId!)], { ...dependencies, sms })
    await world.settleAll()
    expect(world.calls).toHaveLength(1)
    expect(['anna', 'ben', 'cora'].map((name) => world.message(name).status)).toEqual([
      'sent',
      'held',
      'held',
    ])
    expect(world.message('anna').providerId).toBe('p-1')
    expect(world.log.lines.map(({ code }) => code)).toContain('DELIVERY_LEASE_LOST')
  })
})

describe('a zombie that wakes after its lease', () => {
  /** What happens while the provider takes the first message. */
  async function zombie(
    world: World,
    deliveryId: string,
    channel: 'sms' | 'mail',
    meanwhile: () => Promise<unknown>,
  ) {
    const { dependencies } = world.worker()
    let first = true
    const pause = async (result: SendResult) => {
      if (first) {
        first = false
        world.now = addSeconds(world.now, LEASE_SECONDS)
        await meanwhile()
      }
      return result
    }
    const { sms, mail } = dependencies
    const slow =
      channel === 'sms'
        ? { sms: { send: async (sent: Parameters<typeof sms.send>[0]) => pause(await sms.send(sent)) } }
        : { mail: { send: async (sent: Parameters<typeof mail.send>[0]) => pause(await mail.send(sent)) } }
    await deliver([world.hint(deliveryId)], { ...dependencies, ...slow })
  }

  it('spares a staff mail its second sending', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['lily'], 'mail')
    await zombie(world, deliveryId!, 'mail', () => world.rescue())
    expect(world.messages()).toMatchObject([{ status: 'sent', providerId: 'p-1' }])
    await world.settleAll()
    expect(world.calls).toHaveLength(1)
  })

  it('spares a customer the SMS that a person has released meanwhile', async () => {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna'])
    await zombie(world, deliveryId!, 'sms', async () => {
      await world.rescue()
      const { messageId, version } = world.message('anna')
      const which = { dealerId: 'D001', messages: [{ messageId, version }] }
      await releaseMessages(world.store, which, stampAt(world.now), () => [])
      world.enqueue(world.message('anna').deliveryId)
    })
    await world.settleAll()
    expect(world.message('anna')).toMatchObject({ status: 'sent', providerId: 'p-1' })
    expect(world.calls).toHaveLength(1)
  })
})

describe('a table that does not take the results', () => {
  /** A worker with a function of 120 seconds, whose table refuses every commit after the claim for so long. */
  async function worldWithoutTable(seconds: number) {
    const world = await deliveringWorld()
    const [deliveryId] = await world.plan(['anna', 'ben', 'cora'])
    const start = world.now
    let commits = 0
    world.table.onCommit = () => {
      commits += 1
      if (commits > 1 && world.now < addSeconds(start, seconds)) throw new Error('no table')
      return undefined
    }
    const { dependencies } = world.worker()
    const remaining = () => 120_000 - (Date.parse(world.now) - Date.parse(start))
    const failed = await deliver([world.hint(deliveryId!)], { ...dependencies, remaining })
    return { world, deliveryId: deliveryId!, failed, seconds: 120 - remaining() / 1000 }
  }

  it.each([1, 10, 60, 100])(
    'for %d seconds leaves no doubt: they are written when it does',
    async (outage) => {
      const { world, failed } = await worldWithoutTable(outage)
      expect(failed).toEqual([])
      expect(world.messages().map(({ status }) => status)).toEqual(['sent', 'sent', 'sent'])
      expect(world.codes()).toContain('RESULTS_NOT_RECORDED')
      await world.settleAll()
      expect(world.calls).toHaveLength(3)
    },
  )

  it('until the function is nearly over leaves the rest to the sweep of deliveries', async () => {
    const { world, deliveryId, failed, seconds } = await worldWithoutTable(3_600)
    expect(failed).toEqual([0])
    expect(seconds).toBeGreaterThan(90)
    expect(seconds).toBeLessThanOrEqual(110)
    expect(world.delivery(deliveryId).status).toBe('sending')
    expect(world.codes().at(-1)).toBe('DELIVERY_FAILED')
    world.table.onCommit = undefined
    world.now = addSeconds(world.now, 600)
    await world.settleAll()
    expect(world.messages().map(({ status }) => status)).toEqual(['held', 'held', 'held'])
    expect(world.calls).toHaveLength(3)
  })
})

/** The laws of every run: nothing lost, no customer told twice, staff told again at most once and marked. */
function expectOnceOnly(world: World): void {
  for (const { messageId, channel, status } of world.messages()) {
    expect(['sent', 'failed', 'held', 'suppressed']).toContain(status)
    const calls = world.calls.filter((call) => call.messageId === messageId)
    const maybe = maybeAccepted(world.calls, messageId)
    expect(maybe.length).toBeLessThanOrEqual(channel === 'sms' ? 1 : 2)
    if (channel === 'sms') expect(calls.slice(0, -1).every(surelyNotAccepted)).toBe(true)
    else expect(maybe.slice(1).every(({ text }) => text.startsWith('【重发】'))).toBe(true)
    if (status === 'sent') expect(maybe.length).toBeGreaterThan(0)
  }
}

function surelyNotAccepted({ result }: Call): boolean {
  return result.kind === 'throttled' || result.kind === 'not-sent'
}

/** A day on which one worker is struck at one of its calls; `struck` is false when it made fewer. */
async function dayWithFault(names: string[], channel: 'sms' | 'mail', fault: Fault) {
  const world = await deliveringWorld()
  world.enqueue(...(await world.plan(names, channel)))
  let struck = false
  let runs = 0
  await world.settleAll(() => {
    runs += 1
    return runs === 1 ? { ...fault, onStrike: () => (struck = true) } : undefined
  })
  return { world, struck }
}

describe('a worker that fails or dies at any of its calls', () => {
  const hows = ['throws', 'throws after', 'dies', 'dies after'] as const

  it.each(hows)('%s: SMS reach each customer at most once and nothing is lost', async (how) => {
    let calls = 0
    for (let more = true; more; calls += 1) {
      const { world, struck } = await dayWithFault(['anna', 'ben', 'cora'], 'sms', { at: calls + 1, how })
      expectOnceOnly(world)
      const statuses = world.messages().map(({ status }) => status)
      expect(statuses.filter((status) => status === 'sent' || status === 'held')).toHaveLength(3)
      if (!struck) expect(statuses).toEqual(['sent', 'sent', 'sent'])
      more = struck
    }
    // Six reads, the claim, three SMS, the record; and a day on which nothing was struck.
    expect(calls).toBe(12)
  })

  it.each(hows)('%s: a staff mail goes out again at most once and marked, none is missed', async (how) => {
    let calls = 0
    for (let more = true; more; calls += 1) {
      const { world, struck } = await dayWithFault(['lily', 'mona'], 'mail', { at: calls + 1, how })
      expectOnceOnly(world)
      expect(world.messages().map(({ status }) => status)).toEqual(['sent', 'sent'])
      more = struck
    }
    expect(calls).toBeGreaterThan(10)
  })

  it.each(hows)('a rescuer that %s leaves the dead worker’s messages to the next one', async (how) => {
    for (let at = 1, more = true; more; at += 1) {
      const world = await deliveringWorld()
      const deliveryIds = [...(await world.plan(['anna', 'ben'])), ...(await world.plan(['lily'], 'mail'))]
      for (const deliveryId of deliveryIds) {
        await world.run([world.hint(deliveryId)], { at: 10, how: 'dies after' })
      }
      world.now = addSeconds(world.now, LEASE_SECONDS)
      more = false
      await world.rescue({ at, how, onStrike: () => (more = true) })
      await world.settleAll()
      expectOnceOnly(world)
    }
  })
})

describe('any mixture of answers, faults, doubled hints and rescues', () => {
  const answer = fc.constantFrom<SendResult>(
    accepted,
    refused('invalid-number'),
    refused('content-rejected'),
    throttled('rate'),
    throttled('quota'),
    notSent,
    unknown,
  )
  const fault = fc.record({
    at: fc.integer({ min: 1, max: 16 }),
    how: fc.constantFrom('throws', 'throws after', 'dies', 'dies after'),
  })

  it('tells each customer at most once, staff again at most once, and brings every message to an end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { maxLength: 12 }),
        fc.array(fc.option(fault, { freq: 2, nil: undefined }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom('2026-11-23 10:00', '2026-11-23 19:55'),
        async (answers, faults, copies, start) => {
          const world = await deliveringWorld({ at: local(start) })
          const deliveryIds = [
            ...(await world.plan(['anna', 'ben', 'cora'])),
            ...(await world.plan(['lily', 'mona'], 'mail')),
          ]
          for (let copy = 0; copy < copies; copy += 1) world.enqueue(...deliveryIds)
          const script = [...answers]
          world.answer = () => script.shift() ?? accepted
          const plannedFaults: (Fault | undefined)[] = [...faults]
          await world.settleAll(() => plannedFaults.shift())
          expectOnceOnly(world)
          // Hints and rescues after the end change nothing.
          const calls = world.calls.length
          const before = JSON.stringify(world.table.all())
          world.enqueue(...deliveryIds)
          await world.drain()
          await world.rescue()
          expect(world.calls).toHaveLength(calls)
          expect(JSON.stringify(world.table.all())).toBe(before)
        },
      ),
      { numRuns: 40 },
    )
  })
})
