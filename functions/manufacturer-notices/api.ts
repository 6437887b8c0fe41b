import type { Implementation } from '../../shared/http/api-handler.ts'
import type { Clock } from '../../shared/runtime/clock.ts'
import type { Downloads } from '../../shared/store/downloads.ts'
import type { Files } from '../../shared/store/files.ts'
import type { NoticeStore } from '../../shared/store/notice-store.ts'
import { noticeReads } from './notice-reads.ts'
import { noticeVerbRoutes } from './notice-verb-routes.ts'
import { teachingRoutes } from './teaching-routes.ts'
import type { TellDependencies } from './tell-owner.ts'

export interface NoticesDependencies extends TellDependencies {
  readonly store: NoticeStore
  readonly files: Pick<Files, 'open' | 'write'>
  readonly downloads: Downloads
  readonly clock: Clock
  /** Where mail of the manufacturers comes in: `<dealerId>@<this domain>`. */
  readonly inboxDomain: string
}

/** What answers the routes of manufacturers' notices. */
export function noticesApi(dependencies: NoticesDependencies): Implementation[] {
  return [...noticeReads(dependencies), ...noticeVerbRoutes(dependencies), ...teachingRoutes(dependencies)]
}
