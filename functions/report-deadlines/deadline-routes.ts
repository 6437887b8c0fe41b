import { hasEnded, isPaused, pauseOf, type Deadline } from '../../shared/domain/deadline.ts'
import type { Instant } from '../../shared/domain/time.ts'
import { deadlineSubject, REPORT_DEADLINES } from '../../shared/due/plans/deadline-steps.ts'
import { leavingOutDamaged } from '../../shared/due/leave-out-damaged.ts'
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
  type OlderDeadlines,
} from '../../shared/http/routes/deadlines.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import { deadlineRecord } from '../../shared/store/deadlines.ts'
import type { Paging } from '../../shared/store/read.ts'
import type { DutiesDependencies } from './api.ts'
import { deadlineSummary, deadlineView } from './deadline-view.ts'
import { askedDays, isInState, listedDays, listWanted, momentsOf } from './list-deadlines.ts'
import { rolesSeen, standingTo } from '../../shared/due/may-close.ts'
import { readTeam, type Team } from './team.ts'
import { whoIsAbove } from '../../shared/due/who-owns.ts'

/** What answers the routes that read deadlines. */
export function deadlineReads(dependencies: DutiesDependencies): Implementation[] {
  const { store, log } = dependencies
  /** How many of the roles that somebody holds are late for longer than the list goes back. */
  const olderOf = async (staffId: string, team: Team, until: Instant): Promise<OlderDeadlines> => {
    const { byRole, isAll } = await store.deadlines.countUnfinished(team.dealer.dealerId, until)
    const theirs = [...byRole].filter(([role]) =>
      team.whose({ role, assignedTo: undefined }).some(({ staff }) => staff.staffId === staffId),
    )
    return { count: theirs.reduce((sum, [, count]) => sum + count, 0), isAll }
  }
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
      const page = await leavingOutDamaged(log, { dealerId }, (onDamaged) =>
        paged(
          { dealerId, list: listDeadlines.path, filter },
          { limit, cursor },
          (paging) =>
            listWanted(
              'related',
              (more) => store.deadlines.dueBetween(dealerId, { ...moments, ...more }, onDamaged),
              paging,
              isWanted,
            ),
          (deadline) => deadlineSummary(deadline, team),
        ),
      )
      return { body: page }
    }),
    implement(listMyDeadlines, async ({ caller, query: { limit, cursor, paused } }) => {
      const { dealerId, staffId } = caller
      if (staffId === undefined) throw new NotAllowed('no-staff-record')
      const team = await readTeam(dependencies, dealerId)
      const days = listedDays(team.today, team.dealer.zone)
      const standsStill = paused === 'yes'
      const because = (deadline: Deadline) =>
        standsStill ? whyMineToAsk(deadline, staffId, team) : whyMine(deadline, staffId, team)
      const page = await leavingOutDamaged(log, { dealerId }, (onDamaged) =>
        paged(
          { dealerId, list: listMyDeadlines.path, filter: { paused } },
          { limit, cursor },
          (paging) =>
            listWanted(
              'lookup',
              (more) =>
                standsStill
                  ? store.deadlines.paused(dealerId, more, onDamaged)
                  : store.deadlines.unfinished(dealerId, { ...days, ...more }, onDamaged),
              paging,
              (deadline) =>
                !hasEnded(deadline) && isPaused(deadline) === standsStill && because(deadline) !== undefined,
            ),
          (deadline): MyDeadline => ({
            ...deadlineSummary(deadline, team),
            because: because(deadline) ?? 'holds',
            pause: pauseOf(deadline),
          }),
        ),
      )
      // What is older is told once, with the first page.
      const isTold = standsStill || cursor !== undefined
      return {
        body: isTold ? page : { ...page, older: await olderOf(staffId, team, days.from) },
      }
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

/** Why somebody asks about a pause: they owe what stands still, or it would be passed up to them. */
function whyMineToAsk(deadline: Deadline, staffId: string, team: Team): MyDeadline['because'] | undefined {
  const [owner] = team.whose(deadline)
  const above = whoIsAbove(deadline, owner?.staff, team.staff, team.today)
  return whyMine(deadline, staffId, team) ?? (above?.staffId === staffId ? 'stands-above' : undefined)
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
