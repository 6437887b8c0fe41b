import { subjectId, type WaitingDueItem } from '../../shared/domain/due-item.ts'
import { deputyFor } from '../../shared/domain/who-holds.ts'
import { dateIn, type Instant } from '../../shared/domain/time.ts'
import { CALL_LISTS } from '../../shared/due/plans/insurance-call-lists.ts'
import { callersOn, calls, specialistFor, type Callers, type Loads } from '../../shared/due/share-out.ts'
import { DealerMissing, type Purpose } from '../../shared/due/purpose.ts'
import type { JobStore } from '../../shared/store/job-store.ts'
import { decideCall, type CallFacts } from './decide.ts'

interface Team {
  readonly callers: Callers
  /** Entries of each, counted once a sweep and kept up as vehicles are given out. */
  readonly loads: Loads
  /** Who stands in for each who does not call today and has named somebody who does. */
  readonly standIns: ReadonlyMap<string, string>
}

/** For one sweep: it remembers whom it has given how many vehicles. Items of one call are of one dealer. */
export function insuranceCallLists(store: JobStore): Purpose<CallFacts> {
  const teams = new Map<string, Promise<Team>>()

  const teamOf = (dealerId: string, zone: string, now: Instant): Promise<Team> => {
    const team = teams.get(dealerId) ?? readTeam(store, dealerId, zone, now)
    teams.set(dealerId, team)
    return team
  }

  return {
    name: CALL_LISTS,
    writesToCustomers: false,
    async facts(items, now) {
      const dealerId = items[0]?.dealerId ?? ''
      const [dealer, vehicles] = await Promise.all([
        store.dealers.byId(dealerId),
        store.vehicles.byIds(dealerId, items.map(vehicleIdOf)),
      ])
      if (dealer === undefined) throw new DealerMissing(`no dealer ${dealerId}`)
      const { callers, loads, standIns } = await teamOf(dealerId, dealer.zone, now)
      const listed = await store.callLists.entries(
        dealerId,
        items.flatMap((item) => nameOn(item.assignedTo, item)),
      )
      const given = items.map((item) => {
        const cover = vehicles.get(vehicleIdOf(item))?.cover
        const named = [cover?.commercial, cover?.compulsory].find((each) => each?.policyId === item.cycle)
        const [name] = nameOn(item.assignedTo, item)
        const entry = name && listed.get(name)
        const known = [item.assignedTo, named?.specialistId].flatMap((staffId) => staffId ?? [])
        const wanted = known.map((staffId) => standIns.get(staffId) ?? staffId)
        const specialistId = specialistFor({ wanted, listedWith: entry?.staffId }, callers, loads)
        const standsInFor = known.find((staffId) => standIns.get(staffId) === specialistId)
        return { entry, specialistId, standsInFor }
      })
      // An earlier talk may have left an entry behind on the list of who is to call now.
      const leftBehind = await store.callLists.entries(
        dealerId,
        items.flatMap((item, index) => {
          const specialistId = given[index]?.specialistId
          return specialistId === item.assignedTo ? [] : nameOn(specialistId, item)
        }),
      )
      return items.map((item, index): CallFacts => {
        const { entry, specialistId, standsInFor } = given[index] ?? {}
        const other = nameOn(specialistId, item).flatMap((name) => leftBehind.get(name) ?? [])
        return {
          dealer,
          vehicle: vehicles.get(vehicleIdOf(item)),
          entries: [...(entry === undefined ? [] : [entry]), ...other],
          specialistId,
          standsInFor,
        }
      })
    },
    decide: decideCall,
  }
}

function vehicleIdOf({ subject }: WaitingDueItem): string {
  return subjectId(subject)
}

/** What the store calls the vehicle's entry on a specialist's list. */
function nameOn(staffId: string | undefined, item: WaitingDueItem): `${string}/${string}`[] {
  return staffId === undefined ? [] : [`${staffId}/${vehicleIdOf(item)}`]
}

async function readTeam(store: JobStore, dealerId: string, zone: string, now: Instant): Promise<Team> {
  const staff = await store.staff.ofDealer(dealerId)
  const today = dateIn(now, zone)
  const callers = callersOn(staff, today)
  const standIns = staff.flatMap((person): [string, string][] => {
    const deputyId = calls(callers, person.staffId) ? undefined : deputyFor(person, staff, today)?.staffId
    return deputyId !== undefined && calls(callers, deputyId) ? [[person.staffId, deputyId]] : []
  })
  const counts = await Promise.all(
    callers.specialists.map(async (staffId): Promise<[string, number]> => {
      return [staffId, (await store.callLists.of(dealerId, staffId)).length]
    }),
  )
  return { callers, loads: new Map(counts), standIns: new Map(standIns) }
}
