import { businessReportsApi } from '../../../functions/business-reports/api.ts'
import { campaignsApi } from '../../../functions/campaigns/api.ts'
import { complaintsApi } from '../../../functions/complaints/api.ts'
import { customersApi } from '../../../functions/customers/api.ts'
import { importsApi } from '../../../functions/imports/api.ts'
import { fieldServiceApi } from '../../../functions/field-service/api.ts'
import { followUpApi } from '../../../functions/follow-up-calls/api.ts'
import { dealersApi } from '../../../functions/dealers/api.ts'
import { renewalApi } from '../../../functions/insurance-renewals/api.ts'
import { noticesApi } from '../../../functions/manufacturer-notices/api.ts'
import { effectsApi } from '../../../functions/manufacturer-notices/effects-api.ts'
import { linksApi } from '../../../functions/manufacturer-notices/links.ts'
import { messagesApi } from '../../../functions/messages/api.ts'
import { ordersApi } from '../../../functions/orders/api.ts'
import { policiesApi } from '../../../functions/policies/api.ts'
import { partsOrdersApi } from '../../../functions/parts-orders/api.ts'
import { dutiesApi } from '../../../functions/report-deadlines/api.ts'
import { feedApi } from '../../../functions/report-deadlines/feed.ts'
import { warrantyMailApi } from '../../../functions/warranty/mail-api.ts'
import { vehiclesApi } from '../../../functions/vehicles/api.ts'
import { staffApi } from '../../../functions/staff/api.ts'
import { warrantyApi } from '../../../functions/warranty/api.ts'
import { claimsApi } from '../../../functions/warranty/claims-api.ts'
import { teamRecordsApi } from '../../../functions/team-records/api.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import { apiHandler } from '../../../shared/http/api-handler.ts'
import { documentation } from '../../../shared/http/documentation.ts'
import type { Log, LogFields } from '../../../shared/runtime/logger.ts'
import type { Queue, QueueMessage } from '../../../shared/runtime/queue.ts'
import { openCampaignRecords } from '../../../shared/store/campaign-store.ts'
import { openCareRecords } from '../../../shared/store/care-store.ts'
import { openEffectApiStore } from '../../../shared/store/effect-api-store.ts'
import { openNoticeStore } from '../../../shared/store/notice-store.ts'
import { openStore } from '../../../shared/store/store.ts'
import type { TableClient } from '../../../shared/store/table-client.ts'
import { openStaffChangeRecords, openTeamRecords } from '../../../shared/store/team-store.ts'
import { openMailingRecords } from '../../../shared/store/mailing-store.ts'
import { openWarrantyRecords } from '../../../shared/store/warranty-store.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { vehicleRecord } from '../../../shared/store/vehicles.ts'
import { apiClient, throughHandler, type Account } from '../../support/api-client.ts'
import {
  callEntryOf,
  coverOf,
  customerOf,
  dealerOf,
  dueItemOf,
  local,
  policyIdOf,
  policyOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'

export interface Line {
  readonly level: string
  readonly code: string
  readonly fields: LogFields
  readonly error?: unknown
}

/** A log that remembers. */
export function listeningLog(): Log & { lines: Line[] } {
  const lines: Line[] = []
  return {
    lines,
    info: ({ code }, fields = {}) => void lines.push({ level: 'info', code, fields }),
    warn: ({ code }, fields = {}) => void lines.push({ level: 'warn', code, fields }),
    error: ({ code }, error, fields = {}) => void lines.push({ level: 'error', code, fields, error }),
  }
}

/** A queue that keeps what it is sent; `refuses` makes it take nothing. */
export function listeningQueue(): Queue & { sent: QueueMessage[]; refuses: boolean } {
  const queue = {
    sent: [] as QueueMessage[],
    refuses: false,
    send: (messages: readonly QueueMessage[]) => {
      if (queue.refuses) return Promise.resolve(messages.map((_, index) => index))
      queue.sent.push(...messages)
      return Promise.resolve([])
    },
  }
  return queue
}

/** All API functions over one table in memory, at a time that the test moves. */
export function startApi(startedAt?: Instant) {
  return startApiOn(memoryTable(), startedAt)
}

/** The same over any table. */
export function startApiOn<Table extends TableClient>(
  table: Table,
  startedAt: Instant = local('2026-11-23 10:00'),
) {
  const store = {
    ...openNoticeStore(table),
    ...openEffectApiStore(table),
    ...openStore(table),
    ...openCareRecords(table),
    ...openStaffChangeRecords(table),
    ...openTeamRecords(table),
    ...openWarrantyRecords(table),
    ...openMailingRecords(table),
    ...openCampaignRecords(table),
  }
  const log = listeningLog()
  let now = startedAt
  let numbers = 0
  const clock = { now: () => now }
  const files = memoryFiles()
  const queue = listeningQueue()
  const handler = apiHandler(
    [
      ...renewalApi({ store, clock, log }),
      ...messagesApi({ store, clock, log }),
      ...policiesApi({ store, clock }),
      ...staffApi({ store, clock, log }),
      ...ordersApi({ store, clock }),
      ...dealersApi({ store, clock, zones: ['Asia/Shanghai', 'Asia/Urumqi'] }),
      ...customersApi({ store, clock, newNumber: () => `N-${String((numbers += 1))}` }),
      ...importsApi({ store, files, uploads: files, queue, clock }),
      ...partsOrdersApi({ store, clock }),
      ...fieldServiceApi({ store, clock }),
      ...complaintsApi({ store, clock }),
      ...followUpApi({ store, clock }),
      ...campaignsApi({ store, clock }),
      ...teamRecordsApi({ store, clock }),
      ...warrantyApi({ store, clock }),
      ...claimsApi({ store, clock }),
      ...vehiclesApi({ store, clock }),
      ...dutiesApi({
        store,
        clock,
        log,
        newSecret: () => `secret-${String((numbers += 1))}`.padEnd(32, '-'),
      }),
      ...feedApi({ store, clock }),
      ...businessReportsApi({ store, files, clock }),
      ...noticesApi({
        store,
        files,
        clock,
        downloads: files,
        publicUrl: 'https://after-sales.test',
        inboxDomain: 'inbox.test',
        newSecret: () => String((numbers += 1)).padStart(32, 's'),
      }),
      ...effectsApi({ store, clock }),
      ...linksApi({ store, clock }),
      ...warrantyMailApi({ store, files, clock }),
      ...documentation(),
    ],
    { table, clock, log },
  )
  return {
    table,
    files,
    queue,
    store,
    log,
    handler,
    moveTo: (instant: Instant) => (now = instant),
    /** A client signed in as that account. */
    as: (account: Account | undefined) => apiClient(throughHandler(handler, account)),
  }
}

export const specialist: Account = {
  dealerId: 'D001',
  roles: ['renewal_specialist'],
  staffId: staffIdOf('S1'),
  sub: 'account-s1',
}
export const insuranceManager: Account = {
  dealerId: 'D001',
  roles: ['insurance_manager'],
  staffId: staffIdOf('M1'),
  sub: 'account-m1',
}
export const clerk: Account = { dealerId: 'D001', roles: ['information_clerk'], sub: 'account-c1' }
export const stranger: Account = { ...specialist, dealerId: 'D002', sub: 'account-x' }

const vins = { anna: 'LGWEF4A53HF000001', berta: 'LGBH52E03KY000001' } as const

/**
 * Two dealers, each with a specialist (the same staff id in both, as an attack would have it); at D001 two
 * vehicles are on the list since this morning, anna's policy ends on 28 November, berta's on 23 December.
 */
export async function withList(api: Pick<ReturnType<typeof startApi>, 'store'>): Promise<void> {
  const cases = [
    ['anna', '2026-11-30', 'd7', '2026-12-31 07:30', 'expired'],
    ['berta', '2026-12-23', 'd30', '2026-12-08 07:30', 'd15'],
  ] as const
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, staffOf('S1'), staffOf('S1', { dealerId: 'D002' })),
    ...puts(staffRecord, staffOf('M1', { role: 'insurance_manager' })),
    ...cases.flatMap(([name, endsOn, step, nextAt, next]) => [
      ...puts(customerRecord, customerOf(name)),
      ...puts(policyRecord, policyOf(name, { vehicleId: vehicleIdOf(name), endsOn: endsOn as never })),
      ...puts(
        vehicleRecord,
        vehicleOf(name, { vin: vins[name] as never, cover: { commercial: coverOf(name, endsOn) } }),
      ),
      ...puts(
        callEntryRecord,
        callEntryOf('S1', name, {
          step,
          listedOn: '2026-11-23' as never,
          listedSince: '2026-11-23' as never,
        }),
      ),
      ...puts(
        dueItemRecord,
        dueItemOf(name, {
          purpose: 'insurance-call-lists',
          cycle: policyIdOf(name),
          step: next,
          dueAt: local(nextAt),
          decided: [{ step, outcome: 'message', at: local('2026-11-23 07:30') }],
          assignedTo: staffIdOf('S1'),
        }),
      ),
    ]),
  )
}
