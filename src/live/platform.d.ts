/** In browsers, workers and Node alike. */
declare function atob(base64: string): string;
