import type { Meeting } from '../../shared/domain/meeting.ts'
import { addDays, dateIn, instantAt, type CalendarDate, type Zone } from '../../shared/domain/time.ts'
import { implement, type Implementation } from '../../shared/http/api-handler.ts'
import { changeView } from '../../shared/http/changes.ts'
import { paged } from '../../shared/http/paged.ts'
import {
  listMeetings,
  readMeeting,
  readMeetingChanges,
  readTrainings,
} from '../../shared/http/routes/meetings.ts'
import { NotAllowed, NotFound } from '../../shared/runtime/errors.ts'
import { meetingRecord, type WantedMeetings } from '../../shared/store/meetings.ts'
import type { Place } from '../../shared/store/read.ts'
import { readDealer, type TeamRecordsDependencies } from './api.ts'
import { askedPeriod } from './asked-period.ts'
import { meetingView, seesResults } from './meeting-view.ts'
import { trainingsOf } from './trainings-of.ts'

const READ_AT_ONCE = 100

/** What answers the routes that read meetings and trainings. */
export function meetingReads(dependencies: TeamRecordsDependencies): Implementation[] {
  const { store, clock } = dependencies
  const meetingOf = async (dealerId: string, meetingId: string) => {
    const meeting = await store.meetings.byId(dealerId, meetingId)
    if (meeting === undefined) throw new NotFound()
    return meeting
  }
  const everyTraining = async (dealerId: string, moments: Pick<WantedMeetings, 'from' | 'until'>) => {
    const trainings: Meeting[] = []
    let after: Place | undefined
    do {
      const page = await store.meetings.held(dealerId, {
        ...moments,
        kind: 'training',
        limit: READ_AT_ONCE,
        after,
      })
      trainings.push(...page.items)
      after = page.next
    } while (after !== undefined)
    return trainings
  }
  return [
    implement(listMeetings, async ({ caller, query: { limit, cursor, ...filter } }) => {
      const { dealerId } = caller
      const { kind, dutyCode, from, until } = filter
      const { zone } = await readDealer(dependencies, dealerId)
      const moments = momentsOf(askedPeriod({ from, until }, dateIn(clock.now(), zone)), zone)
      const body = await paged(
        { dealerId, list: listMeetings.path, filter },
        { limit, cursor },
        (paging) => store.meetings.held(dealerId, { ...moments, kind, dutyCode, ...paging }),
        (meeting) => meetingView(meeting, caller),
      )
      return { body }
    }),
    implement(readMeeting, async ({ caller, params: { meetingId } }) => {
      const meeting = await meetingOf(caller.dealerId, meetingId)
      return { body: meetingView(meeting, caller), version: meeting.version }
    }),
    implement(readMeetingChanges, async ({ caller: { dealerId }, params, query }) => {
      const { meetingId } = params
      await meetingOf(dealerId, meetingId)
      const body = await paged(
        { dealerId, list: readMeetingChanges.path, filter: params },
        query,
        (paging) => store.audit.newestOf(dealerId, meetingRecord.entity, meetingId, paging),
        changeView,
      )
      return { body }
    }),
    implement(readTrainings, async ({ caller, params: { staffId }, query }) => {
      const { dealerId } = caller
      const person = await store.staff.byId(dealerId, staffId)
      if (person === undefined) throw new NotFound()
      if (caller.staffId !== staffId && !seesResults(caller)) throw new NotAllowed('not-your-staff')
      const { zone } = await readDealer(dependencies, dealerId)
      const period = askedPeriod(query, dateIn(clock.now(), zone))
      const trainings = await everyTraining(dealerId, momentsOf(period, zone))
      return { body: { staffId, ...period, ...trainingsOf(staffId, trainings) } }
    }),
  ]
}

/** From the beginning of the first day to the end of the last, on the dealer's clock. */
function momentsOf({ from, until }: { from: CalendarDate; until: CalendarDate }, zone: Zone) {
  return { from: instantAt(from, '00:00', zone), until: instantAt(addDays(until, 1), '00:00', zone) }
}
