import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Meeting } from '../../shared/domain/meeting.ts'
import { unwritten } from '../../shared/domain/record.ts'
import { closedByRecord } from '../../shared/due/close-by-record.ts'
import { meetingWord } from '../../shared/due/plans/timer-names.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed, changeRecord } from '../../shared/http/change-record.ts'
import type { Answer } from '../../shared/http/respond.ts'
import {
  changeMeeting,
  recordMeeting,
  type ChangedMeeting,
  type MeetingView,
  type RecordedMeeting,
} from '../../shared/http/routes/meetings.ts'
import { FieldsInvalid, Refused } from '../../shared/runtime/errors.ts'
import { meetingIdOf, meetingRecord } from '../../shared/store/meetings.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import { readTeam, type TeamRecordsDependencies } from './api.ts'
import { meetingFaults } from './meeting-faults.ts'
import { meetingView } from './meeting-view.ts'

/** What answers the routes that record meetings and put them right. */
export function meetingWrites(dependencies: TeamRecordsDependencies): Implementation[] {
  const { store, clock } = dependencies
  const answerOf = (meeting: Meeting, caller: Caller): Answer<MeetingView> => ({
    body: meetingView(meeting, caller),
    version: meeting.version,
  })
  return [
    implement(recordMeeting, async ({ caller, body, remember }) => {
      const { dealerId } = caller
      const { dealer, staff } = await readTeam(dependencies, dealerId)
      const stamp = stampOf(caller, clock.now())
      const meetingId = meetingIdOf(dealerId, body)
      const { closesDeadline: deadlineId, dutyCode, ...told } = body
      const faults = meetingFaults(told, { staff, zone: dealer.zone, now: stamp.at })
      if (faults.length > 0) throw new FieldsInvalid(faults)
      const { answer } = await untilCommitted(store, async () => {
        if ((await store.meetings.byId(dealerId, meetingId)) !== undefined) {
          throw new Refused('already-exists', { existing: meetingId })
        }
        const closed =
          deadlineId === undefined
            ? undefined
            : await closedByRecord(
                { deadlineId, record: meetingWord({ meetingId }) },
                { path: 'body.closesDeadline', fits: isOf(dutyCode) },
                { caller, staff },
                { store, dealer, stamp },
              )
        const after: Meeting = {
          ...unwritten(stamp),
          ...told,
          dealerId,
          meetingId,
          deadlineId,
          dutyCode: dutyCode ?? closed?.deadline.cause.code,
        }
        const change = { id: meetingId, action: 'recorded', before: undefined, after }
        const { record, writes } = changed(meetingRecord, change, stamp)
        const given = answerOf(record, caller)
        return { answer: given, writes: [...writes, ...(closed?.writes ?? []), ...remember(given)] }
      })
      return answer
    }),
    implement(changeMeeting, async ({ caller, params: { meetingId: id }, body, version, remember }) => {
      const { dealerId } = caller
      const { dealer, staff } = await readTeam(dependencies, dealerId)
      const stamp = stampOf(caller, clock.now())
      const meeting = await changeRecord(
        store,
        { kind: meetingRecord, id, version, read: () => store.meetings.byId(dealerId, id) },
        { action: 'changed', stamp },
        (before) => {
          const after = changedBy(before, body)
          const faults = meetingFaults(after, { staff, zone: dealer.zone, now: stamp.at })
          if (faults.length > 0) throw new FieldsInvalid(faults)
          return after
        },
        (after) => remember(answerOf(after, caller)),
      )
      return answerOf(meeting, caller)
    }),
  ]
}

/** A deadline of the named duty; of any where none is named. */
function isOf(dutyCode: RecordedMeeting['dutyCode']) {
  return ({ cause }: Deadline) => dutyCode === undefined || cause.code === dutyCode
}

function changedBy(meeting: Meeting, change: ChangedMeeting): Meeting {
  const { minutes = meeting.minutes } = change
  return {
    ...meeting,
    topic: change.topic ?? meeting.topic,
    heldAt: change.heldAt ?? meeting.heldAt,
    durationMinutes: change.durationMinutes ?? meeting.durationMinutes,
    ledBy: change.ledBy ?? meeting.ledBy,
    attended: change.attended ?? meeting.attended,
    absent: change.absent ?? meeting.absent,
    minutes: minutes ?? undefined,
    actions: change.actions ?? meeting.actions,
    photos: change.photos ?? meeting.photos,
    results: change.results ?? meeting.results,
  }
}
