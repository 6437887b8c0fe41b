import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnMachines, machinesDocument } from '../../docs/draw-machines.ts'
import {
  defineMachine,
  statesOf,
  targetsOf,
  verbsFrom,
  verbsOf,
  verdictOn,
  type Machine,
} from '../../shared/domain/machine.ts'
import { machines } from '../../shared/domain/machines.ts'
import { stateAfter, TransitionMisused } from '../../shared/http/state-after.ts'
import { Refused } from '../../shared/runtime/errors.ts'

/** Any machine: the laws must hold of those that are not declared yet. */
const anyMachine: fc.Arbitrary<Machine> = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 2, maxLength: 8 })
  .chain((states) => {
    const some = fc.uniqueArray(fc.constantFrom(...states), { minLength: 1 })
    const words = { zh: '字', en: 'word' }
    const targets = fc.oneof(
      fc.constant(undefined),
      fc.constantFrom(...states),
      fc.uniqueArray(fc.constantFrom(...states), { minLength: 2 }),
    )
    const transition = fc.record({ from: some, to: targets }).map((each) => ({ ...words, ...each }))
    return fc
      .record({ starts: some, transitions: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), transition) })
      .map(
        (rest) =>
          ({
            name: words,
            states: Object.fromEntries(states.map((state) => [state, words])),
            ...rest,
          }) as unknown as Machine,
      )
  })

function everyPair(machine: Machine, check: (state: string, verb: string) => void): void {
  for (const state of statesOf(machine)) for (const verb of verbsOf(machine)) check(state, verb)
}

function holdsLaws(machine: Machine): void {
  everyPair(machine, (state, verb) => {
    const { from, to } = machine.transitions[verb]!
    const verdict = verdictOn(machine, state, verb)
    if (from.includes(state)) {
      expect(verdict).toEqual({ taken: true, to: [to ?? state].flat() })
      for (const target of targetsOf(machine.transitions[verb]!, state)) {
        expect(stateAfter(machine, state, verb, target)).toBe(target)
      }
    } else {
      const allowed = verbsOf(machine).filter((each) => machine.transitions[each]!.from.includes(state))
      expect(verdict).toEqual({ taken: false, allowed })
      expect(() => stateAfter(machine, state, verb)).toThrow(new Refused('transition-refused', { allowed }))
    }
  })
}

describe('a machine', () => {
  it('takes every transition that it lists, and refuses every other one with what the state allows', () => {
    fc.assert(fc.property(anyMachine, holdsLaws))
  })

  it.each(machines.map((machine) => [machine.name.en, machine] as const))(
    'of the product does so too: %s',
    (_, machine) => {
      holdsLaws(machine)
    },
  )

  it('of the product reaches all of its states, and none that it does not declare', () => {
    for (const machine of machines) {
      const reached = new Set<string>(machine.starts)
      for (const state of reached) {
        for (const verb of verbsFrom(machine, state)) {
          for (const to of targetsOf(machine.transitions[verb]!, state)) reached.add(to)
        }
      }
      expect([...reached].sort()).toEqual(statesOf(machine).sort())
    }
  })

  it('of the product names its verbs as paths do, and says each thing in both languages', () => {
    for (const machine of machines) {
      expect(verbsOf(machine).filter((verb) => !/^[a-z]+(-[a-z]+)*$/.test(verb))).toEqual([])
      const words = [machine.name, ...Object.values(machine.states), ...Object.values(machine.transitions)]
      expect(words.filter(({ zh, en }) => !/\p{Script=Han}/u.test(zh) || !/[a-z]/.test(en))).toEqual([])
    }
  })
})

describe('where the facts decide', () => {
  const lamp = defineMachine({
    name: { zh: '灯', en: 'Lamp' },
    states: { off: { zh: '关', en: 'off' }, on: { zh: '开', en: 'on' }, broken: { zh: '坏', en: 'broken' } },
    starts: ['off'],
    transitions: { press: { from: ['off'], to: ['on', 'broken'], zh: '按', en: 'is pressed' } },
  })

  it('the state must be chosen among those that are declared', () => {
    expect(stateAfter(lamp, 'off', 'press', 'broken')).toBe('broken')
    expect(() => stateAfter(lamp, 'off', 'press')).toThrow(TransitionMisused)
    expect(() => stateAfter(lamp, 'off', 'press', 'off')).toThrow(TransitionMisused)
  })
})

it('the document shows the machines as they are declared', async () => {
  expect(await readFile(machinesDocument, 'utf8')).toBe(await drawnMachines())
})
