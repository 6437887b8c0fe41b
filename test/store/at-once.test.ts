import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../shared/http/routes.ts'
import { startEngineTable, type EngineTable } from '../support/engine.ts'
import { withList } from '../unit/http/fixture.ts'
import { campaignsAtOnce } from './at-once/campaigns.ts'
import { careAtOnce } from './at-once/care.ts'
import { customersAtOnce } from './at-once/customers.ts'
import { dutiesAtOnce } from './at-once/duties.ts'
import { noticesAtOnce } from './at-once/notices.ts'
import { mailingsAtOnce } from './at-once/mailings.ts'
import { officeAtOnce } from './at-once/office.ts'
import { ordersAtOnce } from './at-once/orders.ts'
import { raceOn, type Race } from './at-once/race.ts'
import { reportsAtOnce } from './at-once/reports.ts'
import { teamRecordsAtOnce } from './at-once/team-records.ts'
import { warrantyAtOnce } from './at-once/warranty.ts'
import { vehiclesAtOnce } from './at-once/vehicles.ts'

/*
 * Each route that changes something is asked by several at once, who then see what there is: one of them has changed it,
 * once, and the others were told.
 */

let engine: EngineTable
let race: Race

beforeAll(async () => {
  engine = await startEngineTable()
  race = raceOn(engine.client)
  await withList(race)
})
afterAll(() => engine.stop())

const atRace = () => race

describe('at the desk', () => customersAtOnce(atRace))
describe('cars', () => vehiclesAtOnce(atRace))
describe('orders', () => ordersAtOnce(atRace))
describe('how content customers are', () => careAtOnce(atRace))
describe('in the office', () => officeAtOnce(atRace))
describe('what is owed', () => dutiesAtOnce(atRace))
describe('what teams write down', () => teamRecordsAtOnce(atRace))
describe('what the manufacturers owe', () => warrantyAtOnce(atRace))
describe('manufacturers’ notices', () => noticesAtOnce(atRace))
describe('what goes to manufacturers', () => mailingsAtOnce(atRace))
describe('recalls', () => campaignsAtOnce(atRace))
describe('what goes up', () => reportsAtOnce(atRace))

it('every route that takes a key or a version was told', () => {
  const careful = routes.filter(({ ifMatch, idempotent }) => ifMatch || idempotent)
  const untold = careful.filter((route) => !race.told.has(route))
  expect(untold.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})
