/** What the app takes over of an EHR's style (SMART App Launch, "smart_style_url"): its value must have this form. */
const TAKEN = [
  { name: 'font_family_body', variable: '--mantine-font-family', form: /^[\w\s,'"-]{1,200}$/ },
  { name: 'font_family_heading', variable: '--mantine-font-family-headings', form: /^[\w\s,'"-]{1,200}$/ },
  { name: 'dim_border_radius', variable: '--mantine-radius-default', form: /^\d{1,2}(\.\d+)?(px|rem)$/ },
] as const;

/**
 * Takes over fonts and corners of the EHR around the app. Colours stay ours: their contrast is tested, that of another
 * system's is not. A style that cannot be read changes nothing.
 */
export async function applyEhrStyle(url: string): Promise<void> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok !== true) return;
  const style = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  for (const { name, variable, form } of TAKEN) {
    const value = style[name];
    if (typeof value === 'string' && form.test(value))
      document.documentElement.style.setProperty(variable, value);
  }
}
