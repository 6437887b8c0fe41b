import {
  effectKindOf,
  effectOfKind,
  owedEffect,
  type NoticeEffect,
} from '../../shared/domain/notice-effect.ts'
import type { Notice } from '../../shared/domain/notice.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { changeWrites } from '../../shared/store/audit.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { noticeEffectRecord } from '../../shared/store/notice-effects.ts'
import type { Write } from '../../shared/store/table-client.ts'

/** What a notice brings that can be trusted, or for whose sender somebody has vouched: it is owed from now on. */
export function firstEffectWrites({ dealerId, noticeId, kind, status }: Notice, stamp: Stamp): Write[] {
  const effectKind = status === 'quarantined' ? undefined : effectKindOf(kind)
  if (effectKind === undefined) return []
  return [noticeEffectRecord.put(owedEffect({ dealerId, noticeId, kind: effectKind }, stamp), stamp)]
}

/** What a corrected kind makes of what the notice brings: undone where it was of the other kind, and owed of this one. */
export async function correctedEffectWrites(
  before: Notice,
  after: Notice,
  { store, stamp }: { readonly store: Pick<NoticeStore, 'noticeEffects'>; readonly stamp: Stamp },
): Promise<Write[]> {
  if (before.kind === after.kind) return []
  const known = await store.noticeEffects.ofNotice(after.dealerId, after.noticeId)
  const next = effectOfKind(known, after, stamp)
  return next === undefined ? [] : effectChange('kind-corrected', known, next, stamp)
}

/** An effect as a person's request leaves it, and who changed what. */
export function effectChange(
  action: string,
  before: NoticeEffect | undefined,
  after: NoticeEffect,
  stamp: Stamp,
): Write[] {
  return changeWrites(noticeEffectRecord, { id: after.noticeId, action, before, after }, stamp)
}
