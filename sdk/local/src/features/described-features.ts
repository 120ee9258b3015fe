/** A feature as the contract describes it. */
export interface DescribedFeature {
  featureName: string;
  dataType: string;
  description: string | null;
  tags: Record<string, string>;
}

const dataTypes = new Map(
  ['String', 'Integer', 'Long', 'Float', 'Double', 'Binary', 'Datetime', 'Boolean'].map(name => [
    name.toLowerCase(),
    name
  ])
);

/**
 * The features that a feature set's specification describes. azure-ai-ml sends them in addition to the specification, as the text of a
 * property; a feature set without that property lists no features.
 */
export function describedFeatures(properties: Record<string, string> = {}): DescribedFeature[] {
  const listed = objectOf(parsed(properties.featuresetProperties)).features;
  return (Array.isArray(listed) ? listed : []).map(objectOf).flatMap(feature => {
    if (typeof feature.FeatureName !== 'string') return [];
    const type = typeof feature.DataType === 'string' ? feature.DataType.toLowerCase() : '';
    return {
      featureName: feature.FeatureName,
      dataType: dataTypes.get(type) ?? 'String',
      description: typeof feature.Description === 'string' ? feature.Description : null,
      tags: textsOf(feature.Tags)
    };
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(objectOf(value));
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}
