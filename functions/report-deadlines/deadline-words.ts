import { hasEnded, type Deadline, type Pause } from '../../shared/domain/deadline.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import { roles } from '../../shared/domain/role-names.ts'
import { dateIn, epochMilliseconds, timeIn, type Instant, type Zone } from '../../shared/domain/time.ts'
import { monthAndDay } from '../../shared/messages/date-wording.ts'
import type { Sentence } from '../../shared/runtime/problems.ts'

/** When it is due, by the clock on the reader's wall; of today the time alone. */
export function dueWords({ dueAt }: Pick<Deadline, 'dueAt'>, now: Instant, zone: Zone): string {
  const day = dateIn(dueAt, zone)
  const time = timeIn(dueAt, zone)
  return day === dateIn(now, zone) ? `今天 ${time}` : `${monthAndDay(day)} ${time}`
}

/** What is owed, and of many such which. */
export function whatWords({ zh, about }: Pick<Deadline, 'zh' | 'about'>): string {
  return about === undefined ? zh : `${zh}（${about}）`
}

/** Since when it stands still, and for how long that is. */
export function pauseWords({ from }: Pick<Pause, 'from'>, now: Instant, zone: Zone) {
  const { zh, en } = lengthWords(Math.round((epochMilliseconds(now) - epochMilliseconds(from)) / 60_000))
  return {
    since: `${dueWords({ dueAt: from }, now, zone)} 起`,
    span: { zh: `已暂停 ${zh}`, en: `standing still for ${en}` },
  }
}

/** How long it is late, or how long there still is. */
export function spanWords({ dueAt }: Pick<Deadline, 'dueAt'>, now: Instant): Sentence {
  const minutes = Math.round((epochMilliseconds(dueAt) - epochMilliseconds(now)) / 60_000)
  const { zh, en } = lengthWords(Math.abs(minutes))
  if (minutes === 0) return { zh: '现在到期', en: 'due now' }
  return minutes < 0 ? { zh: `已逾期 ${zh}`, en: `${en} late` } : { zh: `还有 ${zh}`, en: `in ${en}` }
}

/** A length of time, rounded as people say it. */
export function lengthWords(minutes: number): Sentence {
  if (minutes < 60) return { zh: `${String(minutes)} 分钟`, en: `${String(minutes)} min` }
  const hours = Math.round(minutes / 60)
  if (hours < 48) return { zh: `${String(hours)} 小时`, en: `${String(hours)} h` }
  const days = Math.round(hours / 24)
  return { zh: `${String(days)} 天`, en: `${String(days)} d` }
}

export function roleWords(role: RoleCode): Sentence {
  const known = roles.find(({ code }) => code === role)
  return { zh: known?.zh ?? role, en: known?.en ?? role }
}

/** Whether its due moment is over and it is not done. */
export function isLateNow(deadline: Pick<Deadline, 'state' | 'dueAt'>, now: Instant): boolean {
  return !hasEnded(deadline) && deadline.dueAt < now
}
