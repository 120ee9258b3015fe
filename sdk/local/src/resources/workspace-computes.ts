import type { ActiveJobs } from '../jobs/active-jobs.js';
import { defaultComputes, DEFAULT_COMPUTE, computeNamed, isThisMachine } from '../jobs/compute.js';
import type { WorkspaceContext } from '../protocol/context.js';
import type { DeclaredCompute } from '../schemas/compute-schema.js';
import type { DocumentStore, StoredDocument } from '../store/document-store.js';
import { computeResource } from './compute-resource.js';
import { fail } from './errors.js';

type StoredCompute = StoredDocument<DeclaredCompute>;

/** The computes of the workspace: its default one, which cannot change, and those that clients have declared. */
export class WorkspaceComputes {
  constructor(
    private readonly context: WorkspaceContext,
    readonly declared: DocumentStore<DeclaredCompute>,
    private readonly activeJobs: Pick<ActiveJobs, 'anyOn'>
  ) {}

  /** All of them, the default one first. */
  list(): StoredCompute[] {
    return [...this.defaults(), ...this.declared.list()];
  }

  /** The compute of this name; throws ResourceNotFound. A name that means this machine finds the default compute. */
  find(asked: string): StoredCompute {
    const name = isThisMachine(asked) ? DEFAULT_COMPUTE : asked;
    const found = computeNamed(this.defaults(), name) ?? this.declared.get(name);
    if (!found) throw fail('ResourceNotFound', { type: 'compute', name });
    return found;
  }

  /** A compute as the contract describes it. */
  resource(compute: StoredCompute) {
    const isBusy = this.activeJobs.anyOn(compute.name) !== undefined;
    return computeResource(this.context, compute, isBusy);
  }

  /** Throws when the name is that of the default compute, or means this machine. */
  refuseDefault(name: string, change: 'changed' | 'deleted'): void {
    if (isThisMachine(name))
      throw fail('ComputeNameReserved', { name, compute: DEFAULT_COMPUTE, change });
    if (computeNamed(this.defaults(), name))
      throw fail('DefaultComputeImmutable', { name, change });
  }

  private defaults(): StoredCompute[] {
    return defaultComputes().map(({ name, slots }) => ({
      name,
      createdAt: 0,
      modifiedAt: 0,
      createdBy: this.context.user,
      properties: {
        computeType: 'AmlCompute',
        description: 'This machine, one slot per core.',
        properties: {
          vmSize: 'LOCAL',
          vmPriority: 'Dedicated',
          scaleSettings: {
            minNodeCount: 0,
            maxNodeCount: slots,
            nodeIdleTimeBeforeScaleDown: 'PT120S'
          }
        }
      }
    }));
  }
}
