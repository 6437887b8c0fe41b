import { html, type Html } from '../messages/html.ts'
import { fieldReasons, problems } from '../runtime/problems.ts'
import type { Route } from './contract.ts'
import { problemsOf } from './route-problems.ts'

const style =
  'body{font:15px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}' +
  'table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;' +
  'border-bottom:1px solid #ddd}code{font-size:.95em}small{color:#666}'

/** The API on one page, in Chinese first; nothing is loaded from elsewhere. */
export function documentationPage(routes: readonly Route[]): string {
  const page = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>售后服务接口 After-sales API</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>售后服务接口 <small>After-sales API</small></h1>
        <p>
          机器可读的完整说明：<a href="/openapi.json">OpenAPI 3.1</a>。请求须带登录令牌：<code
            >Authorization: Bearer …</code
          >
          <br /><small
            >The full description is the OpenAPI document. Send the ID token with each request.</small
          >
        </p>
        <h2>接口 <small>Routes</small></h2>
        <table>
          ${routes.map(routeRow)}
        </table>
        <h2>错误代码 <small>Problem codes</small></h2>
        <table>
          ${Object.entries(problems).map(
            ([code, { status, zh, en }]) =>
              html`<tr id="${code}">
                <td>${status}</td>
                <td><code>${code}</code></td>
                <td>${zh}<br /><small>${en}</small></td>
              </tr>`,
          )}
        </table>
        <h2>字段问题 <small>Field reasons</small></h2>
        <table>
          ${Object.entries(fieldReasons).map(
            ([reason, { zh, en }]) =>
              html`<tr>
                <td><code>${reason}</code></td>
                <td>${zh} <small>${en}</small></td>
              </tr>`,
          )}
        </table>
      </body>
    </html>`
  return page.markup
}

function routeRow(route: Route): Html {
  const { method, path, summary, roles, open, query } = route
  const parameters = Object.keys(query.shape).join(', ')
  const headers = [route.ifMatch ? 'If-Match' : '', route.idempotent ? 'Idempotency-Key' : '']
  const details = [
    open ? '公开 open' : `岗位 roles: ${roles.join(', ')}`,
    parameters === '' ? '' : `参数 query: ${parameters}`,
    headers.some((name) => name !== '')
      ? `请求头 headers: ${headers.filter((name) => name !== '').join(', ')}`
      : '',
    `错误 problems: ${problemsOf(route).join(', ')}`,
  ]
  return html`<tr>
    <td><code>${method}</code></td>
    <td><code>${path}</code></td>
    <td>
      ${summary.zh}<br /><small>${summary.en}</small>
      ${details.filter((line) => line !== '').map((line) => html`<br /><small>${line}</small>`)}
    </td>
  </tr> `
}
