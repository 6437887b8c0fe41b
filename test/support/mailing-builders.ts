import { idFor } from '../../shared/domain/ids.ts'
import type * as z from 'zod'
import { Manufacturer } from '../../shared/domain/manufacturer.ts'
import type { ReturnedPart } from '../../shared/domain/returned-part.ts'
import type { WarrantyMail } from '../../shared/domain/warranty/mail-settings.ts'
import { WarrantyMailing } from '../../shared/domain/warranty-mailing.ts'
import { warrantyMailingIdOf } from '../../shared/store/warranty-mailings.ts'
import { day, returnedPartOf } from './builders.ts'

const at = '2026-11-27T00:30:00.000Z'
const stamps = { version: 0, createdAt: at, createdBy: 'test', updatedAt: at, updatedBy: 'test' }

/** The manifest of November's documents, drafted on the 27th; what a test is about, it gives itself. */
export function mailingOf(more: Partial<WarrantyMailing> = {}): WarrantyMailing {
  const named = { manufacturer: '长城', kind: 'documents', month: '2026-11', ...more }
  return WarrantyMailing.parse({
    dealerId: 'D001',
    mailingId: warrantyMailingIdOf(
      more.dealerId ?? 'D001',
      WarrantyMailing.pick({ manufacturer: true, kind: true, month: true }).parse(named),
    ),
    ...named,
    status: 'awaiting',
    number: 1,
    sums: { lines: 1, claims: 1, cards: 1, vouchers: 1, claimedFen: 30_000, pieces: 0, boxes: 0 },
    digest: 'a'.repeat(26),
    draftedAt: at,
    itemIds: [idFor('warrantyClaim', 'a')],
    approveBy: '2026-11-27T04:00:00.000Z',
    escalations: [],
    earlier: [],
    ...stamps,
    ...more,
  })
}

/** A part that was taken out on 20 October 2026 and lies on its shelf. */
export function octoberPartOf(name: string, more: Partial<ReturnedPart> = {}): ReturnedPart {
  return returnedPartOf(name, { tag: `T-${name}`, removedOn: day('2026-10-20'), place: 'A-3', ...more })
}

/** 长城, to whom the manifests of a dealer go; what a test is about, it gives itself. */
export function manufacturerOf(
  mail: z.input<typeof WarrantyMail> = {},
  more: Partial<Manufacturer> = {},
): Manufacturer {
  return Manufacturer.parse({
    zh: '长城',
    en: 'Great Wall',
    brandWords: ['长城'],
    mailDomains: ['gwm.example'],
    mailAddresses: [],
    warrantyMail: { address: 'warranty@gwm.example', ...mail },
    enabled: true,
    ...more,
  })
}
