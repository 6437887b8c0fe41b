import { expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/dealers.ts'
import { readCallList } from '../../../shared/http/routes/insurance-renewals.ts'
import { addAbsence, listStaff } from '../../../shared/http/routes/staff.ts'
import { day, local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** On Monday evening a manager looks through how the dealer works, and what waits follows on Tuesday. */
export function howTheDealerWorks(desk: () => Desk): void {
  const manager = () => desk().as('service_manager')
  const advisor = () => desk().as('service_advisor')
  const listOf = async (number: string) => {
    const { body } = await done(advisor()(listStaff))
    const { staffId } = body.items.find((one) => one.number === number)!
    const head = desk().as('insurance_manager')
    return (await done(head(readCallList, { query: { staffId } }))).body.entries
  }

  it('everybody reads how the dealer is set and what it means; of two who change it the later is refused', async () => {
    const now = await done(advisor()(routes.readDealer))
    const help = await done(advisor()(routes.readSettingsHelp))
    expect(help.body.settings.map(({ setting }) => setting)).toContain('renewals.contactDays')
    const seen = { ifMatch: now.body.etag }
    await done(manager()(routes.changeDealer, { ...seen, body: { signature: '城东汽车' } }))
    const late = await manager()(routes.changeDealer, { ...seen, body: { signature: '城西汽车' } })
    expect(late).toMatchObject({ status: 412 })
    expect((await done(advisor()(routes.readDealer))).body.signature).toBe('城东汽车')
  })

  it('who is away from Tuesday has handed on the list by the morning', async () => {
    const { body } = await done(advisor()(listStaff))
    const { staffId, etag } = body.items.find(({ number }) => number === 'E001')!
    const leave = { from: day('2026-11-24'), until: day('2026-11-24'), kind: 'annual' } as const
    const head = desk().as('insurance_manager')
    await done(head(addAbsence, { params: { staffId }, ifMatch: etag, body: leave }))
    const waiting = await listOf('E001')
    expect(waiting).not.toEqual([])
    desk().stack.clock.set(local('2026-11-23 23:20'))
    await desk().stack.runUntil(local('2026-11-23 23:40'))
    desk().stack.clock.set(local('2026-11-24 07:00'))
    await desk().stack.runUntil(local('2026-11-24 08:30'))
    expect(await listOf('E001')).toEqual([])
    const vins = (await listOf('E009')).map(({ vehicle }) => vehicle.vin)
    expect(vins).toEqual(expect.arrayContaining(waiting.map(({ vehicle }) => vehicle.vin)))
  })

  it('on days on which nobody works nobody is called: whoever was leaves the list until the next', async () => {
    const listed = (await listOf('E009')).length
    const { etag } = (await done(advisor()(routes.readSettings))).body
    const closed = ['2026-11-23', '2026-11-24'] as const
    const workingDayOverrides = closed.map((date) => ({ date: day(date), working: false }))
    const body = { renewals: { contactDays: [30, 7] }, workingDayOverrides }
    await done(manager()(routes.changeSettings, { ifMatch: etag, body }))
    expect((await done(advisor()(routes.readReplan))).body).toMatchObject({ state: 'waiting' })
    await desk().stack.runUntil(local('2026-11-24 08:45'))
    const walk = (await done(advisor()(routes.readReplan))).body
    expect(walk).toMatchObject({ state: 'done' })
    expect(walk.moved).toBeGreaterThan(0)
    expect((await listOf('E009')).length).toBeLessThan(listed)
    const again = await done(manager()(routes.startReplan, { idempotencyKey: 'replan-tuesday-0001' }))
    expect(again.body).toMatchObject({ state: 'waiting', looked: 0 })
    const changes = await done(manager()(routes.listDealerChanges))
    expect(changes.body.items.map(({ action }) => action)).toEqual(['settings-changed', 'changed'])
  })
}
