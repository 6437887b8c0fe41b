import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTokenFlags, tokenUrl, usage } from '../../../local/token-flags.ts'

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const script = join(import.meta.dirname, '../../../local/token.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

describe('npm run token', () => {
  it('prints the token that the running stack signs, and nothing else', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('header.claims.signature')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = String((server.address() as AddressInfo).port)
    const { code, out, err } = await run('--role', 'finance', '--role', 'trainer', '--port', port)
    server.close()
    expect([code, out, err]).toEqual([0, 'header.claims.signature\n', ''])
    expect(asked).toEqual(['/token?dealerId=D001&roles=finance%2Ctrainer'])
    const { code: noStack, out: nothing, err: said } = await run('--role', 'finance', '--port', port)
    expect([noStack, nothing]).toEqual([1, ''])
    expect(said).toMatch(/^本地系统没有运行.*npm start.*\n$/)
  })
})

describe('its flags', () => {
  it('name the dealer, the roles and who signs in', () => {
    const flags = readTokenFlags([
      '--dealer',
      'D002',
      '--role',
      'finance',
      '--staff',
      'stf_kqlnibu3txvyaquiavi5',
    ])
    expect(tokenUrl(flags!).href).toBe(
      'http://127.0.0.1:8700/token?dealerId=D002&roles=finance&staffId=stf_kqlnibu3txvyaquiavi5',
    )
  })

  it.each([
    [['--dealer', 'D001'], /--role/],
    [['--role', 'boss'], /--role.*boss/],
    [['--role', 'finance', '--dealer', 'D 1'], /--dealer.*D 1/],
    [['--role', 'finance', '--staff', 'E001'], /--staff.*E001/],
    [['--role', 'finance', '--port', 'x'], /--port.*x/],
    [['--colour', 'red'], /colour/],
  ])('%j are refused with a sentence', (args, sentence) => {
    expect(() => readTokenFlags(args)).toThrow(sentence)
  })

  it('are all explained', () => {
    expect(readTokenFlags(['--help'])).toBeUndefined()
    for (const flag of ['--dealer', '--role', '--staff', '--port']) expect(usage).toContain(flag)
  })
})
