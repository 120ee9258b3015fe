import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as bridge from './index.js';

/** Reads the built declarations, so build first. */
const { declaredNames } = (await import(
  new URL('../../exported-names.mjs', import.meta.url).href
)) as { declaredNames: (files: string[]) => Record<string, string[]> };
const declarations = fileURLToPath(new URL('../dist/index.d.ts', import.meta.url));

it('exports only types: the sidebar imports no code', () => {
  expect(Object.keys(bridge)).toEqual([]);
});

it('declares the types that it promises, and no other', () => {
  const types = [
    'AliasRequest',
    'ApiError',
    'Artifact',
    'ChildRun',
    'ChildRuns',
    'CellProgress',
    'ComparedRun',
    'Comparison',
    'ComputeInfo',
    'DataInfo',
    'DeletionPreview',
    'EnvironmentInfo',
    'ErrorBody',
    'Estimate',
    'EventMessage',
    'ExpiredRuns',
    'FoundRun',
    'JobDetail',
    'JobFileResponse',
    'JobProgress',
    'JobSummary',
    'KernelEnvironmentInfo',
    'KernelPackages',
    'LogChunk',
    'LogMatch',
    'LogMatches',
    'LogQuery',
    'LogSearchQuery',
    'Looked',
    'MetricJson',
    'Missing',
    'MetricSeries',
    'ModelDeployment',
    'ModelInput',
    'ModelSummary',
    'ModelVersionDetail',
    'ModelVersionInfo',
    'NotebookInfo',
    'OpenRequest',
    'OpenResponse',
    'Parameter',
    'ParameterType',
    'ParameterValue',
    'ParametersInfo',
    'ParametersRequest',
    'PipelineRequest',
    'PredictionForm',
    'PredictionRequest',
    'PredictionResult',
    'RegisterRequest',
    'RerunForm',
    'RerunRequest',
    'RetentionQuery',
    'RetimeRequest',
    'RunGroup',
    'RunGroups',
    'RunGroupsQuery',
    'RunModels',
    'RunNotebook',
    'RunPage',
    'RunQuery',
    'ScheduleInfo',
    'ScheduleRequest',
    'ScheduleTrigger',
    'SnapshotPreview',
    'SubmitRequest',
    'SubmitResponse',
    'SubmitTexts',
    'SweepGoal',
    'UploadEntry',
    'UploadInfo',
    'VersionChange',
    'WatchMessage',
    'WorkspaceInfo'
  ];
  expect(declaredNames([declarations])[declarations]).toEqual(
    [...Object.keys(bridge), ...types].sort()
  );
});
