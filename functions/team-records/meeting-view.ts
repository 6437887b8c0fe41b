import type { Meeting } from '../../shared/domain/meeting.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Caller } from '../../shared/http/caller.ts'
import { etagOf } from '../../shared/http/etag.ts'
import { meetingLeaders, type MeetingView } from '../../shared/http/routes/meetings.ts'

const leaders: ReadonlySet<RoleCode> = new Set(meetingLeaders)

/** Whether somebody sees what others got in a training. */
export function seesResults({ roles }: Pick<Caller, 'roles'>): boolean {
  return roles.some((role) => leaders.has(role))
}

/** A meeting as a caller may see it: marks are not for every colleague. */
export function meetingView(meeting: Meeting, caller: Pick<Caller, 'roles' | 'staffId'>): MeetingView {
  const results = seesResults(caller)
    ? meeting.results
    : meeting.results.filter(({ staffId }) => staffId === caller.staffId)
  return { ...meeting, results, etag: etagOf(meeting.version) }
}
