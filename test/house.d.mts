export const MAY_IMPORT: Readonly<Record<string, readonly string[]>>;
export const PURE_ROOMS: readonly string[];
export const BUNDLE_LIMITS: Readonly<Record<string, number>>;
export const WHOLE_LIMITS: Readonly<Record<string, number>>;
