import { messageRecord, deliveryRecord } from '../../shared/store/messages.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { applyReceipt, type Acceptance } from './apply-receipt.ts'

/** Somebody else may change the same message at the same moment. */
const MOST_CONFLICTS = 3

/**
 * What a provider said to a worker that has lost its lease. The sweep of deliveries has held the messages meanwhile, or
 * put mails off; the provider's word goes over both, as that of its receipt would, so nobody looks for what is known
 * and no mail goes twice.
 * @param sent messages as the worker would have recorded them
 * @returns the ids of those that it could not write down
 */
export async function recordAcceptances(
  store: JobStore,
  sent: readonly Message[],
  stamp: Stamp,
): Promise<string[]> {
  const left: string[] = []
  for (const message of sent) {
    if (!(await recordAcceptance(store, message, stamp))) left.push(message.messageId)
  }
  return left
}

async function recordAcceptance(store: JobStore, sent: Message, stamp: Stamp): Promise<boolean> {
  const { dealerId, messageId, providerId, sentAt, address } = sent
  if (providerId === undefined || sentAt === undefined) return false
  const word: Acceptance = { channel: 'worker', outcome: 'sent', providerId, acceptedAt: sentAt, address }
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const message = await store.messages.byId(dealerId, messageId)
    if (message === undefined) return false
    const { deliveryId, status } = message
    const found =
      status === 'planned' ? await store.messages.deliveriesByIds(dealerId, [deliveryId]) : undefined
    const effect = applyReceipt(message, found?.get(deliveryId), word)
    if (effect.kind === 'early') return false
    if (effect.kind === 'known') return true
    const { kind } = await store.commit([
      messageRecord.put(effect.message, stamp),
      ...(effect.delivery === undefined ? [] : [deliveryRecord.put(effect.delivery, stamp)]),
    ])
    if (kind === 'committed') return true
  }
  return false
}
