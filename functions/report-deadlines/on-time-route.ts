import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { readOnTime } from '../../shared/http/routes/deadlines.ts'
import type { DutiesDependencies } from './api.ts'
import { rolesSeen } from '../../shared/due/may-close.ts'
import { deadlinesOfMonth } from './deadlines-of-days.ts'
import { onTimeOf } from './on-time.ts'
import { readTeam } from './team.ts'

/** What answers how much of a month was done in time: to each for the roles that they see. */
export function onTimeRoute(dependencies: DutiesDependencies): Implementation {
  const { store, log } = dependencies
  return implement(readOnTime, async ({ caller, query: { month } }) => {
    const { dealer, staff, today, now } = await readTeam(dependencies, caller.dealerId)
    const seen = rolesSeen(caller, staff, today)
    const deadlines = await leavingOutDamaged(log, { dealerId: caller.dealerId }, (onDamaged) =>
      deadlinesOfMonth(store, dealer, month, onDamaged),
    )
    const rows = onTimeOf(
      deadlines.filter(({ role }) => seen.has(role)),
      now,
    )
    return { body: { month, roles: rows.map((row) => ({ ...row, duties: [...row.duties] })) } }
  })
}
