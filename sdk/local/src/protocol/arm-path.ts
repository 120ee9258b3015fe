/** Whether a path is one of Azure's Resource Manager; others belong to the services beside it. */
export function isArmPath(path: string): boolean {
  return /^\/(subscriptions|providers)(\/|$)/i.test(path);
}
