import { beforeEach, describe, expect, it } from 'vitest'
import { recallText } from '../../../functions/campaigns/wording.ts'
import * as routes from '../../../shared/http/routes/campaigns.ts'
import { openRecallStore } from '../../../shared/store/campaign-store.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { customerRecord } from '../../../shared/store/customers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import {
  consentOf,
  contactPointOf,
  customerIdOf,
  dealerOf,
  erasedOf,
  local,
  mobileOf,
  stampAt,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { cars, monday, NUMBER, openRecalls, tuesday, vinOfCar, type RecallRig } from './recall-rig.ts'

let rig: RecallRig
beforeEach(async () => {
  rig = await openRecalls()
  await rig.lists('a', [vinOfCar('anna')])
})

const becauseOf = async () => (await rig.item('anna'))!.decided.map(({ reason }) => reason)

describe('the SMS about a recall', () => {
  it('says whose car it is, which recall, what to do and whom to ring, as a matter of safety', async () => {
    rig.moveTo(tuesday)
    expect(await rig.sweep()).toMatchObject({ decided: 1, byOutcome: { message: 1 } })
    expect(rig.sms()).toMatchObject([
      {
        messageClass: 'safety',
        recipient: { kind: 'customer', id: customerIdOf('anna') },
        text: '【测试汽车】王先生/女士您好，爱车浙A12345在厂家召回S2026M0117V范围内，为消除安全隐患，请尽快致电0571-88880000预约到店免费处理。',
      },
    ])
    expect(await rig.mark(vinOfCar('anna'))).toMatchObject({ smsAt: tuesday })
    expect(await rig.counts()).toMatchObject({ sms: 1 })
  })

  it('goes out on the next working day and not before, once however often the job runs', async () => {
    rig.moveTo(local('2026-11-24 09:30'))
    await rig.sweep()
    expect(rig.sms()).toEqual([])
    rig.moveTo(tuesday)
    await Promise.all([rig.sweep(), rig.sweep()])
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
  })

  it('needs no consent, and goes out to who has refused everything else', async () => {
    const refused = (['maintenance-reminders', 'recall-notices'] as const).map((purpose) =>
      consentOf({ purpose, state: 'refused' }),
    )
    await save(
      rig.store,
      ...puts(contactPointRecord, contactPointOf(mobileOf('anna'), { consents: refused })),
    )
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toHaveLength(1)
  })

  it.each<[string, () => Promise<unknown>]>([
    ['campaign-withdrawn', () => rig.verb(routes.withdrawCampaign, undefined, { reason: '有误' })],
    ['done-since', () => rig.verb(routes.carDone, vinOfCar('anna'), { reason: '已换' })],
    ['vehicle-sold', () => rig.change('anna', { status: 'sold' })],
    ['already-told', () => rig.say(vinOfCar('anna'), { smsAt: monday })],
    [
      'sms-off',
      async () => {
        const dealer = (await rig.store.dealers.byId('D001'))!
        const settings = dealerOf({ smsOff: ['recall-notices'] }).settings
        await save(rig.store, dealerRecord.put({ ...dealer, settings }, stampAt(monday)))
      },
    ],
    [
      'address-suppressed',
      () =>
        save(
          rig.store,
          ...puts(
            contactPointRecord,
            contactPointOf(mobileOf('anna'), {
              suppressions: [{ channel: 'sms', code: 'invalid-number', since: monday }],
            }),
          ),
        ),
    ],
    [
      'customer-unknown',
      async () => {
        const customer = (await rig.store.customers.byId('D001', customerIdOf('anna')))!
        await save(
          rig.store,
          customerRecord.put({ ...erasedOf('anna'), version: customer.version }, stampAt(monday)),
        )
      },
    ],
  ])('is held back and recorded: %s', async (reason, happens) => {
    await happens()
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toEqual([])
    expect(await becauseOf()).toEqual([reason])
  })

  it('is not written for a car of which somebody says at that very moment that it is done', async () => {
    const store = openRecallStore(rig.table)
    let raced = false
    const racing: typeof store = {
      ...store,
      commit: async (writes) => {
        if (!raced) {
          raced = true
          await rig.verb(routes.carDone, vinOfCar('anna'), { reason: '已换' })
        }
        return store.commit(writes)
      },
    }
    rig.moveTo(tuesday)
    await rig.sweep(racing)
    expect(rig.sms()).toEqual([])
    expect(await becauseOf()).toEqual(['done-since'])
  })

  it('is braked like other messages to customers: nobody is told where a list is longer than the dealer allows', async () => {
    const dealer = (await rig.store.dealers.byId('D001'))!
    const settings = { ...dealer.settings, brake: { customerMessagesPerSweep: 2 } }
    await save(rig.store, dealerRecord.put({ ...dealer, settings }, stampAt(monday)))
    await rig.lists('b', cars.map(vinOfCar))
    rig.moveTo(local('2026-11-25 10:00'))
    expect(await rig.sweep()).toMatchObject({ held: [{ dealerId: 'D001', because: 'brake' }] })
    expect(rig.sms()).toEqual([])
  })

  it('goes to whoever has the car when it is written', async () => {
    await rig.change('anna', { customerId: customerIdOf('berta') })
    rig.moveTo(tuesday)
    await rig.sweep()
    expect(rig.sms()).toMatchObject([{ recipient: { id: customerIdOf('berta') } }])
  })

  it('fits two parts with the longest names, and leaves out a number that would not', () => {
    const longest = {
      signature: '超长名称汽车销售服务中心',
      dealerPhone: '0571-88888888-8888',
      ownerName: '欧阳女士',
      gender: 'female',
      plate: '浙AD12345',
      model: '',
    } as const
    expect(recallText({ ...longest, number: 'S'.repeat(24) }).segments).toBe(2)
    expect(recallText({ ...longest, number: 'S'.repeat(25) }).text).toContain('在厂家召回范围内')
    expect(recallText({ ...longest, number: undefined }).text).toContain('在厂家召回范围内')
    expect(recallText({ ...longest, number: NUMBER }).text).toContain(`在厂家召回${NUMBER}范围内`)
  })
})
