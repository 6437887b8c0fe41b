import { Html } from './html.ts'

/** The look of `/outbox`, for a phone first and a desk next. */
export const outboxStyle = new Html(`
:root { --ink: #1c2430; --soft: #6b7685; --line: #e2e6ec; --paper: #fff; --ground: #eef1f5; --accent: #0b6bcb; --bubble: #e9eaee }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.6 -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
small { color: var(--soft); font-size: .8em; font-weight: 400 }
a { color: var(--accent); text-decoration: none }
a:hover { text-decoration: underline }
body > header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; padding: .75rem 1.25rem; background: var(--paper); border-bottom: 1px solid var(--line) }
h1 { margin: 0; font-size: 1.3rem }
.totals { margin: 0 }
.channels { display: flex; border: 1px solid var(--line); border-radius: .5rem; overflow: hidden }
.channels a { padding: .25rem .8rem; color: var(--ink) }
.channels a[aria-current] { background: var(--accent); color: #fff }
form { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; margin-left: auto }
select, input, button { font: inherit; max-width: 100%; padding: .2rem .5rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); color: inherit }
button { background: var(--ink); color: #fff; cursor: pointer }
button small { color: #cfd6df }
main { max-width: 1360px; margin: 0 auto; padding: 1rem 1.25rem 2rem; display: grid; gap: 1.5rem }
h2 { margin: 0 0 .5rem; font-size: 1.05rem }
h3 { margin: 1rem 0 .6rem; font-size: .9rem; color: var(--soft); text-align: center; font-weight: 500 }
input { width: 15rem }
.nothing { color: var(--soft); text-align: center; padding: 2rem 0 }
.phone { background: var(--paper); border: 1px solid var(--line); border-radius: 1.6rem; padding: .4rem 1rem 1.2rem }
.phone:empty { display: none }
.bubble { margin: 0 0 1.1rem; max-width: 32rem }
.bubble > header { display: flex; justify-content: space-between; max-width: 25rem; padding: 0 .35rem; font-size: .85rem }
.bubble time, .letter time { color: var(--soft); font-variant-numeric: tabular-nums }
.bubble > p { position: relative; margin: .15rem 0 .2rem; padding: .65rem .9rem; background: var(--bubble); border-radius: 1.1rem 1.1rem 1.1rem .3rem; max-width: 25rem; white-space: pre-wrap; overflow-wrap: anywhere }
.bubble > footer, .letter > footer { font-size: .75rem; color: var(--soft); padding: 0 .35rem }
code { font: .85em ui-monospace, SFMono-Regular, Menlo, monospace; color: #97a1ae; overflow-wrap: anywhere }
.bubble code { display: block }
.letter { background: var(--paper); border: 1px solid var(--line); border-radius: .8rem; margin: 0 0 1.2rem; overflow: hidden }
.letter > header { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .8rem 1.1rem .6rem; border-bottom: 1px solid var(--line) }
.letter h4 { margin: 0; font-size: 1.02rem }
.letter h4 a { color: inherit }
.letter dl { grid-column: 1 / -1; display: grid; grid-template-columns: auto 1fr; gap: 0 .8rem; margin: 0; font-size: .85rem }
.letter dt { color: var(--soft) }
.letter dd { margin: 0; overflow-wrap: anywhere }
iframe { display: block; width: 100%; border: 0; background: #fff }
.letter > footer { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; padding: .55rem 1.1rem; border-top: 1px solid var(--line) }
.attachment { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--ground); font-size: .85rem }
.letter code { margin-left: auto }
.earlier { opacity: .8 }
.pager { display: flex; gap: 1.5rem; justify-content: center; padding: 0 0 2.5rem }
main.only { max-width: 900px }
@media (min-width: 900px) {
  main.both { grid-template-columns: minmax(330px, 27rem) 1fr }
  main.only.sms .phone { padding: .4rem 2rem 1.2rem }
}
@media (max-width: 640px) {
  body > header { position: static; padding: .75rem }
  form { margin-left: 0 }
  main { padding: .75rem }
  form label:has(input), input { width: 100% }
}
`)
