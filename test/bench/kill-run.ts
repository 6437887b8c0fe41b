import { rmSync } from 'node:fs'
import { startStack } from '../../local/stack.ts'
import { readTemplates } from '../../local/template.ts'
import { addMinutes } from '../../shared/domain/time.ts'
import { fillTable } from './fill-table.ts'
import { heldMessages } from './outcome.ts'
import { sweepAt } from './sample-vehicles.ts'
import { fire } from './sweep-run.ts'

export interface KillRun {
  readonly due: number
  /** Environments of the deliverer that were ended in mid-sending. */
  readonly workersKilled: number
  /** Messages in doubt afterwards, and the deliveries they belong to. */
  readonly held: number
  readonly heldDeliveries: number
  readonly mostHeldInDelivery: number
  readonly sent: number
  /** SMS that the provider accepted beyond the first for a number. */
  readonly doubled: number
}

/** Minutes after the sweep at which the rescuer fires: until then leases and visibilities are over. */
const rescues = [10, 20, 30, 40]

/**
 * Kills every environment of the deliverer when the provider has a third of the messages, loses all receipts, and
 * counts what is in doubt when the rescuer has been round.
 */
export async function runKill(options: { cdkOut: string; file: string; due: number }): Promise<KillRun> {
  const { cdkOut, file, due } = options
  await fillTable(file, readTemplates(cdkOut), { vehicles: due, due })
  let accepted = 0
  let killing: Promise<number> | undefined
  const stack = await startStack({
    cdkOut,
    db: file,
    at: addMinutes(sweepAt, -1),
    receipts: () => [],
    provider: () => {
      accepted += 1
      if (accepted === Math.ceil(due / 3)) killing = stack.kill('messages-deliver')
      return 'accept'
    },
  })
  try {
    stack.clock.set(sweepAt)
    await fire(stack, 'maintenance-sweep', 'maintenance-reminders', sweepAt)
    for (const minutes of rescues) {
      const at = addMinutes(sweepAt, minutes)
      await stack.drained({ until: at })
      stack.clock.set(at)
      await fire(stack, 'messages-rescue', 'deliver', at)
    }
    await stack.drained({ until: addMinutes(sweepAt, 60) })
    const held = await heldMessages(stack)
    const byDelivery = [...Map.groupBy(held, ({ deliveryId }) => deliveryId).values()]
    const numbers = stack.outbox.all().flatMap((message) => (message.channel === 'sms' ? [message.to] : []))
    return {
      due,
      workersKilled: (await killing) ?? 0,
      held: held.length,
      heldDeliveries: byDelivery.length,
      mostHeldInDelivery: Math.max(0, ...byDelivery.map(({ length }) => length)),
      sent: numbers.length,
      doubled: numbers.length - new Set(numbers).size,
    }
  } finally {
    await stack.stop()
    for (const suffix of ['', '-wal', '-shm', '-local'])
      rmSync(`${file}${suffix}`, { recursive: true, force: true })
  }
}
