import type { Manufacturer } from '../../../shared/domain/manufacturer.ts'
import { Instant, Zone } from '../../../shared/domain/time.ts'
import type { Receiving } from '../../../functions/manufacturer-notices/understand.ts'

export const oemA: Manufacturer = {
  zh: '甲汽车',
  en: 'OEM A',
  brandWords: ['甲'],
  mailDomains: ['oem-a.example'],
  mailAddresses: ['notices@mail-house.example'],
  enabled: true,
}

/** A dealer of OEM A in Shanghai that received a mail on the evening of 23 November 2026. */
export function receiving(changes: Partial<Receiving> = {}): Receiving {
  return {
    manufacturers: [oemA],
    zone: Zone.parse('Asia/Shanghai'),
    overrides: [],
    ours: { addresses: ['noreply@dealer.example'], messageIdDomains: ['mail.dealer.example'] },
    dealerRules: [],
    receivedAt: Instant.parse('2026-11-23T12:00:00.000Z'),
    ...changes,
  }
}
