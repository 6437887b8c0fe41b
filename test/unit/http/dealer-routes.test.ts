import { beforeEach, describe, expect, it } from 'vitest'
import { DealerSettings } from '../../../shared/domain/dealer.ts'
import type { Route } from '../../../shared/http/contract.ts'
import {
  changeDealer,
  changeSettings,
  listDealerChanges,
  readDealer,
  readReplan,
  readSettings,
  readSettingsHelp,
  startReplan,
} from '../../../shared/http/routes/dealers.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import type { Account } from '../../support/api-client.ts'
import { dealerOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { clerk, specialist, startApi } from './fixture.ts'

let api: ReturnType<typeof startApi>
const manager: Account = { dealerId: 'D001', roles: ['service_manager'], sub: 'account-m' }
const elsewhere: Account = { ...manager, dealerId: 'D002', sub: 'account-x' }

beforeEach(async () => {
  api = startApi()
  await save(api.store, ...puts(dealerRecord, dealerOf(), dealerOf({}, { dealerId: 'D002', name: '别家' })))
})

const ok = <Reply extends { ok: boolean }>(reply: Reply): Reply & { ok: true } => {
  if (!reply.ok) throw new Error(JSON.stringify(reply))
  return reply as Reply & { ok: true }
}
const set = (body: object, ifMatch = '"1"', account = manager) =>
  api.as(account)(changeSettings, { ifMatch, body })
const faultsOf = async (body: object) => {
  const reply = await set(body)
  if (reply.ok || reply.status !== 422) throw new Error(`${String(reply.status)} for ${JSON.stringify(body)}`)
  return reply.problem.errors?.map(({ path, reason }) => `${path} ${reason}`)
}
const settingsNow = async () => (await api.store.dealers.byId('D001'))!.settings

describe('the dealer', () => {
  const patch = (body: object, ifMatch = '"1"', account = manager) =>
    api.as(account)(changeDealer, { ifMatch, body })

  it('is read by everybody, changed by managers, and who changed what is kept', async () => {
    expect(ok(await api.as(specialist)(readDealer)).body).toMatchObject({
      etag: '"1"',
      signature: '测试汽车',
    })
    expect((await patch({ name: 'X' }, '"1"', clerk)).status).toBe(403)
    expect(ok(await patch({ phone: ' 0571-88881111 ' })).body).toMatchObject({
      etag: '"2"',
      phone: '0571-88881111',
    })
    expect(ok(await api.as(manager)(listDealerChanges)).body.items).toMatchObject([
      {
        action: 'changed',
        by: 'account-m',
        before: { phone: '0571-88880000' },
        after: { phone: '0571-88881111' },
      },
    ])
    expect(await patch({ name: 'X' })).toMatchObject({ status: 412, etag: '"2"' })
  })

  it.each([
    ['a signature with its own brackets', { signature: '【东城】' }, 'body.signature'],
    ['a telephone number of words', { phone: 'call us' }, 'body.phone'],
    ['a zone that there is not', { zone: 'Asia/Nowhere' }, 'body.zone'],
    ['a zone in which no job runs', { zone: 'Europe/Berlin' }, 'body.zone'],
    ['its id', { dealerId: 'D002' }, 'body.dealerId'],
    ['its settings by the back door', { settings: {} }, 'body.settings'],
  ])('refuses %s', async (_, body, path) => {
    expect(await patch(body)).toMatchObject({ status: 422, problem: { errors: [{ path }] } })
  })

  it('in another zone has all that waits planned anew', async () => {
    ok(await patch({ zone: 'Asia/Urumqi' }))
    expect(ok(await api.as(manager)(readReplan)).body).toMatchObject({ state: 'waiting' })
  })
})

describe('PATCH /dealer/settings', () => {
  it('changes the fields that are given and leaves the rest', async () => {
    const { body } = ok(await set({ renewals: { contactDays: [60, 7] }, closingTime: '17:30' }))
    expect(body).toMatchObject({ etag: '"2"', settings: { closingTime: '17:30' } })
    const defaults = DealerSettings.parse({})
    expect(await settingsNow()).toEqual({
      ...defaults,
      renewals: { ...defaults.renewals, contactDays: [60, 7] },
      closingTime: '17:30',
    })
  })

  it('brings the default back for null, but leaves the hours of jobs, which are the deployment’s', async () => {
    const dealer = dealerOf({
      renewals: { sweepAt: '06:30', contactDays: [3] },
      smsWindow: { from: '10:00' },
    })
    const known = (await api.store.dealers.byId('D001'))!
    await save(
      api.store,
      dealerRecord.put({ ...known, settings: dealer.settings }, { at: known.updatedAt, by: 't' }),
    )
    ok(await set({ renewals: null, smsWindow: null }, '"2"'))
    expect(await settingsNow()).toMatchObject({
      renewals: { sweepAt: '06:30', contactDays: [45, 33, 30, 15, 7] },
      smsWindow: { from: '09:00', to: '20:00' },
    })
    expect(await faultsOf({ renewals: { sweepAt: '08:00' } })).toEqual([
      'body.renewals.sweepAt unknown-field',
    ])
  })

  it('moves the morning mail, and back to its default', async () => {
    ok(await set({ duties: { mailAt: '07:20' } }))
    expect((await settingsNow()).duties).toEqual({ mailAt: '07:20' })
    ok(await set({ duties: null }, '"2"'))
    expect((await settingsNow()).duties).toEqual({ mailAt: '07:50' })
  })

  it('that says nothing new writes nothing, and the version stands', async () => {
    const before = api.table.commits.length
    expect(ok(await set({ closingTime: '18:00' })).etag).toBe('"1"')
    expect(api.table.commits.length).toBe(before)
  })

  it.each([
    [
      'maintenancePlans',
      {
        maintenancePlans: [
          { brand: '*', first: { months: 3, km: 3000 }, following: { months: 3, km: 3000 }, source: '本店' },
        ],
      },
    ],
    ['maintenance', { maintenance: { daysBefore: 10 } }],
    ['renewals', { renewals: { contactDays: [60] } }],
    ['when appointments are reminded of', { appointments: { remindAt: '16:30' } }],
    ['how long before', { appointments: { remindDaysBefore: 2 } }],
    ['workingDayOverrides', { workingDayOverrides: [{ date: '2026-12-05', working: true }] }],
  ])('of %s has all that waits planned anew, in the same transaction', async (_, body) => {
    const before = api.table.commits.length
    expect(ok(await set(body)).body.followedAt).toBeUndefined()
    expect(api.table.commits.length).toBe(before + 1)
    expect(ok(await api.as(manager)(readReplan)).body).toMatchObject({ state: 'waiting', looked: 0 })
  })

  it.each([
    ['smsOff', { smsOff: ['maintenance-reminders'] }],
    ['brake', { brake: { customerMessagesPerSweep: 10 } }],
    ['smsWindow', { smsWindow: { from: '10:00', to: '19:00' } }],
    ['how late is stale', { maintenance: { staleAfterDays: 3 } }],
    ['how late is too late for an appointment', { appointments: { staleWithinHours: 0 } }],
  ])('of %s moves no date', async (_, body) => {
    ok(await set(body))
    expect(ok(await api.as(manager)(readReplan)).body).toEqual({ state: 'none', looked: 0, moved: 0 })
  })

  it('lets the information clerk keep the manufacturers, and nothing else', async () => {
    const manufacturers = [
      {
        zh: '长城汽车',
        en: 'Great Wall',
        brandWords: ['长城'],
        mailDomains: ['GWM.example.com'],
        mailAddresses: ['Notice@mail.example.com'],
        enabled: true,
      },
    ]
    expect(ok(await set({ manufacturers }, '"1"', clerk)).body.settings.manufacturers).toMatchObject([
      { mailDomains: ['gwm.example.com'], mailAddresses: ['notice@mail.example.com'] },
    ])
    expect(await set({ manufacturers, closingTime: '17:00' }, '"2"', clerk)).toMatchObject({
      status: 403,
      problem: { code: 'role-not-allowed' },
    })
    expect((await settingsNow()).closingTime).toBe('18:00')
    expect((await set({}, '"1"', specialist)).status).toBe(403)
  })

  it.each([
    [
      'marketing before eight',
      { marketingWindow: { from: '07:59', to: '20:00' } },
      ['body.marketingWindow.from too-small'],
    ],
    [
      'marketing after nine at night',
      { marketingWindow: { from: '09:00', to: '21:01' } },
      ['body.marketingWindow.to too-large'],
    ],
    [
      'SMS in the night',
      { smsWindow: { from: '06:59', to: '22:01' } },
      ['body.smsWindow.from too-small', 'body.smsWindow.to too-large'],
    ],
    [
      'a window that closes before it opens',
      { callingHours: { from: '12:00', to: '12:00' } },
      ['body.callingHours.to too-small'],
    ],
    ['half a window', { smsWindow: { from: '09:00' } }, ['body.smsWindow.to required']],
    ['a day that closes when it opens', { openingTime: '18:00' }, ['body.closingTime too-small']],
    [
      'reminding before anybody is up',
      { appointments: { remindAt: '06:30' } },
      ['body.appointments.remindAt too-small'],
    ],
    [
      'reminding at an hour at which no job looks',
      { appointments: { remindAt: '10:15' } },
      ['body.appointments.remindAt not-a-choice'],
    ],
    [
      'reminding when the window has closed, which would be the next morning',
      { smsWindow: { from: '09:00', to: '18:00' }, appointments: { remindAt: '18:00' } },
      ['body.appointments.remindAt too-large'],
    ],
    [
      'reminding on the day itself',
      { appointments: { remindDaysBefore: 0 } },
      ['body.appointments.remindDaysBefore too-small'],
    ],
    ['a morning mail at night', { duties: { mailAt: '04:59' } }, ['body.duties.mailAt too-small']],
    ['a morning mail after noon', { duties: { mailAt: '12:01' } }, ['body.duties.mailAt too-large']],
    ['a time that is none', { closingTime: '25:00' }, ['body.closingTime wrong-format']],
    [
      'a day twice',
      {
        workingDayOverrides: [
          { date: '2026-12-05', working: true },
          { date: '2026-12-05', working: false },
        ],
      },
      ['body.workingDayOverrides.1 invalid'],
    ],
    [
      'a contact day twice',
      { renewals: { contactDays: [30, 15, 30] } },
      ['body.renewals.contactDays.2 invalid'],
    ],
    ['no contact day', { renewals: { contactDays: [] } }, ['body.renewals.contactDays too-small']],
    ['a purpose that there is not', { smsOff: ['spam'] }, ['body.smsOff.0 not-a-choice']],
    [
      'a brake that lets nobody through',
      { brake: { customerMessagesPerSweep: 0 } },
      ['body.brake.customerMessagesPerSweep too-small'],
    ],
    [
      'a plan without its source',
      {
        maintenancePlans: [
          { brand: '长城', first: { months: 6, km: 5000 }, following: { months: 6, km: 5000 } },
        ],
      },
      ['body.maintenancePlans.0.source required'],
    ],
    [
      'a plan of no months',
      {
        maintenancePlans: [
          { brand: '长城', first: { months: 0, km: 5000 }, following: { months: 6, km: 5000 }, source: 'x' },
        ],
      },
      ['body.maintenancePlans.0.first.months too-small'],
    ],
    [
      'a mail domain that is none',
      {
        manufacturers: [
          {
            zh: '厂',
            en: 'M',
            brandWords: ['厂'],
            mailDomains: ['not a domain'],
            mailAddresses: ['nobody'],
            enabled: true,
          },
        ],
      },
      [
        'body.manufacturers.0.mailDomains.0 wrong-format',
        'body.manufacturers.0.mailAddresses.0 wrong-format',
      ],
    ],
    ['a section that there is not', { secret: 1 }, ['body.secret unknown-field']],
  ])('refuses %s, field by field', async (_, body, faults) => {
    expect(await faultsOf(body)).toEqual(faults)
    expect(await settingsNow()).toEqual(DealerSettings.parse({}))
  })

  it('refuses settings too large to be kept with who changed them', async () => {
    const plan = (brand: string) => ({
      brand,
      modelWords: Array.from({ length: 5 }, (_, index) => `${'型'.repeat(35)}${String(index)}`),
      first: { months: 6, km: 5000 },
      following: { months: 6, km: 5000 },
      source: '厂'.repeat(50),
    })
    const maintenancePlans = Array.from({ length: 170 }, (_, index) => plan(`品牌 ${String(index)}`))
    expect(await set({ maintenancePlans })).toMatchObject({
      status: 422,
      problem: { errors: [{ path: 'body', reason: 'too-large' }] },
    })
  })

  it('of two at once under one version takes one', async () => {
    const replies = await Promise.all([set({ closingTime: '17:00' }), set({ closingTime: '17:30' })])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('GET /dealer/settings/help', () => {
  it('explains every setting in both languages, with its default and whether the API changes it', async () => {
    const { settings } = ok(await api.as(specialist)(readSettingsHelp)).body
    const defaults = DealerSettings.parse({})
    const sections = new Set(settings.map(({ setting }) => setting.split('.')[0]))
    expect(sections).toEqual(new Set(Object.keys(defaults)))
    for (const { zh, en } of settings) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/^[\x20-\x7e–]+$/)
    }
    const byName = new Map(settings.map((each) => [each.setting, each]))
    expect(byName.get('renewals.contactDays')).toMatchObject({
      default: [45, 33, 30, 15, 7],
      changeable: true,
    })
    const fixed = settings.filter(({ changeable }) => !changeable).map(({ setting }) => setting)
    expect(fixed.sort()).toEqual(['maintenance.sweepAt', 'renewals.mailAt', 'renewals.sweepAt'])
  })
})

describe('POST /dealer/replan', () => {
  it('begins a walk, once under one key, and says how far it is', async () => {
    const given = { idempotencyKey: 'key-00001' }
    const replies = await Promise.all([1, 2, 3].map(() => api.as(manager)(startReplan, given)))
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202])
    expect((await api.store.replans.ofDealer('D001'))?.version).toBe(1)
    expect((await api.as(clerk)(startReplan)).status).toBe(403)
  })
})

describe('another dealer', () => {
  it('reads and changes its own, whatever was set here', async () => {
    ok(await set({ closingTime: '17:00' }))
    ok(await api.as(manager)(startReplan))
    const as = api.as(elsewhere)
    expect(ok(await as(readDealer)).body).toMatchObject({ dealerId: 'D002', name: '别家', etag: '"1"' })
    expect(ok(await as(readSettings)).body.settings.closingTime).toBe('18:00')
    expect(ok(await as(readReplan)).body.state).toBe('none')
    expect(ok(await as(listDealerChanges)).body.items).toEqual([])
    ok(await as(changeDealer, { ifMatch: '"1"', body: { name: '别家店' } }))
    expect((await api.store.dealers.byId('D001'))?.name).not.toBe('别家店')
  })

  it('that there is not gets 404 everywhere but the help', async () => {
    const nobody = api.as({ ...manager, dealerId: 'D999' })
    const requests: [Route, object][] = [
      [readDealer, {}],
      [changeDealer, { ifMatch: '"1"', body: { name: 'X' } }],
      [readSettings, {}],
      [changeSettings, { ifMatch: '"1"', body: { closingTime: '17:00' } }],
      [readReplan, {}],
      [startReplan, {}],
      [listDealerChanges, {}],
    ]
    for (const [route, given] of requests) expect((await nobody(route, given as never)).status).toBe(404)
    expect(api.table.all()).toHaveLength(2)
  })

  it('may not use a cursor from here', async () => {
    ok(await set({ closingTime: '17:00' }))
    ok(await set({ closingTime: '17:30' }, '"2"'))
    const { next } = ok(await api.as(manager)(listDealerChanges, { query: { limit: 1 } })).body
    expect(await api.as(elsewhere)(listDealerChanges, { query: { cursor: next! } })).toMatchObject({
      status: 400,
      problem: { code: 'cursor-invalid' },
    })
  })
})
