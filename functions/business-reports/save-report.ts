import type { BusinessReport } from '../../shared/domain/business-report.ts'
import type { Dealer } from '../../shared/domain/dealer.ts'
import type { Stamp } from '../../shared/domain/record.ts'
import { stampOf, type Caller } from '../../shared/http/caller.ts'
import { changed } from '../../shared/http/change-record.ts'
import { asSeen } from '../../shared/http/etag.ts'
import type { MailContent } from '../../shared/messages/mail-content.ts'
import { NotFound } from '../../shared/runtime/errors.ts'
import type { RecordKind } from '../../shared/store/record-kind.ts'
import type { ReportStore } from '../../shared/store/report-store.ts'
import type { Write } from '../../shared/store/table-client.ts'
import { untilCommitted } from '../../shared/store/until-committed.ts'
import type { ReportDependencies } from './api.ts'
import type { ReportNames } from './mail-parts.ts'
import { prepareMail, reportReader, type ReportMail } from './report-mail.ts'
import * as verbs from './report-verbs.ts'
import type { Counted } from './report-verbs.ts'

/** A report of a day or of a month, with all that its changes need of its kind. */
export interface ReportOf<Report extends BusinessReport<unknown>, View> {
  readonly kind: RecordKind<Report>
  readonly id: string
  readonly read: (dealerId: string) => Promise<Report | undefined>
  readonly answer: (report: Report) => { readonly body: View; readonly version: number }
  readonly count: (dealer: Dealer, stamp: Stamp) => Promise<Counted<Report['figures']>>
  readonly mail: Pick<ReportMail, 'purpose' | 'period'> & {
    readonly render: (report: Report, names: ReportNames) => MailContent | Promise<MailContent>
  }
}

interface ChangeCall<View> {
  readonly caller: Caller
  readonly version: number
  readonly remember: (answer: { readonly body: View; readonly version: number }) => readonly Write[]
}

/** The changes that people make in a report, each worked out on the version that they have seen, and written whole. */
export function changesOf<Report extends BusinessReport<unknown>, View>(
  { store, files, clock }: ReportDependencies,
  { kind, id, read, answer, count, mail }: ReportOf<Report, View>,
) {
  return {
    /** Redrafts or corrects it: what the records say is counted anew. */
    async recount(
      { caller, version, remember }: ChangeCall<View>,
      action: 'redrafted' | 'corrected',
      work: (report: Report, counted: Counted<Report['figures']>) => Report,
    ) {
      const stamp = stampOf(caller, clock.now())
      const dealer = await dealerOf(store, caller.dealerId)
      const { record } = await untilCommitted(store, async () => {
        const before = asSeen(await read(caller.dealerId), version)
        const after = work(before, await count(dealer, stamp))
        const planned = changed(kind, { id, action, before, after }, stamp)
        return { record: planned.record, writes: [...planned.writes, ...remember(answer(planned.record))] }
      })
      return answer(record)
    },
    /** Confirms it; the mail to the general manager is planned in the same transaction, so each edition goes out once. */
    async confirm({ caller, version, remember }: ChangeCall<View>, remarks: string | undefined) {
      const stamp = stampOf(caller, clock.now())
      const dealer = await dealerOf(store, caller.dealerId)
      const { record } = await untilCommitted(store, async () => {
        const [found, staff] = await Promise.all([
          read(caller.dealerId),
          store.staff.ofDealer(caller.dealerId),
        ])
        const before = asSeen(found, version)
        const after = verbs.confirmed(before, remarks, stamp)
        const reader = reportReader(dealer, staff, stamp)
        const prepared =
          reader &&
          (await prepareMail(
            files,
            dealer,
            reader,
            { ...mail, edition: after.edition },
            await mail.render(after, {
              dealer,
              readerName: reader.name,
              confirmedBy: staff.find(({ staffId }) => staffId === stamp.by)?.name,
            }),
            stamp,
          ))
        const told = reader &&
          prepared && { mail: { staffId: reader.staffId, messageId: prepared.messageId } }
        const confirmed = { ...after, confirmed: { ...stamp, ...told } }
        const planned = changed(kind, { id, action: 'confirmed', before, after: confirmed }, stamp)
        return {
          record: planned.record,
          writes: [...planned.writes, ...(prepared?.writes ?? []), ...remember(answer(planned.record))],
        }
      })
      return answer(record)
    },
  }
}

/** @throws NotFound when there is no such dealer */
export async function dealerOf({ dealers }: Pick<ReportStore, 'dealers'>, dealerId: string): Promise<Dealer> {
  const dealer = await dealers.byId(dealerId)
  if (dealer === undefined) throw new NotFound()
  return dealer
}
