import { isPaused, type Deadline } from '../../shared/domain/deadline.ts'
import { isWaiting, type DueItem } from '../../shared/domain/due-item.ts'
import { deadlineCycle, isLateAt, LATE, stepsTo } from '../../shared/due/plans/deadline-steps.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { holderView } from '../../shared/http/holder.ts'
import type { DeadlineSummary, DeadlineView } from '../../shared/http/routes/deadlines.ts'
import { allowedOf } from './deadline-verbs.ts'
import type { Team } from './team.ts'

/** A deadline as it stands in a list. */
export function deadlineSummary(deadline: Deadline, team: Team): DeadlineSummary {
  const {
    deadlineId,
    version,
    cause,
    zh,
    en,
    about,
    role,
    target,
    dueOn,
    dueAt,
    openHoursDueAt,
    missedAt,
    state,
    ended,
  } = deadline
  const [owner] = team.whose(deadline)
  return {
    deadlineId,
    etag: etagOf(version),
    cause,
    zh,
    en,
    about,
    role,
    target,
    dueOn,
    dueAt,
    openHoursDueAt,
    state,
    late: ended === undefined ? isLateAt(deadline, team.now) : ended.late,
    missedAt,
    paused: ended === undefined && isPaused(deadline),
    owner: owner && holderView(owner),
    ended,
  }
}

/**
 * A deadline with everything that happened to it, and what comes next.
 * @param item its timer
 */
export function deadlineView(deadline: Deadline, item: DueItem | undefined, team: Team): DeadlineView {
  const { assignedTo, startedAt, moves, escalateTo, escalateAfter, acknowledged, pauses } = deadline
  const { createdAt, updatedAt, updatedBy } = deadline
  const timer = item?.cycle === deadlineCycle(deadline) ? item : undefined
  const nameOf = (staffId: string) => team.staff.find((each) => each.staffId === staffId)?.name
  return {
    ...deadlineSummary(deadline, team),
    assignedTo,
    holders: team.whose(deadline).map(holderView),
    startedAt,
    moves,
    escalateTo,
    escalateAfter,
    reminders: remindersOf(deadline, timer, team),
    escalations: deadline.escalations.map((each) => ({ ...each, name: nameOf(each.staffId) })),
    acknowledged,
    pauses,
    next: timer && nextOf(timer),
    allowed: allowedOf(deadline, team.now),
    createdAt,
    updatedAt,
    updatedBy,
  }
}

function remindersOf(
  deadline: Deadline,
  timer: DueItem | undefined,
  { dealer: { zone } }: Team,
): DeadlineView['reminders'] {
  const steps = stepsTo(deadline, zone).map(({ step }) => step)
  const waitsFrom = timer?.step === undefined ? steps.length : steps.indexOf(timer.step)
  return stepsTo(deadline, zone)
    .filter(({ step }) => step !== LATE)
    .map(({ step, dueAt }, nth) => {
      const before = step.slice('remind-'.length)
      const decided = timer?.decided.find((each) => each.step === step)
      if (decided !== undefined) {
        const fate = decided.outcome === 'message' ? 'told' : 'not-told'
        return { before, dueAt, fate, reason: decided.reason ?? undefined }
      }
      // An escalation that waits is behind all of them.
      return { before, dueAt, fate: waitsFrom >= 0 && nth >= waitsFrom ? 'to-come' : 'not-told' }
    })
}

function nextOf(timer: DueItem): DeadlineView['next'] {
  if (!isWaiting(timer)) return undefined
  const { step, dueAt } = timer
  if (step === LATE) return { what: 'late', at: dueAt }
  return { what: step.startsWith('remind-') ? 'reminder' : 'escalation', at: dueAt }
}
