import type { EffectKind } from '../../shared/domain/notice-effect.ts'
import type { EffectWork } from './effect-step.ts'
import { settlementEffect } from './settlement-effect.ts'

/** How each kind of notice that brings something takes effect. */
export const effectWorks: Readonly<Record<EffectKind, EffectWork>> = {
  claim_settlement: settlementEffect,
}
