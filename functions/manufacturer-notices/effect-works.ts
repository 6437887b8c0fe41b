import type { EffectKind } from '../../shared/domain/notice-effect.ts'
import { campaignEffect } from './campaign-effect.ts'
import type { EffectWork } from './effect-step.ts'
import { orderDaysEffect } from './order-days-effect.ts'
import { priceListEffect } from './price-list-effect.ts'
import { settlementEffect } from './settlement-effect.ts'

/** How each kind of notice that brings something takes effect. */
export const effectWorks: Readonly<Record<EffectKind, EffectWork>> = {
  parts_order_calendar: orderDaysEffect,
  parts_price: priceListEffect,
  claim_settlement: settlementEffect,
  recall: campaignEffect,
  service_campaign: campaignEffect,
}
