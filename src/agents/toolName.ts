/** What agents call the tool by; apart, so that an editor loads no more than it needs at its start. */
export const TOOL_NAME = 'compute_cross_entropy';
