const text = 'string';
const texts = { string: text };
const described = { description: text, tags: texts, properties: texts };
const container = { properties: { ...described, isArchived: false } };
const tracked = { location: text, tags: texts };
const identity = {
  type: 'SystemAssigned,UserAssigned',
  userAssignedIdentities: { [text]: {} }
};
const compute = (computeType: string, properties: object, more: object = {}) => ({
  location: 'eastus',
  properties: { computeType, description: text, ...more, properties }
});

/**
 * Bodies that replace official examples that are not available, keyed by operation and title. They contain every field of the
 * contract, and are derived from its schemas alone.
 */
export const standIns: Readonly<Record<string, unknown>> = {
  'BatchEndpoints_CreateOrUpdate: CreateOrUpdate Workspace Batch Endpoint.': {
    ...tracked,
    kind: text,
    identity,
    sku: { name: text, tier: 'Free', size: text, family: text, capacity: 1 },
    properties: {
      description: text,
      authMode: 'AMLToken',
      defaults: { deploymentName: text },
      properties: texts
    }
  },
  'CodeContainers_CreateOrUpdate: CreateOrUpdate Workspace Code Container.': container,
  'ComponentContainers_CreateOrUpdate: CreateOrUpdate Workspace Component Container.': container,
  'ModelContainers_CreateOrUpdate: CreateOrUpdate Workspace Model Container.': container,
  'FeaturesetContainers_CreateOrUpdate: CreateOrUpdate Workspace Featureset Container.': container,
  'DataVersions_CreateOrUpdate: CreateOrUpdate Workspace Data Version Base.': {
    properties: {
      ...described,
      isAnonymous: false,
      isArchived: false,
      dataType: 'uri_file',
      dataUri: text
    }
  },
  'Compute_CreateOrUpdate: Create an ComputeInstance Compute': compute('ComputeInstance', {
    vmSize: 'STANDARD_NC6',
    subnet: { id: text },
    applicationSharingPolicy: 'Personal',
    computeInstanceAuthorizationType: 'personal',
    sshSettings: { sshPublicAccess: 'Disabled', adminPublicKey: text },
    customServices: [
      {
        name: text,
        image: { type: 'docker', reference: text },
        environmentVariables: { [text]: { type: 'local', value: text } },
        docker: { privileged: true },
        endpoints: [{ protocol: 'http', name: text, target: 1, published: 1, hostIp: null }],
        volumes: [{ type: 'bind', readOnly: true, source: text, target: text }]
      }
    ],
    personalComputeInstanceSettings: { assignedUser: { objectId: text, tenantId: text } },
    setupScripts: {
      scripts: {
        startupScript: {
          scriptSource: text,
          scriptData: text,
          scriptArguments: text,
          timeout: text
        },
        creationScript: {
          scriptSource: text,
          scriptData: text,
          scriptArguments: text,
          timeout: text
        }
      }
    },
    schedules: {
      computeStartStop: [
        {
          action: 'Stop',
          triggerType: 'Cron',
          cron: { startTime: text, timeZone: text, expression: '0 18 * * *' },
          status: 'Enabled'
        }
      ]
    },
    enableNodePublicIp: true
  }),
  'Compute_CreateOrUpdate: Create an AKS Compute': compute(
    'AKS',
    {
      clusterFqdn: text,
      agentCount: 4,
      agentVmSize: text,
      clusterPurpose: 'FastProd',
      sslConfiguration: { status: 'Disabled', cert: text, key: text, cname: text },
      aksNetworkingConfiguration: {
        subnetId: text,
        serviceCidr: '10.0.0.0/16',
        dnsServiceIP: '10.0.0.10',
        dockerBridgeCidr: '172.17.0.1/16'
      },
      loadBalancerType: 'PublicIp',
      loadBalancerSubnet: text
    },
    { resourceId: text, disableLocalAuth: true }
  ),
  'Compute_CreateOrUpdate: Attach a Kubernetes Compute': compute(
    'Kubernetes',
    {
      relayConnectionString: text,
      serviceBusConnectionString: text,
      extensionPrincipalId: text,
      extensionInstanceReleaseTrain: text,
      vcName: text,
      namespace: 'default',
      defaultInstanceType: text,
      instanceTypes: {
        [text]: {
          nodeSelector: texts,
          resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '1', memory: '4Gi' } }
        }
      }
    },
    { resourceId: text }
  ),
  'Compute_Update: Update a AmlCompute Compute': {
    properties: {
      properties: {
        scaleSettings: { minNodeCount: 4, maxNodeCount: 4, nodeIdleTimeBeforeScaleDown: 'PT5M' }
      }
    }
  },
  'WorkspaceConnections_Create: CreateWorkspaceConnection': {
    properties: {
      category: 'ContainerRegistry',
      target: text,
      value: text,
      valueFormat: 'JSON',
      authType: 'None'
    }
  },
  'Workspaces_CreateOrUpdate: Create Workspace': {
    location: 'eastus2euap',
    identity,
    tags: texts,
    sku: { name: 'Basic', tier: 'Basic' },
    properties: {
      friendlyName: text,
      description: text,
      applicationInsights: text,
      containerRegistry: text,
      keyVault: text,
      storageAccount: text,
      hbiWorkspace: false,
      imageBuildCompute: text,
      publicNetworkAccess: 'Enabled',
      encryption: {
        status: 'Enabled',
        identity: { userAssignedIdentity: text },
        keyVaultProperties: { keyVaultArmId: text, keyIdentifier: text, identityClientId: '' }
      },
      sharedPrivateLinkResources: [
        {
          name: text,
          properties: {
            privateLinkResourceId: text,
            groupId: text,
            requestMessage: text,
            status: 'Approved'
          }
        }
      ]
    }
  }
};
