import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Replan } from '../../shared/domain/replan.ts'
import { warrantySettingsOf } from '../../shared/domain/warranty/warranty-settings.ts'
import { etagOf } from '../../shared/http/etag.ts'
import type { DealerView, ReplanView, SettingsView } from '../../shared/http/routes/dealers.ts'

export function dealerView(dealer: Dealer): DealerView {
  const { dealerId, version, name, signature, phone, zone, updatedAt, updatedBy } = dealer
  return { dealerId, etag: etagOf(version), name, signature, phone, zone, updatedAt, updatedBy }
}

export function settingsView({ version, settings }: Dealer, replan: Replan | undefined): SettingsView {
  const warranty = warrantySettingsOf(settings)
  return { etag: etagOf(version), settings: { ...settings, warranty }, followedAt: replan?.finishedAt }
}

export function replanView(replan: Replan | undefined): ReplanView {
  if (replan === undefined) return { state: 'none', looked: 0, moved: 0 }
  const { requestedAt, purpose, looked, moved, finishedAt } = replan
  const state = purpose === undefined ? 'done' : looked === 0 ? 'waiting' : 'walking'
  return { state, requestedAt, looked, moved, finishedAt }
}
