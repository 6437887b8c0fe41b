import type { Deadline } from '../../shared/domain/deadline.ts'
import { addDays, addSeconds, instantAt } from '../../shared/domain/time.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listDeadlineChanges,
  listDeadlines,
  listMyDeadlines,
  readDeadline,
  type MyDeadline,
} from '../../shared/http/routes/deadlines.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import { deadlineRecord } from '../../shared/store/deadlines.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { DutiesDependencies } from './api.ts'
import { deadlineSummary, deadlineView } from './deadline-view.ts'
import { askedDays, isInState, listWanted, momentsOf } from './list-deadlines.ts'
import { rolesSeen, standingTo } from './may-close.ts'
import { readTeam, type Team } from './team.ts'

/** What answers the routes that read deadlines. */
export function deadlineReads(dependencies: DutiesDependencies): Implementation[] {
  const { store } = dependencies
  /** @throws NotFound, NotAllowed */
  const seenBy = async (caller: Caller, deadlineId: string): Promise<{ deadline: Deadline; team: Team }> => {
    const { dealerId } = caller
    const deadline = await store.deadlines.byId(dealerId, deadlineId)
    if (deadline === undefined) throw new NotFound()
    const team = await readTeam(dependencies, dealerId)
    if (!standingTo(deadline, caller, team.staff, team.today).maySee)
      throw new NotAllowed('not-your-deadline')
    return { deadline, team }
  }
  return [
    implement(listDeadlines, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      const team = await readTeam(dependencies, dealerId)
      const { role, holderId, state, code } = filter
      if (holderId !== undefined && team.staff.every(({ staffId }) => staffId !== holderId)) {
        throw new NotFound()
      }
      const moments = momentsOf(askedDays(filter, team.today), team.dealer.zone)
      const seen = rolesSeen(caller, team.staff, team.today)
      const isWanted = (deadline: Deadline) =>
        (role === undefined || deadline.role === role) &&
        (code === undefined || deadline.cause.code === code) &&
        isInState(deadline, state) &&
        (holderId === undefined || isHeldBy(holderId, deadline, team)) &&
        (seen.has(deadline.role) || standingTo(deadline, caller, team.staff, team.today).maySee)
      const page = await paged(
        { dealerId, list: listDeadlines.path, filter },
        { limit, cursor },
        (paging) =>
          listWanted(
            'related',
            (more) => store.deadlines.dueBetween(dealerId, { ...moments, ...more }),
            paging,
            isWanted,
          ),
        (deadline) => deadlineSummary(deadline, team),
      )
      return { body: page }
    }),
    implement(listMyDeadlines, async ({ caller, query }) => {
      const { dealerId, staffId } = caller
      if (staffId === undefined) throw new NotAllowed('no-staff-record')
      const team = await readTeam(dependencies, dealerId)
      const tonight = instantAt(addDays(team.today, 1), '00:00', team.dealer.zone)
      const until = addSeconds(tonight, -0.001)
      const page = await paged(
        { dealerId, list: listMyDeadlines.path, filter: {} },
        query,
        (paging) =>
          listWanted(
            'lookup',
            (more) => store.deadlines.unfinished(dealerId, { until, ...more }),
            paging,
            (deadline) => isInState(deadline, 'unfinished') && whyMine(deadline, staffId, team) !== undefined,
          ),
        (deadline): MyDeadline => ({
          ...deadlineSummary(deadline, team),
          because: whyMine(deadline, staffId, team) ?? 'holds',
        }),
      )
      return { body: page }
    }),
    implement(readDeadline, async ({ caller, params: { deadlineId } }) => {
      const [{ deadline, team }, item] = await Promise.all([
        seenBy(caller, deadlineId),
        store.dueItems.bySubject(caller.dealerId, REPORT_DEADLINES, deadlineSubject(deadlineId)),
      ])
      return { body: deadlineView(deadline, item, team), version: deadline.version }
    }),
    implement(listDeadlineChanges, async ({ caller, params: { deadlineId }, query }) => {
      await seenBy(caller, deadlineId)
      const { dealerId } = caller
      const scope = { dealerId, list: listDeadlineChanges.path, filter: { deadlineId } }
      const ask = (paging: Paging) =>
        store.audit.newestOf(dealerId, deadlineRecord.entity, deadlineId, paging)
      return { body: await paged(scope, query, ask, changeView) }
    }),
  ]
}

function isHeldBy(holderId: string, deadline: Deadline, team: Team): boolean {
  return team.whose(deadline).some(({ staff: { staffId } }) => staffId === holderId)
}

/** Why somebody hears of a deadline today; undefined when it is nothing to them. */
function whyMine(deadline: Deadline, staffId: string, team: Team): MyDeadline['because'] | undefined {
  const [owner] = team.whose(deadline)
  if (owner?.staff.staffId === staffId) return 'owns'
  if (isHeldBy(staffId, deadline, team)) return 'holds'
  const wasTold = deadline.escalations.at(-1)?.staffId === staffId
  return wasTold && deadline.acknowledged === undefined ? 'passed-up' : undefined
}
