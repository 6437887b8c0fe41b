import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { readMail } from '../../../functions/manufacturer-notices/read-mail.ts'
import type { Desk } from './desk.ts'

/** The manufacturer writes: each mail comes to whose work it is. */
export function manufacturersWrite(desk: () => Desk): void {
  const comesIn = async (file: string) => {
    const { stack, dealerId } = desk()
    const [way] = stack.model.incomingMail
    const to = `${dealerId}@${way?.recipients[0] ?? ''}`
    await stack.receiveMail({ raw: await readFile(`examples/notices/${file}`), to })
    await stack.drained({ until: stack.clock.now() })
  }
  const mailsSince = async (count: number) => {
    const sent = desk().stack.outbox.all().slice(count)
    const mails = sent.flatMap((each) => (each.channel === 'mail' ? [each] : []))
    return Promise.all(mails.map(({ raw }) => readMail(Buffer.from(raw, 'base64'))))
  }

  it('a recall goes to the service manager by mail, with its list of cars; what is forged goes to nobody', async () => {
    const before = desk().stack.outbox.all().length
    await comesIn('03-recall.eml')
    await comesIn('11-spoofed.eml')
    const [mail, ...more] = await mailsSince(before)
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      subject: expect.stringContaining('【厂家通知】召回') as string,
      text: expect.stringContaining(`${desk().stack.url}/notice-links/${desk().dealerId}.`) as string,
      attachments: [{ name: '召回车辆清单.csv' }],
    })
  })
}
