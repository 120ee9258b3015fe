import { Converter, ReflectionKind } from 'typedoc';

/**
 * A plugin of typedoc: names each module as users import it, such as `carry-ml/workspace`.
 *
 * @param {{ name: string, source: string }[]} entryPoints
 */
export const nameModules = entryPoints => app => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      const file = module.sources?.[0]?.fileName;
      const entry = entryPoints.find(({ source }) => file?.endsWith(source));
      if (entry) module.name = entry.name;
    }
  });
};

/**
 * A plugin of typedoc: names each document by its first heading, and shows it in its group.
 *
 * @param {Record<string, string[]>} groups the files of each group
 */
export const groupDocuments = groups => app => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const document of project.documents ?? []) {
      const path = project.files.getReflectionPath(document) ?? '';
      const [group] = Object.entries(groups).find(([, files]) =>
        files.some(file => path.endsWith(`/${file}`))
      );
      document.frontmatter.group = group;
      const [, heading] = /^# (.+)$/m.exec(document.content[0].text);
      document.name = heading;
    }
  });
};
