import { html, type Html } from './html.ts'

/**
 * The frame of a mail that reads alike in Outlook, QQ Mail and on a phone: tables, styles on each element
 * (Outlook's engine is Word's, QQ Mail drops style sheets), nothing from outside (blocked, and it would tell
 * who reads when). Fonts that every Windows, iPhone and Android of a Chinese office has.
 */
export const font = "font-family:'PingFang SC','Microsoft YaHei',sans-serif;"

export interface MailPage {
  readonly title: string
  readonly subtitle: string
  readonly intro: string
  readonly body: Html
  readonly footer: string
}

export function mailPage({ title, subtitle, intro, body, footer }: MailPage): string {
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="format-detection" content="telephone=no,date=no" />
        <title>${title}</title>
      </head>
      <body style="margin:0;padding:0;background:#FFFFFF;">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
          <tr>
            <td align="center" style="padding:16px 8px;">
              <table
                role="presentation"
                width="860"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style="width:100%;max-width:860px;${font}color:#1F1F1F;font-size:14px;line-height:1.5;"
              >
                <tr>
                  <td style="padding:0 0 2px;font-size:20px;font-weight:bold;">${title}</td>
                </tr>
                <tr>
                  <td style="padding:0 0 12px;font-size:12px;color:#666666;">${subtitle}</td>
                </tr>
                <tr>
                  <td style="padding:0 0 12px;">${intro}</td>
                </tr>
                <tr>
                  <td>${body}</td>
                </tr>
                <tr>
                  <td style="padding:16px 0 0;font-size:12px;color:#666666;">${footer}</td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `
  // The source's indentation would be a third of the mail; values have no line breaks of their own.
  return page.markup.replace(/\n\s+/g, '\n')
}

export const cell = 'padding:6px 8px;border-bottom:1px solid #E3E3E3;vertical-align:top;'
export const headCell =
  'padding:6px 8px;border-bottom:2px solid #999999;text-align:left;font-size:12px;color:#555555;white-space:nowrap;'
export const quiet = 'font-size:12px;color:#666666;'
