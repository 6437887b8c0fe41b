import { beforeEach, describe, expect, it } from 'vitest'
import { handOnForAll } from '../../../functions/staff/hand-on.ts'
import { handOnOrders } from '../../../shared/due/hand-on-orders.ts'
import { complaintRecord } from '../../../shared/store/complaints.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fieldServiceOrderIdOf, fieldServiceRecord } from '../../../shared/store/field-service-orders.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { openCareRecords, type CareRecords } from '../../../shared/store/care-store.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import {
  absenceIdOf,
  complaintOf,
  day,
  dealerOf,
  fieldServiceOrderOf,
  local,
  orderIdOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  stampAt,
} from '../../support/builders.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { listeningLog } from '../http/fixture.ts'
import { puts, save } from '../../support/store.ts'

let memory: ReturnType<typeof memoryTable>
let store: Store & CareRecords

const morning = stampAt(local('2026-11-24 07:20'))
const advisor = (name: string, more: Parameters<typeof staffOf>[1] = {}) =>
  staffOf(name, { role: 'service_advisor', ...more })
const gone = { leftOn: day('2026-11-23') }

/** More than one page of them, one that is delivered, and one of somebody else's. */
const open = Array.from({ length: 30 }, (_, number) => `open-${String(number)}`)

beforeEach(async () => {
  memory = memoryTable()
  store = { ...openStore(memory), ...openCareRecords(memory) }
  const mine = { advisorId: staffIdOf('leaver') }
  await save(
    store,
    ...puts(repairOrderRecord, ...open.map((name) => repairOrderOf(name, { ...mine, status: 'in_work' }))),
    ...puts(
      repairOrderRecord,
      repairOrderOf('delivered', mine),
      repairOrderOf('other', { advisorId: staffIdOf('a1'), status: 'in_work' }),
    ),
    ...puts(fieldServiceRecord, fieldServiceOrderOf('visit', { assignedTo: staffIdOf('leaver') })),
    ...puts(
      complaintRecord,
      complaintOf('answered', { ownerId: staffIdOf('leaver'), status: 'answered' }),
      complaintOf('closed', { ownerId: staffIdOf('leaver'), status: 'closed' }),
    ),
  )
})

const advisorOf = async (name: string) => (await store.orders.byId('D001', orderIdOf(name)))?.advisorId

describe('the open orders of who has left', () => {
  it('go to whoever holds the role, visits and complaints too, and what is over stays as it was', async () => {
    const staff = [advisor('leaver', gone), advisor('a1')]
    expect(await handOnOrders(store, dealerOf(), staff, morning)).toEqual({ handedOn: 32, left: 0 })
    for (const name of open) expect(await advisorOf(name)).toBe(staffIdOf('a1'))
    expect(await advisorOf('delivered')).toBe(staffIdOf('leaver'))
    const visit = await store.fieldService.byId('D001', fieldServiceOrderIdOf('any', 'FS-visit'))
    expect(visit?.assignedTo).toBe(staffIdOf('a1'))
    const ownerOf = async (name: string) =>
      (await store.complaints.byId('D001', complaintOf(name).complaintId))?.ownerId
    expect(await ownerOf('answered')).toBe(staffIdOf('a1'))
    expect(await ownerOf('closed')).toBe(staffIdOf('leaver'))
    expect(await handOnOrders(store, dealerOf(), staff, morning)).toEqual({ handedOn: 0, left: 0 })
  })

  it('say in their history who had them', async () => {
    await handOnOrders(store, dealerOf(), [advisor('leaver', gone), advisor('a1')], morning)
    expect(await store.audit.of('D001', 'RepairOrder', orderIdOf('open-0'))).toMatchObject([
      {
        action: 'handed-on',
        before: { advisorId: staffIdOf('leaver') },
        after: { advisorId: staffIdOf('a1') },
        createdBy: morning.by,
      },
    ])
  })

  it('go to the deputy before others of the role', async () => {
    const deputies = [{ deputyId: staffIdOf('a2'), from: day('2026-11-24') }]
    const staff = [advisor('leaver', { ...gone, deputies }), advisor('a1'), advisor('a2')]
    await handOnOrders(store, dealerOf(), staff, morning)
    expect(await advisorOf('open-0')).toBe(staffIdOf('a2'))
  })

  it('go up to the superior where nobody else holds the role', async () => {
    const staff = [advisor('leaver', gone), staffOf('boss', { role: 'service_manager' })]
    await handOnOrders(store, dealerOf(), staff, morning)
    expect(await advisorOf('open-0')).toBe(staffIdOf('boss'))
  })

  it('stay, and are counted, where nobody is left', async () => {
    expect(await handOnOrders(store, dealerOf(), [advisor('leaver', gone)], morning)).toEqual({
      handedOn: 0,
      left: 32,
    })
  })

  it('that somebody changes meanwhile stay until the next time, and hold up no other', async () => {
    let busy = true
    const contested = `D001#order#${orderIdOf('open-3')}`
    memory.onCommit = (writes) => {
      const index = writes.findIndex(({ key }) => busy && key.pk === contested)
      return index === -1 ? undefined : { kind: 'conflict', contested: [index] }
    }
    const staff = [advisor('leaver', gone), advisor('a1')]
    expect((await handOnOrders(store, dealerOf(), staff, morning)).handedOn).toBe(31)
    expect(await advisorOf('open-3')).toBe(staffIdOf('leaver'))
    busy = false
    expect((await handOnOrders(store, dealerOf(), staff, morning)).handedOn).toBe(1)
  })
})

describe('orders stay with', () => {
  it.each([
    ['who works their last day', { leftOn: day('2026-11-24') }],
    [
      'who is on leave',
      {
        absences: [
          {
            absenceId: absenceIdOf('a'),
            from: day('2026-11-20'),
            until: day('2026-11-30'),
            kind: 'annual' as const,
          },
        ],
      },
    ],
  ])('%s', async (_, more) => {
    await handOnOrders(store, dealerOf(), [advisor('leaver', more), advisor('a1')], morning)
    expect(await advisorOf('open-0')).toBe(staffIdOf('leaver'))
  })
})

describe('the morning’s job', () => {
  it('says of which dealer orders are left with nobody, and lets no dealer’s failure keep others', async () => {
    const log = listeningLog()
    await save(
      store,
      ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D000' })),
      ...puts(staffRecord, advisor('leaver', gone)),
    )
    const query = memory.query.bind(memory)
    memory.query = (question) =>
      question.pk.startsWith('D000#') ? Promise.reject(new Error('the table is away')) : query(question)
    const job = handOnForAll({ store, clock: { now: () => morning.at }, log })
    await expect(job).rejects.toThrow('1 dealers')
    expect(log.lines).toContainEqual(expect.objectContaining({ code: 'ORDERS_WITHOUT_ANYBODY' }))
    expect(log.lines).toContainEqual(expect.objectContaining({ code: 'ORDERS_NOT_HANDED_ON' }))
  })
})
