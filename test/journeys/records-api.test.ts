import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { functionList, type FunctionName } from '../../infra/functions.ts'
import { routes } from '../../shared/http/routes.ts'
import { readDocumentation, readOpenApi } from '../../shared/http/routes/documentation.ts'
import { both, common, given, type UsedAccess } from '../support/used-access.ts'
import { customersAtTheDesk } from './records/customers.ts'
import { done, openDesk, type Desk } from './records/desk.ts'
import { personalData } from './records/export.ts'
import { visitsToCustomers } from './records/field-service.ts'
import { booksComeIn } from './records/imports.ts'
import { messagesInDoubt } from './records/messages.ts'
import { carInTheWorkshop } from './records/orders.ts'
import { partsForACar } from './records/parts.ts'
import { policiesOnMonday } from './records/policies.ts'
import { whoIsAway } from './records/staff.ts'
import { carIsGone, carsChangeHands } from './records/vehicles.ts'

/*
 * A Sunday and a Monday of a dealer, told over HTTP: every route answers through the very bundles that would be
 * deployed, and at the end it is added up what each function has asked of AWS.
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
describe('at nine the reminders go out', () => messagesInDoubt(atDesk))
describe('in the afternoon a car is in the workshop', () => carInTheWorkshop(atDesk))

const nothing = given({})

const leavingLists =
  'whatever changes a vehicle plans its calls anew: under settings changed since the list was made its entry leaves it'

/** What no ordinary day needs, and why it must be there all the same. */
const rarely: Partial<Record<FunctionName, { what: UsedAccess; why: string }>> = {
  'customers-api': {
    what: given({ table: ['DeleteItem'] }),
    why: `a merge moves vehicles, and ${leavingLists}`,
  },
  'orders-api': {
    what: given({ table: ['DeleteItem'] }),
    why: `an order changes its vehicle's visits, and ${leavingLists}`,
  },
}

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`

/** Not told yet; each has tests of its own through the handlers. One that is told after all fails the law. */
const untold = [
  'GET /customers/{customerId}/export',
  'GET /dealer',
  'GET /dealer/changes',
  'GET /dealer/replan',
  'GET /dealer/settings',
  'GET /dealer/settings/help',
  'PATCH /dealer',
  'PATCH /dealer/settings',
  'POST /customers/{customerId}/erase',
  'POST /dealer/replan',
  'POST /vehicles/{vehicleId}/merge',
]

describe('all in all', () => {
  it('every route of the API but those not told yet has answered as it declares', () => {
    const silent = routes.filter((route) => !desk.answered.has(route)).map(nameOf)
    expect(silent.sort()).toEqual(untold)
  })

  it.each(functionList)('$name has asked for nothing that it was not given', ({ name, access }) => {
    const used = desk.used().get(name) ?? nothing
    const granted = given(access)
    expect(used).toEqual(common(used, granted))
  })

  it.each(functionList.filter(({ name }) => name.endsWith('-api') && name !== 'dealer-api'))(
    '$name has used everything that it was given, but what it rarely needs',
    ({ name, access }) => {
      const used = desk.used().get(name) ?? nothing
      const { what } = rarely[name] ?? { what: nothing }
      expect(common(used, what)).toEqual(nothing)
      expect(both(used, what)).toEqual(given(access))
    },
  )

  it('nothing failed on the way, and no log line has a name, a number, a plate or an address', () => {
    expect(desk.stack.failures).toEqual([])
    const lines = desk.stack.logs.lines()
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([])
    for (const personal of personalData) expect(lines.filter((line) => line.includes(personal))).toEqual([])
  })
})
