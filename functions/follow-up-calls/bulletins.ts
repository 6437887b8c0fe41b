import type { Dealer } from '../../shared/domain/dealer.ts'
import type { RoleCode } from '../../shared/domain/roles.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import type { LogLine } from '../../shared/runtime/logger.ts'
import type { DropStore } from '../../shared/store/drop-store.ts'
import type { BulletinPeriod } from './bulletin-periods.ts'
import { readBulletin } from './read-bulletin.ts'
import { readRepairQuality } from './read-repair-quality.ts'
import { repairQualityMail } from './repair-quality-mail.ts'
import { satisfactionMail } from './satisfaction-mail.ts'

/** A bulletin that is drafted on the 5th, 15th and 25th. */
export interface Bulletin {
  /** The duty that it drafts, and its name in the ledger. */
  readonly name: string
  /** Who passes it on, and who reads it too. */
  readonly readers: readonly RoleCode[]
  readonly planned: LogLine
  readonly failed: LogLine
  /**
   * What it tells of the last of these periods, as a mail to whoever has that name; undefined: there is nothing to tell.
   * @param periods oldest first
   */
  readonly write: (
    store: DropStore,
    dealer: Dealer,
    periods: readonly BulletinPeriod[],
    now: Instant,
  ) => Promise<((readerName: string) => MailContent) | undefined>
}

export const satisfactionBulletin: Bulletin = {
  name: 'satisfaction-bulletin',
  readers: ['front_desk_supervisor', 'service_manager'],
  planned: { code: 'SATISFACTION_BULLETIN_PLANNED', sentence: 'the satisfaction bulletin was planned' },
  failed: {
    code: 'SATISFACTION_BULLETIN_FAILED',
    sentence: 'a dealer’s satisfaction bulletin could not be written',
  },
  async write(...asked) {
    const bulletin = await readBulletin(...asked)
    return bulletin && ((readerName) => satisfactionMail({ ...bulletin, readerName }))
  },
}

export const repairQualityBulletin: Bulletin = {
  name: 'repair-quality-bulletin',
  readers: ['workshop_supervisor', 'service_manager'],
  planned: { code: 'REPAIR_QUALITY_BULLETIN_PLANNED', sentence: 'the repair-quality bulletin was planned' },
  failed: {
    code: 'REPAIR_QUALITY_BULLETIN_FAILED',
    sentence: 'a dealer’s repair-quality bulletin could not be written',
  },
  async write(...asked) {
    const bulletin = await readRepairQuality(...asked)
    return bulletin && ((readerName) => repairQualityMail({ ...bulletin, readerName }))
  },
}
