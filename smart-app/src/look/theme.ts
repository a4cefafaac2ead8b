import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The product's teal, light to dark; shades 6 to 8 keep 4.5 : 1 on white. */
const teal: MantineColorsTuple = [
  '#e8f4f5',
  '#d3e8ea',
  '#a7d2d6',
  '#7abcc2',
  '#52a7af',
  '#2f8d96',
  '#1f6f78',
  '#17616a',
  '#10505a',
  '#093e47',
];

/** Greys of the dark side, light to dark, of the same cool hue as the page's own grounds. */
const dark: MantineColorsTuple = [
  '#dce4e6',
  '#b9c6ca',
  '#93a4a9',
  '#7b8e95',
  '#46575d',
  '#334045',
  '#273236',
  '#1b2326',
  '#161d20',
  '#12181a',
];

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  colors: { teal, dark },
  defaultRadius: 'md',
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: '620' },
});

/** Mantine's own quiet text is under 4.5 : 1 on the page's ground. */
export const readableColours: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#4d5f66' },
  dark: { '--mantine-color-dimmed': '#a9babf' },
});
