import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../shared/http/routes.ts'
import { readDocumentation, readOpenApi } from '../../shared/http/routes/documentation.ts'
import { anotherDealerAsks } from './records/another-dealer.ts'
import { aCarIsRecalled } from './records/campaigns.ts'
import { complaintsAreAnswered } from './records/complaints.ts'
import { customersAtTheDesk } from './records/customers.ts'
import { howTheDealerWorks } from './records/dealer.ts'
import { whatIsDone } from './records/deadlines.ts'
import { done, openDesk, type Desk } from './records/desk.ts'
import { whatIsOwed } from './records/duties.ts'
import { personalData } from './records/export.ts'
import { visitsToCustomers } from './records/field-service.ts'
import { customersAreCalled } from './records/follow-ups.ts'
import { booksComeIn } from './records/imports.ts'
import { lastDay } from './records/last-day.ts'
import { theMonthsManifest } from './records/mailings.ts'
import { messagesInDoubt } from './records/messages.ts'
import { aNoticeBeforeNine, manufacturersWrite, noticesTakeEffect } from './records/notices.ts'
import { carInTheWorkshop } from './records/orders.ts'
import { partsForACar } from './records/parts.ts'
import { forgottenOnRequest } from './records/personal-data.ts'
import { permissionsAreExact } from './records/permissions.ts'
import { policiesOnMonday } from './records/policies.ts'
import { theDayInFigures } from './records/reports.ts'
import { theBulletinOfThe25th } from './records/satisfaction.ts'
import { whoIsAway } from './records/staff.ts'
import { whatTeamsWriteDown } from './records/team-records.ts'
import { carIsGone, carsChangeHands } from './records/vehicles.ts'
import { whatTheManufacturerOwes } from './records/warranty.ts'
import { nameOf } from './records/what-is-theirs.ts'

/*
 * A Sunday and a Monday of a dealer, and the two mornings after, told over HTTP: every route answers through the very bundles
 * that would be deployed, and at the end it is added up what each function has asked of AWS.
 */

let desk: Desk
const atDesk = () => desk

beforeAll(async () => {
  desk = await openDesk()
})

afterAll(() => desk.stop())

describe('the API tells of itself', () => {
  it('to programs and to people, without a token', async () => {
    const document = await done(desk.as('finance')(readOpenApi))
    expect(document.body.openapi).toBe('3.1.0')
    expect((await done(desk.as('finance')(readDocumentation))).body).toMatch(/^<!doctype html>/)
  })
})

describe('on Sunday the books of the old system come in', () => booksComeIn(atDesk))
describe('at the desk', () => customersAtTheDesk(atDesk))
describe('cars change hands', () => carsChangeHands(atDesk))
describe('in the parts store', () => partsForACar(atDesk))
describe('at the customer’s', () => visitsToCustomers(atDesk))
describe('on Monday the specialists call', () => {
  carIsGone(atDesk)
  whoIsAway(atDesk)
  policiesOnMonday(atDesk)
})
describe('on Monday the department takes its duties over', () => whatIsOwed(atDesk))
describe('before nine the manufacturer writes', () => aNoticeBeforeNine(atDesk))
describe('at nine the reminders go out', () => messagesInDoubt(atDesk))
describe('at noon it says what is done', () => whatIsDone(atDesk))
describe('after noon its teams write down their day', () => whatTeamsWriteDown(atDesk))
describe('in the afternoon a car is in the workshop', () => carInTheWorkshop(atDesk))
describe('the manufacturer writes', () => manufacturersWrite(atDesk))
describe('customers complain', () => complaintsAreAnswered(atDesk))
describe('customers are asked', () => customersAreCalled(atDesk))
describe('in the evening, and on Tuesday', () => {
  const { onMonday, onTuesday } = lastDay(atDesk)
  onMonday()
  theDayInFigures(atDesk)
  forgottenOnRequest(atDesk)
  howTheDealerWorks(atDesk)
  onTuesday()
})
const recall = aCarIsRecalled(atDesk)
describe('on Wednesday', () => {
  theBulletinOfThe25th(atDesk)
  whatTheManufacturerOwes(atDesk)
  recall.onWednesday()
})
describe('on Thursday what manufacturers wrote takes effect', () => {
  noticesTakeEffect(atDesk)
  recall.onThursday()
})
describe('on Friday', () => theMonthsManifest(atDesk))

describe('another dealer sees nothing of it', () => anotherDealerAsks(atDesk))

describe('all in all', () => {
  it('every route of the API has answered as it declares', () => {
    expect(routes.filter((route) => !desk.answered.has(route)).map(nameOf)).toEqual([])
  })

  permissionsAreExact(atDesk)

  it('nothing failed on the way, and no log line has a name, a number, a plate or an address', () => {
    expect(desk.stack.failures).toEqual([])
    const lines = desk.stack.logs.lines()
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([])
    for (const personal of personalData) expect(lines.filter((line) => line.includes(personal))).toEqual([])
  })
})
