import * as z from 'zod'
import { sendWarrantyMails } from '../../../functions/warranty/mail-job.ts'
import type { Dealer } from '../../../shared/domain/dealer.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Staff } from '../../../shared/domain/staff.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { WarrantyMailing } from '../../../shared/domain/warranty-mailing.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { fileKeys } from '../../../shared/store/files.ts'
import { openMailJobStore } from '../../../shared/store/mail-job-store.ts'
import { messageRecord } from '../../../shared/store/messages.ts'
import { staffRecord } from '../../../shared/store/staff.ts'
import { warrantyMailingRecord } from '../../../shared/store/warranty-mailings.ts'
import { dealerOf, staffOf } from '../../support/builders.ts'
import { manufacturerOf } from '../../support/mailing-builders.ts'
import { memoryFiles } from '../../support/memory-files.ts'
import { memoryTable } from '../../support/memory-table.ts'
import { puts, save } from '../../support/store.ts'
import { capturingLog } from '../messages/delivering.ts'

export const clerk = staffOf('W1', { role: 'warranty_clerk', name: '索赔员' })
export const supervisor = staffOf('F1', { role: 'front_desk_supervisor', name: '前台主管' })
export const manager = staffOf('M1', { role: 'service_manager', name: '服务经理' })

const Content = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  attachments: z.array(z.object({ filename: z.string(), base64: z.string() })),
})

/** A department with a warranty clerk, its records in memory, and the job that a test runs at its moments. */
export async function mailingWorld({
  dealer = dealerOf({ manufacturers: [manufacturerOf()] }),
  staff = [clerk, supervisor, manager],
  at,
}: {
  readonly dealer?: Dealer
  readonly staff?: readonly Staff[]
  readonly at: Instant
}) {
  const table = memoryTable()
  const store = openMailJobStore(table)
  const files = memoryFiles()
  const log = capturingLog()
  await save(store, ...puts(dealerRecord, dealer), ...puts(staffRecord, ...staff))
  const world = {
    table,
    store,
    files,
    log,
    now: at,
    clock: { now: () => world.now },
    run: (moment: Instant) => {
      world.now = moment
      return sendWarrantyMails({ store, files, clock: world.clock, log })
    },
    messages: (): Message[] =>
      table.all().flatMap((item) => (item['entity'] === 'Message' ? [messageRecord.parse(item)] : [])),
    mailings: (): WarrantyMailing[] =>
      table
        .all()
        .flatMap((item) => (item['entity'] === 'WarrantyMailing' ? [warrantyMailingRecord.parse(item)] : [])),
    /** What somebody was written, in the order of the moments. */
    mailsTo: (person: Staff): Message[] =>
      world
        .messages()
        .filter(({ recipient }) => recipient.id === person.staffId)
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    async contentOf({ messageId }: Pick<Message, 'messageId'>) {
      return Content.parse(JSON.parse((await files.read(fileKeys.mail('D001', messageId)))!))
    },
  }
  return world
}

export type MailingWorld = Awaited<ReturnType<typeof mailingWorld>>
