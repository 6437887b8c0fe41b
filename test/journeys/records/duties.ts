import { expect, it } from 'vitest'
import { createFeed, listFeeds, readFeed, revokeFeed } from '../../../shared/http/routes/calendar-feeds.ts'
import * as routes from '../../../shared/http/routes/duties.ts'
import { addAbsence, cancelAbsence, listStaff } from '../../../shared/http/routes/staff.ts'
import { day } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** The department takes its duties over, changes what is its own, and has them in everybody's calendar. */
export function whatIsOwed(desk: () => Desk): void {
  const clerk = () => desk().as('information_clerk')
  const head = () => desk().as('service_manager')
  const specialist = () => desk().as('renewal_specialist')
  const week = { from: day('2026-11-23'), until: day('2026-11-29') }
  const person = async (number: string) => {
    const { body } = await done(clerk()(listStaff))
    return body.items.find((one) => one.number === number)!
  }
  const codesOf = async (query: typeof week) => {
    const { body } = await done(head()(routes.readCalendar, { query }))
    return body.items.map(({ code }) => code)
  }

  it('the catalogue is adopted whole, and a duty of the dealer’s own comes with it', async () => {
    const before = await done(clerk()(routes.readCatalogue))
    expect(before.body.items.filter(({ adopted }) => adopted)).toEqual([])
    const adopted = await done(clerk()(routes.adoptDuties, { body: {}, idempotencyKey: 'adopt-2026-0001' }))
    expect(adopted.body.adopted).toHaveLength(69)
    const body = {
      code: 'renewal-morning-huddle',
      role: 'renewal_specialist',
      zh: '续保晨会',
      en: 'Morning huddle of the renewal specialists',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TH',
      dueTime: '17:15',
      escalateTo: 'insurance_manager',
    } as const
    await done(clerk()(routes.createDuty, { body }))
    const own = await done(specialist()(routes.listDuties, { query: { role: 'renewal_specialist' } }))
    expect(own.body.items.map(({ code }) => code)).toEqual(['lost-renewal-summary', body.code])
    await done(specialist()(routes.listDuties))
  })

  it('what is changed, switched off and given back is owed accordingly', async () => {
    const params = { code: 'renewal-morning-huddle' }
    const seen = async () => ({
      params,
      ifMatch: (await done(head()(routes.readDuty, { params }))).body.etag,
    })
    const count = async () => (await codesOf(week)).filter((code) => code === params.code).length
    expect(await count()).toBe(2)
    await done(head()(routes.changeDuty, { ...(await seen()), body: { rrule: 'FREQ=DAILY', shift: 'skip' } }))
    expect(await count()).toBe(5)
    await done(head()(routes.changeDuty, { ...(await seen()), body: { on: false } }))
    expect(await count()).toBe(0)
    await done(head()(routes.changeDuty, { ...(await seen()), body: { on: true } }))
    expect((await done(clerk()(routes.listDutyChanges, { params }))).body.items).toHaveLength(4)

    const stocktake = { code: 'parts-stocktake' }
    const { etag } = await done(
      head()(routes.changeDuty, { params: stocktake, ifMatch: '"1"', body: { dueTime: '12:00' } }),
    )
    const back = await done(head()(routes.restoreDuty, { params: stocktake, ifMatch: etag! }))
    expect(back.body.dueTime).toBe('17:00')
  })

  it('a calendar follows the person at its secret address, and ends when that is revoked', async () => {
    const { staffId, etag } = await person('E001')
    const made = await done(specialist()(createFeed, { body: { staffId } }))
    const read = (address: string) =>
      desk().as('finance')(readFeed, { params: { token: address.slice('/calendars/'.length) } })
    const calendar = (await done(read(made.body.address))).body
    expect(calendar).toContain('SUMMARY:续保晨会')
    expect(calendar).not.toContain('SUMMARY:车间晨会')

    const away = { from: day('2026-11-26'), until: day('2026-11-26'), kind: 'annual' } as const
    const leave = await done(head()(addAbsence, { params: { staffId }, ifMatch: etag, body: away }))
    const without = (await done(read(made.body.address))).body
    const huddles = (text: string) => text.split('SUMMARY:续保晨会').length
    expect(huddles(without)).toBe(huddles(calendar) - 1)
    const { absenceId } = leave.body.absences!.find(({ from }) => from === away.from)!
    await done(head()(cancelAbsence, { params: { staffId, absenceId }, ifMatch: leave.body.etag }))

    const ofRole = await done(clerk()(createFeed, { body: { role: 'workshop_supervisor' } }))
    expect((await done(read(ofRole.body.address))).body).toContain('SUMMARY:车间晨会')
    const shown = await done(clerk()(listFeeds))
    expect(shown.body.items).toHaveLength(2)
    expect(JSON.stringify(shown.body)).not.toContain(made.body.address)
    await done(clerk()(createFeed, { body: { staffId } }))

    const { feedId, etag: seen } = made.body
    await done(specialist()(revokeFeed, { params: { feedId }, ifMatch: seen }))
    expect(await read(made.body.address)).toMatchObject({ status: 404, problem: { code: 'not-found' } })
    const elsewhere = ofRole.body.address.replace(desk().dealerId, desk().otherDealerId)
    expect(await read(elsewhere)).toMatchObject({ status: 404 })
    for (const address of [made.body.address, ofRole.body.address])
      expect(
        desk()
          .stack.logs.lines()
          .filter((line) => line.includes(address.slice(11))),
      ).toEqual([])
  })

  it('everybody sees the week, and who has it on which day', async () => {
    const { staffId } = await person('E001')
    const query = { ...week, holderId: staffId }
    const mine = await done(specialist()(routes.readCalendar, { query }))
    expect(mine.body.items.length).toBeGreaterThan(2)
    for (const { owner } of mine.body.items) expect(owner).toMatchObject({ staffId, because: 'holds' })
    const whole = await done(specialist()(routes.readCalendar, { query: week }))
    expect(whole.body.items.length).toBeGreaterThan(mine.body.items.length)
  })
}
