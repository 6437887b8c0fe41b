import { ICalAlarmType, ICalCalendar, ICalEventTransparency } from 'ical-generator'
import type { Dealer } from '../../shared/domain/dealer.ts'
import { idFor } from '../../shared/domain/ids.ts'
import { roles } from '../../shared/domain/role-names.ts'
import type { Owed } from './owed-days.ts'
import { secondsIn } from '../../shared/domain/recurrence/span.ts'

/** How often calendar programs are asked to look again, those that heed it. */
const LOOK_AGAIN_SECONDS = 3600

/**
 * What is owed as an iCalendar object (RFC 5545): one event for each occurrence, at the moment when it is due. All times
 * are UTC, so every program shows the same moment, wherever it is. Whatever is not changed reads the same each time.
 */
export function calendarText(
  name: string,
  { dealerId, signature }: Pick<Dealer, 'dealerId' | 'signature'>,
  owed: readonly Owed[],
): string {
  const calendar = new ICalCalendar({
    name: `${signature} ${name} 职责`,
    prodId: { company: 'after-sales', product: 'duties', language: 'ZH' },
    ttl: LOOK_AGAIN_SECONDS,
  })
  for (const each of owed) calendar.createEvent(eventOf(dealerId, each))
  return `${calendar.toString().replace(/\r\n$/, '')}\r\n`
}

function eventOf(dealerId: string, { duty, occurrence, dueAt, holders: [owner] }: Owed) {
  const { code, zh, en, target, remindBefore, version, updatedAt } = duty
  const role = roles.find((each) => each.code === duty.role)
  const lines = [
    zh,
    en,
    `岗位 Role: ${role?.zh ?? ''} ${role?.en ?? ''}`,
    ...(owner === undefined ? [] : [`负责人 Owner: ${owner.staff.name}`]),
    ...(target === undefined ? [] : [`数量 Number: ${String(target)}`]),
  ]
  return {
    // By the occurrence, which keeps its name when its day is shifted: it moves, and is not another one.
    id: `${idFor('occurrence', dealerId, code, occurrence)}@after-sales`,
    start: dueAt,
    stamp: updatedAt,
    lastModified: updatedAt,
    sequence: version,
    summary: zh,
    description: lines.join('\n'),
    // A duty takes nobody's time out of the calendar.
    transparency: ICalEventTransparency.TRANSPARENT,
    alarms: remindBefore.map((span) => ({ type: ICalAlarmType.display, triggerBefore: secondsIn(span) })),
  }
}
