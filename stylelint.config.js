/** Keeps pixels and colours out of the sidebar's styles: both come from JupyterLab's variables. */
export default {
  rules: {
    'unit-disallowed-list': ['px', 'rem', 'pt', 'pc', 'cm', 'mm', 'in', 'vh', 'vw'],
    'color-named': 'never',
    'color-no-hex': true,
    'function-disallowed-list': [/^(rgb|hsl|hwb|lab|lch|oklab|oklch|color)/],
    'block-no-empty': true,
    'declaration-block-no-duplicate-properties': true,
    'no-duplicate-selectors': true,
    'property-no-unknown': true
  }
};
