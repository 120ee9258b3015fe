/** True for paths of Azure's Resource Manager. Other paths belong to the services beside it. */
export function isArmPath(path: string): boolean {
  return /^\/(subscriptions|providers)(\/|$)/i.test(path);
}
