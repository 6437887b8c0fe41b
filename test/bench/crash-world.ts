import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SQSClient } from '@aws-sdk/client-sqs'
import { maintenanceReminders } from '../../functions/maintenance-reminders/purpose.ts'
import { clientSettings } from '../../local/endpoints.ts'
import { queueUrl } from '../../local/function-environment.ts'
import { runnerClock } from '../../local/runner-clock.ts'
import { startServices } from '../../local/services.ts'
import type { Delivery } from '../../shared/domain/message.ts'
import { addMinutes, epochMilliseconds } from '../../shared/domain/time.ts'
import { sweep } from '../../shared/due/sweep.ts'
import { connectQueue, type Queue } from '../../shared/runtime/queue.ts'
import { contactPointRecord } from '../../shared/store/contact-points.ts'
import { customerRecord } from '../../shared/store/customers.ts'
import { dealerRecord } from '../../shared/store/dealers.ts'
import { dueItemRecord } from '../../shared/store/due-items.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { vehicleRecord } from '../../shared/store/vehicles.ts'
import { startEngineTable } from '../support/engine.ts'
import { save } from '../support/store.ts'
import { clockOf, readProvider, type CrashSettings, type ProviderRecord } from './crash-settings.ts'
import { benchDealer, sampleVehicle, storedAt, sweepAt } from './sample-vehicles.ts'

/** A table with deliveries that wait, the queue with their hints, and a provider's empty record. */
export interface CrashWorld {
  readonly store: Store
  readonly queue: Queue
  readonly settings: CrashSettings
  readonly deliveries: readonly Delivery[]
  readonly provider: ProviderRecord
  stop(): Promise<void>
}

export interface CrashOptions {
  readonly due: number
  /** Deliveries that a process sends at the same time. */
  readonly lanes: number
  /** Of the queue's messages and of a claim. */
  readonly visibilitySeconds: number
}

const REGION = 'local'
const QUEUE = 'deliveries'

export async function crashWorld({ due, lanes, visibilitySeconds }: CrashOptions): Promise<CrashWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'after-sales-crash-'))
  const file = join(directory, 'provider.ndjson')
  writeFileSync(file, '')
  const engine = await startEngineTable()
  const services = await startServices({ clock: runnerClock(), region: REGION })
  const attributes = { VisibilityTimeout: String(visibilitySeconds) }
  await services.create([{ name: QUEUE, attributes }], [])
  const settings: CrashSettings = {
    dynamodb: clientSettings(engine.endpoint, REGION),
    sqs: clientSettings(services.endpoint, REGION),
    queueUrl: queueUrl(services.endpoint, QUEUE),
    tableName: engine.tableName,
    file,
    lanes,
    leaseSeconds: visibilitySeconds,
    // An hour after the sweep would have fired: customers may be written to until the evening.
    clockOffset: epochMilliseconds(addMinutes(sweepAt, 60)) - Date.now(),
  }
  const store = openStore(engine.client)
  const sqs = new SQSClient(settings.sqs)
  const queue = connectQueue(settings.queueUrl, sqs)
  const deliveries = await plan(store, queue, settings, due)
  return {
    store,
    queue,
    settings,
    deliveries,
    provider: readProvider(file),
    async stop() {
      sqs.destroy()
      await services.stop()
      await engine.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Decides what is due with the sweep itself and queues what it has planned, as the relay does. */
async function plan(store: Store, queue: Queue, settings: CrashSettings, due: number): Promise<Delivery[]> {
  const dealer = benchDealer()
  const vehicles = Array.from({ length: due }, (_, index) => sampleVehicle(dealer, index, true))
  await save(
    store,
    dealerRecord.put(dealer, storedAt),
    ...vehicles.flatMap(({ customer, contact, vehicle, dueItem }) => [
      customerRecord.put(customer, storedAt),
      contactPointRecord.put(contact, storedAt),
      vehicleRecord.put(vehicle, storedAt),
      dueItemRecord.put(dueItem, storedAt),
    ]),
  )
  const clock = clockOf(settings)
  const { decided } = await sweep(maintenanceReminders(store), { store, clock, by: 'bench' })
  if (decided !== due) throw new Error(`${decided} of ${due} were decided`)
  const deliveries = await store.messages.deliveriesNeedingAttention(addMinutes(clock.now(), 60))
  await queue.send(deliveries.map(({ dealerId, deliveryId }) => ({ body: { dealerId, deliveryId } })))
  return deliveries
}
