import { isOn, type Duty, type DutyRule } from '../../shared/domain/duty.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { CatalogueView, DutyView } from '../../shared/http/routes/duties.ts'

export function dutyView(duty: Duty): DutyView {
  const { version, adoptedOn, ofCatalogue, rests, namedDays } = duty
  const last = rests.at(-1)
  return {
    ...ruleOf(duty),
    etag: etagOf(version),
    adoptedOn,
    ofCatalogue,
    on: isOn(duty),
    switchedAt: last?.until ?? last?.from,
    namedDays,
  }
}

export function catalogueView(catalogue: readonly DutyRule[], duties: readonly Duty[]): CatalogueView {
  const known = new Set(duties.map(({ code }) => code))
  return { items: catalogue.map((rule) => ({ ...rule, adopted: known.has(rule.code) })) }
}

/** A duty's rule, without what the dealer has made of it. */
export function ruleOf(rule: DutyRule): DutyRule {
  const { code, role, zh, en, rrule, dtstart, dueTime, remindBefore, escalateTo, escalateAfter } = rule
  const { shift, target, dayIs } = rule
  return {
    code,
    role,
    zh,
    en,
    rrule,
    dtstart,
    dueTime,
    remindBefore,
    escalateTo,
    escalateAfter,
    shift,
    target,
    dayIs,
  }
}
