import type { Traffic } from '../schemas/endpoint-schema.js';
import { fail } from './errors.js';

/** The traffic rules of an endpoint: which deployments get its requests, and which get copies of them. In percent. */
export interface Routing {
  traffic: Traffic;
  mirrorTraffic: Traffic;
}

const MAX_MIRRORED_PERCENT = 50;

/**
 * Throws for rules that Azure rejects. Returns the rules with the deployments' own spelling of their names: azure-ai-ml sends them in lower
 * case. While an endpoint has no deployment, its rules may name those to come, whether it is created or updated: Azure's own examples do.
 */
export function checkRouting(
  endpoint: string,
  { traffic, mirrorTraffic }: Routing,
  deployments: string[]
): Routing {
  checkPercentages(traffic);
  if (deployments.length === 0) return { traffic, mirrorTraffic };
  const rules = {
    traffic: existing(endpoint, traffic, deployments),
    mirrorTraffic: existing(endpoint, mirrorTraffic, deployments)
  };
  checkLive(endpoint, rules.traffic);
  checkMirror(endpoint, rules);
  return rules;
}

/** The deployment for one request; `random` is from 0 to below 1. Undefined when none has traffic. */
export function deploymentFor(traffic: Traffic, random: number): string | undefined {
  const live = Object.entries(traffic).filter(([, percent]) => percent > 0);
  let left = random * sum(traffic);
  return (live.find(([, percent]) => (left -= percent) < 0) ?? live.at(-1))?.[0];
}

/** The percent that a deployment gets, live or mirrored, and the rules without it. */
export function withoutDeployment({ traffic, mirrorTraffic }: Routing, name: string) {
  const is = ([key]: [string, number]) => key.toLowerCase() === name.toLowerCase();
  const others = (rules: Traffic) =>
    Object.fromEntries(Object.entries(rules).filter(entry => !is(entry)));
  const own = [traffic, mirrorTraffic].flatMap(rules => Object.entries(rules).filter(is));
  return {
    percent: own.reduce((total, [, percent]) => total + percent, 0),
    routing: { traffic: others(traffic), mirrorTraffic: others(mirrorTraffic) }
  };
}

function existing(endpoint: string, traffic: Traffic, deployments: string[]): Traffic {
  const spelled = new Map(deployments.map(name => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(traffic).map(([given, percent]) => {
      const name = spelled.get(given.toLowerCase());
      if (name === undefined)
        throw fail('TrafficDeploymentUnknown', { endpoint, deployment: given, known: deployments });
      return [name, percent];
    })
  );
}

function checkPercentages(traffic: Traffic): void {
  for (const [deployment, percent] of Object.entries(traffic))
    if (percent < 0 || percent > 100) throw fail('TrafficOutOfRange', { deployment, percent });
}

function checkLive(endpoint: string, traffic: Traffic): void {
  const total = sum(traffic);
  if (total !== 0 && total !== 100) throw fail('TrafficSumInvalid', { endpoint, total });
}

function checkMirror(endpoint: string, { traffic, mirrorTraffic }: Routing): void {
  const mirrors = Object.entries(mirrorTraffic).filter(([, percent]) => percent !== 0);
  if (mirrors.length > 1)
    throw fail('MirrorNotSingle', { endpoint, deployments: mirrors.map(([name]) => name) });
  for (const [name, percent] of mirrors) {
    if (percent < 0 || percent > MAX_MIRRORED_PERCENT)
      throw fail('MirrorOutOfRange', { deployment: name, percent, max: MAX_MIRRORED_PERCENT });
    if (traffic[name]) throw fail('MirrorAlsoLive', { deployment: name });
  }
}

function sum(traffic: Traffic): number {
  return Object.values(traffic).reduce((total, percent) => total + percent, 0);
}
