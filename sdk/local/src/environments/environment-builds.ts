import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironment, type BuildOptions } from './environment-build.js';
import type { BuiltEnvironment, EnvironmentCache } from './environment-cache.js';
import type { Install } from './environment-request.js';
import type { ChosenPython } from './pythons.js';
import { SharedBuild, type Waiter } from './shared-build.js';

/** An environment, and whether it had been built before. */
export interface FoundEnvironment {
  environment: BuiltEnvironment;
  isCached: boolean;
}

/** Builds the environments that the cache lacks. Jobs that need the same one wait for one build. */
export class EnvironmentBuilds {
  private readonly running = new Map<string, SharedBuild<BuiltEnvironment>>();

  constructor(
    private readonly cache: EnvironmentCache,
    private readonly tools: () => Pick<BuildOptions, 'environment' | 'installer'>
  ) {}

  /** Returns the environment, built if it is not in the cache. Rejects with a BuildError, or the reason of the waiter's signal. */
  async get(
    installs: readonly Install[],
    python: ChosenPython,
    waiter: Waiter
  ): Promise<FoundEnvironment> {
    const key = this.cache.key(installs, python);
    const environment = this.cache.find(key);
    if (environment) return { environment, isCached: true };
    const build = this.running.get(key) ?? this.start(key, installs, python);
    return { environment: await build.wait(waiter), isCached: false };
  }

  private start(
    key: string,
    installs: readonly Install[],
    python: ChosenPython
  ): SharedBuild<BuiltEnvironment> {
    const forget = () => {
      if (this.running.get(key) === build) this.running.delete(key);
    };
    const build = new SharedBuild<BuiltEnvironment>(
      shared => this.build(key, installs, python, shared).finally(forget),
      forget
    );
    this.running.set(key, build);
    return build;
  }

  private async build(
    key: string,
    installs: readonly Install[],
    python: ChosenPython,
    { print, setStep, signal }: SharedBuild<BuiltEnvironment>
  ): Promise<BuiltEnvironment> {
    const folder = this.cache.begin(key);
    const log = join(folder, 'build.log');
    const startedAt = performance.now();
    try {
      const facts = await buildEnvironment({
        ...this.tools(),
        folder,
        installs,
        python,
        signal,
        onStep: step => {
          setStep(step);
          print(`# ${step}\n`);
        },
        onOutput: text => {
          appendFileSync(log, text);
          print(text);
        }
      });
      const durationMs = Math.round(performance.now() - startedAt);
      return this.cache.complete(folder, { ...facts, python: python.version, durationMs });
    } catch (error) {
      await this.cache.discard(folder);
      throw error;
    }
  }
}
