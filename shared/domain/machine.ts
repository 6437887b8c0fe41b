interface Words {
  readonly zh: string
  readonly en: string
}

/** One way of a record's state to change; its name in the machine is the verb of its route. */
export interface Transition<State extends string> extends Words {
  readonly from: readonly [State, ...State[]]
  /** Where it leads. Of several the facts decide which; absent, the record stays in its state. */
  readonly to?: State | readonly [State, State, ...State[]]
}

/**
 * The states of a record and everything that moves it between them: what is not listed here is refused, and
 * `docs/state-machines.md` is drawn from it.
 */
export interface Machine<State extends string = string, Verb extends string = string> {
  readonly name: Words
  readonly states: Readonly<Record<State, Words>>
  /** The states that a record may begin in. */
  readonly starts: readonly [State, ...State[]]
  readonly transitions: Readonly<Record<Verb, Transition<State>>>
}

/** Declares a machine: its states are the keys of `states`, its verbs those of `transitions`. */
export function defineMachine<const State extends string, const Verb extends string>(declaration: {
  readonly name: Words
  readonly states: Readonly<Record<State, Words>>
  readonly starts: readonly [NoInfer<State>, ...NoInfer<State>[]]
  readonly transitions: Readonly<Record<Verb, Transition<NoInfer<State>>>>
}): Machine<State, Verb> {
  return declaration
}

export type StateOf<M> = M extends Machine<infer State> ? State : never

export type MachineVerdict<State extends string, Verb extends string> =
  /** Taken, to one of these. */
  | { readonly taken: true; readonly to: readonly State[] }
  /** Refused: this is what the state allows. */
  | { readonly taken: false; readonly allowed: readonly Verb[] }

/** Whether a record in a state takes a verb, and where that leads. */
export function verdictOn<State extends string, Verb extends string>(
  machine: Machine<State, Verb>,
  state: State,
  verb: Verb,
): MachineVerdict<State, Verb> {
  const transition = machine.transitions[verb]
  if (!transition.from.includes(state)) return { taken: false, allowed: verbsFrom(machine, state) }
  return { taken: true, to: targetsOf(transition, state) }
}

/** What a record in a state allows, as declared. */
export function verbsFrom<State extends string, Verb extends string>(
  machine: Machine<State, Verb>,
  state: State,
): Verb[] {
  return verbsOf(machine).filter((verb) => machine.transitions[verb].from.includes(state))
}

export function verbsOf<Verb extends string>({ transitions }: Machine<string, Verb>): Verb[] {
  return keysOf(transitions)
}

export function statesOf<State extends string>({ states }: Pick<Machine<State>, 'states'>): State[] {
  return keysOf(states)
}

/** Where a transition leads from a state that takes it. */
export function targetsOf<State extends string>({ to }: Transition<State>, from: State): readonly State[] {
  if (to === undefined) return [from]
  return typeof to === 'string' ? [to] : to
}

function keysOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const isName = (name: string): name is Name => Object.hasOwn(record, name)
  return Object.keys(record).filter(isName)
}
