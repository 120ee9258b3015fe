import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from 'carry-ml/arm';
import type { Answer, WireClient } from '../wire-client.js';
import type { Example, Operation } from './contract.js';
import type { Judge } from './judge.js';
import { ours, prerequisiteBody } from './prerequisites.js';

/** The result of an example. */
export interface Outcome {
  apiVersion: string;
  operation: string;
  group: string;
  /** `Jobs_Cancel: Cancel Job.` */
  name: string;
  isStandIn: boolean;
  /** The violations; empty when it passed. */
  faults: string[];
}

/**
 * Sends the examples one by one. Each has its own resources: the names in its path are new, and its prerequisites (the
 * version that it reads, the job that it cancels) are created first.
 */
export class Replay {
  private count = 0;

  constructor(
    private readonly operations: Operation[],
    private readonly wire: WireClient,
    private readonly judge: Judge
  ) {}

  async all(): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const operation of this.operations)
      for (const example of operation.examples) outcomes.push(await this.one(operation, example));
    return outcomes;
  }

  /** Returns whether the workspace implements the operation. The request uses names of resources that do not exist. */
  async isServed(operation: Operation): Promise<boolean> {
    const path = this.fill(operation.path, this.freshNames({ location: 'local' }));
    const body = operation.body ? '{}' : undefined;
    const url = `${path}?api-version=${operation.apiVersion}`;
    return (await this.wire.send(operation.method, url, {}, body)).status !== 501;
  }

  private async one(operation: Operation, example: Example): Promise<Outcome> {
    const names = this.freshNames(example.parameters);
    await this.prepare(operation, example, names);
    const body = operation.body && ours(example.parameters[operation.body]);
    const url = `${this.fill(operation.path, names)}?${query(operation, example)}`;
    const answer = await this.send(operation.method, url, body);
    return {
      apiVersion: operation.apiVersion,
      operation: operation.id,
      group: operation.group,
      name: `${operation.id}: ${example.title}`,
      isStandIn: example.isStandIn ?? false,
      faults: await this.faults(operation.method, url, body, answer)
    };
  }

  private async faults(method: string, url: string, body: unknown, answer: Answer) {
    if (answer.status >= 300) return [`${answer.status} ${answer.body}`];
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([key, value]) => [key, String(value)])
    );
    const { status, body: text } = answer;
    return this.judge({ method, url, body, status, headers, answer: text });
  }

  /** Creates the resources named in the example's path, outermost first. If one is refused, the example itself fails. */
  private async prepare(
    operation: Operation,
    example: Example,
    names: Record<string, string>
  ): Promise<void> {
    const own = shapeOf(operation.path);
    const creators = this.operations
      .filter(o => o.method === 'PUT' && o.apiVersion === operation.apiVersion)
      .filter(o => !o.path.endsWith('/{workspaceName}'))
      .filter(o =>
        operation.method === 'PUT'
          ? own.startsWith(`${shapeOf(o.path)}/`)
          : `${own}/`.startsWith(`${shapeOf(o.path)}/`)
      )
      .sort((a, b) => shapeOf(a.path).length - shapeOf(b.path).length);
    const whole = this.fill(operation.path, names).split('/');
    for (const creator of creators) {
      const path = whole.slice(0, creator.path.split('/').length).join('/');
      const url = `${path}?api-version=${creator.apiVersion}`;
      const made = await this.send('PUT', url, prerequisiteBody(creator, operation, example));
      if (made.status < 300 && operation.id === 'Jobs_Delete') await this.ended(path);
    }
  }

  private async ended(job: string): Promise<void> {
    await this.wire.send('POST', `${job}/cancel`);
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { properties } = JSON.parse((await this.wire.send('GET', job)).body) as {
        properties: { status: string };
      };
      if (isTerminal(properties.status)) return;
      if (Date.now() > deadline) throw new Error(`${job} is still ${properties.status}`);
      await delay(50);
    }
  }

  private send(method: string, url: string, body: unknown): Promise<Answer> {
    return this.wire.send(method, url, {}, body === undefined ? undefined : JSON.stringify(body));
  }

  /** Returns the example's parameters, with our workspace in place of its own and with unique names. */
  private freshNames(parameters: Record<string, unknown>): Record<string, string> {
    this.count += 1;
    const mark = String(this.count);
    const fresh = ['id', 'name', 'computeName', 'connectionName', 'endpointName', 'deploymentName'];
    return {
      version: '1',
      ...Object.fromEntries(Object.entries(parameters).map(([key, v]) => [key, String(v)])),
      ...Object.fromEntries(fresh.map(key => [key, `${key.toLowerCase()}-${mark}`]))
    };
  }

  private fill(path: string, names: Record<string, string>): string {
    const { 2: subscriptionId, 4: resourceGroupName, 8: workspaceName } = this.wire.path.split('/');
    const all: Record<string, string | undefined> = {
      ...names,
      subscriptionId,
      resourceGroupName,
      workspaceName
    };
    return path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(all[key] ?? 'string'));
  }
}

/** Removes the names of the parameters from a path: operations call the same one `{name}` and `{featuresetName}`. */
function shapeOf(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}

/** `$skip` is left out: its examples contain a continuation token that no server issued. */
function query(operation: Operation, example: Example): string {
  const given = operation.query
    .filter(key => key !== 'api-version' && key !== '$skip')
    .filter(key => example.parameters[key] !== undefined)
    .map(key => [key, String(example.parameters[key])]);
  return new URLSearchParams([['api-version', operation.apiVersion], ...given]).toString();
}
