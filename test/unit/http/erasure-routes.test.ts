import { beforeEach, describe, expect, it } from 'vitest'
import { auditRecord } from '../../../shared/store/audit.ts'
import { complaintRecord } from '../../../shared/store/complaints.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { callEntryRecord } from '../../../shared/store/call-lists.ts'
import { customerRecord, rememberMobile } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { dueItemRecord } from '../../../shared/store/due-items.ts'
import { fieldServiceRecord } from '../../../shared/store/field-service-orders.ts'
import { followUpCallRecord } from '../../../shared/store/follow-up-calls.ts'
import { takeName } from '../../../shared/store/guards.ts'
import { deliveryRecord, messageRecord } from '../../../shared/store/messages.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import { policyRecord } from '../../../shared/store/policies.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { formerOwnerWrites, vehicleRecord } from '../../../shared/store/vehicles.ts'
import type { Delivery, Message } from '../../../shared/domain/message.ts'
import { idFor } from '../../../shared/domain/ids.ts'
import type { Mobile } from '../../../shared/domain/mobile.ts'
import { consentOn } from '../../../shared/domain/contact-point.ts'
import { ContactPurpose } from '../../../shared/domain/purpose.ts'
import { smsFactsOf } from '../../../shared/due/contact-facts.ts'
import { recordCallOutcome } from '../../../shared/http/routes/insurance-renewals.ts'
import { recordConsent } from '../../../shared/http/routes/contacts.ts'
import { eraseCustomer, exportCustomer } from '../../../shared/http/routes/customer-data.ts'
import { mergeCustomer, unmergeCustomer } from '../../../shared/http/routes/customer-merges.ts'
import * as routes from '../../../shared/http/routes/customers.ts'
import {
  callEntryOf,
  complaintOf,
  consentOf,
  contactPointOf,
  coverOf,
  customerIdOf,
  customerOf,
  day,
  dealerOf,
  dueItemOf,
  fieldServiceOrderOf,
  followUpCallOf,
  local,
  messageRowOf,
  mergedOf,
  mobileOf,
  policyIdOf,
  policyOf,
  repairOrderOf,
  staffIdOf,
  staffOf,
  vehicleIdOf,
  vehicleOf,
} from '../../support/builders.ts'
import { earlier, puts, save } from '../../support/store.ts'
import { advisor, manager, stranger, supervisor } from './customer-accounts.ts'
import { specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const anna = { customerId: customerIdOf('anna') }
const copy = { customerId: customerIdOf('copy') }
const mobile = mobileOf('anna') as Mobile
const former = '+8613900139001' as Mobile
/** Brought the car once. */
const brother = '+8613900139003' as Mobile
const family = '+8613900139002' as Mobile

/** Words that only the person's own data have. */
const traces = [
  '王安娜',
  '王大安',
  '文三路',
  '1988-03-08',
  '老客户说',
  '打牌',
  '短信正文',
  '密码锁',
  '留言甲',
]
const numbers = [mobile, former, mobileOf('copy'), brother]

const delivery = (name: string, more: Partial<Delivery> = {}): Delivery => ({
  ...{
    dealerId: 'D001',
    deliveryId: idFor('delivery', name),
    channel: 'sms' as const,
    status: 'planned' as const,
  },
  ...{ sendAfter: local('2026-11-23 09:00'), attentionAt: local('2026-11-23 09:10') },
  ...{ messageIds: [idFor('message', name)], pending: [idFor('message', name)], attempts: 0 },
  ...{ version: 0, createdAt: earlier.at, createdBy: 'test', updatedAt: earlier.at, updatedBy: 'test' },
  ...more,
})
const message = (name: string, more: Partial<Message> = {}): Message => ({
  ...messageRowOf('anna', {
    messageId: idFor('message', name),
    text: `【测试汽车】短信正文 ${name}`,
    ...more,
  }),
  deliveryId: idFor('delivery', more.deliveryId ?? name),
})
const sent = (to: string): Pick<Message, 'status' | 'address' | 'attempts'> => ({
  status: 'sent',
  address: to,
  attempts: [{ at: local('2026-11-01 09:00'), outcome: 'accepted' }],
})

async function setUpAgain() {
  api = startApi()
  const remark = '老客户说：喜欢打牌'
  const known = customerOf('anna', {
    ...{ name: '王安娜', address: '杭州市文三路 100 号', birthday: day('1988-03-08'), remark },
    mergedFrom: [{ ...copy, number: 'C-copy' }],
    earlierMobiles: [former, family].map((each) => ({
      mobile: each,
      from: earlier.at,
      until: earlier.at,
      changedBy: 'test',
    })),
  })
  await save(
    api.store,
    ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002' })),
    ...puts(staffRecord, staffOf('S1')),
    ...puts(
      customerRecord,
      known,
      mergedOf('copy', 'anna', { name: '王大安', mobile: mobileOf('copy') as Mobile }),
      customerOf('husband', { mobile: family, name: '李雷' }),
    ),
    ...['anna', 'copy', 'husband'].map((name) =>
      takeName(
        'D001',
        'customer-number',
        `C-${name}`,
        customerIdOf(name === 'copy' ? 'anna' : name),
        earlier,
      ),
    ),
    ...puts(
      contactPointRecord,
      contactPointOf(mobile),
      contactPointOf(former),
      contactPointOf(family, {
        consents: [consentOf({ history: [{ state: 'given', source: '留言', at: earlier.at }] })],
      }),
    ),
    ...puts(
      vehicleRecord,
      vehicleOf('anna', { cover: { commercial: coverOf('anna', '2026-12-23') } }),
      vehicleOf('husband', { customerId: customerIdOf('husband') }),
    ),
    ...puts(
      repairOrderRecord,
      repairOrderOf('one', { contact: { presenter: { name: '王弟弟', mobile: brother } } }),
    ),
    ...puts(
      fieldServiceRecord,
      fieldServiceOrderOf('visit', { ...anna, request: '密码锁打不开，文三路 100 号' }),
    ),
    ...puts(
      followUpCallRecord,
      followUpCallOf('one', {
        ...anna,
        attempts: [{ at: local('2026-11-20 10:00'), by: 'test', outcome: 'no_answer', remark: '密码锁' }],
      }),
      followUpCallOf('reached', {
        ...anna,
        status: 'reached',
        score: 3,
        answers: [{ question: 'overall', zh: '总体', kind: 'overall', score: 3, words: '密码锁还是打不开' }],
      }),
    ),
    ...puts(complaintRecord, complaintOf('of hers', { ...anna, description: '投诉：密码锁打不开' })),
    ...puts(dueItemRecord, dueItemOf('anna', { dueAt: local('2026-12-01 09:00') })),
    ...puts(
      dueItemRecord,
      dueItemOf('anna', {
        purpose: 'insurance-call-lists',
        cycle: policyIdOf('anna'),
        step: 'd15',
        dueAt: local('2026-12-08 07:30'),
        assignedTo: staffIdOf('S1'),
      }),
    ),
    ...puts(callEntryRecord, callEntryOf('S1', 'anna')),
    ...puts(
      messageRecord,
      message('sent', sent(mobile)),
      message('to the former', { ...sent(former), subject: `vehicle#${vehicleIdOf('sold long ago')}` }),
      message('planned'),
      message('to the brother', {
        ...sent(brother),
        recipient: { kind: 'presenter', id: repairOrderOf('one').orderId },
      }),
      message('held', { ...sent(mobile), status: 'held' }),
      message('to the husband', {
        ...sent(family),
        recipient: { kind: 'customer', id: customerIdOf('husband') },
        subject: `vehicle#${vehicleIdOf('husband')}`,
        text: '给李雷',
      }),
    ),
    ...puts(deliveryRecord, delivery('planned')),
  )
  await api.as(specialist)(recordCallOutcome, {
    params: { vehicleId: vehicleIdOf('anna') },
    ifMatch: '"1"',
    body: { outcome: 'NO_ANSWER', remark: '留言甲' },
  })
}
beforeEach(setUpAgain)

/** Steps that were interrupted are taken in more transactions, so versions and the keys made of them differ. */
function withoutVersions(text: string): string {
  const items = JSON.parse(text) as Record<string, unknown>[]
  return JSON.stringify(
    items
      .map(({ version, ...item }) => item)
      .filter(({ entity, recordKind }) => entity !== 'AuditEntry' || recordKind !== 'Customer')
      .map((item) => JSON.stringify(item))
      .sort(),
  )
}

const etag = async () =>
  `"${String((await api.store.customers.recordById('D001', anna.customerId))!.version)}"`
const erase = async (account = manager, ifMatch?: string) =>
  api.as(account)(eraseCustomer, { params: anna, ifMatch: ifMatch ?? (await etag()) })
/** Everything in the table, but what says of a number alone that it is not to be written to. */
const tableText = () =>
  JSON.stringify(
    api.table.all().filter(({ entity, dealerId }) => entity !== 'ContactPoint' && dealerId === 'D001'),
  )
const vehicle = () => api.store.vehicles.byId('D001', vehicleIdOf('anna'))

describe('POST /customers/{customerId}/erase', () => {
  it('leaves no trace of the person in the table, and of others and of the work everything', async () => {
    await api.as(advisor)(routes.changeCustomer, { params: anna, ifMatch: '"1"', body: { gender: 'female' } })
    const before = tableText()
    for (const trace of [...traces, ...numbers]) expect(before).toContain(trace)
    const reply = await erase()
    expect(reply).toMatchObject({
      ok: true,
      body: {
        state: 'erased',
        beingSent: 0,
        erased: {
          duplicates: 1,
          vehicles: 1,
          orders: 1,
          visits: 1,
          complaints: 1,
          followUps: 2,
          messages: 5,
          talks: 1,
          changes: 1,
        },
      },
    })
    const after = tableText()
    for (const trace of [...traces, ...numbers]) expect(after).not.toContain(trace)
    expect(after).toContain('李雷')
    expect(after).toContain('给李雷')
    expect((await api.store.orders.byIds('D001', [repairOrderOf('one').orderId])).size).toBe(1)
    const complaint = await api.store.complaints.byId('D001', complaintOf('of hers').complaintId)
    expect(complaint).toMatchObject({ status: 'withdrawn', matter: 'repair_quality' })
    expect(complaint).not.toHaveProperty('description')
    const call = (name: string) => api.store.followUpCalls.byId('D001', followUpCallOf(name).followUpCallId)
    expect(await call('one')).toMatchObject({ status: 'withdrawn', attempts: [{ outcome: 'no_answer' }] })
    expect(await call('reached')).toMatchObject({ status: 'reached', answers: [{ score: 3 }] })
  })

  it('keeps that there was somebody, who erased it and when, and what was done to whom', async () => {
    await erase()
    expect(await api.store.customers.recordById('D001', anna.customerId)).toMatchObject({
      state: 'erased',
      begunBy: staffIdOf('A1'),
      erasedAt: local('2026-11-23 10:00'),
    })
    const reply = await api.as(supervisor)(routes.listCustomerChanges, { params: anna })
    const changes = reply.ok ? reply.body.items.map(({ action }) => action) : []
    expect(changes.sort()).toEqual(['erased', 'erasure-begun'])
    const [row] = (await api.store.messages.byIds('D001', [idFor('message', 'sent')])).values()
    expect(row).toMatchObject({ status: 'sent', text: '', attempts: [{ outcome: 'accepted' }] })
    const [talk] = await api.store.audit.of('D001', 'CallEntry', vehicleIdOf('anna'))
    expect(talk?.after).toEqual({ outcome: 'NO_ANSWER' })
  })

  it('stops every reminder and call of the vehicles, which stay', async () => {
    await erase()
    expect(await vehicle()).toMatchObject({ status: 'owner_erased', ...anna })
    for (const purpose of ['maintenance-reminders', 'insurance-call-lists'] as const) {
      const item = await api.store.dueItems.bySubject('D001', purpose, `vehicle#${vehicleIdOf('anna')}`)
      expect(item).toBeDefined()
      expect(item!.dueAt).toBeUndefined()
    }
    expect(await api.store.callLists.of('D001', staffIdOf('S1'))).toEqual([])
  })

  it('lets nobody be written to from its first write on', async () => {
    let writes = 0
    api.table.onCommit = () => {
      writes += 1
      if (writes === 2) throw new Error('the function is stopped')
      return undefined
    }
    await expect(erase()).resolves.toMatchObject({ status: 500 })
    api.table.onCommit = undefined
    expect(await vehicle()).toMatchObject({ status: 'active' })
    const facts = await smsFactsOf(api.store, 'D001', 'maintenance-reminders', [anna.customerId])
    expect(facts.size).toBe(0)
    expect(await api.as(advisor)(routes.readCustomer, { params: anna })).toMatchObject({
      ok: true,
      body: { state: 'erasing' },
    })
  })

  it('goes on where it was stopped, wherever that was, and comes to the same end', async () => {
    await erase()
    const whole = tableText()
    const commits = api.table.commits.length
    expect(commits).toBeGreaterThan(5)
    for (let stop = 1; stop < 12; stop += 1) {
      await setUpAgain()
      let writes = 0
      api.table.onCommit = () => {
        writes += 1
        if (writes === stop) throw new Error('the function is stopped')
        return undefined
      }
      await erase()
      api.table.onCommit = undefined
      expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased' } })
      expect(withoutVersions(tableText())).toBe(withoutVersions(whole))
    }
  })

  it('leaves a message that is being sent to whoever sends it, and erases it when asked again', async () => {
    const sending = delivery('planned', {
      version: 1,
      status: 'sending',
      addresses: { [idFor('message', 'planned')]: mobile },
    })
    await save(api.store, deliveryRecord.put(sending, earlier))
    const reply = await erase()
    expect(reply).toMatchObject({ ok: true, body: { state: 'erasing', step: 'messages', beingSent: 1 } })
    const [row] = (await api.store.messages.byIds('D001', [idFor('message', 'planned')])).values()
    expect(row).toMatchObject({ status: 'planned', version: 1 })
    // It was sent meanwhile.
    await save(
      api.store,
      messageRecord.put({ ...row!, ...sent(mobile) }, earlier),
      deliveryRecord.put(
        { ...sending, version: 2, status: 'done', pending: [], addresses: undefined },
        earlier,
      ),
    )
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased', beingSent: 0 } })
    for (const trace of [...traces, ...numbers]) expect(tableText()).not.toContain(trace)
  })

  it('is found by no number any more, that of before and of other records too', async () => {
    await api.as(advisor)(routes.changeCustomer, {
      params: anna,
      ifMatch: '"1"',
      body: { mobile: '13900139005' },
    })
    await save(api.store, rememberMobile('D001', mobileOf('copy') as Mobile, copy.customerId, earlier))
    expect(api.table.all().filter(({ entity }) => entity === 'FormerMobile')).toHaveLength(2)
    await erase()
    expect(api.table.all().filter(({ entity }) => entity === 'FormerMobile')).toEqual([])
  })

  it('takes what is planned out of its delivery, and leaves the others in it', async () => {
    const both = [idFor('message', 'planned'), idFor('message', 'other')]
    await save(
      api.store,
      deliveryRecord.put(delivery('planned', { version: 1, messageIds: both, pending: both }), earlier),
      ...puts(messageRecord, {
        ...message('other', { recipient: { kind: 'customer', id: customerIdOf('husband') }, text: '给李雷' }),
        deliveryId: idFor('delivery', 'planned'),
      }),
    )
    await erase()
    const id = idFor('delivery', 'planned')
    const left = (await api.store.messages.deliveriesByIds('D001', [id])).get(id)
    expect(left).toMatchObject({ status: 'planned', pending: [idFor('message', 'other')] })
    const rows = await api.store.messages.byIds('D001', both)
    expect([...rows.values()].map(({ status, reason }) => [status, reason])).toEqual([
      ['suppressed', 'customer-erased'],
      ['planned', undefined],
    ])
  })

  it('keeps of the number that it is refused, and leaves a number that is another customer’s now', async () => {
    await erase()
    const contacts = await api.store.contactPoints.byAddresses('D001', [mobile, former, family])
    expect(contacts.get(mobile)?.consents).toMatchObject(
      ContactPurpose.options.map((purpose) => ({
        purpose,
        state: 'refused',
        history: [{ source: 'erasure' }],
      })),
    )
    expect(contacts.get(former)).toBeUndefined()
    expect(consentOn(contacts.get(family), 'maintenance-reminders', 'sms')?.state).toBe('given')
  })

  it('keeps the refusal of a number that the person had before, bare', async () => {
    const history = [{ state: 'refused' as const, source: '前台，王安娜本人', at: earlier.at }]
    const known = contactPointOf(former, { version: 1, consents: [consentOf({ state: 'refused', history })] })
    await save(api.store, contactPointRecord.put(known, earlier))
    await erase()
    const contact = (await api.store.contactPoints.byAddresses('D001', [former])).get(former)
    expect(contact?.consents).toMatchObject([
      { purpose: 'maintenance-reminders', state: 'refused', history: [{ source: 'erasure' }] },
    ])
    expect(JSON.stringify(contact)).not.toContain('王安娜')
  })

  it('reaches the time of a vehicle in which it was the person’s, and none of its next owner’s', async () => {
    const sold = vehicleOf('sold', {
      customerId: customerIdOf('husband'),
      ownedSince: day('2026-11-10'),
      formerOwners: [{ ...anna, from: undefined, until: day('2026-11-10'), by: 'test' }],
      statusChanges: [
        { status: 'sold', on: day('2026-11-05'), reason: '密码锁坏了', by: 'test' },
        { status: 'active', on: day('2026-11-20'), reason: '给李雷', by: 'test' },
      ],
    })
    const talk = (at: string, remark: string) => ({
      ...{
        dealerId: 'D001',
        recordKind: 'CallEntry',
        recordId: sold.vehicleId,
        entryId: at,
        action: 'call-outcome',
      },
      ...{ after: { outcome: 'THINKING', remark }, version: 0, updatedAt: local(at), updatedBy: 'test' },
      ...{ createdAt: local(at), createdBy: 'test' },
    })
    await save(
      api.store,
      ...puts(vehicleRecord, sold),
      ...formerOwnerWrites({ ...sold, formerOwners: [] }, sold, earlier),
      ...puts(auditRecord, talk('2026-11-01 10:00', '打牌去了'), talk('2026-11-21 10:00', '给李雷回电')),
    )
    await erase()
    const after = await api.store.vehicles.byId('D001', sold.vehicleId)
    expect(after).toMatchObject({ status: 'active', customerId: customerIdOf('husband') })
    expect(after!.statusChanges.map(({ reason }) => reason)).toEqual([undefined, '给李雷'])
    const talks = await api.store.audit.of('D001', 'CallEntry', sold.vehicleId)
    expect(talks.map(({ after: said }) => said)).toEqual([
      { outcome: 'THINKING' },
      { outcome: 'THINKING', remark: '给李雷回电' },
    ])
  })

  it('takes what was noted of the person’s accidents and talks out of policies, wherever it stands', async () => {
    const claim = (name: string, on: string, note: string) => ({
      ...{ claimId: idFor('policyClaim', name), on: day(on), note },
      ...{ amountFen: 100, atFault: true, fatal: false },
    })
    const sold = vehicleOf('sold', {
      customerId: customerIdOf('husband'),
      ownedSince: day('2026-11-10'),
      formerOwners: [{ ...anna, until: day('2026-11-10'), by: 'test' }],
    })
    const { vehicleId } = sold
    const policy = policyOf('shared', {
      vehicleId,
      claims: [claim('one', '2026-11-01', '密码锁被撬'), claim('two', '2026-11-15', '给李雷定损')],
    })
    const ended = {
      kind: 'lapsed',
      on: day('2026-06-02'),
      reason: 'PRICE_HIGH',
      remark: '打牌时说的',
    } as const
    const own = policyOf('ended', { endsOn: day('2026-06-01'), ended })
    const asJson = (said: object) => JSON.parse(JSON.stringify(said)) as never
    // Written in the next owner's time, it tells the policy whole.
    const entry = (said: typeof policy, at: string) => ({
      ...{ dealerId: 'D001', recordKind: 'Policy', recordId: said.policyId, entryId: at, action: 'claimed' },
      ...{ before: asJson(said), after: asJson(said) },
      ...{ version: 0, createdAt: local(at), createdBy: 'test', updatedAt: local(at), updatedBy: 'test' },
    })
    await save(
      api.store,
      ...puts(vehicleRecord, sold),
      ...formerOwnerWrites(undefined, sold, earlier),
      ...puts(policyRecord, policy, own),
      ...puts(auditRecord, entry(policy, '2026-11-16 10:00'), entry(own, '2026-06-03 10:00')),
    )
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased', erased: { policies: 4 } } })
    const text = tableText()
    for (const trace of ['密码锁', '打牌']) expect(text).not.toContain(trace)
    const after = await api.store.policies.byIds('D001', [policy.policyId, own.policyId])
    expect(after.get(policy.policyId)?.claims).toMatchObject([
      { on: '2026-11-01', amountFen: 100 },
      { on: '2026-11-15', note: '给李雷定损' },
    ])
    expect(after.get(own.policyId)?.ended).toEqual({ kind: 'lapsed', on: '2026-06-02', reason: 'PRICE_HIGH' })
    const [written] = await api.store.audit.of('D001', 'Policy', policy.policyId)
    expect(JSON.stringify(written)).toContain('给李雷定损')
    const [ofOwn] = await api.store.audit.of('D001', 'Policy', own.policyId)
    expect(ofOwn?.after).toMatchObject({ ended: { reason: 'PRICE_HIGH' } })
  })

  it('reaches another’s order whose car the person brought, and leaves who else brought one', async () => {
    const theirs = { vehicleId: vehicleIdOf('husband') }
    const order = (name: string, of: string, number: Mobile) =>
      repairOrderOf(name, { ...theirs, contact: { presenter: { name: of, mobile: number } } })
    const orders = [
      order('brought', '王安娜', mobile),
      order('amended since', '李小妹', brother),
      order('by the husband', '李雷', family),
    ]
    const told = orders.map(({ orderId, number }, index) =>
      message(`presenter of ${number}`, {
        ...sent([mobile, former, family][index]!),
        recipient: { kind: 'presenter', id: orderId },
        subject: `vehicle#${theirs.vehicleId}`,
        ...(index === 2 ? { text: '李雷的短信' } : {}),
      }),
    )
    const entries = orders.map(({ orderId }, index) => ({
      ...{ dealerId: 'D001', recordKind: 'RepairOrder', recordId: orderId, entryId: 'e', action: 'amended' },
      ...{ before: { contact: { presenter: { name: '王安娜', mobile: [mobile, former, former][index]! } } } },
      ...{ after: JSON.parse(JSON.stringify({ contact: orders[index]!.contact })) as never, version: 0 },
      ...{ createdAt: earlier.at, createdBy: 'test', updatedAt: earlier.at, updatedBy: 'test' },
    }))
    await save(
      api.store,
      ...puts(repairOrderRecord, ...orders),
      ...puts(messageRecord, ...told),
      ...puts(auditRecord, ...entries.slice(0, 2)),
    )
    const exported = await api.as(supervisor)(exportCustomer, { params: anna })
    const texts = exported.ok ? exported.body.messages.map(({ text }) => text) : []
    expect(texts).toContain(told[0]!.text)
    expect(texts).not.toContain('李雷的短信')
    await erase()
    for (const trace of ['王安娜', mobile, former]) expect(tableText()).not.toContain(trace)
    const after = await api.store.orders.byIds(
      'D001',
      orders.map(({ orderId }) => orderId),
    )
    expect(orders.map(({ orderId }) => after.get(orderId)?.contact?.presenter.name)).toEqual([
      undefined,
      '李小妹',
      '李雷',
    ])
    expect(tableText()).toContain('李雷的短信')
  })

  it('of orders whose changes are larger than a transaction comes to its end', async () => {
    const orders = Array.from({ length: 8 }, (_, index) =>
      repairOrderOf(`large ${String(index)}`, {
        contact: { presenter: { name: '王弟弟', mobile: brother } },
      }),
    )
    const said = { contact: { presenter: { name: '王弟弟' } }, lines: '更换前保险杠总成'.repeat(2_000) }
    const entries = orders.flatMap(({ orderId }) =>
      Array.from({ length: 8 }, (_, index) => ({
        ...{ dealerId: 'D001', recordKind: 'RepairOrder', recordId: orderId, entryId: String(index) },
        ...{ action: 'changed', before: said, after: said, version: 0 },
        ...{ createdAt: earlier.at, createdBy: 'test', updatedAt: earlier.at, updatedBy: 'test' },
      })),
    )
    await save(api.store, ...puts(repairOrderRecord, ...orders), ...puts(auditRecord, ...entries))
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased', erased: { orders: 73 } } })
    expect(tableText()).not.toContain('王弟弟')
    expect(tableText()).toContain('更换前保险杠总成')
  })

  it('lets the person come back by an own word alone, as somebody new', async () => {
    await erase()
    const body = { name: '王安娜', mobile }
    expect(
      await api.as(advisor)(routes.createCustomer, { body: { ...body, number: 'C-anna' } }),
    ).toMatchObject({ status: 201 })
    const again = await api.as(advisor)(routes.createCustomer, { body })
    if (!again.ok) throw new Error(again.problem.code)
    const facts = async () =>
      (await smsFactsOf(api.store, 'D001', 'maintenance-reminders', [again.body.customerId])).get(
        again.body.customerId,
      )?.consent?.state
    expect(await facts()).toBe('refused')
    await api.as(advisor)(recordConsent, {
      params: { mobile },
      body: { purpose: 'maintenance-reminders', channel: 'sms', state: 'given', source: '前台' },
    })
    expect(await facts()).toBe('given')
  })

  it('of more than one request can erase says how far it is', async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => message(`many ${String(index)}`, sent(mobile)))
    await save(api.store, ...puts(messageRecord, ...rows))
    const first = await erase()
    expect(first).toMatchObject({ ok: true, body: { state: 'erasing', step: 'messages' } })
    const counts = first.ok ? first.body.erased.messages! : 0
    expect(counts).toBeGreaterThan(1_000)
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased' } })
    expect(tableText()).not.toContain('短信正文')
    expect(Math.max(...api.table.commits.map((writes) => writes.length))).toBeLessThanOrEqual(100)
  })

  it('of who is erased looks once more for what came later, and keeps the day', async () => {
    await erase()
    await save(
      api.store,
      ...puts(vehicleRecord, vehicleOf('late', anna)),
      ...puts(messageRecord, message('late', { ...sent(mobile), subject: `vehicle#${vehicleIdOf('late')}` })),
    )
    api.moveTo(local('2026-11-25 10:00'))
    const reply = await erase()
    expect(reply).toMatchObject({
      ok: true,
      body: { state: 'erased', erasedAt: local('2026-11-23 10:00'), erased: { vehicles: 1, messages: 1 } },
    })
    expect(tableText()).not.toContain('短信正文')
    const settled = tableText()
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased', erased: {} } })
    expect(tableText()).toBe(settled)
  })

  it('after a merge that was taken back reaches nothing of the other person, nor does the copy', async () => {
    const husband = { customerId: customerIdOf('husband') }
    const theirs = { vehicleId: vehicleIdOf('husband') }
    const presenter = { name: '李小妹', mobile: '+8613900139004' as Mobile }
    await save(
      api.store,
      ...puts(repairOrderRecord, repairOrderOf('theirs', { ...theirs, contact: { presenter } })),
      ...puts(policyRecord, policyOf('theirs', theirs)),
    )
    const body = { otherId: husband.customerId, otherEtag: '"1"', confirmed: true }
    expect(await api.as(manager)(mergeCustomer, { params: anna, ifMatch: '"1"', body })).toMatchObject({
      ok: true,
    })
    expect(await api.as(manager)(unmergeCustomer, { params: husband, ifMatch: '"2"' })).toMatchObject({
      ok: true,
    })
    const exported = await api.as(supervisor)(exportCustomer, { params: anna })
    if (!exported.ok) throw new Error(exported.problem.code)
    expect(exported.body).toMatchObject({
      formerVehicles: [],
      policies: [],
      orders: [{ orderId: repairOrderOf('one').orderId }],
    })
    await erase()
    const { orderId } = repairOrderOf('theirs')
    expect((await api.store.orders.byId('D001', orderId))?.contact).toEqual({ presenter })
  })

  it('ends everything else that could be done with the records', async () => {
    await erase()
    const ifMatch = await etag()
    const as = api.as(manager)
    for (const reply of [
      await as(routes.changeCustomer, { params: anna, ifMatch, body: { name: '王方' } }),
      await as(exportCustomer, { params: anna }),
      await as(mergeCustomer, {
        params: anna,
        ifMatch,
        body: { otherId: customerIdOf('husband'), otherEtag: '"1"' },
      }),
      await as(mergeCustomer, {
        params: { customerId: customerIdOf('husband') },
        ifMatch: '"1"',
        body: { otherId: anna.customerId, otherEtag: ifMatch },
      }),
      await as(unmergeCustomer, { params: copy, ifMatch: '"2"' }),
    ]) {
      expect(reply).toMatchObject({ status: 409, problem: { code: 'customer-erased' } })
    }
  })

  it('is the managers’ to do, on the version that they have seen, and on no record that was merged', async () => {
    expect(await erase(supervisor)).toMatchObject({ status: 403 })
    expect(await erase(manager, '"9"')).toMatchObject({ status: 412 })
    expect(await api.as(manager)(eraseCustomer, { params: anna })).toMatchObject({ status: 428 })
    expect(await api.as(manager)(eraseCustomer, { params: copy, ifMatch: '"1"' })).toMatchObject({
      status: 409,
      problem: { code: 'customer-merged', existing: anna.customerId },
    })
    expect(await erase(stranger)).toMatchObject({ status: 404 })
    expect(await api.store.customers.byId('D001', anna.customerId)).toMatchObject({ name: '王安娜' })
  })

  it('asked by two at once erases everything once', async () => {
    const ifMatch = await etag()
    const replies = await Promise.all([erase(manager, ifMatch), erase(manager, ifMatch)])
    expect(replies.map(({ status }) => status).every((status) => [200, 409, 412].includes(status))).toBe(true)
    expect(await erase()).toMatchObject({ ok: true, body: { state: 'erased' } })
    for (const trace of [...traces, ...numbers]) expect(tableText()).not.toContain(trace)
  })
})

describe('GET /customers/{customerId}/export', () => {
  const copyOf = (account = supervisor) => api.as(account)(exportCustomer, { params: anna })

  it('hands out everything that is held about the person, under all records and numbers', async () => {
    await api.as(advisor)(routes.changeCustomer, { params: anna, ifMatch: '"1"', body: { gender: 'female' } })
    const reply = await copyOf()
    if (!reply.ok) throw new Error(reply.problem.code)
    const { body } = reply
    expect(body).toMatchObject({
      customer: { name: '王安娜', mobile, earlierMobiles: [{ mobile: former }, { mobile: family }] },
      records: [{ state: 'merged', name: '王大安' }],
      vehicles: [{ vehicleId: vehicleIdOf('anna') }],
      orders: [{ orderId: repairOrderOf('one').orderId }],
      visits: [{ request: '密码锁打不开，文三路 100 号' }],
      complaints: [{ description: '投诉：密码锁打不开' }],
      followUps: expect.arrayContaining([expect.objectContaining({ score: 3 })]) as unknown,
      calls: [{ vehicleId: vehicleIdOf('anna'), after: { remark: '留言甲' } }],
      changes: [{ action: 'changed', by: staffIdOf('A1') }],
      leftOut: {},
    })
    expect(body.contacts.map((each) => each.mobile).sort()).toEqual([mobile, former, family].sort())
    expect(body.messages.map(({ text }) => text.split(' ')[1]).sort()).toEqual([
      'held',
      'planned',
      'sent',
      'to',
    ])
    const text = JSON.stringify(body)
    for (const trace of traces) if (trace !== '王弟弟') expect(text).toContain(trace)
    expect(text).not.toContain('王弟弟')
    expect(text).not.toContain(brother)
  })

  it('holds nothing of anybody else, though number and vehicle were shared', async () => {
    const sold = vehicleOf('sold', {
      customerId: customerIdOf('husband'),
      ownedSince: day('2026-11-10'),
      formerOwners: [{ ...anna, from: undefined, until: day('2026-11-10'), by: 'test' }],
    })
    const orders = ['2026-11-01', '2026-11-15'].map((on) =>
      repairOrderOf(`on ${on}`, { vehicleId: sold.vehicleId, receivedOn: day(on), deliveredOn: day(on) }),
    )
    await save(
      api.store,
      ...puts(vehicleRecord, sold),
      ...formerOwnerWrites({ ...sold, formerOwners: [] }, sold, earlier),
      ...puts(repairOrderRecord, ...orders),
    )
    const reply = await copyOf()
    if (!reply.ok) throw new Error(reply.problem.code)
    expect(JSON.stringify(reply.body)).not.toContain('李雷')
    expect(JSON.stringify(reply.body)).not.toContain(customerIdOf('husband'))
    expect(reply.body.orders.map(({ number }) => number).sort()).toEqual(['RO-on 2026-11-01', 'RO-one'])
    expect(reply.body.formerVehicles).toEqual([
      { vehicleId: sold.vehicleId, vin: sold.vin, brand: sold.brand, model: sold.model },
    ])
  })

  it('tells of a vehicle nothing that was said of it in another owner’s time', async () => {
    const bought = vehicleOf('bought', {
      ...anna,
      ownedSince: day('2026-10-01'),
      formerOwners: [{ customerId: customerIdOf('husband'), until: day('2026-10-01'), by: 'test' }],
      statusChanges: [
        { status: 'sold', on: day('2026-09-20'), reason: '李雷要卖', by: 'test' },
        { status: 'active', on: day('2026-11-01'), reason: '安娜找回', by: 'test' },
      ],
      readings: [
        {
          ...{ on: day('2026-09-01'), km: 9_000, source: 'read', by: 'test' },
          confirmed: { because: 'read_again', remark: '李雷说' },
        },
      ],
    })
    const claims = ['2026-09-15', '2026-11-15'].map((on) => ({
      ...{ claimId: idFor('policyClaim', on), on: day(on), note: `${on} 定损` },
      ...{ amountFen: 100, atFault: true, fatal: false },
    }))
    const policy = policyOf('bought', { vehicleId: bought.vehicleId, claims })
    await save(api.store, ...puts(vehicleRecord, bought), ...puts(policyRecord, policy))
    const reply = await copyOf()
    const text = JSON.stringify(reply.ok && reply.body)
    for (const others of ['李雷', '2026-09-15 定损']) expect(text).not.toContain(others)
    for (const own of ['安娜找回', '2026-11-15 定损']) expect(text).toContain(own)
  })

  it('is not an advisor’s to ask for, nor another dealer’s, nor of a record that was merged', async () => {
    expect(await copyOf(advisor)).toMatchObject({ status: 403 })
    expect(await copyOf(stranger)).toMatchObject({ status: 404 })
    expect(await api.as(supervisor)(exportCustomer, { params: copy })).toMatchObject({
      status: 409,
      problem: { code: 'customer-merged', existing: anna.customerId },
    })
  })
})
